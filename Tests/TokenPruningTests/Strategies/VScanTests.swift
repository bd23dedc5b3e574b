import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct VScanTests {
  /// The windows' best, then the best of all others, from the definition.
  private func order(_ field: TokenField, keeping budget: Int, losesRemainders: Bool) -> [Int] {
    let shallow = ReferenceTokens.mean(
      of: ReferenceTokens.rows(field.shallowAttention), count: field.count)
    let grid = field.grid
    func window(_ place: Int, of side: Int) -> Int {
      (0..<4).last { $0 * side / 4 <= place } ?? 0
    }
    let share = budget / 2 / (16 * grid.tiles)
    var order: [Int] = []
    for tile in 0..<grid.tiles {
      for number in 0..<16 {
        let members = (0..<field.count).filter { token in
          let place = grid.position(of: token)
          return place.tile == tile
            && 4 * window(place.row, of: grid.rows) + window(place.column, of: grid.columns)
              == number
        }
        order += ReferenceTokens.descending(shallow, among: members).prefix(share)
      }
    }
    let rest = losesRemainders ? budget - budget / 2 : budget - order.count
    let others = ReferenceTokens(field).byAttention.filter { !order.contains($0) }
    return order + others.prefix(rest)
  }

  /// Every kept token with the dropped ones that are most like it, evenly mixed.
  private func groups(_ kept: [Int], of field: TokenField) -> [Mixture] {
    let vectors = ReferenceTokens(field).projected
    let kept = kept.sorted()
    var members = kept.map { [$0] }
    for token in 0..<field.count where !kept.contains(token) {
      let cosines = kept.map { ReferenceTokens.cosine(vectors[token], vectors[$0]) }
      members[ReferenceStrategies.firstLargest(cosines)].append(token)
    }
    return zip(kept, members).map { kept, members in
      Mixture(
        representative: kept, members: members.sorted(),
        weights: members.map { _ in 1 / Double(members.count) })
    }
  }

  @Test(arguments: ReferenceFields.random, ["code", "paper"])
  func picksAndMergesAsTheDefinitionDoes(_ sample: DescribedField, variant: String) throws {
    let strategy = try StrategyCatalog.make("vscan:variant=\(variant)").strategy
    let plan = try strategy.plan(for: PreparedField(sample.field))
    for budget in 1...sample.field.count {
      let expected = order(sample.field, keeping: budget, losesRemainders: variant == "code")
      let selection = try plan.selection(keeping: budget)
      let place = "\(sample.name), \(variant), keep \(budget)"
      #expect(selection.order == expected, "\(place)")
      #expect(selection.mixtures == groups(expected, of: sample.field), "\(place)")
    }
  }

  private static let full = RandomField.make(
    seed: 92, grid: TokenGrid(rows: 24, columns: 24), width: 6)

  /// The released code loses what 16 windows leave of half the budget; the numbers are its own.
  @Test(
    arguments: [
      ("code", 100, 98), ("code", 50, 41), ("code", 96, 96), ("code", 64, 64), ("code", 33, 33),
      ("code", 20, 10), ("paper", 100, 100), ("paper", 50, 50), ("paper", 20, 20),
      ("code", 576, 576),
    ])
  func remaindersAreLostAsInTheReleasedCode(variant: String, budget: Int, kept: Int) throws {
    let plan = try StrategyCatalog.make("vscan:variant=\(variant)").strategy
      .plan(for: PreparedField(Self.full))
    let selection = try plan.selection(keeping: budget)
    #expect(selection.kept.count == kept && selection.outputCount == kept)
    let expected = order(Self.full, keeping: budget, losesRemainders: variant == "code")
    #expect(selection.order == expected)
  }

  @Test func everyWindowOfSixBySixGivesItsShare() throws {
    let order = try #require(
      try VScan().plan(for: PreparedField(Self.full)).selection(keeping: 100).order)
    for window in 0..<16 {
      for token in order[(3 * window)..<(3 * window + 3)] {
        #expect(token / 24 / 6 == window / 4 && token % 24 / 6 == window % 4, "token \(token)")
      }
    }
  }

  @Test func keptTokensBecomePlainMeansOfTheirGroups() throws {
    let field = RandomField.make(seed: 93, projectedWidth: 4)
    let prepared = PreparedField(field)
    let selection = try VScan().plan(for: prepared).selection(keeping: 12)
    let merging = try #require(selection.merging)
    let vectors = ReferenceTokens(field).projected
    let means = groups(selection.kept, of: field).map {
      ReferenceTokens.mixture(vectors, $0.members, $0.weights)
    }
    #expect(merging.space == .projected && selection.unmerged.isEmpty)
    #expect(try #require(merging.features(of: prepared)).largestDifference(to: means) < 1e-13)
  }

  @Test func equallyNearTokensGoToTheFirstKeptOne() throws {
    // Tokens 1 and 2 are kept for their attention; the others lie just between them, or are zero.
    let vectors = [[1.0, 1], [0, 2], [2, 0], [0, 0], [3, 3]]
    var field = TokenField(line: vectors, attention: [0.1, 0.3, 0.4, 0.05, 0.05])
    field.shallowAttention = field.attention
    let selection = try VScan(paper).plan(for: PreparedField(field)).selection(keeping: 2)
    #expect(selection.order == [2, 1])
    #expect(selection.merging?.groups.map(\.members) == [[0, 1, 3, 4], [2]])
  }

  private var paper: ParameterValues {
    var values = ParameterValues()
    values.set("variant", .word("paper"))
    return values
  }

  @Test func theShallowLayerIsNeededAndNamed() {
    var field = RandomField.make(seed: 94)
    field.shallowAttention = nil
    #expect(
      throws: PruningError.missingEvidence(strategy: "vscan", evidence: .shallowAttention)
    ) { try VScan().plan(for: PreparedField(field)) }
  }

  @Test func onlyThePapersVariantPromisesTheCount() throws {
    #expect(!VScan().promises.contains(.exactCount))
    #expect(VScan(paper).promises.contains(.exactCount))
    #expect(VScan(paper).resolvedParameters(for: Self.full).word("variant") == "paper")
    #expect(VScan().resolvedParameters(for: Self.full).word("variant") == "code")
  }
}
