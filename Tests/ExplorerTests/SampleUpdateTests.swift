import Analysis
import Explorer
import SampleSets
import TerminalUI
import Testing

/// Stepping through samples: three that can be read and one that cannot.
@Suite struct SampleUpdateTests {
  static let shelf = [TestSamples.small, TestSamples.bare, TestSamples.featured]

  static func session() -> ExplorerSession {
    .begun(shelf, missing: ["broken"], strategies: ["random", "uniform-grid"])
  }

  @Test func asksForTheSampleAReminderAndItsNeighbours() throws {
    var session = ExplorerSession(Self.shelf)
    let references = session.state.samples
    #expect(
      session.send(.start) == [
        .load(request: 1, references[0]), .remind(kind: .sample, request: 1),
        .prefetch([references[1]]),
      ])
    #expect(
      try session.press("]") == [
        .load(request: 2, references[1]), .remind(kind: .sample, request: 2),
        .prefetch([references[2], references[0]]),
      ])
    #expect(
      try session.press("<PageDown>") == [
        .load(request: 3, references[2]), .remind(kind: .sample, request: 3),
        .prefetch([references[1]]),
      ])
    #expect(try session.press("[").first == .load(request: 4, references[1]))
    #expect(try session.press("<PageUp>").first == .load(request: 5, references[0]))
  }

  @Test func forgetsWhatBelongsToTheSampleBefore() throws {
    var session = Self.session()
    session.state.layer = .similarity
    session.state.head = 1
    try session.play("l")
    try session.press("]")
    let state = session.state
    #expect(state.sampleIndex == 1 && state.sample == nil && state.picture == nil)
    #expect(state.summary == nil && state.verdict == nil && state.similarities == nil)
    #expect(state.similarityToken == nil && state.head == nil && state.slowWork == nil)
    #expect(state.rows.allSatisfy { $0.status == .pending && $0.evaluation == nil })
    #expect(state.keep == nil && state.grid == nil && state.tokenCount == 0)
  }

  @Test func stopsAtTheEnds() throws {
    var session = Self.session()
    #expect(try session.press("[") == [])
    #expect(session.state.message == "this is the first sample" && session.state.sampleIndex == 0)
    try session.play("]]]")
    #expect(session.state.sampleIndex == 3)
    let before = session.state
    #expect(try session.press("]") == [])
    #expect(session.state.message == "this is the last sample" && session.state.sampleIndex == 3)
    #expect(session.state.requests == before.requests)
  }

  @Test func aRefusedSampleSaysWhyAndCanBeLeft() throws {
    var session = Self.session()
    try session.play("]]]")
    #expect(session.state.refusal == "broken: not found" && session.state.sample == nil)
    // Everything else goes on working.
    for binding in KeyTable.bindings
    where binding.section != .samples && binding.section != .program {
      session.send(.action(binding.action))
      session.send(.key(.escape))
      session.answerAll()
      #expect(session.state.refusal == "broken: not found")
    }
    try session.play("[")
    #expect(session.state.refusal == nil && session.state.sample != nil)
    #expect(session.state.rows[session.state.current].status == .ready)
  }

  @Test func aSampleThatCouldNotBeReadCanBeReadAnew() throws {
    var session = ExplorerSession.begun([], missing: ["broken"])
    #expect(session.state.refusal != nil)
    #expect(try session.press("r").first == .load(request: 2, session.state.samples[0]))
    #expect(session.state.refusal == nil)
  }

  @Test func readingAnewKeepsThePlace() throws {
    var session = Self.session()
    try session.play("gg")
    #expect(session.state.cursor == 0)
    try session.play("r")
    #expect(session.state.cursor == 0)
    try session.play("G")
    // Twice, before an answer.
    try session.press("rr")
    session.answerAll()
    #expect(session.state.cursor == 23 && session.state.sample != nil)
    try session.play("][")
    #expect(session.state.cursor == 15)
  }

  @Test func aSmallerSampleReadAnewHoldsTheCursorInside() {
    var session = ExplorerSession.begun([TestSamples.small])
    session.state.cursor = 23
    let loaded = TestSamples.single
    session.send(.key(.character("r")))
    session.loseAll()
    session.send(.sampleLoaded(request: 2, loaded.loaded, loaded.summary))
    #expect(session.state.cursor == 0)
  }

  @Test func withoutSamplesNothingIsAsked() throws {
    var session = ExplorerSession([])
    #expect(session.send(.start) == [])
    for binding in KeyTable.bindings where binding.section != .program {
      #expect(session.send(.action(binding.action)) == [], "\(binding.help)")
      session.send(.key(.escape))
    }
  }

  // MARK: Typing a number or a name

  static let typed: [(text: String, index: Int)] = [
    ("1", 0), ("2", 1), ("3", 2), ("bare", 1), ("BA", 1), ("feat", 2), ("ture", 2), ("a", 0),
  ]

  @Test(arguments: typed)
  func goesToTheSampleThatIsMeant(text: String, index: Int) throws {
    var session = Self.session()
    let effects = try session.press("gs\(text)<Enter>")
    #expect(session.state.sampleIndex == index && session.state.prompt == nil)
    #expect(effects.first == .load(request: 2, session.state.samples[index]))
  }

  @Test(arguments: [
    "0", "5", "-1", "zebra", "9223372036854775807", "-9223372036854775808",
    "99999999999999999999999", "1.0",
  ])
  func saysWhenThereIsNoSuchSample(text: String) throws {
    var session = Self.session()
    #expect(try session.press("gs\(text)<Enter>") == [])
    #expect(session.state.sampleIndex == 0)
    #expect(session.state.message == "no sample '\(text)'; there are 4, numbered from 1")
  }
}
