import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct RandomTokensTests {
  @Test(arguments: [0, 1, 7, 12345, Int.max])
  func dealsTheShuffleOfItsSeed(seed: Int) throws {
    for columns in [1, 2, 9, 100] {
      let field = PreparedField(TokenField(grid: TokenGrid(rows: 1, columns: columns)))
      let plan = try StrategyCatalog.make("random:seed=\(seed)").strategy.plan(for: field)
      #expect(
        try plan.selection(keeping: columns).order
          == ReferenceStrategies.random(seed: UInt64(seed), count: columns),
        "seed \(seed), \(columns) tokens")
    }
  }

  @Test func everyTokenComesFirstAboutAsOften() throws {
    let field = PreparedField(TokenField(grid: TokenGrid(rows: 2, columns: 5)))
    var firsts = [Int](repeating: 0, count: 10)
    for seed in 0..<2000 {
      let strategy = try StrategyCatalog.make("random:seed=\(seed)").strategy
      firsts[try strategy.plan(for: field).selection(keeping: 1).kept[0]] += 1
    }
    // 200 expected with a standard deviation of 13; the seeds are fixed, so this cannot flicker.
    #expect(firsts.allSatisfy { (140...260).contains($0) }, "\(firsts)")
  }
}
