import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct VisionZipTests {
  private static let full = RandomField.make(
    seed: 108, grid: TokenGrid(rows: 15, columns: 16), width: 6)

  /// The published budgets: [CLS], patches and contextual tokens.
  @Test(
    arguments: [
      (64, 53, 10), (128, 107, 20), (192, 161, 30), (32, 26, 5), (16, 12, 3), (1, 1, 0),
      (2, 1, 0), (3, 2, 0), (4, 2, 1), (240, 201, 38),
    ])
  func budgetsAreMadeOfThreeParts(budget: Int, dominant: Int, contextual: Int) throws {
    let selection = try VisionZip().plan(for: PreparedField(Self.full)).selection(keeping: budget)
    #expect(selection.classTokens == 1)
    #expect(selection.important?.count == dominant)
    #expect(selection.merging?.groups.count == contextual)
    #expect(selection.kept.count == dominant + contextual)
    // A budget of one has its one patch beside the class token.
    #expect(selection.outputCount == max(budget, 2))
  }

  @Test(
    arguments: [
      ("contextual=20", 64, 43, 20), ("contextual=0", 10, 9, 0), ("contextual=30", 10, 1, 8),
      ("contextual=5", 2, 1, 0), ("contextual=5", 1, 1, 0),
    ])
  func aGivenNumberOfContextualTokensIsCutToTheBudget(
    setting: String, budget: Int, dominant: Int, contextual: Int
  ) throws {
    let strategy = try StrategyCatalog.make("visionzip:\(setting)").strategy
    let selection = try strategy.plan(for: PreparedField(Self.full)).selection(keeping: budget)
    #expect(selection.important?.count == dominant)
    #expect(selection.merging?.groups.count == contextual)
    #expect(
      strategy.resolvedParameters(for: Self.full).entries.map { "\($0.name)=\($0.value)" }
        == [setting])
  }

  /// The parts of a budget and the groups, from the definition.
  private func reference(
    _ field: TokenField, keeping budget: Int
  ) -> (dominant: [Int], targets: [Int], groups: [Mixture]) {
    let contextual = Int((Double(budget) * 10 / 64).rounded(.toNearestOrAwayFromZero))
    let byAttention = ReferenceTokens(field).byAttention
    let dominant = Array(byAttention.prefix(max(1, budget - contextual - 1)))
    let rest = (0..<field.count).filter { !dominant.contains($0) }
    guard contextual > 0 else { return (dominant, [], []) }
    let step = max(1, rest.count / contextual)
    let targets = (0..<contextual).map { rest[$0 * step] }
    let heads = (field.keys ?? []).map { ReferenceTokens.rows($0) }
    let keys = (0..<field.count).map { token in
      heads[0][token].indices.map { column in heads.reduce(0) { $0 + $1[token][column] } }
    }
    var assigned = targets.map { _ in [Int]() }
    for token in rest where !targets.contains(token) {
      let cosines = targets.map { ReferenceTokens.cosine(keys[token], keys[$0]) }
      assigned[ReferenceStrategies.firstLargest(cosines)].append(token)
    }
    let groups = zip(targets, assigned).map { target, others -> Mixture in
      let members = (others + [target]).sorted()
      return Mixture(
        representative: target, members: members,
        weights: members.map { $0 == target ? 1 : 1 / Double(others.count) })
    }
    return (dominant, targets, groups)
  }

  @Test(arguments: ReferenceFields.random)
  func zipsAsTheDefinitionDoes(_ sample: DescribedField) throws {
    let plan = try VisionZip().plan(for: PreparedField(sample.field))
    for budget in 1...sample.field.count {
      let expected = reference(sample.field, keeping: budget)
      let selection = try plan.selection(keeping: budget)
      let place = "\(sample.name), keep \(budget)"
      #expect(selection.order == expected.dominant + expected.targets, "\(place)")
      #expect(selection.important == expected.dominant.sorted(), "\(place)")
      #expect(selection.mixtures == expected.groups, "\(place)")
      #expect(selection.unmerged == expected.dominant.sorted(), "\(place)")
    }
  }

  @Test func contextualTokensAreTargetsPlusTheMeanOfTheirs() throws {
    // Token 1 is dominant. Of 0, 2, 3, 4, 5, 6 every third is a target: 0, 4. 2 and 3 are like 0,
    // 5 is like 4, and 6 has no length, so that it goes to the first.
    var field = TokenField(
      line: [[1, 0], [50, 50], [3, 0], [5, 0], [0, 1], [0, 7], [10, 0]],
      attention: [0.1, 0.4, 0.1, 0.1, 0.1, 0.1, 0.05])
    field.keys = [Matrix([[1, 0], [9, 9], [1, 0.1], [3, 0], [0, 2], [0.1, 1], [0, 0]])]
    let prepared = PreparedField(field)
    let plan = try StrategyCatalog.make("visionzip:contextual=2").strategy.plan(for: prepared)
    let selection = try plan.selection(keeping: 4)
    #expect(selection.order == [1, 0, 4] && selection.outputCount == 4)
    #expect(selection.merging?.assignment(count: 7) == [0, -1, 0, 0, 1, 1, 0])
    let merged = try #require(selection.merging?.features(of: prepared))
    #expect(merged.largestDifference(to: [[1 + (3.0 + 5 + 10) / 3, 0], [0, 8]]) < 1e-14)
  }

  @Test func aTargetWithoutOthersStaysAsItIs() throws {
    // Token 3 is dominant, 0 and 1 are targets, and 2 is like 1.
    var field = TokenField(
      line: [[1, 2], [3, 4], [5, 6], [7, 8]], attention: [0.1, 0.1, 0.1, 0.4])
    field.keys = [Matrix([[1, 0], [0, 1], [0.1, 1], [1, 1]])]
    let prepared = PreparedField(field)
    let plan = try StrategyCatalog.make("visionzip:contextual=2").strategy.plan(for: prepared)
    let selection = try plan.selection(keeping: 4)
    #expect(
      selection.mixtures == [
        Mixture(representative: 0, members: [0], weights: [1]),
        Mixture(representative: 1, members: [1, 2], weights: [1, 1]),
      ])
    #expect(selection.merging?.features(of: prepared)?.elements == [1, 2, 8, 10])
  }

  @Test func keysAndAttentionAreNeededAndNamed() {
    var field = RandomField.make(seed: 109)
    field.keys = nil
    #expect(throws: PruningError.missingEvidence(strategy: "visionzip", evidence: .keys)) {
      try VisionZip().plan(for: PreparedField(field))
    }
    field.attention = nil
    #expect(throws: PruningError.missingEvidence(strategy: "visionzip", evidence: .attention)) {
      try VisionZip().plan(for: PreparedField(field))
    }
  }
}
