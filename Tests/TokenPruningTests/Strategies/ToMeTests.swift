import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct ToMeTests {
  private func byFeatures() throws -> any PruningStrategy {
    try StrategyCatalog.make("tome:metric=features").strategy
  }

  /// The members of each token after merging to a budget, step after step from the definition.
  private func reference(_ metric: [[Double]], keeping budget: Int) -> [[Int]] {
    var members = metric.indices.map { [$0] }
    while members.count > budget {
      let removed = min(members.count - budget, members.count / 2)
      // The metric of a merged token is the mean over all that it is made of.
      let present = members.map { tokens in
        ReferenceTokens.mixture(metric, tokens, tokens.map { _ in 1 / Double(tokens.count) })
      }
      let evens = members.indices.filter { $0 % 2 == 0 }
      let odds = members.indices.filter { $0 % 2 == 1 }
      let matches = evens.map { even -> (odd: Int, cosine: Double) in
        let cosines = odds.map { ReferenceTokens.cosine(present[even], present[$0]) }
        let best = ReferenceStrategies.firstLargest(cosines)
        return (best, cosines[best])
      }
      let order = ReferenceTokens.descending(matches.map(\.cosine))
      var merged = odds.map { members[$0] }
      for place in order.prefix(removed) { merged[matches[place].odd] += members[evens[place]] }
      members = order.dropFirst(removed).map { members[evens[$0]] } + merged
    }
    return members.map { $0.sorted() }
  }

  @Test(arguments: ReferenceFields.random, ["keys", "features"])
  func mergesAsTheDefinitionDoes(_ sample: DescribedField, metric: String) throws {
    let field = sample.field
    let heads = (field.keys ?? []).map { ReferenceTokens.rows($0) }
    let keys = (0..<field.count).map { token in
      heads[0][token].indices.map { column in
        heads.reduce(0) { $0 + $1[token][column] } / Double(heads.count)
      }
    }
    let vectors = metric == "keys" ? keys : ReferenceTokens(field).features
    let plan = try StrategyCatalog.make("tome:metric=\(metric)").strategy
      .plan(for: PreparedField(field))
    for budget in 1...field.count {
      let selection = try plan.selection(keeping: budget)
      let expected = reference(vectors, keeping: budget).map { members in
        Mixture(
          representative: nil, members: members,
          weights: members.map { _ in 1 / Double(members.count) })
      }
      let place = "\(sample.name), \(metric), keep \(budget)"
      #expect(selection.mixtures == expected, "\(place)")
      #expect(selection.kept.isEmpty && selection.order == nil, "\(place)")
      #expect(selection.outputCount == budget && selection.addedTokens == budget, "\(place)")
    }
  }

  @Test func fourTokensWorkedByHand() throws {
    // Even tokens 0 and 2 are matched with 1 (10° away) and 3 (5° away).
    let field = TokenField(line: directions([0, 10, 85, 90]))
    let plan = try byFeatures().plan(for: PreparedField(field))
    let expected = [[[0, 1, 2, 3]], [[0, 1], [2, 3]], [[0], [1], [2, 3]]]
    for budget in 1...3 {
      let groups = try plan.selection(keeping: budget).merging?.groups
      #expect(groups?.map(\.members) == expected[budget - 1], "keep \(budget)")
    }
    // Where nothing is merged, the tokens stay in their order.
    #expect(
      try plan.selection(keeping: 4).merging?.groups.map(\.members) == [[0], [1], [2], [3]])
  }

  @Test func sixTokensWorkedByHand() throws {
    // 0 and 4 are 8° and 2° from 5, 2 is 10° from 3. Three are halved away at once, then the new
    // tokens are (1), (2, 3) and (0, 4, 5) at 60°, 25° and about −3°, of which the even ones are
    // the first and the third: the third is nearer to the second.
    let field = TokenField(line: directions([-8, 60, 20, 30, -2, 0]))
    let plan = try byFeatures().plan(for: PreparedField(field))
    func members(_ budget: Int) throws -> [[Int]]? {
      try plan.selection(keeping: budget).merging?.groups.map(\.members)
    }
    #expect(try members(5) == [[0], [2], [1], [3], [4, 5]])
    #expect(try members(4) == [[2], [1], [3], [0, 4, 5]])
    #expect(try members(3) == [[1], [2, 3], [0, 4, 5]])
    #expect(try members(2) == [[1], [0, 2, 3, 4, 5]])
    #expect(try members(1) == [[0, 1, 2, 3, 4, 5]])
  }

  @Test func tokensAreMergedByTheirNumberInEach() throws {
    let field = TokenField(line: [[4, 0], [8, 0], [0, 3], [0, 6], [1, 0], [1, 0.1]])
    let prepared = PreparedField(field)
    let plan = try byFeatures().plan(for: prepared)
    let all = try plan.selection(keeping: 1)
    // The mean of all six, however they came together.
    let merged = try #require(all.merging?.features(of: prepared))
    #expect(merged.largestDifference(to: [[14.0 / 6, 9.1 / 6]]) < 1e-14)
    for budget in 1...6 {
      let groups = try #require(try plan.selection(keeping: budget).merging?.groups)
      #expect(groups.count == budget && groups.reduce(0) { $0 + $1.members.count } == 6)
    }
  }

  @Test func budgetsBelowHalfNeedSeveralStepsAndAreTheSameInAnyOrder() throws {
    let field = RandomField.make(seed: 123, grid: TokenGrid(rows: 7, columns: 9))
    let budgets = [2, 60, 31, 1, 63, 9, 32, 16, 8, 15]
    let shared = try ToMe().plan(for: PreparedField(field))
    for budget in budgets {
      let fresh = try ToMe().plan(for: PreparedField(field)).selection(keeping: budget)
      #expect(try shared.selection(keeping: budget) == fresh, "keep \(budget)")
      #expect(fresh.merging?.groups.reduce(0) { $0 + $1.members.count } == 63)
    }
  }

  @Test func keysAreAveragedOverHeads() throws {
    // By the first head token 2 is like 1, by the second like 3; their mean is nearer to 3.
    var field = TokenField(line: directions([0, 1, 2, 3]))
    field.keys = [
      Matrix(directions([180, 40, 40, 90])), Matrix(directions([180, 0, 90, 90])),
    ]
    let plan = try ToMe().plan(for: PreparedField(field))
    #expect(
      try plan.selection(keeping: 3).merging?.groups.map(\.members) == [[0], [1], [2, 3]])
    field.keys = nil
    #expect(throws: PruningError.missingEvidence(strategy: "tome", evidence: .keys)) {
      try ToMe().plan(for: PreparedField(field))
    }
    #expect(
      try byFeatures().plan(for: PreparedField(field)).selection(keeping: 2).outputCount == 2)
    #expect(ToMe().resolvedParameters(for: field).word("metric") == "keys")
  }

  @Test func matchesThatAreTiesGoToTheFirstAndAreNamed() throws {
    let field = TokenField(line: [[1, 1], [1, 0], [-1, 0.1], [0, 1]])
    let plan = try byFeatures().plan(for: PreparedField(field))
    #expect(
      try plan.selection(keeping: 3).merging?.groups.map(\.members) == [[2], [0, 1], [3]])
    #expect(
      plan.instabilities(keeping: 3) == [Instability(rank: 1, token: 0, rival: 1, margin: 0)])
  }
}
