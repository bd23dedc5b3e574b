import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct HiREDTests {
  /// Three tiles of 2×2; of the first, the first layer attends to tokens 0 and 1.
  private func tiled() -> TokenField {
    let attention = (0..<12).map { Double($0 + 1) / 100 }
    var field = TokenField(
      grid: TokenGrid(tiles: 3, rows: 2, columns: 2),
      attention: Matrix(rows: 1, columns: 12, elements: attention))
    field.firstLayerAttention = Matrix(
      rows: 1, columns: 12, elements: [9, 8, 1, 2] + [Double](repeating: 1, count: 8))
    return field
  }

  @Test func ofASingleTileItKeepsTheMostAttended() throws {
    for seed in 0..<5 {
      let field = RandomField.make(seed: UInt64(seed))
      let plan = try HiRED().plan(for: PreparedField(field))
      for budget in 1...field.count {
        let expected = ReferenceTokens(field).byAttention.prefix(budget).sorted()
        #expect(try plan.selection(keeping: budget).kept == expected)
      }
    }
  }

  @Test func countsSharesInBandsOrInQuadrants() throws {
    let field = PreparedField(tiled())
    // The whole image gets 3 of 6. Tokens 0 and 1 lie in the upper band, so that tile 1 gets all 3.
    let bands = try HiRED().plan(for: field).selection(keeping: 6)
    #expect(bands.kept == [1, 2, 3, 5, 6, 7])
    // Side by side they lie in one half each: 1.5 for each tile, truncated to 1.
    let quadrants = try StrategyCatalog.make("hired:variant=paper").strategy.plan(for: field)
      .selection(keeping: 6)
    #expect(quadrants.kept == [1, 2, 3, 7, 11])
  }

  @Test func keepsOneTokenOfTheSmallestBudget() throws {
    // Half a token for each of three tiles: every share is truncated to nothing.
    let strategy = try StrategyCatalog.make("hired:variant=paper").strategy
    #expect(try strategy.plan(for: PreparedField(tiled())).selection(keeping: 1).kept == [3])
  }

  @Test func namesTheFirstLayerThatTilesNeed() {
    var field = tiled()
    field.firstLayerAttention = nil
    let prepared = PreparedField(field)
    #expect(
      throws: PruningError.missingEvidence(strategy: "hired", evidence: .firstLayerAttention)
    ) { try HiRED().plan(for: prepared) }
  }
}
