import LinearAlgebra
import Testing

/// Farthest-point sampling against the definition, on matrices with and without ties.
@Suite struct FarthestPointsTests {
  /// Rows of small whole numbers, so that distances tie, or of any numbers.
  private static func rows(_ count: Int, ties: Bool) -> Matrix {
    var generator = SplitMix64(seed: UInt64(count))
    let elements = (0..<(count * 5)).map { _ in
      let value = 8 * generator.nextUnit() - 4
      return ties ? (value / 2).rounded() : value
    }
    return Matrix(rows: count, columns: 5, elements: elements)
  }

  /// The order by the definition, from a matrix of distances.
  private static func plainOrder(from start: Int, _ distances: Matrix) -> [Int] {
    var order = [start]
    while order.count < distances.rows {
      let left = (0..<distances.rows).filter { !order.contains($0) }
      let gaps = left.map { point in order.map { distances[point, $0] }.min() ?? 0 }
      let largest = gaps.max() ?? 0
      guard let place = gaps.firstIndex(of: largest) else { break }
      order.append(left[place])
    }
    return order
  }

  @Test(arguments: [1, 2, 7, 8, 9, 33, 64], [false, true])
  func ordersByCosineDistance(count: Int, ties: Bool) {
    let cosines = Self.rows(count, ties: ties).gram.cosinesFromGram()
    for start in [0, count / 2, count - 1] {
      var sampling = FarthestPointSampling(startingAt: start, in: cosines, by: .cosine)
      sampling.extend(to: count)
      #expect(sampling.order == Self.plainOrder(from: start, cosines.cosineDistances))
    }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 33, 64], [false, true])
  func ordersByEuclideanDistance(count: Int, ties: Bool) {
    let gram = Self.rows(count, ties: ties).gram
    var sampling = FarthestPointSampling(startingAt: 0, in: gram, by: .squaredEuclidean)
    sampling.extend(to: count)
    #expect(sampling.order == Self.plainOrder(from: 0, gram.squaredDistancesFromGram))
  }

  @Test func continuesWhereItStopped() {
    let cosines = Self.rows(50, ties: true).gram.cosinesFromGram()
    var whole = FarthestPointSampling(startingAt: 3, in: cosines, by: .cosine)
    whole.extend(to: 1000)
    #expect(whole.order.count == 50)
    var piecewise = FarthestPointSampling(startingAt: 3, in: cosines, by: .cosine)
    for count in [0, 1, 2, 17, 5, 40] {
      piecewise.extend(to: count)
      #expect(piecewise.order == Array(whole.order.prefix(piecewise.order.count)))
    }
    #expect(piecewise.order.count == 40)
  }

  @Test(arguments: [1, 2, 8, 9, 10, 31])
  func findsTheLargestElementBesideTheDiagonal(count: Int) {
    let cosines = Self.rows(count, ties: false).gram.cosinesFromGram()
    let expected = (0..<count).map { row in
      (0..<count).filter { $0 != row }.map { cosines[row, $0] }.max() ?? -.infinity
    }
    #expect(cosines.largestOffDiagonals == expected)
  }
}
