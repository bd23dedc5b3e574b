import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

/// Counts that the image decides, where rounding could turn them.
@Suite struct CloseCountTests {
  private func instabilities(
    _ label: String, _ field: TokenField, keeping budget: Int
  ) throws -> [Instability] {
    try StrategyCatalog.make(label).strategy.plan(for: PreparedField(field))
      .instabilities(keeping: budget)
  }

  /// A field whose share of attention is r₀ · erank / average, with the average given.
  private func label(_ name: String, share: Double, of field: TokenField) throws -> String {
    let erank = try #require(PreparedField(field).erank())
    return "\(name):adapt=inverse:ratio=0.5:erank-average=\(0.5 * erank / share)"
  }

  @Test func aShareThatIsTruncatedNextToAWholeNumberIsClose() throws {
    let field = RandomField.make(seed: 31)
    // 0.4 of 10 tokens, but for rounding: 4 or 3 are kept for their attention.
    let order = try #require(PreparedField(field).attentionOrder)
    let close = try instabilities(label("vispruner", share: 0.4, of: field), field, keeping: 10)
    let found = try #require(close.first { $0.rank == 4 && $0.token == order[3] })
    #expect(found.rival == order[4] && found.margin < 1e-12)
    let clear = try instabilities(label("vispruner", share: 0.43, of: field), field, keeping: 10)
    #expect(!clear.contains { $0.token == order[3] && $0.rank == 4 })
  }

  @Test(arguments: ["mixed", "bat"])
  func aShareThatIsRoundedNextToAHalfIsClose(name: String) throws {
    let field = RandomField.make(seed: 32)
    let order = try #require(PreparedField(field).attentionOrder)
    let close = try instabilities(label(name, share: 0.45, of: field), field, keeping: 10)
    #expect(close.contains { $0.rank == 5 && $0.token == order[4] && $0.margin < 1e-12 })
    let clear = try instabilities(label(name, share: 0.4, of: field), field, keeping: 10)
    #expect(!clear.contains { $0.rank == 5 && $0.token == order[4] })
    // A share that is given is what it is.
    let given = try instabilities("\(name):ratio=0.45", field, keeping: 10)
    #expect(!given.contains { $0.rank == 5 && $0.token == order[4] })
  }

  @Test func aCountThatTheImageScalesNextToAHalfIsClose() throws {
    let field = RandomField.make(seed: 33)
    let erank = try #require(PreparedField(field).erank())
    func label(factor: Double) -> String {
      "agilepruner:count=adaptive:erank-average=\(erank / factor)"
    }
    let close = try instabilities(label(factor: 1.05), field, keeping: 10)
    #expect(close.contains { $0.rank == 11 && $0.rival == nil && $0.margin < 1e-12 })
    let clear = try instabilities(label(factor: 1.08), field, keeping: 10)
    #expect(!clear.contains { $0.rival == nil && $0.rank == 11 })
  }

  @Test(arguments: ["prumerge", "prumerge-plus"])
  func attentionNextToTheBoundOfABoxplotIsClose(name: String) throws {
    // Quartiles 2 and 4: the bound is 7, which token 8 just exceeds.
    var field = RandomField.make(seed: 34, grid: TokenGrid(rows: 3, columns: 3))
    let weights = [1, 2, 2, 3, 3, 4, 4, 1, 7.000_001]
    field.lastLayerAttention = weights
    let close = try instabilities("\(name):count=adaptive", field, keeping: 1)
    #expect(
      close.contains { $0.rank == 1 && $0.token == 8 && $0.rival == nil && $0.margin < 1e-6 })
    field.lastLayerAttention = weights.dropLast() + [8]
    let clear = try instabilities("\(name):count=adaptive", field, keeping: 1)
    #expect(!clear.contains { $0.token == 8 && $0.rival == nil })
    field.lastLayerAttention = weights
    let budgeted = try instabilities(name, field, keeping: 1)
    #expect(!budgeted.contains { $0.token == 8 && $0.rival == nil })
  }

  @Test func relevanceNextToTheBoundOfABoxplotIsClose() throws {
    var field = RandomField.make(seed: 35, grid: TokenGrid(rows: 3, columns: 3))
    field.relevance = [1, 2, 2, 3, 3, 4, 4, 1, 6.999_999]
    let close = try instabilities("trim:count=adaptive", field, keeping: 1)
    #expect(close.contains { $0.token == 8 && $0.rival == nil && $0.margin < 1e-6 })
  }

  @Test func theFirstLayerCutThatSharesTheBudgetIsLookedAt() throws {
    var field = RandomField.make(seed: 36, grid: TokenGrid(tiles: 3, rows: 4, columns: 4))
    var first = try #require(field.firstLayerAttention)
    // Half of the 16 tokens of the whole image are counted: the 8th and the 9th are alike.
    for head in 0..<first.rows {
      for token in 0..<16 { first[head, token] = token == 8 ? 10 : Double(17 - token) }
      first[head, 7] = 10
    }
    field.firstLayerAttention = first
    let close = try instabilities("hired", field, keeping: 20)
    #expect(close.contains { $0.token == 7 && $0.rival == 8 && $0.margin == 0 })
  }

  @Test func prumergeTakesTheLastLayerAlone() throws {
    var field = RandomField.make(seed: 37)
    field.attention = nil
    let alone = try PruMerge().plan(for: PreparedField(field)).selection(keeping: 5)
    field.attention = RandomField.make(seed: 38).attention
    #expect(try PruMerge().plan(for: PreparedField(field)).selection(keeping: 5) == alone)
    (field.attention, field.lastLayerAttention) = (nil, nil)
    #expect(
      throws: PruningError.missingEvidence(strategy: "prumerge", evidence: .lastLayerAttention)
    ) { try PruMerge().plan(for: PreparedField(field)) }
  }
}
