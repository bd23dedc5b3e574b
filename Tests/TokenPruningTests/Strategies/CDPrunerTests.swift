import Glibc
import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct CDPrunerTests {
  /// What makes a token relevant, before it is brought to 0...1; nil for nothing.
  private func scores(_ field: TokenField, _ relevance: String) -> [Double]? {
    switch relevance {
    case "attention": return ReferenceTokens(field).attention
    case "text":
      if let known = field.relevance { return known }
      let texts = ReferenceTokens.rows(field.textEmbeds)
      return ReferenceTokens.rows(field.clipImageEmbeds).map { image in
        -texts.reduce(0) { $0 + ReferenceTokens.cosine(image, $1) } / Double(texts.count)
      }
    default: return nil
    }
  }

  private func weights(_ field: TokenField, _ relevance: String) -> [Double] {
    guard let scores = scores(field, relevance), let least = scores.min(), let most = scores.max()
    else { return [Double](repeating: 1, count: field.count) }
    return scores.map { ($0 - least + 1e-6) / (most - least) }
  }

  /// The logarithm of a positive definite matrix' determinant, by elimination; else −∞.
  private func logDeterminant(_ matrix: [[Double]]) -> Double {
    var rows = matrix
    var sum = 0.0
    for pivot in rows.indices {
      guard rows[pivot][pivot] > 0 else { return -.infinity }
      sum += log(rows[pivot][pivot])
      for row in rows.indices.dropFirst(pivot + 1) {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in pivot..<rows.count { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    return sum
  }

  /// Greedily the token with which the kernel's determinant is largest, each computed from scratch.
  private func greedy(_ field: TokenField, weights: [Double], steps: Int) -> [Int] {
    let vectors = ReferenceTokens(field).projected
    let kernel = (0..<field.count).map { one in
      (0..<field.count).map { other in
        weights[one] * weights[other] * ReferenceTokens.cosine(vectors[one], vectors[other])
      }
    }
    var chosen: [Int] = []
    for _ in 0..<steps {
      let volumes = (0..<field.count).map { token -> Double in
        guard !chosen.contains(token) else { return -.infinity }
        let tokens = chosen + [token]
        return logDeterminant(tokens.map { one in tokens.map { kernel[one][$0] } })
      }
      chosen.append(ReferenceStrategies.firstLargest(volumes))
    }
    return chosen
  }

  /// With relevance the first choice is no tie; what spans no volume follows by relevance.
  @Test(arguments: ReferenceFields.random, ["text", "attention"])
  func makesTheDeterminantAsLargeAsItCan(_ sample: DescribedField, relevance: String) throws {
    let field = sample.field
    let weights = weights(field, relevance)
    let dimensions = try #require((field.projected ?? field.features)?.columns)
    var expected = greedy(field, weights: weights, steps: min(dimensions, field.count))
    expected += ReferenceTokens.descending(weights).filter { !expected.contains($0) }
    let plan = try StrategyCatalog.make("cdpruner:relevance=\(relevance)").strategy
      .plan(for: PreparedField(field))
    for budget in 1...field.count {
      #expect(
        try plan.selection(keeping: budget).order == Array(expected.prefix(budget)),
        "\(sample.name), \(relevance), keep \(budget)")
    }
  }

  @Test(arguments: ReferenceFields.random.filter { $0.field.features?.columns == 40 })
  func withoutRelevanceItStartsAtTokenZero(_ sample: DescribedField) throws {
    var field = sample.field
    field.projected = nil
    // The first choice is a tie of ones, which the index decides whatever rounding makes of it.
    let weights = (0..<field.count).map { $0 == 0 ? 1 + 1e-9 : 1 }
    let expected = greedy(field, weights: weights, steps: min(40, field.count))
    let plan = try StrategyCatalog.make("cdpruner:relevance=none").strategy
      .plan(for: PreparedField(field))
    #expect(
      try plan.selection(keeping: expected.count).order == expected, "\(sample.name)")
    #expect(
      plan.instabilities(keeping: 1) == [
        Instability(rank: 1, token: 0, rival: 1, margin: 0)
      ])
  }

  @Test func choosesTheWidestAnglesWorkedByHand() throws {
    // After the first the gains are sin² of the angle: 60° has 0.75, 90° has 1; that is all.
    let field = TokenField(line: directions([0, 30, 60, 90]))
    let plan = try StrategyCatalog.make("cdpruner:relevance=none").strategy
      .plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 4).order == [0, 3, 1, 2])
  }

  @Test func dumpedRelevanceIsReadAsItIs() throws {
    // All at right angles, so that relevance alone decides; its least still has 10⁻⁶ of a share.
    var field = TokenField(line: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    field.relevance = [-3, 8, 5, -4]
    let plan = try CDPruner().plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 4).order == [1, 2, 0, 3])
  }

  @Test func theMeanIsTakenOverAllTexts() throws {
    // Token 0 is opposite to the first text, token 1 at 135° to both: the mean decides.
    var field = TokenField(line: [[1, 0], [0, 1]])
    field.clipImageEmbeds = Matrix(directions([180, 225]))
    field.textEmbeds = Matrix(directions([0, 90]).map { $0.map { 5 * $0 } })
    #expect(try CDPruner().plan(for: PreparedField(field)).selection(keeping: 1).kept == [1])
    field.textEmbeds = Matrix(directions([0]))
    #expect(try CDPruner().plan(for: PreparedField(field)).selection(keeping: 1).kept == [0])
  }

  @Test func constantRelevanceIsNoRelevance() throws {
    var field = RandomField.make(seed: 104, width: 40)
    field.relevance = [Double](repeating: 0.3, count: field.count)
    field.attention = Matrix(rows: 2, columns: field.count, repeating: 0.01)
    let orders = try ["text", "attention", "none"].map {
      try StrategyCatalog.make("cdpruner:relevance=\($0)").strategy.plan(for: PreparedField(field))
        .selection(keeping: field.count).order
    }
    #expect(orders[0] == orders[2] && orders[1] == orders[2])
    #expect(orders[0]?.first == 0 && orders[0] != Array(0..<field.count))
  }

  @Test func moreTokensThanDimensionsStillMakeTheCount() throws {
    // In three dimensions three tokens span all; the others follow by index without relevance.
    let field = RandomField.make(seed: 105, grid: TokenGrid(rows: 8, columns: 9), width: 3)
    let plan = try StrategyCatalog.make("cdpruner:relevance=none").strategy
      .plan(for: PreparedField(field))
    let order = try #require(try plan.selection(keeping: 72).order)
    #expect(Set(order).count == 72 && order[0] == 0)
    let spanning = Set(order.prefix(3))
    #expect(order.dropFirst(3) == ArraySlice((0..<72).filter { !spanning.contains($0) }))
    // What is left of a volume is rounding's elsewhere.
    #expect(plan.instabilities(keeping: 10).contains { $0.rank == 4 && $0.margin == 0 })
  }

  @Test func tokensWithoutALengthSpanNothingUnlessTheDiagonalIsFixed() throws {
    var field = TokenField(
      line: [[0, 0, 0]] + [[2, 0, 0], [0, 1, 0], [1, 1, 1]], attention: [0.4, 0.3, 0.2, 0.1])
    #expect(
      try StrategyCatalog.make("cdpruner:relevance=attention").strategy
        .plan(for: PreparedField(field)).selection(keeping: 4).order == [1, 2, 3, 0])
    // Fixed, it is a direction of its own, as far from all as can be.
    field.features = Matrix([[2, 0, 0], [2, 0.1, 0], [0, 0, 0], [1, 1, 1]])
    #expect(
      try StrategyCatalog.make("cdpruner:relevance=none").strategy
        .plan(for: PreparedField(field)).selection(keeping: 4).order == [0, 2, 3, 1])
  }

  @Test func whatIsMissingIsNamedByWhereRelevanceComesFrom() throws {
    var field = RandomField.make(seed: 106)
    (field.textEmbeds, field.attention) = (nil, nil)
    let prepared = PreparedField(field)
    #expect(throws: PruningError.missingEvidence(strategy: "cdpruner", evidence: .relevance)) {
      try CDPruner().plan(for: prepared)
    }
    let byAttention = try StrategyCatalog.make("cdpruner:relevance=attention").strategy
    #expect(throws: PruningError.missingEvidence(strategy: "cdpruner", evidence: .attention)) {
      try byAttention.plan(for: prepared)
    }
    let plain = try StrategyCatalog.make("cdpruner:relevance=none").strategy
    #expect(try plain.plan(for: prepared).selection(keeping: 5).kept.count == 5)
    #expect(plain.resolvedParameters(for: field).word("relevance") == "none")
  }
}
