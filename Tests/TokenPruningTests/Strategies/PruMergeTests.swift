import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct PruMergeTests {
  @Test func addsTheNearestByKeysTimesTheirAttention() throws {
    let field = RandomField.make(seed: 6, grid: TokenGrid(rows: 6, columns: 8))
    let weights = try #require(field.lastLayerAttention)
    let keys = try #require(field.keys)
    let joined = (0..<48).map { token in keys.flatMap { Array($0.row(token)) } }
    let selection = try PruMerge().plan(for: PreparedField(field)).selection(keeping: 5)
    let expected = (0..<48).sorted { weights[$0] > weights[$1] }.prefix(5)
    #expect(selection.order == Array(expected))
    let groups = try #require(selection.merging?.groups)
    #expect(groups.count == 6 && selection.outputCount == 6)
    for (kept, group) in zip(expected, groups) {
      let nearest = (0..<48).filter { $0 != kept }.sorted {
        ReferenceTokens.cosine(joined[kept], joined[$0])
          > ReferenceTokens.cosine(joined[kept], joined[$1])
      }.prefix(32)
      #expect(group.members == (nearest + [kept]).sorted())
      for (member, weight) in zip(group.members, group.weights) {
        #expect(weight == (member == kept ? 1 : weights[member]))
      }
    }
    let dropped = (0..<48).filter { !expected.contains($0) }
    #expect(groups[5].representative == nil && groups[5].members == dropped)
    #expect(groups[5].weights == dropped.map { weights[$0] })
  }

  @Test func withoutOutliersOneTokenIsHandedOnAndANoteSaysSo() throws {
    var field = RandomField.make(seed: 6)
    field.lastLayerAttention = [Double](repeating: 0.01, count: field.count)
    let prepared = PreparedField(field)
    let strategy = try StrategyCatalog.make("prumerge:count=adaptive").strategy
    let selection = try strategy.plan(for: prepared).selection(keeping: 9)
    #expect(selection.kept.isEmpty && selection.outputCount == 1)
    #expect(strategy.notes(for: prepared).contains { $0.contains("stands out") })
  }

  @Test func theClassAttentionStandsInWithANote() throws {
    var field = RandomField.make(seed: 6)
    #expect(PruMerge().notes(for: PreparedField(field)).isEmpty)
    field.lastLayerAttention = nil
    let prepared = PreparedField(field)
    #expect(PruMerge().notes(for: prepared).contains { $0.contains("mean class attention") })
    #expect(
      try PruMerge().plan(for: prepared).selection(keeping: 4).order
        == Array(ReferenceTokens(field).byAttention.prefix(4)))
  }
}
