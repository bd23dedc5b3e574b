import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct ThresholdRuleTests {
  @Test func saturationIsTheFirstRankOfTheLargestThreshold() throws {
    // The paper's constants: τ is saturated from rank ⌈25 · 90 / erank⌉.
    for (erank, rank) in [(44, 52), (58, 39), (70, 33), (90, 25), (94.9, 24), (109, 21), (147, 16)]
    {
      let rule = ThresholdRule(slope: erank / 90 * 0.01, offset: 0, largest: 0.25)
      #expect(rule.saturationRank == rank)
      #expect(rule.threshold(rank: rank) == 0.25 && rule.threshold(rank: rank - 1) < 0.25)
    }
  }

  @Test func aFlatRuleIsSaturatedAtOnceOrNever() {
    #expect(ThresholdRule(slope: 0, offset: 0.1, largest: 0.1).saturationRank == 1)
    #expect(ThresholdRule(slope: 0, offset: 0, largest: 0.25).saturationRank == nil)
    #expect(ThresholdRule(slope: 1e-300, offset: 0, largest: 2).saturationRank == nil)
    #expect(ThresholdRule(slope: 0.5, offset: 0, largest: 0).saturationRank == 1)
  }

  @Test func theStrategyAppliesTheRuleItTells() throws {
    let field = PreparedField(RandomField.make(seed: 4))
    for label in ["agilepruner", "agilepruner:tau=0.2", "agilepruner:signal=none:slope=0.03"] {
      let strategy = try StrategyCatalog.make(label).strategy
      let agile = try #require(strategy as? AgilePruner)
      let rule = agile.thresholdRule(for: field)
      let plan = try agile.plan(for: field)
      let order = try #require(field.attentionOrder)
      for (index, token) in order.enumerated() {
        let reason = try plan.trace(of: token, keeping: 9).reason
        #expect(reason.threshold == rule.threshold(rank: index + 1), "\(label)")
      }
      #expect((agile.averageThresholdRule == nil) == (label != "agilepruner"))
    }
    #expect(
      AgilePruner().averageThresholdRule == ThresholdRule(slope: 0.01, offset: 0, largest: 0.25))
  }
}
