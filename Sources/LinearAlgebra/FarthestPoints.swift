/// Farthest-point sampling of the rows that a symmetric matrix describes.
///
/// Each next point is the one whose nearest chosen point is farthest away; on ties the lower index
/// comes first, and none is chosen twice. Distances are computed from the matrix as they are needed:
/// a matrix of distances would be one more to write and to keep, and only the rows of chosen points
/// are ever read.
public struct FarthestPointSampling: Sendable {
  /// How the matrix tells the distance of two points.
  public enum Distance: Sendable, Hashable {
    /// The matrix holds cosines; their distance is 1 − cosine.
    case cosine
    /// The matrix is a Gram matrix; the distance is the squared length of the difference.
    case squaredEuclidean
  }

  /// The points chosen so far, in their order.
  public private(set) var order: [Int]

  private let matrix: Matrix
  private let distance: Distance
  /// For each point the distance to its nearest chosen one; −∞ for chosen points themselves.
  private var gaps: [Double]
  /// The squared length of each point, for Euclidean distances.
  private let lengths: [Double]

  /// Chooses the first point.
  ///
  /// - Parameters:
  ///   - start: The first point, a row of the matrix.
  ///   - matrix: Cosines or inner products of every pair, n×n, symmetric.
  ///   - distance: Which of the two they are.
  public init(startingAt start: Int, in matrix: Matrix, by distance: Distance) {
    precondition(
      matrix.rows == matrix.columns && (0..<matrix.rows).contains(start),
      "point \(start) of a \(matrix.rows)×\(matrix.columns) matrix")
    self.matrix = matrix
    self.distance = distance
    gaps = [Double](repeating: .infinity, count: matrix.rows)
    gaps[start] = -.infinity
    lengths =
      distance == .squaredEuclidean ? (0..<matrix.rows).map { matrix[$0, $0] } : []
    order = [start]
  }

  /// Chooses points until there are `count`, or all are chosen.
  ///
  /// - Complexity: O(*n*) for each point.
  public mutating func extend(to count: Int) {
    order.reserveCapacity(min(count, matrix.rows))
    while order.count < min(count, matrix.rows), let latest = order.last {
      let largest = lowerGaps(toDistancesFrom: latest)
      guard let farthest = gaps.firstIndex(of: largest) else { return }
      order.append(farthest)
      gaps[farthest] = -.infinity
    }
  }

  /// One choice, and how narrowly it was made.
  public struct Step: Sendable, Equatable {
    /// The point that was chosen.
    public let chosen: Int
    /// The point with the next largest gap; the lowest index on ties.
    public let runnerUp: Int
    /// The chosen point's gap less the other's; at least 0.
    public let lead: Double
    /// The size of the numbers that the distances are differences of.
    public let scale: Double
  }

  /// Chooses points as ``extend(to:)`` does and tells of each which other one it was preferred to.
  ///
  /// The last point left has no rival and no step.
  ///
  /// - Complexity: O(*n*) for each point, about twice the time of ``extend(to:)``.
  public mutating func extendTellingRunnersUp(to count: Int) -> [Step] {
    var steps: [Step] = []
    let scale = distance == .cosine ? 1 : max(lengths.max() ?? 0, .leastNormalMagnitude)
    while order.count < min(count, matrix.rows) {
      extend(to: order.count + 1)
      guard let chosen = order.last, order.count < matrix.rows else { break }
      // The gaps are those of the choice; only the chosen one's own is gone, which is found again.
      var gap = Double.infinity
      for other in order.dropLast() {
        gap = min(gap, comparedDistance(chosen, other))
      }
      var runnerUp = -1
      for index in gaps.indices
      where gaps[index] > -.infinity && (runnerUp < 0 || gaps[index] > gaps[runnerUp]) {
        runnerUp = index
      }
      guard runnerUp >= 0 else { break }
      steps.append(
        Step(
          chosen: chosen, runnerUp: runnerUp, lead: max(0, gap - gaps[runnerUp]), scale: scale))
    }
    return steps
  }

  /// The distance of two points; the Euclidean one of a Gram matrix.
  public func distance(from one: Int, to other: Int) -> Double {
    let compared = comparedDistance(one, other)
    return distance == .squaredEuclidean ? compared.squareRoot() : compared
  }

  /// The distance of two points as it is compared.
  private func comparedDistance(_ one: Int, _ other: Int) -> Double {
    switch distance {
    case .cosine: return 1 - matrix[one, other]
    case .squaredEuclidean:
      let squared = lengths[one] + lengths[other] - 2 * matrix[one, other]
      return squared > 0 ? squared : 0
    }
  }

