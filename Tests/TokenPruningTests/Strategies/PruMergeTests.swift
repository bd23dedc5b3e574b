import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

/// PruMerge's clusters from their definition.
enum ReferenceClusters {
  /// Each kept token with its 32 nearest others by the cosine of all heads' keys, then all dropped
  /// ones as one; whatever is added is weighted by its attention as it is.
  static func groups(of kept: [Int], in field: TokenField) -> [Mixture] {
    let weights = field.lastLayerAttention ?? ReferenceTokens(field).attention
    let heads = (field.keys ?? []).map { ReferenceTokens.rows($0) }
    let keys = (0..<field.count).map { token in heads.flatMap { $0[token] } }
    var groups = kept.map { token -> Mixture in
      let cosines = keys.map { ReferenceTokens.cosine(keys[token], $0) }
      let others = (0..<field.count).filter { $0 != token }
      let nearest = ReferenceTokens.descending(cosines, among: others).prefix(32)
      let members = (nearest + [token]).sorted()
      return Mixture(
        representative: token, members: members,
        weights: members.map { $0 == token ? 1 : weights[$0] })
    }
    let dropped = (0..<field.count).filter { !kept.contains($0) }
    if !dropped.isEmpty {
      groups.append(
        Mixture(representative: nil, members: dropped, weights: dropped.map { weights[$0] }))
    }
    return groups
  }

  /// Fields with more tokens than a cluster holds, as well as smaller ones.
  static let fields =
    ReferenceFields.random
    + (0..<4).map { index in
      DescribedField(
        name: "field \(110 + index) of 63 tokens",
        field: RandomField.make(
          seed: UInt64(110 + index), grid: TokenGrid(rows: 7, columns: 9), heads: 1 + index))
    }

  /// A 1×n field whose last layer attends to a few tokens far more than to the others.
  static func field(seed: UInt64, count: Int, outliers: [Int]) -> TokenField {
    var field = RandomField.make(seed: seed, grid: TokenGrid(rows: 1, columns: count))
    var attention = (0..<count).map { 0.001 + 0.0001 * Double($0 % 7) }
    for (place, token) in outliers.enumerated() { attention[token] = 0.1 - 0.001 * Double(place) }
    field.lastLayerAttention = attention
    return field
  }
}

@Suite struct PruMergeTests {
  @Test(arguments: ReferenceClusters.fields)
  func clustersAsTheDefinitionDoes(_ sample: DescribedField) throws {
    let plan = try PruMerge().plan(for: PreparedField(sample.field))
    let order = ReferenceTokens.descending(try #require(sample.field.lastLayerAttention))
    for budget in 1...sample.field.count {
      let kept = Array(order.prefix(budget))
      let selection = try plan.selection(keeping: budget)
      let place = "\(sample.name), keep \(budget)"
      #expect(selection.order == kept, "\(place)")
      #expect(
        selection.mixtures == ReferenceClusters.groups(of: kept, in: sample.field), "\(place)")
      #expect(selection.outputCount == min(budget + 1, sample.field.count), "\(place)")
    }
  }

  @Test func featuresAreAddedByTheirAttentionAsItIs() throws {
    // All tokens but one are near any other; with three tokens each cluster holds all.
    var field = TokenField(line: [[1, 0], [0, 10], [100, 0]], attention: [0.3, 0.3, 0.3])
    field.keys = [Matrix([[1], [1], [1]])]
    field.lastLayerAttention = [0.5, 0.2, 0.1]
    let prepared = PreparedField(field)
    let selection = try PruMerge().plan(for: prepared).selection(keeping: 1)
    // 1 + 0.1 · 100, 0.2 · 10; then the two dropped ones alone.
    let merged = try #require(selection.merging?.features(of: prepared))
    #expect(merged.largestDifference(to: [[11, 2], [10, 2]]) < 1e-14)
    #expect(selection.merging?.assignment(count: 3) == nil)
    #expect(selection.addedTokens == 1 && selection.unmerged.isEmpty)
  }

