import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct FastVTests {
  @Test(arguments: ReferenceFields.random + ReferenceFields.degenerate)
  func ordersByTheLanguageModelsAttention(_ sample: DescribedField) throws {
    let plan = try FastV().plan(for: PreparedField(sample.field))
    let order = ReferenceTokens.descending(try #require(sample.field.llmAttention))
    for budget in 1...sample.field.count {
      #expect(
        try plan.selection(keeping: budget).order == Array(order.prefix(budget)),
        "\(sample.name), keep \(budget)")
    }
  }

  @Test func equalAttentionGoesToTheLowerIndex() throws {
    var field = TokenField(grid: TokenGrid(rows: 2, columns: 3))
    field.llmAttention = [0.1, 0.3, 0.1, 0.3, 0, 0.2]
    let plan = try FastV().plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 6).order == [1, 3, 5, 0, 2, 4])
    #expect(
      plan.instabilities(keeping: 1) == [Instability(rank: 1, token: 1, rival: 3, margin: 0)])
    #expect(plan.instabilities(keeping: 2).isEmpty && plan.instabilities(keeping: 6).isEmpty)
  }

  @Test func classAttentionIsNotRead() throws {
    var field = RandomField.make(seed: 95)
    let kept = try FastV().plan(for: PreparedField(field)).selection(keeping: 9).kept
    (field.attention, field.features) = (nil, nil)
    #expect(try FastV().plan(for: PreparedField(field)).selection(keeping: 9).kept == kept)
    field.llmAttention = nil
    #expect(throws: PruningError.missingEvidence(strategy: "fastv", evidence: .llmAttention)) {
      try FastV().plan(for: PreparedField(field))
    }
  }

  @Test func tokensAreDroppedAfterTheLayerThatIsNamed() throws {
    let field = RandomField.make(seed: 96)
    #expect(FastV().pruningLayer == 2)
    let third = try StrategyCatalog.make("fastv:layer=3").strategy
    #expect(third.pruningLayer == 3)
    #expect(third.resolvedParameters(for: field).integer("layer") == 3)
    let others = StrategyCatalog.all.filter { $0.name != "fastv" }
    #expect(others.allSatisfy { $0.init(ParameterValues()).pruningLayer == 0 })
  }
}
