import Analysis
import LinearAlgebra
import TestSupport
import Testing
import TokenFields

@Suite struct TokenProbeTests {
  static let field = RandomField.make(seed: 5, projectedWidth: 6)
  static let prepared = PreparedField(field)

  /// A plain cosine.
  static func cosine(_ one: [Double], _ other: [Double]) -> Double {
    func dot(_ one: [Double], _ other: [Double]) -> Double {
      zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return dot(one, other) / (dot(one, one) * dot(other, other)).squareRoot()
  }

  @Test(arguments: [ProbeMeasure.projected, .features, .keys])
  func cosinesAreThoseOfTheMeasuresOwnVectors(measure: ProbeMeasure) throws {
    let vectors: [[Double]] = try (0..<30).map { token in
      switch measure {
      case .projected: Array(try #require(Self.field.projected).row(token))
      case .features: Array(try #require(Self.field.features).row(token))
      default: try #require(Self.field.keys).flatMap { Array($0.row(token)) }
      }
    }
    for token in [0, 13, 29] {
      let values = try #require(
        TokenProbe(token: token, measure: measure).values(in: Self.prepared))
      for other in 0..<30 {
        #expect(abs(values[other] - Self.cosine(vectors[token], vectors[other])) < 1e-12)
      }
    }
  }

  @Test func featuresStandInForEachOtherAndNothingForKeysOrAttention() {
    var field = Self.field
    field.projected = nil
    field.keys = nil
    let bare = PreparedField(field)
    #expect(ProbeMeasure.projected.resolved(in: bare) == .features)
    #expect(ProbeMeasure.features.resolved(in: bare) == .features)
    #expect(ProbeMeasure.keys.resolved(in: bare) == nil)
    #expect(ProbeMeasure.attention.resolved(in: bare) == nil)
    #expect(TokenProbe(token: 2, measure: .keys).values(in: bare) == nil)
    #expect(
      TokenProbe(token: 2, measure: .projected).values(in: bare)
        == TokenProbe(token: 2, measure: .features).values(in: bare))
    field.features = nil
    #expect(ProbeMeasure.projected.resolved(in: PreparedField(field)) == nil)
    #expect(
      ProbeMeasure.allCases.allSatisfy { $0 == .attention || $0.resolved(in: Self.prepared) == $0 })
  }

  @Test func attentionIsTheRowOfTheHeadOrTheMean() throws {
    var field = TokenField(grid: TokenGrid(rows: 1, columns: 2))
    field.patchAttention = PatchAttention(
      [0.5, 0.25, 0, 1, 0.25, 0.75, 0.5, 0], count: 2, heads: 2)
    let prepared = PreparedField(field)
    func row(_ token: Int, _ head: Int?) -> [Double]? {
      TokenProbe(token: token, measure: .attention, head: head).values(in: prepared)
    }
    #expect(row(0, 0) == [0.5, 0.25] && row(1, 0) == [0, 1])
    #expect(row(0, 1) == [0.25, 0.75] && row(1, 1) == [0.5, 0])
    #expect(row(0, nil) == [0.375, 0.5] && row(1, nil) == [0.25, 0.5])
    // A head that is not kept is stood in for by the mean.
    #expect(row(0, 7) == row(0, nil))
  }

  @Test func onlyAttentionHasHeads() {
    #expect(
      TokenProbe(token: 1, measure: .keys, head: 3) == TokenProbe(token: 1, measure: .keys))
    #expect(
      TokenProbe(token: 1, measure: .attention, head: 3)
        != TokenProbe(token: 1, measure: .attention))
  }
}

@Suite struct TokenPairTests {
  @Test func aRightAngleAndAFifthApart() throws {
    var field = TokenField(grid: TokenGrid(rows: 2, columns: 3))
    field.features = Matrix(
      rows: 6, columns: 2, elements: [3, 0, 0, 4, 1, 1, 2, 1, 1, 0, -5, 0])
    let pair = TokenPair(0, 1, in: PreparedField(field))
    let likeness = try #require(pair.likenesses.first)
    #expect(pair.likenesses.count == 1 && likeness.space == .features)
    #expect(likeness.cosine == 0 && likeness.cosineDistance == 1)
    #expect(abs(likeness.distance - 5) < 1e-14)
    // To the first token 4, 3 and 2 are nearer; to the second 2 and 3 are.
    #expect(likeness.rankOfSecond == 4 && likeness.rankOfFirst == 3)
    #expect(pair.steps?.rows == 0 && pair.steps?.columns == 1 && pair.gridDistance == 1)
    #expect(TokenPair(0, 5, in: PreparedField(field)).gridDistance == 5.0.squareRoot())
  }

  @Test func distancesFarFromTheOriginKeepTheirDigits() throws {
    var field = TokenField(grid: TokenGrid(rows: 1, columns: 2))
    field.projected = Matrix(rows: 2, columns: 2, elements: [1e9, 1e9, 1e9 + 3, 1e9 + 4])
    let pair = TokenPair(0, 1, in: PreparedField(field))
    #expect(pair.likenesses.map(\.distance) == [5])
    #expect(pair.likenesses[0].rankOfSecond == 1 && pair.likenesses[0].rankOfFirst == 1)
  }

  @Test func ranksAreThoseOfTheNeighbourLists() throws {
    let field = PreparedField(RandomField.make(seed: 9, projectedWidth: 5))
    for space in [FeatureSpace.projected, .features] {
      let lists = try #require(field.neighbours(in: space))
      for (first, second) in [(0, 1), (7, 29), (14, 3)] {
        let pair = TokenPair(first, second, in: field)
        let likeness = try #require(pair.likenesses.first { $0.space == space })
        let order = lists.nearest(29, of: first)
        #expect(order[likeness.rankOfSecond - 1] == second)
        #expect(lists.nearest(29, of: second)[likeness.rankOfFirst - 1] == first)
      }
    }
  }

  @Test func tokensOfDifferentTilesHaveNoDistanceOnTheGrid() {
    let field = TokenField(grid: TokenGrid(tiles: 2, rows: 2, columns: 2))
    let pair = TokenPair(1, 6, in: PreparedField(field))
    #expect(pair.steps == nil && pair.gridDistance == nil && pair.likenesses.isEmpty)
    #expect(TokenPair(4, 7, in: PreparedField(field)).steps?.rows == 1)
  }
}
