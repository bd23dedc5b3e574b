import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

/// `agilepruner:count=adaptive`: the budget times the signal over its average.
@Suite struct AgilePrunerCountTests {
  private static let large = RandomField.make(
    seed: 130, grid: TokenGrid(rows: 10, columns: 12), width: 24, projectedWidth: 20)

  private func adaptive(_ setting: String = "") throws -> any PruningStrategy {
    try StrategyCatalog.make("agilepruner:count=adaptive\(setting)").strategy
  }

  @Test(
    arguments: [
      (1, 20, 20), (1.11, 20, 22), (1.13, 20, 23), (0.87, 20, 17), (0.89, 20, 18),
      // Factors stay between 0.8 and 1.2; at least one token is kept, at most all.
      (2, 20, 24), (0.1, 20, 16), (0.1, 1, 1), (2, 1, 1), (2, 119, 120), (0.1, 119, 95),
      // Who asks for all gets all.
      (2, 120, 120), (0.1, 120, 120),
    ] as [(Double, Int, Int)], ["erank", "entropy"])
  func theBudgetIsMovedByTheImage(
    sample: (ratio: Double, budget: Int, kept: Int), signal: String
  ) throws {
    let prepared = PreparedField(Self.large.measuring(sample.ratio, by: signal))
    let plan = try adaptive(":signal=\(signal)").plan(for: prepared)
    let plain = try StrategyCatalog.make("agilepruner:signal=\(signal)").strategy
      .plan(for: prepared)
    let selection = try plan.selection(keeping: sample.budget)
    #expect(selection.kept.count == sample.kept)
    #expect(try selection == plain.selection(keeping: sample.kept))
  }

  @Test func halfATokenIsRoundedUp() throws {
    // Factors that are met exactly: 1.125 · 20 and 0.875 · 20.
    let complex = PreparedField(Self.large.measuring(2))
    #expect(
      try adaptive(":count-max=1.125").plan(for: complex).selection(keeping: 20).kept.count == 23)
    let simple = PreparedField(Self.large.measuring(0.1))
    #expect(
      try adaptive(":count-min=0.875").plan(for: simple).selection(keeping: 20).kept.count == 18)
    // Down to nothing there is still one token.
    #expect(
      try adaptive(":count-min=0").plan(for: PreparedField(Self.large.measuring(1e-9)))
        .selection(keeping: 20).kept.count == 1)
  }

  @Test func withoutASignalTheBudgetStays() throws {
    let plan = try adaptive(":signal=none").plan(for: PreparedField(Self.large.measuring(1.15)))
    for budget in 1...120 {
      #expect(try plan.selection(keeping: budget).kept.count == budget)
    }
  }

  /// 88 of 576 tokens, rounded to the nearest, halves upwards.
  @Test(
    arguments: [
      ("", 24, 24, 88), ("", 10, 12, 18), ("", 6, 6, 6), ("", 1, 2, 1),
      (":reference=240", 10, 12, 50),
      (":reference=1", 10, 12, 1), (":reference=1000000", 2, 2, 4),
    ])
  func whereNoBudgetIsAskedForItIsTheReference(
    setting: String, rows: Int, columns: Int, budget: Int
  ) throws {
    let field = PreparedField(
      RandomField.make(seed: 131, grid: TokenGrid(rows: rows, columns: columns), width: 3))
    let strategy = try adaptive(setting)
    #expect(strategy.hasOwnBudget && strategy.ownBudget(for: field) == budget)
    #expect(AgilePruner().ownBudget(for: field) == nil && !AgilePruner().hasOwnBudget)
  }

  @Test func closeCallsAndTracesAreThoseOfTheMovedBudget() throws {
    // Equal attention makes every rank a close one, so that more are told of a larger budget.
    var field = Self.large
    field.attention = Matrix(rows: 2, columns: 120, repeating: 0.005)
    let prepared = PreparedField(field.measuring(1.1))
    let plan = try adaptive(":tau=0.01").plan(for: prepared)
    let plain = try StrategyCatalog.make("agilepruner:tau=0.01").strategy.plan(for: prepared)
    #expect(plan.instabilities(keeping: 20) == plain.instabilities(keeping: 22))
    #expect(plain.instabilities(keeping: 22) != plain.instabilities(keeping: 20))
    var differences = 0
    for token in 0..<120 {
      let trace = try plan.trace(of: token, keeping: 20)
      #expect(try trace == plain.trace(of: token, keeping: 22))
      if try trace != plain.trace(of: token, keeping: 20) { differences += 1 }
    }
    #expect(differences >= 2)
  }

  @Test(
    arguments: [(1.1, "110.0"), (0.934, "93.4"), (3, "120.0"), (0.01, "80.0")]
      as [(Double, String)])
  func aNoteSaysWhatBecameOfTheBudget(ratio: Double, percent: String) throws {
    let prepared = PreparedField(Self.large.measuring(ratio))
    #expect(
      try adaptive().notes(for: prepared) == [
        "count=adaptive, an interpretation, keeps \(percent) % of the budget"
      ])
    #expect(AgilePruner().notes(for: prepared).isEmpty)
  }

  @Test func parametersOfTheCountAreNamedAndTheCountIsNotPromised() throws {
    func resolved(_ setting: String) throws -> [String] {
      try adaptive(setting).resolvedParameters(for: Self.large).entries
        .map { "\($0.name)=\($0.value)" }
    }
    let counting = ["count=adaptive", "reference=88", "count-min=0.8", "count-max=1.2"]
    #expect(
      try resolved("")
        == ["signal=erank", "erank-average=90", "slope=0.01", "tau-max=0.25", "centred=true"]
        + counting)
    // A fixed threshold is not steered, but the count is.
    #expect(
      try resolved(":tau=0.1") == ["tau=0.1", "signal=erank", "erank-average=90", "centred=true"]
        + counting)
    #expect(try !adaptive().promises.contains(.exactCount))
    #expect(AgilePruner().promises.contains(.exactCount))
  }
}
