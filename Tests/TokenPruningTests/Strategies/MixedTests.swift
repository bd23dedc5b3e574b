import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct MixedTests {
  @Test(arguments: [0, 0.25, 0.5, 0.9, 1])
  func diversityPicksFirstAndAttentionFillsUp(ratio: Double) throws {
    let field = RandomField.make(seed: 8, grid: TokenGrid(rows: 5, columns: 7))
    let prepared = PreparedField(field)
    let plan = try StrategyCatalog.make("mixed:ratio=\(ratio)").strategy.plan(for: prepared)
    let diverse = try #require(try DivPrune().plan(for: prepared).selection(keeping: 35).order)
    for budget in 1...35 {
      let attended = Int((ratio * Double(budget) + 0.5).rounded(.down))
      let picked = Array(diverse.prefix(budget - attended))
      let rest = ReferenceTokens(field).byAttention.filter { !picked.contains($0) }
      let selection = try plan.selection(keeping: budget)
      #expect(selection.order == picked + rest.prefix(attended), "keep \(budget)")
      #expect(selection.important == rest.prefix(attended).sorted())
    }
  }

  /// Shares of an average of 90 and a ratio of 0.5.
  @Test(arguments: [(58, 67.8), (78, 56.7), (95, 47.2), (106, 41.1), (122, 32.2)])
  func theShareFallsLinearlyWithErank(erank: Double, percent: Double) throws {
    var field = RandomField.make(seed: 8)
    let own = try #require(PreparedField(field).erank())
    field.averages.erank = own * 90 / erank
    let prepared = PreparedField(field)
    let falling = try StrategyCatalog.make("mixed:adapt=erank").strategy.notes(for: prepared)
    #expect(falling.last == "adapt=erank gives attention \(percent) % of the budget")
    let rising = try StrategyCatalog.make("mixed:adapt=inverse").strategy.notes(for: prepared)
    let inverse = ((1 - percent / 100) * 1000).rounded() / 10
    #expect(rising.last == "adapt=inverse gives attention \(inverse) % of the budget")
  }
}
