import Analysis
import Explorer
import SampleSets
import Testing

/// Changing how many of 576 tokens are kept.
@Suite struct BudgetUpdateTests {
  static func session(_ budget: Budget, _ sample: TestSample = TestSamples.bare) -> ExplorerSession
  {
    .begun([sample], strategies: ["random", "uniform-grid"], budget: budget)
  }

  static let steps: [(from: Int, keys: String, to: Int)] = [
    (64, "=", 65), (64, "-", 63), (64, "==-", 65), (1, "-", 1), (576, "=", 576), (2, "--", 1),
    // 5 % of 576 are 28.8.
    (64, "+", 93), (64, "_", 35), (10, "_", 1), (1, "_", 1), (570, "+", 576), (576, "+", 576),
    (576, "_", 547),
    (64, ")", 128), (64, "(", 32), (65, "(", 64), (63, ")", 64), (1, ")", 32), (1, "(", 1),
    (32, "(", 1), (288, ")", 576), (576, ")", 576), (576, "(", 288), (300, ")", 576),
  ]

  @Test(arguments: steps)
  func stepsWithinOneAndAll(from: Int, keys: String, to: Int) throws {
    var session = Self.session(.count(from))
    try session.press(keys)
    #expect(session.state.keep == to)
  }

  @Test func asksForEveryStrategyAtTheNewBudgetOnly() throws {
    var session = Self.session(.count(64))
    let loaded = try #require(session.state.sample)
    let number = session.state.requests.evaluation
    let effects = try session.press("=")
    #expect(
      effects == [
        .evaluate(
          request: number + 1, loaded, strategies: session.requested([0, 1]), keep: 65),
        .remind(kind: .evaluation, request: number + 1),
      ])
    // What is known stays on screen until the answer comes.
    #expect(session.state.rows.allSatisfy { $0.status == .pending && $0.evaluation?.budget == 64 })
    session.answerAll()
    #expect(session.state.rows.allSatisfy { $0.status == .ready && $0.evaluation?.budget == 65 })
  }

  @Test func asksForNothingWhenTheBudgetStays() throws {
    var session = Self.session(.count(1))
    #expect(try session.press("-") == [])
    #expect(try session.press("_") == [])
    #expect(try session.press("(") == [])
    // The same number, written otherwise.
    #expect(try session.press("%0.1%<Enter>") == [])
    #expect(session.state.budget == .percentage(0.1))
  }

  @Test func presetsAreSharesOfTheSampleInHand() throws {
    var session = Self.session(.count(1), TestSamples.small)
    var seen: [Int] = []
    for _ in 0..<7 {
      try session.press(")")
      seen.append(session.state.keep ?? 0)
    }
    #expect(seen == [2, 5, 8, 12, 24, 24, 24])
    seen = []
    for _ in 0..<6 {
      try session.press("(")
      seen.append(session.state.keep ?? 0)
    }
    #expect(seen == [12, 8, 5, 2, 1, 1])
  }

  @Test func oneTokenHasOneBudget() throws {
    var session = Self.session(.percentage(50), TestSamples.single)
    for key in ["=", "-", "+", "_", ")", "("] {
      #expect(try session.press(key) == [])
      #expect(session.state.keep == 1)
    }
  }

  @Test func nothingHappensBeforeTheTokensAreThere() throws {
    var session = ExplorerSession([TestSamples.small])
    session.send(.start)
    var expected = session.state
    expected.message = "the sample is still being read"
    for key in ["=", "-", "+", "_", ")", "("] {
      #expect(try session.press(key) == [])
      #expect(session.state == expected)
    }
  }

  // MARK: Typing

  static let typed: [(text: String, budget: Budget, keep: Int)] = [
    ("128", .count(128), 128), ("22%", .percentage(22), 127), ("11.1%", .percentage(11.1), 64),
    ("1", .count(1), 1), ("576", .count(576), 576), ("100%", .percentage(100), 576),
    ("0.01%", .percentage(0.01), 1), ("007", .count(7), 7),
  ]

  @Test(arguments: typed)
  func takesCountsAndShares(text: String, budget: Budget, keep: Int) throws {
    var session = Self.session(.count(50))
    let effects = try session.press("%\(text)<Enter>")
    #expect(session.state.budget == budget && session.state.keep == keep)
    #expect(session.state.prompt == nil && session.state.message == nil)
    #expect(effects.count == 2)
  }

  @Test(arguments: [
    "nonsense", "0", "-3", "0%", "101%", "%", "1.5", "nan%", "1e999%", "99999999999999999999",
  ])
  func refusesWhatIsNoBudget(text: String) throws {
    var session = Self.session(.count(50))
    #expect(try session.press("%\(text)<Enter>") == [])
    #expect(session.state.keep == 50 && session.state.prompt == nil)
    #expect(session.state.message == "'\(text)' is no budget; type 22% or 128")
  }

  @Test func refusesMoreThanThereAre() throws {
    var session = Self.session(.count(50))
    #expect(try session.press("%577<Enter>") == [])
    #expect(session.state.message == "cannot keep 577 of 576 tokens")
    #expect(session.state.keep == 50)
    try session.press("%9223372036854775807<Enter>")
    #expect(session.state.message == "cannot keep 9223372036854775807 of 576 tokens")
  }

  @Test func aBudgetTypedBeforeTheTokensAreThereCountsForThem() throws {
    var session = ExplorerSession([TestSamples.small], strategies: ["random"])
    session.send(.start)
    #expect(try session.press("%9999<Enter>") == [])
    session.answerAll()
    #expect(session.state.keep == 24)
    #expect(session.state.message == "9999 tokens are more than this sample has; all 24 are kept")
    #expect(session.state.rows[0].evaluation?.budget == 24)
  }

  @Test func aShareIsKeptFromSampleToSample() throws {
    var session = ExplorerSession.begun(
      [TestSamples.small, TestSamples.bare], strategies: ["random"], budget: .percentage(25))
    #expect(session.state.keep == 6)
    try session.play("]")
    #expect(session.state.keep == 144)
    try session.play("=[")
    #expect(session.state.keep == 24 && session.state.budget == .count(145))
    try session.play("]")
    #expect(session.state.keep == 145)
  }
}
