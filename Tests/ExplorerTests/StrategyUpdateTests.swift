import Analysis
import Explorer
import TokenPruning
import Testing

/// Choosing strategies from a list of four.
@Suite struct StrategyUpdateTests {
  static let names = ["fastervlm", "divprune", "uniform-grid", "random"]

  static func session() -> ExplorerSession {
    .begun([TestSamples.small], strategies: names)
  }

  @Test func stepsAroundTheEnds() throws {
    var session = Self.session()
    var seen: [Int] = []
    for _ in 0..<5 {
      #expect(try session.press("<Tab>") == session.stabilityQuestions)
      seen.append(session.state.current)
    }
    #expect(seen == [1, 2, 3, 0, 1])
    seen = []
    for _ in 0..<5 {
      #expect(try session.press("<S-Tab>") == session.stabilityQuestions)
      seen.append(session.state.current)
    }
    #expect(seen == [0, 3, 2, 1, 0])
  }

  @Test func goesBackAndForthBetweenTwo() throws {
    var session = Self.session()
    // Before anything was chosen there is nothing to go back to.
    try session.press("`")
    #expect(session.state.current == 0)
    try session.press("<Tab><Tab>")
    #expect(session.state.current == 2)
    try session.press("`")
    #expect(session.state.current == 1)
    try session.press("`")
    #expect(session.state.current == 2)
  }

  @Test func changingTheStrategyChangesNothingElse() throws {
    var session = Self.session()
    var expected = session.state
    try session.play("<Tab>")
    expected.current = 1
    // Which choices of the new one are close is asked once.
    expected.rows[1].instabilities = []
    expected.requests.stability += 1
    #expect(session.state == expected)
    try session.play("<Tab><S-Tab>")
    #expect(session.state.requests.stability == expected.requests.stability + 1)
  }

  @Test func aListOfOneStaysWhereItIs() throws {
    var session = ExplorerSession.begun([TestSamples.small], strategies: ["random"])
    for key in ["<Tab>", "<S-Tab>", "`"] {
      #expect(try session.press(key) == [])
      #expect(session.state.current == 0)
    }
  }

  @Test func digitsTakeStrategiesIntoTheComparisonAndOutAgain() throws {
    var session = Self.session()
    #expect(session.state.comparison == [0, 1, 2, 3])
    #expect(try session.press("2") == [])
    #expect(session.state.message == "divprune is A of 1 compared")
    #expect(try session.press("1") == [])
    #expect(session.state.compared == [1, 0] && session.state.comparison == [1, 0])
    #expect(session.state.message == "fastervlm is B of 2 compared")
    #expect(try session.press("2") == [])
    #expect(session.state.compared == [0])
    #expect(session.state.message == "divprune out of the comparison")
    #expect(try session.press("g0") == [])
    #expect(session.state.comparison == [0, 1, 2, 3])
  }

  @Test func digitsBeyondTheListSaySo() throws {
    var session = Self.session()
    for digit in 5...9 {
      #expect(try session.press("\(digit)") == [])
      #expect(session.state.message == "there is no strategy \(digit); the list has 4")
      #expect(session.state.compared.isEmpty)
    }
  }

  @Test func whatIsLeftOutIsNotComputedUntilItIsAskedFor() throws {
    var session = Self.session()
    let loaded = try #require(session.state.sample)
    try session.press("<Tab>gx")
    #expect(session.state.leftOut == [1])
    // It is computed as long as it is looked at.
    #expect(session.state.isComputed(1))
    try session.press("<S-Tab>")
    #expect(!session.state.isComputed(1))
    let effects = try session.press("=")
    let request = session.state.requests.evaluation
    #expect(
      effects == [
        .evaluate(
          request: request, loaded, strategies: session.requested([0, 2, 3]), keep: 7),
        .remind(kind: .evaluation, request: request),
      ])
    session.answerAll()
    #expect(session.state.rows[1].status == .pending)
    #expect(session.state.rows[1].evaluation?.budget == 6)
    let back = try session.press("2")
    #expect(session.state.leftOut.isEmpty)
    #expect(
      back == [
        .evaluate(
          request: request + 1, loaded, strategies: session.requested([1]), keep: 7),
        .remind(kind: .evaluation, request: request + 1),
      ])
    session.answerAll()
    #expect(session.state.rows[1].evaluation?.budget == 7)
  }

  @Test func theCurrentStrategyIsComputedFirstAndEvenWhenLeftOut() throws {
    var session = Self.session()
    try session.press("<Tab><Tab>gx")
    #expect(session.state.current == 2 && session.state.leftOut == [2])
    let effects = try session.press("=")
    guard case .evaluate(_, _, let strategies, let keep) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(strategies.map(\.row) == [2, 0, 1, 3] && keep == 7)
  }

  @Test func leavingWorkForAnotherStrategyAsksForThatOneFirst() throws {
    var session = ExplorerSession([TestSamples.small], strategies: Self.names)
    session.send(.start)
    session.answerOldest()
    let effects = try session.press("<Tab>")
    guard case .evaluate(let request, _, let strategies, _) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(strategies.map(\.row) == [1, 0, 2, 3])
    #expect(request == session.state.requests.evaluation)
  }

  @Test func nothingIsComputedBeforeTheTokensAreThere() throws {
    var session = ExplorerSession([TestSamples.small], strategies: Self.names)
    session.send(.start)
    #expect(try session.press("<Tab>") == [])
    #expect(try session.press("gx") == [])
    #expect(session.state.current == 1 && session.state.leftOut == [1])
    session.answerOldest()
    guard case .evaluate(_, _, let strategies, _) = session.unanswered.first else {
      Issue.record("\(session.unanswered)")
      return
    }
    #expect(strategies.map(\.row) == [1, 0, 2, 3])
  }

  @Test func whatTheSampleCannotServeSaysWhyAndIsNotAskedForAgain() throws {
    var session = ExplorerSession.begun(
      [TestSamples.featured], strategies: ["fastervlm", "random"], isCheap: false)
    #expect(session.state.rows[0].status == .unavailable("needs class attention"))
    #expect(session.state.rows[0].evaluation == nil)
    #expect(session.state.rows[1].status == .ready)
    let effects = try session.press("=")
    guard case .evaluate(_, _, let strategies, _) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(strategies.map(\.row) == [1])
  }
}

extension ExplorerSession {
  /// What is asked for when the current strategy's selection is known and its stability is not.
  var stabilityQuestions: [ExplorerEffect] {
    guard let loaded = state.sample, let keep = state.keep,
      state.rows[state.current].status == .ready, state.rows[state.current].instabilities == nil
    else { return [] }
    return [
      .instabilities(
        request: state.requests.stability, loaded, requested([state.current])[0], keep: keep)
    ]
  }

  /// What is asked for when rows are evaluated.
  func requested(_ rows: [Int]) -> [RequestedStrategy] {
    rows.map { RequestedStrategy(row: $0, strategy: state.rows[$0].strategy) }
  }
}
