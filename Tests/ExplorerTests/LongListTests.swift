import Analysis
import Explorer
import TerminalUI
import TokenPruning
import Testing

/// A list of more strategies than the panel has lines.
@Suite struct LongListTests {
  private static func session(height: Int) -> ExplorerSession {
    .begun(
      [TestSamples.street], strategies: (1...30).map { "random:seed=\($0)" }, width: 80,
      height: height)
  }

  @Test(arguments: [16, 24, 32, 60])
  func scrollsSoThatTheCurrentStrategyIsAlwaysSeen(height: Int) throws {
    var session = Self.session(height: height)
    for step in 0..<30 {
      let marked = session.screen.text.split(separator: "\n").filter { $0.contains("▸") }
      #expect(marked.count == 1, "step \(step)")
      #expect(session.state.current == step)
      try session.press("<Tab>")
    }
    #expect(session.state.current == 0)
  }

  @Test func aClickSelectsTheStrategyThatIsDrawnThere() throws {
    var session = Self.session(height: 24)
    for _ in 0..<20 { try session.press("<Tab>") }
    let rows = session.screen.text.split(separator: "\n", omittingEmptySubsequences: false)
    let marked = try #require(rows.firstIndex { $0.contains("▸") })
    let above = try #require(rows.indices.contains(marked - 1) ? marked - 1 : nil)
    session.send(.mouse(MouseEvent(.press, column: 60, row: above)))
    #expect(session.state.current == 19)
  }

  @Test func leavesThePatchAndTheBudgetTheirPlace() {
    let text = Self.session(height: 24).screen.text
    #expect(text.contains("keep") && text.contains("PATCH") && text.contains("erank"))
  }

  @Test(arguments: [24, 40])
  func theHeadingSaysWhichPartIsShown(height: Int) throws {
    var session = Self.session(height: height)
    let headings = session.screen.text.matches(of: #/(\d+)–(\d+) of 30 /#)
    let shown = try #require(headings.first).output
    #expect(shown.1 == "1")
    for _ in 0..<29 { try session.press("<Tab>") }
    #expect(session.screen.text.contains("–30 of 30 "))
    #expect(Self.session(height: 60).screen.text.contains("STRATEGY"))
  }

  /// Two more follow the current one, so that a step is never into the dark.
  @Test func theNextStrategyIsSeenBeforeItIsReached() throws {
    var session = Self.session(height: 24)
    for step in 0..<29 {
      let next = try #require(session.screen.text.firstMatch(of: /▸\s?(\d+) random/))
      #expect(Int(next.output.1) == step + 1)
      #expect(session.screen.text.contains("\(step + 2) random:see"))
      try session.press("<Tab>")
    }
  }

  @Test func aFocusedListReachesAll() throws {
    var session = Self.session(height: 24)
    let cursor = session.state.cursor
    try session.press("s")
    #expect(session.state.isListFocused && session.screen.text.contains("Space compare"))
    for _ in 0..<40 { try session.press("j") }
    #expect(session.state.current == 29 && session.state.cursor == cursor)
    // The hardware cursor is where the keys go.
    let place = try #require(session.screen.cursor)
    #expect(session.screen[place.column, place.row].character == "▸")
    try session.press("<Space>")
    #expect(session.state.compared == [29] && session.state.showsMask)
    #expect(session.state.message == "random:seed=30 is A of 1 compared")
    try session.press("<Space>K<Up>")
    #expect(session.state.compared.isEmpty && session.state.current == 24)
    try session.press("x")
    #expect(session.state.leftOut == [24] && session.state.cursor == cursor)
    try session.press("x")
    #expect(session.state.leftOut.isEmpty)
    try session.press("gg")
    #expect(session.state.current == 0)
    try session.press("G<Home><End>")
    #expect(session.state.current == 29)
    // Other keys are as ever.
    try session.press("=")
    #expect(session.state.keep == 7 && session.state.isListFocused)
    for close in ["<Esc>", "<Enter>", "s"] {
      session.state.isListFocused = true
      try session.press(close)
      #expect(!session.state.isListFocused, "\(close)")
    }
    try session.press("k")
    #expect(session.state.current == 29 && session.state.cursor != cursor)
  }

  @Test func manyKeepersAreToldAsRuns() throws {
    var session = ExplorerSession.begun(
      [TestSamples.street], strategies: (1...12).map { "random:seed=\($0)" }, width: 120)
    for row in 0..<12 {
      session.state.rows[row].evaluation = Evaluation(
        label: "", budget: 1, selection: Selection(kept: row == 4 || row == 6 ? [] : [0]),
        metrics: [:])
    }
    try session.press("gg")
    #expect(session.screen.text.contains("kept by   1-4 6 8-12"))
  }
}

/// What is typed into a prompt that is longer than the line.
@Suite struct LongPromptTests {
  @Test func showsTheEndWhereTheNextCharacterGoes() throws {
    var session = ExplorerSession.begun([TestSamples.street], width: 60, height: 20)
    try session.press("gs" + String(repeating: "a", count: 100) + "xyz")
    let line = session.screen.text(row: 19)
    #expect(line.contains("…") && line.hasSuffix("axyz"))
    #expect(line.count <= 60)
  }

  @Test(arguments: [("abc", 3, "abc"), ("abcd", 3, "…cd"), ("日本語", 4, "…語"), ("abc", 0, "")])
  func aSuffixFits(text: String, room: Int, shown: String) {
    #expect(DisplayWidth.suffix(of: text, into: room) == shown)
  }
}
