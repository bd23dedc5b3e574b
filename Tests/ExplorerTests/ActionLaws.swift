import Analysis
import Explorer
import LinearAlgebra
import SampleSets
import TerminalUI
import TokenPruning
import Testing

/// What holds of every action in every state.
@Suite struct ActionLaws {
  /// Every action of the table and every one that the palette can offer.
  static func actions(_ state: ExplorerState) -> [Action] {
    state.keys.entries.map(\.action)
      + (0...state.rows.count + 1).map { .chooseStrategy($0) }
      + (0...state.samples.count + 1).flatMap { [.goToSample($0), .openSample(index: $0)] }
      + [.mark(letter: "a"), .mark(letter: "!"), .jump(toMark: "a"), .jump(toMark: "b")]
      + [.keep(.count(3)), .keep(.count(1 << 40)), .keep(.percentage(50))]
      + [.dataset(.join("")), .dataset(.sort(by: "loss")), .dataset(.sort(by: "erank"))]
      + [.dataset(.color(by: "erank")), .dataset(.color(by: "")), .dataset(.color(by: "loss"))]
      + [.dataset(.axes(DatasetAxes())), .dataset(.axes(DatasetAxes(x: "erank", y: "n")))]
      + [.goToSample(.max), .goToSample(.min), .openSample(index: .max), .toggleCompared(.max)]
  }

  /// Actions that go to a place where one may be already, or open what may be open.
  static func mayChangeNothing(_ action: Action) -> Bool {
    switch action {
    case .move, .rowStart, .rowEnd, .firstPatch, .lastPatch, .nextKept, .previousKept,
      .nextUnstable, .back, .goToSample, .openSample, .setMark, .goToMark, .typeBudget, .typeSample,
      .searchSamples, .filterSamples, .openPalette, .probe(.nextPin), .probe(.nextSink),
      .probe(.nextMeasure), .dataset(.typeTable), .dataset(.typeSort), .dataset(.typeAxes),
      .dataset(.typeColor):
      true
    default: false
    }
  }

  private static func check(_ state: ExplorerState) {
    for action in actions(state) {
      var after = state
      let effects = update(&after, .action(action))
      if let reason = action.unavailable(in: state) {
        #expect(!reason.isEmpty && reason.last != "." && reason.first?.isUppercase != true)
        var expected = state
        expected.message = reason
        // What an earlier event left to be asked is asked now.
        var quiet = state
        let own = update(&quiet, .resize(state.size))
        expected.requests = quiet.requests
        expected.openStability = quiet.openStability
        #expect(after == expected && effects == own, "\(action.name): \(reason)")
      } else {
        #expect(
          after != state || !effects.isEmpty || mayChangeNothing(action),
          "\(action.name) is available and does nothing")
      }
    }
  }

  /// States as they come up in sessions that no person would make.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func whatCannotRunSaysWhyAndWhatCanDoesSomething(seed: UInt64) {
    var generator = SplitMix64(seed: 7000 + seed)
    var session = ExplorerSession(
      [TestSamples.small, TestSamples.attentive, TestSamples.featured, TestSamples.single],
      missing: ["broken"], strategies: ["random", "divprune", "fastervlm"], width: 80, height: 24,
      tier: ColorTier.allCases[Int(seed) % 4])
    Self.check(session.state)
    session.send(.start)
    for step in 0..<300 {
      session.send(SessionFuzzing.event(session.state, &generator))
      if generator.next(below: 3) > 0 { session.answerAll() }
      if step % 10 == 0 { Self.check(session.state) }
    }
  }

  @Test func withoutSamplesEverythingSaysWhy() {
    var session = ExplorerSession([])
    session.send(.start)
    Self.check(session.state)
    let reasons = Set(
      KeyTable.standard.entries.filter { $0.section == .samples }
        .map { $0.action.unavailable(in: session.state) })
    #expect(reasons == ["there are no samples"])
  }

  static let reasons: [(keys: String, reason: String)] = [
    ("[", "this is the first sample"), ("u", "nothing to undo"), ("<C-r>", "nothing to redo"),
    ("`", "no other strategy was current before"), ("9", "there is no strategy 9; the list has 3"),
    ("g0", "every strategy is compared already"), ("Z", "this is as small as it gets"),
    ("n", "nothing was searched for"), ("''", "nothing was jumped from"),
    ("<C-o>", "nothing was jumped from"), ("g'", "there are no marks"),
    ("%1<Enter>-", "one token is the least"), ("%24<Enter>=", "all 24 tokens are kept"),
  ]

  @Test(arguments: reasons)
  func saysWhy(keys: String, reason: String) throws {
    var session = ExplorerSession.begun(
      [TestSamples.small, TestSamples.bare], strategies: ["random", "divprune", "fastervlm"])
    session.state.beforeJump = nil
    try session.play(keys == "''" ? "maG''" : keys)
    #expect(session.state.message == reason)
  }

  @Test func namesAreWordsAndStandForOneActionEach() {
    let names = KeyTable.standard.entries.map(\.action.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.wholeMatch(of: /[a-z0-9]+([-.][a-z0-9]+)*/) != nil, "\(name)")
    }
  }
}
