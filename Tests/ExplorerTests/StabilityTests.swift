import Analysis
import Explorer
import SampleSets
import TerminalUI
import Testing
import TokenPruning

/// Choices that rounding could turn, and how they are asked for.
@Suite struct StabilityTests {
  static func session(width: Int = 120, height: Int = 40) -> ExplorerSession {
    .begun(
      [TestSamples.small, TestSamples.bare], strategies: ["hairline", "in-model"],
      budget: .count(8), width: width, height: height, isCheap: false, types: TestStrategies.all)
  }

  @Test func theCardNamesTheChoiceThatWasClose() {
    var session = Self.session()
    for (cursor, text) in [
      (2, "unstable at 3rd: #2 over #5 by 3.0e-8"), (5, "unstable at 3rd: #2 over #5 by 3.0e-8"),
      (7, "unstable at 8th: #7 over #8, a tie"), (8, "unstable at 8th: #7 over #8, a tie"),
    ] {
      session.state.cursor = cursor
      #expect(session.screen.text.contains(text), "#\(cursor)")
      session.state.size = ScreenSize(width: 80, height: 24)
      #expect(session.screen.text.contains("~" + text.dropFirst("unstable at ".count)))
      session.state.size = ScreenSize(width: 120, height: 40)
    }
    session.state.cursor = 3
    #expect(!session.screen.text.contains("unstable at"))
  }

  @Test func theListAndTheBudgetShowAMark() throws {
    var session = Self.session()
    #expect(session.screen.text.contains("▸1~hairline"))
    #expect(session.screen.text.contains("~ 2 unstable"))
    #expect(Self.session(width: 80, height: 24).screen.text.contains("33.3 %  ~2"))
    try session.play("<Tab>")
    #expect(session.screen.text.contains("▸2 in-model") && session.screen.text.contains(" 1~hair"))
    #expect(!session.screen.text.contains("unstable"))
    try session.press("?")
    session.state.size.height = 200
    #expect(session.screen.text.contains("~             unstable: rounding"))
  }

  @Test func aKeyGoesFromOneToTheNext() throws {
    var session = Self.session()
    try session.play("gg")
    var seen: [Int] = []
    for _ in 0..<5 {
      try session.play("~")
      seen.append(session.state.cursor)
    }
    #expect(seen == [2, 5, 7, 8, 2])
    try session.play("<Tab>~")
    #expect(session.state.message == "rounding turns no choice of in-model")
    try session.press("<S-Tab>=~")
    #expect(session.state.cursor == 5)
    session.answerOldest()
    try session.press("~")
    #expect(session.state.message == "not known yet whether rounding could turn a choice")
  }

  /// The current strategy's alone, once its selection is there, and once.
  @Test func isAskedAfterTheSelectionAndOnce() throws {
    var session = Self.session()
    session.loseAll()
    let loaded = try #require(session.state.sample)
    let before = session.state.requests.stability
    let step = try session.press("=")
    #expect(step.count == 2, "the budget's step asks for selections only")
    // The selection of the other strategy comes first: nothing is asked.
    let request = session.state.requests.evaluation
    let rows = session.requested([1, 0])
    let answers = rows.map { TestSamples.small.answer($0, keep: 9) }
    #expect(session.send(.evaluated(request: request, [answers[0]])) == [])
    #expect(
      session.send(.evaluated(request: request, [answers[1]])) == [
        .instabilities(request: before + 1, loaded, rows[1], keep: 9)
      ])
    #expect(try session.press("l") == [])
    #expect(session.state.rows[0].instabilities == nil)
    // An answer to what was asked before is dropped.
    let late = [Instability(rank: 1, token: 0, rival: nil, margin: 0)]
    session.send(.instabilities(request: before, row: 0, late))
    #expect(session.state.rows[0].instabilities == nil)
    session.send(.instabilities(request: before + 1, row: 0, late))
    #expect(session.state.rows[0].instabilities == late && session.state.openStability == nil)
    #expect(try session.press("h") == [])
  }

  @Test func isForgottenWithTheSelection() throws {
    var session = Self.session()
    #expect(session.state.rows[0].instabilities?.count == 2)
    try session.press("=")
    session.answerOldest()
    #expect(session.state.rows[0].instabilities == nil && session.state.openStability != nil)
    try session.press("]")
    #expect(session.state.openStability == nil)
    session.answerAll()
    #expect(session.state.rows[0].instabilities?.map(\.rank) == [3, 9])
  }
}
