import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct DARTTests {
  @Test func pivotsTakeTheLeastLikeThemInTurn() throws {
    for seed in 0..<4 {
      let field = RandomField.make(seed: UInt64(seed), grid: TokenGrid(rows: 5, columns: 8))
      let tokens = ReferenceTokens(field)
      let keys = try #require(field.keys)
      let norms = (0..<40).map { token in
        keys.reduce(0) { $0 + $1.row(token).reduce(0) { $0 + abs($1) } }
      }
      let plan = try StrategyCatalog.make("dart:pivots=4").strategy.plan(for: PreparedField(field))
      for budget in [1, 3, 4, 8, 19, 40] {
        let pivots = Array((0..<40).sorted { norms[$0] > norms[$1] }.prefix(min(4, budget)))
        var expected = pivots
        for pivot in pivots {
          let left = (0..<40).filter { !expected.contains($0) }.sorted {
            ReferenceTokens.cosine(tokens.features[pivot], tokens.features[$0])
              < ReferenceTokens.cosine(tokens.features[pivot], tokens.features[$1])
          }
          expected += left.prefix((budget - pivots.count) / pivots.count)
        }
        #expect(try plan.selection(keeping: budget).order == expected, "seed \(seed), \(budget)")
      }
    }
  }

  @Test func whatPivotsDoNotDivideIsLost() throws {
    let field = RandomField.make(seed: 1, grid: TokenGrid(rows: 14, columns: 14))
    let plan = try DART().plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 195).kept.count == 192)
  }

  @Test func aSetsOrderChangesWhoPicksFirstButNotThePivots() throws {
    let field = PreparedField(
      RandomField.make(seed: 3, grid: TokenGrid(rows: 20, columns: 20), width: 24))
    let byNorm = try DART().plan(for: field).selection(keeping: 64)
    let bySet = try StrategyCatalog.make("dart:order=cpython-set").strategy.plan(for: field)
      .selection(keeping: 64)
    #expect(byNorm.order?.prefix(8) == bySet.order?.prefix(8))
    #expect(byNorm.order != bySet.order && byNorm.kept.count == bySet.kept.count)
  }
}
