internal import LinearAlgebra

/// Returns all tokens in farthest-point order: each next one has the largest distance to its nearest
/// chosen one.
///
/// Chosen tokens are never chosen again; on ties the lower index comes first.
///
/// - Parameters:
///   - start: The first token.
///   - distances: The distance of every pair, n×n, symmetric.
/// - Returns: A permutation of 0..<n.
/// - Complexity: O(*n*²).
func farthestPointOrder(startingAt start: Int, distances: Matrix) -> [Int] {
  var gaps = [Double](repeating: .infinity, count: distances.rows)
  var order = [start]
  order.reserveCapacity(distances.rows)
  gaps[start] = -.infinity
  var latest = start
  while order.count < distances.rows {
    gaps.lower(toRow: latest, of: distances)
    guard let farthest = gaps.indexOfMaximum else { break }
    order.append(farthest)
    gaps[farthest] = -.infinity
    latest = farthest
  }
  return order
}
