import Analysis
import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct OutputErankTests {
  /// Six tokens along three axes, two on each, of lengths that add up to 4 on each.
  private func axes(in space: FeatureSpace = .features) -> PreparedField {
    var elements = [Double](repeating: 0, count: 18)
    for (token, length) in [1.0, 3, 2, 2, 0.5, 3.5].enumerated() {
      elements[3 * token + token / 2] = length
    }
    let matrix = Matrix(rows: 6, columns: 3, elements: elements)
    var field = TokenField(grid: TokenGrid(rows: 2, columns: 3))
    if space == .features { field.features = matrix } else { field.projected = matrix }
    return PreparedField(field)
  }

  private func pairs(in space: FeatureSpace = .features) -> Merging {
    Merging(
      groups: (0..<3).map { Merging.Group(representative: nil, meanOf: [2 * $0, 2 * $0 + 1]) },
      in: space)
  }

  @Test func equalTokensAtRightAnglesSpanAsManyDirectionsAsThereAre() throws {
    // The means are 2 along each axis; minus their mean they are an equilateral triangle.
    let selection = Selection(kept: [], merging: pairs())
    let uncentred = try #require(selection.outputErank(in: axes(), centred: false))
    let centred = try #require(selection.outputErank(in: axes(), centred: true))
    #expect(abs(uncentred - 3) < 1e-12 && abs(centred - 2) < 1e-12)
  }

  @Test func mixturesOfEverythingSpanOneDirection() throws {
    let groups = (1...4).map { weight in
      Merging.Group(
        representative: nil, members: Array(0..<6),
        weights: [Double](repeating: Double(weight), count: 6))
    }
    let selection = Selection(kept: [], merging: Merging(groups: groups, in: .features))
    for centred in [true, false] {
      let erank = try #require(selection.outputErank(in: axes(), centred: centred))
      #expect(abs(erank - 1) < 1e-12)
    }
    // One token alone has no extent around itself.
    let single = Selection(
      kept: [], merging: Merging(groups: Array(groups.prefix(1)), in: .features))
    #expect(single.outputErank(in: axes(), centred: true) == 0)
  }

  @Test func patchesAreReadAsTheyAreBesideTheGroups() throws {
    // Patch 1 of length 3, patch 2 in the place of a group of length 4, and one more along it.
    let merging = Merging(
      groups: [
        Merging.Group(representative: 2, members: [2, 3], weights: [1, 1]),
        Merging.Group(representative: nil, members: [3], weights: [1.5]),
      ], in: .features)
    let selection = Selection(kept: [1, 2], merging: merging, classTokens: 1)
    #expect(
      selection.outputFeatures(in: axes())
        == Matrix(rows: 3, columns: 3, elements: [3, 0, 0, 0, 4, 0, 0, 3, 0]))
    // Singular values 3 and √(16 + 9) = 5: shares of 3/8 and 5/8.
    let expected = ReferenceSpectrum.effectiveRank([[3, 0], [0, 5]], centred: false)
    let found = try #require(selection.outputErank(in: axes(), centred: false))
    #expect(abs(found - expected) < 1e-12)
    #expect(abs(expected - 1.93781924) < 1e-8)
  }

  @Test func theSpaceOfTheMergingIsReadAndTheOtherStandsIn() throws {
    let selection = Selection(kept: [], merging: pairs(in: .projected))
    for space in [FeatureSpace.features, .projected] {
      let erank = try #require(selection.outputErank(in: axes(in: space), centred: false))
      #expect(abs(erank - 3) < 1e-12)
    }
    // With both, projected tokens that are all alike count, not the axes.
    var both = axes().field
    both.projected = Matrix(rows: 6, columns: 2, repeating: 1)
    let projected = try #require(selection.outputErank(in: PreparedField(both), centred: false))
    #expect(abs(projected - 1) < 1e-12)
    let features = Selection(kept: [], merging: pairs())
    let axes = try #require(features.outputErank(in: PreparedField(both), centred: false))
    #expect(abs(axes - 3) < 1e-12)
  }

  @Test func withoutMergingOrFeaturesThereIsNone() {
    #expect(Selection(kept: [1, 2]).outputErank(in: axes(), centred: true) == nil)
    #expect(Selection(kept: [1, 2]).outputFeatures(in: axes()) == nil)
    let bare = PreparedField(TokenField(grid: TokenGrid(rows: 2, columns: 3)))
    #expect(Selection(kept: [], merging: pairs()).outputErank(in: bare, centred: true) == nil)
  }

  @Test func rangesOfHugeFeaturesAreNoMatter() throws {
    let selection = Selection(kept: [], merging: pairs())
    let huge = PreparedField(axes().field.scaled(features: 0x1p800, attention: 1))
    let erank = try #require(selection.outputErank(in: huge, centred: true))
    #expect(abs(erank - 2) < 1e-12)
  }

  @Test func mixturesByHugeAttentionHaveARankOrNone() throws {
    // PruMerge multiplies by attention as it is: products of the mixtures would leave the range.
    for scale in [0x1p600, 0x1p900, 0x1p1022] {
      let field = PreparedField(RandomField.make(seed: 8).scaled(features: 1, attention: scale))
      let evaluator = SampleEvaluator(field)
      let merged = try evaluator.evaluate(ConfiguredStrategy(PruMerge.self), keeping: 3)
      let rank = try #require(merged.outputErank)
      #expect(rank > 0 && rank <= Double(merged.selection.outputCount))
    }
    let beyond = PreparedField(
      RandomField.make(seed: 8).scaled(features: 0x1p500, attention: 0x1p1022))
    let merged = try SampleEvaluator(beyond).evaluate(ConfiguredStrategy(PruMerge.self), keeping: 3)
    #expect(merged.outputErank?.isFinite != false)
  }

  @Test func evaluationsCarryItUnlessNoMetricIsAskedFor() throws {
    let evaluator = SampleEvaluator(
      PreparedField(RandomField.make(seed: 12)), centred: false)
    let strategy = BlendingStrategy.configured()
    let evaluation = try evaluator.evaluate(strategy, keeping: 9)
    let expected = evaluation.selection.outputErank(in: evaluator.field, centred: false)
    #expect(expected != nil && evaluation.outputErank == expected)
    #expect(
      expected != evaluation.selection.outputErank(in: evaluator.field, centred: true))
    #expect(try evaluator.evaluate(strategy, keeping: 9, metrics: []).outputErank == nil)
  }
}
