import Glibc
import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct SCOPETests {
  /// Greedily the largest gain, every gain anew at every step.
  private func greedy(_ field: TokenField, alpha: Double, adds: Bool) -> [Int] {
    let tokens = ReferenceTokens(field)
    let heads = Double(field.attention?.rows ?? 0)
    let cosines = tokens.features.map { one in
      tokens.features.map { ReferenceTokens.cosine(one, $0) }
    }
    let weights = tokens.attention.map { pow($0 * heads, alpha) }
    var covered = [Double](repeating: 0, count: field.count)
    var order: [Int] = []
    while order.count < field.count {
      let gains = (0..<field.count).map { token -> Double in
        guard !order.contains(token) else { return -.infinity }
        let coverage = (0..<field.count).reduce(0) {
          $0 + max(0, cosines[$1][token] - covered[$1])
        }
        return adds ? coverage + weights[token] : coverage * weights[token]
      }
      let best = ReferenceStrategies.firstLargest(gains)
      order.append(best)
      for token in covered.indices { covered[token] = max(covered[token], cosines[token][best]) }
    }
    return order
  }

  @Test(
    arguments: ReferenceFields.random,
    ["", "combine=add", "alpha=0", "alpha=2.5", "alpha=2.5:combine=add"])
  func choosesAsTheDefinitionDoes(_ sample: DescribedField, setting: String) throws {
    let strategy = try StrategyCatalog.make(setting.isEmpty ? "scope" : "scope:\(setting)")
      .strategy
    let plan = try strategy.plan(for: PreparedField(sample.field))
    let expected = greedy(
      sample.field,
      alpha: setting.hasPrefix("alpha=0") ? 0 : (setting.hasPrefix("alpha") ? 2.5 : 1),
      adds: setting.hasSuffix("add"))
    for budget in 1...sample.field.count {
      #expect(
        try plan.selection(keeping: budget).order == Array(expected.prefix(budget)),
        "\(sample.name), \(setting), keep \(budget)")
    }
  }

  @Test func budgetsInAnyOrderContinueOneGreedy() throws {
    let field = RandomField.make(seed: 107, grid: TokenGrid(rows: 7, columns: 9))
    let plan = try SCOPE().plan(for: PreparedField(field))
    let expected = greedy(field, alpha: 1, adds: false)
    for budget in [5, 1, 40, 12, 63, 2] {
      #expect(try plan.selection(keeping: budget).order == Array(expected.prefix(budget)))
    }
  }

  @Test func coverageIsWorkedByHand() throws {
    // Cosines: 0–1 0.8, 1–2 0.6, 0–2 0, and token 3 is opposite to token 0, which never counts.
    // Token 1 covers 0.8 + 1 + 0.6; then 0 adds 0.2, 2 adds 0.4 and 3 adds 1, times their weights.
    let features = [[1.0, 0], [0.8, 0.6], [0, 1], [-1, 0]]
    let even = TokenField(line: features, attention: [0.1, 0.1, 0.1, 0.1])
    #expect(
      try SCOPE().plan(for: PreparedField(even)).selection(keeping: 4).order == [1, 3, 2, 0])
    // 0.2 · 0.6 is more than 0.4 · 0.1 and than 1 · 0.1.
    let uneven = TokenField(line: features, attention: [0.6, 0.5, 0.1, 0.1])
    #expect(
      try SCOPE().plan(for: PreparedField(uneven)).selection(keeping: 4).order == [1, 0, 3, 2])
    // Added, attention counts only against differences of coverage: 0.8, 0.5 and 1.1.
    #expect(
      try StrategyCatalog.make("scope:combine=add").strategy.plan(for: PreparedField(uneven))
        .selection(keeping: 4).order == [1, 3, 0, 2])
  }

  @Test func tokensThatAddNothingFollowByTheirIndex() throws {
    // Only one token has any weight.
    let oneHot = try #require(DegenerateField.all.first { $0.name == "one-hot attention" }).field
    let plan = try SCOPE().plan(for: PreparedField(oneHot))
    let expected = [13] + (0..<oneHot.count).filter { $0 != 13 }
    for budget in [1, 2, 14, 15, oneHot.count] {
      #expect(
        try plan.selection(keeping: budget).order == Array(expected.prefix(budget)),
        "keep \(budget)")
    }
    // Where nothing is gained any more the order is rounding's elsewhere.
    #expect(
      plan.instabilities(keeping: 5) == [Instability(rank: 2, token: 0, rival: 1, margin: 0)])
    #expect(plan.instabilities(keeping: 1).isEmpty)
  }

  @Test func equalGainsGoToTheLowerIndexAndAreNamed() throws {
    let field = TokenField(
      line: [[0, 0, 1], [1, 0, 0], [0, 2, 0]], attention: [0.2, 0.3, 0.3])
    let plan = try SCOPE().plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 3).order == [1, 2, 0])
    #expect(
      plan.instabilities(keeping: 1) == [Instability(rank: 1, token: 1, rival: 2, margin: 0)])
    #expect(
      plan.instabilities(keeping: 2) == [Instability(rank: 1, token: 1, rival: 2, margin: 0)])
    #expect(plan.instabilities(keeping: 3).isEmpty)
  }

  @Test func onlyAProductIsFreeOfScale() throws {
    #expect(SCOPE().promises.contains(.scaleFree))
    let adding = try StrategyCatalog.make("scope:combine=add:alpha=0.5").strategy
    #expect(!adding.promises.contains(.scaleFree))
    let values = adding.resolvedParameters(for: RandomField.make(seed: 1))
    #expect(values.entries.map { "\($0.name)=\($0.value)" } == ["alpha=0.5", "combine=add"])
  }
}
