import Analysis
import Explorer
import SampleSets
import TokenPruning
import Testing

/// Answers of work beside the screen: the newest counts, older ones are dropped.
@Suite struct AnswerTests {
  static let shelf = [TestSamples.small, TestSamples.bare, TestSamples.street]

  @Test func showsThePictureAsSoonAsItIsThere() throws {
    var session = ExplorerSession([TestSamples.street])
    session.send(.start)
    let picture = try #require(TestSamples.street.loaded.picture)
    session.send(.pictureLoaded(request: 1, picture))
    #expect(session.state.picture == picture && session.state.sample == nil)
    session.answerAll()
    #expect(session.state.picture == picture && session.state.sample == TestSamples.street.loaded)
    #expect(session.state.verdict == TestSamples.street.verdict)
  }

  @Test func showsNoPreviewUnderTokensThatHaveNoPicture() {
    var session = ExplorerSession([TestSamples.tiled])
    session.send(.start)
    session.send(.pictureLoaded(request: 1, .gradient))
    session.answerAll()
    #expect(session.state.picture == nil)
  }

  @Test func dropsEveryAnswerToAnOlderRequest() throws {
    var session = ExplorerSession.begun(Self.shelf, strategies: ["random"])
    session.state.layer = .similarity
    try session.press("l")
    try session.press("=")
    let old = session.state.requests
    // A new sample makes all that is under way void.
    try session.press("]")
    let before = session.state
    let other = TestSamples.street
    let plan = RequestedStrategy(row: 0, strategy: session.state.rows[0].strategy)
    let late: [ExplorerEvent] = [
      .pictureLoaded(request: old.sample, .gradient),
      .sampleLoaded(request: old.sample, other.loaded, other.summary),
      .sampleRefused(request: old.sample, reason: "gone"),
      .verdictReached(request: old.sample, other.verdict),
      .evaluated(request: old.evaluation, [TestSamples.small.cheapAnswer(plan, keep: 7)]),
      .similarities(
        request: old.similarity, TokenProbe(token: 3, measure: .features), [1]),
      .pinsCompared(
        request: old.pair, TokenPair(3, 5, in: TestSamples.small.loaded.field)),
      .slow(kind: .sample, request: old.sample),
      .slow(kind: .evaluation, request: old.evaluation),
      .slow(kind: .similarity, request: old.similarity),
    ]
    for event in late {
      #expect(session.send(event) == [])
      #expect(session.state == before, "\(event)")
    }
    session.answerAll()
    #expect(session.state.sample == TestSamples.bare.loaded)
  }

  @Test func dropsSelectionsAtAnOlderBudget() throws {
    var session = ExplorerSession.begun(Self.shelf, strategies: ["random"])
    try session.press("=")
    let old = session.unanswered
    try session.press("=")
    for event in old.flatMap(session.answers) { session.send(event) }
    #expect(session.state.rows[0].evaluation?.budget == 6)
    #expect(session.state.rows[0].status == .pending)
    session.answerAll()
    #expect(session.state.rows[0].evaluation?.budget == 8)
  }

  @Test func takesAnswersInParts() throws {
    var session = ExplorerSession([TestSamples.small], strategies: ["random", "uniform-grid"])
    session.send(.start)
    session.answerOldest()
    guard case .evaluate(let request, _, let strategies, let keep) = session.unanswered.first
    else {
      Issue.record("nothing was asked for")
      return
    }
    session.loseAll()
    session.send(.slow(kind: .evaluation, request: request))
    for (count, strategy) in strategies.enumerated() {
      #expect(session.state.slowWork == .evaluation)
      session.send(
        .evaluated(request: request, [TestSamples.small.cheapAnswer(strategy, keep: keep)]))
      #expect(session.state.rows.count { $0.status == .ready } == count + 1)
    }
    #expect(session.state.slowWork == nil)
  }

  // MARK: Reminders

  @Test func remindsOfASampleUntilItsVerdict() {
    var session = ExplorerSession([TestSamples.small], strategies: ["random"])
    session.send(.start)
    #expect(session.send(.slow(kind: .sample, request: 1)) == [])
    #expect(session.state.slowWork == .sample)
    session.send(
      .sampleLoaded(request: 1, TestSamples.small.loaded, TestSamples.small.summary))
    #expect(session.state.slowWork == .sample)
    session.send(.verdictReached(request: 1, TestSamples.small.verdict))
    #expect(session.state.slowWork == nil)
    session.send(.slow(kind: .sample, request: 1))
    #expect(session.state.slowWork == nil)
  }

  @Test func doesNotWaitForAVerdictThatCannotCome() {
    var session = ExplorerSession([TestSamples.attentive], strategies: ["random"])
    session.send(.start)
    session.send(.slow(kind: .sample, request: 1))
    #expect(session.state.slowWork == .sample)
    session.answerAll()
    #expect(session.state.verdict == nil && session.state.slowWork == nil)
    // The reminder may come after all is there.
    session.send(.slow(kind: .sample, request: 1))
    #expect(session.state.slowWork == nil)
  }

  @Test func aRefusalEndsTheWait() {
    var session = ExplorerSession([], missing: ["broken"])
    session.send(.start)
    session.send(.slow(kind: .sample, request: 1))
    #expect(session.state.slowWork == .sample)
    session.answerAll()
    #expect(session.state.slowWork == nil)
    session.send(.slow(kind: .sample, request: 1))
    #expect(session.state.slowWork == nil)
  }

  @Test func remindsOfSelectionsUntilTheyAreThere() throws {
    var session = ExplorerSession.begun([TestSamples.small], strategies: ["random"])
    session.send(.slow(kind: .evaluation, request: session.state.requests.evaluation))
    #expect(session.state.slowWork == nil)
    try session.press("=")
    session.send(.slow(kind: .evaluation, request: session.state.requests.evaluation))
    #expect(session.state.slowWork == .evaluation)
    session.answerAll()
    #expect(session.state.slowWork == nil)
  }

  @Test func remindsOfCosinesWhileTheyAreSeen() throws {
    var session = ExplorerSession.begun([TestSamples.small], strategies: ["random"])
    try session.press("..")
    #expect(session.state.layer == .similarity)
    session.send(.slow(kind: .similarity, request: session.state.requests.similarity))
    #expect(session.state.slowWork == .similarity)
    try session.press(".")
    #expect(session.state.slowWork == nil)
  }

  @Test func steppingOnEndsTheReminder() throws {
    var session = ExplorerSession.begun(Self.shelf, strategies: ["random"])
    try session.press("=")
    session.send(.slow(kind: .evaluation, request: session.state.requests.evaluation))
    #expect(session.state.slowWork == .evaluation)
    try session.press("]")
    #expect(session.state.slowWork == nil)
  }

  @Test func aNewSizeChangesNothingElse() {
    var session = ExplorerSession.begun(Self.shelf, strategies: ["random"])
    var expected = session.state
    #expect(session.send(.resize(ScreenSize(width: 7, height: 3))) == [])
    expected.size = ScreenSize(width: 7, height: 3)
    #expect(session.state == expected)
  }
}
