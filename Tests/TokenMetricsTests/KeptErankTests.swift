import Glibc
import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenMetrics

@Suite struct KeptErankTests {
  private func rows(_ kept: [Int], of field: TokenField) -> [[Double]] {
    (field.projected ?? field.features).map { matrix in kept.map { Array(matrix.row($0)) } } ?? []
  }

  /// Fields with more and with fewer tokens than dimensions, kept sets on both sides of the width.
  @Test(arguments: 0..<12)
  func agreesWithJacobiRotations(index: Int) throws {
    let field = RandomField.make(
      seed: 700 + UInt64(index), width: [3, 9, 40][index % 3],
      projectedWidth: index % 2 == 0 ? nil : 7)
    let prepared = PreparedField(field)
    for size in 1...field.count {
      let kept = RandomField.permutation(seed: UInt64(size), count: field.count).prefix(size)
        .sorted()
      for centred in [true, false] {
        let expected = ReferenceSpectrum.effectiveRank(rows(kept, of: field), centred: centred)
        let found = try #require(KeptErank.value(of: kept, in: prepared, centred: centred))
        #expect(
          abs(found - expected) <= 1e-9 * max(1, expected), "\(size) kept, centred \(centred)")
      }
    }
  }

  /// A token that dwarfs the others moves the mean of all far from that of the kept ones.
  @Test(arguments: [1e2, 1e4, 1e6, 1e8])
  func aHugeTokenThatIsNotKeptDoesNotBlurTheOthers(scale: Double) throws {
    var field = RandomField.make(seed: 720, width: 40)
    field.features = field.features.map { features in
      var features = features
      for column in 0..<40 { features[4, column] *= scale }
      return features
    }
    let kept = Array(5..<25)
    let expected = ReferenceSpectrum.effectiveRank(rows(kept, of: field), centred: true)
    let found = try #require(KeptErank.value(of: kept, in: PreparedField(field), centred: true))
    #expect(abs(found - expected) < 1e-9 * expected, "\(found), not \(expected)")
  }

  @Test func ofAllTokensIsThatOfTheField() throws {
    for sample in DegenerateField.all {
      let prepared = PreparedField(sample.field)
      let all = Array(0..<sample.field.count)
      for centred in [true, false] {
        let found = try #require(KeptErank.value(of: all, in: prepared, centred: centred))
        let expected = try #require(prepared.erank(centred: centred))
        #expect(abs(found - expected) < 1e-9, "\(sample.name), centred \(centred)")
      }
    }
  }

  @Test func oneTokenOrIdenticalOnesSpanNothingOnceCentred() throws {
    let prepared = PreparedField(RandomField.make(seed: 5))
    #expect(KeptErank.value(of: [7], in: prepared, centred: true) == 0)
    #expect(KeptErank.value(of: [7], in: prepared, centred: false) == 1)
    let twice = try #require(DegenerateField.all.first { $0.name == "all tokens twice" }).field
    #expect(KeptErank.value(of: [3, 18], in: PreparedField(twice), centred: true) == 0)
    let uncentred = KeptErank.value(of: [3, 18], in: PreparedField(twice), centred: false)
    #expect(abs((uncentred ?? 0) - 1) < 1e-12)
  }

  @Test func orthogonalTokensOfOneLengthCountEach() throws {
    // The corners of a simplex: k equal singular values, k − 1 once centred.
    var features = Matrix(rows: 6, columns: 6)
    for place in 0..<6 { features[place, place] = 2 }
    let prepared = PreparedField(
      TokenField(grid: TokenGrid(rows: 2, columns: 3), features: features))
    for size in 2...6 {
      let kept = Array(0..<size)
      let uncentred = try #require(KeptErank.value(of: kept, in: prepared, centred: false))
      let centred = try #require(KeptErank.value(of: kept, in: prepared, centred: true))
      #expect(abs(uncentred - Double(size)) < 1e-9)
      #expect(abs(centred - Double(size - 1)) < 1e-9)
    }
  }

  @Test func projectedFeaturesComeBeforeFeatures() {
    let both = RandomField.make(seed: 8, projectedWidth: 5)
    var alone = both
    alone.features = nil
    #expect(
      KeptErank.value(of: [1, 4, 9], in: PreparedField(both), centred: true)
        == KeptErank.value(of: [1, 4, 9], in: PreparedField(alone), centred: true))
  }
}