  @Test func theLastLayerIsReadBeforeTheClassAttentionThatStandsIn() throws {
    var field = RandomField.make(seed: 115)
    field.projected = nil
    let strategy = PruMerge()
    let order = ReferenceTokens.descending(try #require(field.lastLayerAttention))
    #expect(
      try strategy.plan(for: PreparedField(field)).selection(keeping: 7).order
        == Array(order.prefix(7)))
    #expect(strategy.notes(for: PreparedField(field)).isEmpty)
    field.lastLayerAttention = nil
    let prepared = PreparedField(field)
    let selection = try strategy.plan(for: prepared).selection(keeping: 7)
    #expect(selection.order == Array(ReferenceTokens(field).byAttention.prefix(7)))
    #expect(
      strategy.notes(for: prepared) == [
        "prumerge is defined on the last layer's single-head attention; "
          + "the mean class attention was used"
      ])
    let groups = ReferenceClusters.groups(of: selection.order ?? [], in: field)
    #expect(selection.mixtures?.map(\.members) == groups.map(\.members))
  }

  private func adaptive() throws -> any PruningStrategy {
    try StrategyCatalog.make("prumerge:count=adaptive").strategy
  }

  @Test func asManyAreKeptAsStandOut() throws {
    let field = ReferenceClusters.field(seed: 116, count: 40, outliers: [31, 4, 17])
    let prepared = PreparedField(field)
    let strategy = try adaptive()
    #expect(strategy.ownBudget(for: prepared) == 3 && strategy.notes(for: prepared).isEmpty)
    for budget in [1, 3, 40] {
      let selection = try strategy.plan(for: prepared).selection(keeping: budget)
      #expect(selection.order == [31, 4, 17] && selection.outputCount == 4, "asked for \(budget)")
      #expect(selection.mixtures == ReferenceClusters.groups(of: [31, 4, 17], in: field))
    }
  }

  /// ⌊n · (m / n)⌋ in doubles: 49 · (2 / 49) is less than 2, 48 · (2 / 48) is not.
  @Test(arguments: [(49, 2, 1), (49, 3, 3), (49, 4, 3), (48, 2, 2), (196, 8, 7), (196, 9, 9)])
  func theReleasedCodesTruncationLosesOneForSomeNumbers(
    count: Int, outliers: Int, kept: Int
  ) throws {
    let tokens = (0..<outliers).map { 5 * $0 + 2 }
    let prepared = PreparedField(
      ReferenceClusters.field(seed: 117, count: count, outliers: tokens))
    let strategy = try adaptive()
    #expect(strategy.ownBudget(for: prepared) == kept)
    #expect(
      try strategy.plan(for: prepared).selection(keeping: kept).order
        == Array(tokens.prefix(kept)))
  }

  @Test(arguments: ["prumerge", "prumerge-plus"])
  func whereNothingStandsOutOneTokenOfAllIsHandedOn(name: String) throws {
    var field = RandomField.make(seed: 118)
    field.lastLayerAttention = [Double](repeating: 0.02, count: field.count)
    let prepared = PreparedField(field)
    let strategy = try StrategyCatalog.make("\(name):count=adaptive").strategy
    #expect(strategy.ownBudget(for: prepared) == 1)
    #expect(
      strategy.notes(for: prepared) == [
        "\(name): no token's attention stands out, so that one token of all is handed on"
      ])
    let selection = try strategy.plan(for: prepared).selection(keeping: 1)
    #expect(selection.kept.isEmpty && selection.order == [] && selection.outputCount == 1)
    let tokens = ReferenceTokens(field).features
    let sum = tokens[0].indices.map { column in tokens.reduce(0) { $0 + 0.02 * $1[column] } }
    let merged = try #require(selection.merging?.features(of: prepared))
    #expect(merged.largestDifference(to: [sum]) < 1e-13)
    // A budget that is asked for keeps so many all the same.
    let asked = try StrategyCatalog.make(name).strategy
    #expect(asked.notes(for: prepared).isEmpty)
    #expect(try asked.plan(for: prepared).selection(keeping: 4).kept.count == 4)
  }

  @Test func theNeighbourAtTheEndOfAClusterIsNamedWhereItIsATie() throws {
    // Forty tokens in four directions: the 32nd and the 33rd nearest are opposite to token 0.
    var field = ReferenceClusters.field(seed: 119, count: 40, outliers: [0])
    field.keys = [Matrix((0..<40).map { directions([Double($0 / 10) * 90])[0] })]
    let plan = try PruMerge().plan(for: PreparedField(field))
    let unstable = plan.instabilities(keeping: 1)
    #expect(unstable.count == 1 && unstable.first?.token == 0 && unstable.first?.rank == 1)
    #expect(unstable.first.map { $0.margin < 1e-15 } == true)
  }
}
