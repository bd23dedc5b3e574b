import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct PruMergePlusTests {
  @Test func outliersAreJoinedByTokensAtEvenSteps() throws {
    // Four of 48 stand out: every ⌊⌊48/4⌋/3⌋ = fourth token joins, but never the last.
    var field = RandomField.make(seed: 2, grid: TokenGrid(rows: 6, columns: 8))
    var weights = [Double](repeating: 0.01, count: 48)
    for (token, weight) in [(3, 0.2), (8, 0.4), (21, 0.3), (47, 0.1)] { weights[token] = weight }
    field.lastLayerAttention = weights
    let prepared = PreparedField(field)
    let strategy = try StrategyCatalog.make("prumerge-plus:count=adaptive").strategy
    let selection = try strategy.plan(for: prepared).selection(keeping: 1)
    // The first eleven of 0, 4, 8 … 44 but 8, which stands out already.
    #expect(
      selection.order == [8, 21, 3, 47] + [0, 4, 12, 16, 20, 24, 28, 32, 36, 40, 44])
    #expect(strategy.ownBudget(for: prepared) == 15)
  }

  @Test func aBudgetIsAQuarterAttentionAndMetExactly() throws {
    let field = RandomField.make(seed: 3, grid: TokenGrid(rows: 6, columns: 8))
    let weights = try #require(field.lastLayerAttention)
    let plan = try PruMergePlus().plan(for: PreparedField(field))
    for budget in 1...48 {
      let selection = try plan.selection(keeping: budget)
      #expect(selection.kept.count == budget)
      let best = (0..<48).sorted { weights[$0] > weights[$1] }.prefix((budget + 2) / 4)
      #expect(selection.order?.prefix(best.count) == best)
    }
  }
}
