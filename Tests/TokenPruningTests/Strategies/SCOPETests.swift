import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct SCOPETests {
  @Test(arguments: ["multiply", "add"], [0.5, 1, 2])
  func equalsComputingEveryGainAtEveryStep(combine: String, alpha: Double) throws {
    let field = RandomField.make(seed: 9, grid: TokenGrid(rows: 5, columns: 7), width: 30)
    let tokens = ReferenceTokens(field)
    let heads = Double(field.attention?.rows ?? 1)
    let weights = tokens.attention.map { (attention: Double) -> Double in
      var power = attention * heads
      if alpha == 0.5 { power = power.squareRoot() }
      if alpha == 2 { power *= power }
      return power
    }
    var covered = [Double](repeating: 0, count: 35)
    var expected: [Int] = []
    for _ in 0..<12 {
      var best: (token: Int, gain: Double)?
      for token in 0..<35 where !expected.contains(token) {
        var gain = 0.0
        for other in 0..<35 {
          let cosine = ReferenceTokens.cosine(tokens.features[token], tokens.features[other])
          gain += max(0, cosine - covered[other])
        }
        gain = combine == "add" ? gain + weights[token] : gain * weights[token]
        if gain > best?.gain ?? -1 { best = (token, gain) }
      }
      let token = try #require(best?.token)
      expected.append(token)
      for other in 0..<35 {
        let cosine = ReferenceTokens.cosine(tokens.features[token], tokens.features[other])
        covered[other] = max(covered[other], cosine)
      }
    }
    let strategy = try StrategyCatalog.make("scope:alpha=\(alpha):combine=\(combine)").strategy
    let plan = try strategy.plan(for: PreparedField(field))
    for budget in [3, 12, 7] {
      #expect(
        try plan.selection(keeping: budget).order == Array(expected.prefix(budget)))
    }
  }
}
