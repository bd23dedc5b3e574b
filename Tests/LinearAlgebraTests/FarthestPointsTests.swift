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

  @Test func runnersUpOfAFewPointsOnALine() {
    // At 0, 1, 3, 7 and 7.5: from 0 the last, then 3 (9) before 7 (0.25) and 1 (1).
    let points = Matrix(rows: 5, columns: 1, elements: [0, 1, 3, 7, 7.5])
    var sampling = FarthestPointSampling(
      startingAt: 0, in: points.gram, by: .squaredEuclidean)
    let steps = sampling.extendTellingRunnersUp(to: 5)
    #expect(steps.map(\.chosen) == [4, 2, 1] && steps.map(\.runnerUp) == [3, 1, 3])
    // 56.25 before 49, 9 before 1, 1 before 0.25.
    #expect(steps.map(\.lead) == [7.25, 8, 0.75])
    #expect(steps.map(\.scale) == [56.25, 56.25, 56.25])
    // The last one left has no rival.
    #expect(sampling.order == [0, 4, 2, 1, 3])
  }

  @Test(arguments: [2, 7, 9, 33], [false, true])
  func runnersUpAreTheNextFarthest(count: Int, ties: Bool) throws {
    for distance in [FarthestPointSampling.Distance.cosine, .squaredEuclidean] {
      let gram = Self.rows(count, ties: ties).gram
      let matrix = distance == .cosine ? gram.cosinesFromGram() : gram
      let distances =
        distance == .cosine ? matrix.cosineDistances : matrix.squaredDistancesFromGram
      let scale = distance == .cosine ? 1 : (0..<count).map { gram[$0, $0] }.max()
      let order = Self.plainOrder(from: 1, distances)
      var sampling = FarthestPointSampling(startingAt: 1, in: matrix, by: distance)
      // In two parts: the second goes on where the first stopped.
      let steps =
        sampling.extendTellingRunnersUp(to: count / 2)
        + sampling.extendTellingRunnersUp(to: count)
      #expect(sampling.order == order && steps.count == count - 2)
      for (index, step) in steps.enumerated() {
        let chosen = order[...index]
        let left = (0..<count).filter { !order[...(index + 1)].contains($0) }
        let gaps = left.map { point in chosen.map { distances[point, $0] }.min() ?? 0 }
        let largest = try #require(gaps.max())
        let own = chosen.map { distances[order[index + 1], $0] }.min() ?? 0
        #expect(step.chosen == order[index + 1])
        #expect(step.runnerUp == gaps.firstIndex(of: largest).map { left[$0] })
        #expect(step.lead == own - largest && step.scale == scale)
      }
    }
  }
}