  /// Lowers every gap to the distance from a point, where that is smaller.
  ///
  /// - Returns: The largest gap.
  private mutating func lowerGaps(toDistancesFrom point: Int) -> Double {
    let count = matrix.rows
    let start = point * count
    return gaps.withUnsafeMutableBufferPointer { gaps in
      matrix.elements.withUnsafeBufferPointer { elements in
        let row = UnsafeBufferPointer(rebasing: elements[start..<(start + count)])
        switch distance {
        case .cosine:
          return lower(gaps) {
            (1 - row.lanes(at: $0))
          } scalar: {
            1 - row[$0]
          }
        case .squaredEuclidean:
          let own = lengths[point]
          return lengths.withUnsafeBufferPointer { lengths in
            lower(gaps) { index in
              let squared = own + lengths.lanes(at: index) - 2 * row.lanes(at: index)
              // Rounding can make a distance slightly negative; such a one is 0.
              return squared.replacing(with: 0, where: .!(squared .> 0))
            } scalar: { index in
              let squared = own + lengths[index] - 2 * row[index]
              return squared > 0 ? squared : 0
            }
          }
        }
      }
    }
  }
}

/// As many numbers as are worked on at once; the compiler splits them as the processor needs.
private typealias Lanes = SIMD8<Double>

/// Lowers gaps to distances, eight at a time and the rest one by one.
///
/// - Returns: The largest gap afterwards; −∞ when there is none.
@inline(__always)
private func lower(
  _ gaps: UnsafeMutableBufferPointer<Double>, to distances: (Int) -> Lanes,
  scalar distance: (Int) -> Double
) -> Double {
  var largest = Lanes(repeating: -.infinity)
  let whole = gaps.count / Lanes.scalarCount * Lanes.scalarCount
  let memory = UnsafeMutableRawBufferPointer(gaps)
  for index in stride(from: 0, to: whole, by: Lanes.scalarCount) {
    let offset = index * MemoryLayout<Double>.stride
    var gap = memory.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
    let candidate = distances(index)
    gap.replace(with: candidate, where: candidate .< gap)
    largest.replace(with: gap, where: gap .> largest)
    memory.storeBytes(of: gap, toByteOffset: offset, as: Lanes.self)
  }
  var result = largest.max()
  for index in whole..<gaps.count {
    let candidate = distance(index)
    if candidate < gaps[index] { gaps[index] = candidate }
    result = max(result, gaps[index])
  }
  return result
}

extension UnsafeBufferPointer<Double> {
  /// Eight elements from an index on.
  @inline(__always)
  fileprivate func lanes(at index: Int) -> Lanes {
    UnsafeRawBufferPointer(self).loadUnaligned(
      fromByteOffset: index * MemoryLayout<Double>.stride, as: Lanes.self)
  }
}

extension Matrix {
  /// The largest element of each row beside the diagonal, of a symmetric matrix; −∞ for a single row.
  ///
  /// Of cosines it tells how near each row's nearest other one is. Only the upper triangle is read.
  ///
  /// - Complexity: O(*n*²).
  public var largestOffDiagonals: [Double] {
    precondition(rows == columns, "a \(rows)×\(columns) matrix is not symmetric")
    var largest = [Double](repeating: -.infinity, count: rows)
    largest.withUnsafeMutableBufferPointer { largest in
      elements.withUnsafeBufferPointer { elements in
        for row in 0..<rows {
          let tail = UnsafeMutableBufferPointer(rebasing: largest[(row + 1)...])
          let values = UnsafeBufferPointer(
            rebasing: elements[(row * columns + row + 1)..<((row + 1) * columns)])
          // An element stands for both of its rows: for this one, and for that of its column.
          largest[row] = max(largest[row], raise(tail, to: values))
        }
      }
    }
    return largest
  }
}

/// Raises elements to those of a row, eight at a time and the rest one by one.
///
/// - Returns: The largest element of the row; −∞ when it is empty.
private func raise(
  _ target: UnsafeMutableBufferPointer<Double>, to row: UnsafeBufferPointer<Double>
) -> Double {
  var largest = Lanes(repeating: -.infinity)
  let whole = row.count / Lanes.scalarCount * Lanes.scalarCount
  let memory = UnsafeMutableRawBufferPointer(target)
  for index in stride(from: 0, to: whole, by: Lanes.scalarCount) {
    let offset = index * MemoryLayout<Double>.stride
    let values = row.lanes(at: index)
    var raised = memory.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
    raised.replace(with: values, where: values .> raised)
    memory.storeBytes(of: raised, toByteOffset: offset, as: Lanes.self)
    largest.replace(with: values, where: values .> largest)
  }
  var result = largest.max()
  for index in whole..<row.count {
    target[index] = max(target[index], row[index])
    result = max(result, row[index])
  }
  return result
}
