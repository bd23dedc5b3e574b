import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct FPSPrunerTests {
  @Test(
    arguments: ReferenceFields.random + ReferenceFields.degenerate,
    [
      "euclidean:start=attention", "euclidean:start=first", "cosine:start=attention",
      "cosine:start=first",
    ])
  func choosesAsTheDefinitionDoes(_ sample: DescribedField, setting: String) throws {
    let strategy = try StrategyCatalog.make("fpspruner:metric=\(setting)").strategy
    let plan = try strategy.plan(for: PreparedField(sample.field))
    let tokens = ReferenceTokens(sample.field)
    for budget in 1...sample.field.count {
      let expected = ReferenceStrategies.farthestPoints(
        tokens, euclidean: setting.hasPrefix("euclidean"),
        startsAtAttention: setting.hasSuffix("attention"), keeping: budget)
      #expect(
        try plan.selection(keeping: budget).order == expected,
        "\(sample.name), \(setting), keep \(budget)")
    }
  }

  @Test func walksALineFromEndToEndAndThenToItsMiddle() throws {
    let field = TokenField(
      grid: TokenGrid(rows: 1, columns: 9),
      features: Matrix(rows: 9, columns: 1, elements: (0..<9).map { Double($0) }))
    let strategy = try StrategyCatalog.make("fpspruner:start=first").strategy
    let order = try strategy.plan(for: PreparedField(field)).selection(keeping: 5).order
    #expect(order == [0, 8, 4, 2, 6])
  }

  @Test func isWithinATwofoldOfTheBestSmallestDistance() throws {
    // Gonzalez 1985, checked against every set of four of twelve tokens.
    for seed in 0..<8 as Range<UInt64> {
      let field = RandomField.make(seed: 60 + seed, grid: TokenGrid(rows: 3, columns: 4), width: 3)
      let vectors = ReferenceTokens(field).projected
      func smallestDistance(_ kept: [Int]) -> Double {
        var smallest = Double.infinity
        for one in kept {
          for other in kept where other < one {
            smallest = min(smallest, ReferenceTokens.squaredDistance(vectors[one], vectors[other]))
          }
        }
        return smallest.squareRoot()
      }
      var best = 0.0
      for mask in 0..<(1 << 12) where mask.nonzeroBitCount == 4 {
        best = max(best, smallestDistance((0..<12).filter { mask >> $0 & 1 == 1 }))
      }
      let kept = try FPSPruner().plan(for: PreparedField(field)).selection(keeping: 4).kept
      #expect(smallestDistance(kept) >= best / 2, "seed \(seed)")
    }
  }

  @Test func namesTheStartWhenItLacksTheAttentionForIt() throws {
    var field = RandomField.make(seed: 1)
    field.attention = nil
    let prepared = PreparedField(field)
    #expect(
      throws: PruningError.missingEvidence(
        strategy: "fpspruner", evidence: .attention)
    ) { try FPSPruner().plan(for: prepared) }
    let order = try StrategyCatalog.make("fpspruner:start=first").strategy.plan(for: prepared)
      .selection(keeping: 3).order
    #expect(order?.first == 0)
  }
}
