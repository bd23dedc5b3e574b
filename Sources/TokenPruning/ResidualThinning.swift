internal import LinearAlgebra
internal import TokenFields

/// Deletes near-duplicates from a list, eight at a time, the way VisPruner does.
struct ResidualThinning: Sendable {
  /// The cosines of every pair of tokens, n×n.
  let cosines: Matrix
  /// For each token its nearest others, to find the nearest odd one without reading a whole row.
  let neighbours: NeighbourLists

  /// How many tokens one round deletes at the most.
  private static let mostDeleted = 8

  /// Thins a list.
  ///
  /// - Parameters:
  ///   - list: Tokens in descending attention.
  ///   - count: How many must be left, at most `list.count`.
  /// - Returns: The tokens left, in the order of the last list.
  func thin(_ list: [Int32], to count: Int) -> [Int32] {
    guard count > 0 else { return [] }
    var residual = list
    var isOdd = [Bool](repeating: false, count: cosines.rows)
    var scored: [(score: Double, token: Int32)] = []
    while residual.count > count {
      let evenCount = (residual.count + 1) / 2
      let deleted = min(Self.mostDeleted, residual.count - count, evenCount)
      for place in stride(from: 1, to: residual.count, by: 2) { isOdd[Int(residual[place])] = true }
      scored.removeAll(keepingCapacity: true)
      for place in stride(from: 0, to: residual.count, by: 2) {
        let token = residual[place]
        scored.append((nearestOddCosine(to: Int(token), isOdd: isOdd, residual: residual), token))
      }
      // Swift's sort is stable: equal scores keep the order of the list.
      scored.sort { $0.score > $1.score }
      var next: [Int32] = []
      next.reserveCapacity(residual.count - deleted)
      for entry in scored[deleted...] { next.append(entry.token) }
      for place in stride(from: 1, to: residual.count, by: 2) {
        next.append(residual[place])
        isOdd[Int(residual[place])] = false
      }
      residual = next
    }
    return residual
  }

  /// The largest cosine of a token to any token at an odd place.
  private func nearestOddCosine(to token: Int, isOdd: [Bool], residual: [Int32]) -> Double {
    let start = token * neighbours.depth
    for place in start..<(start + neighbours.depth) {
      let other = Int(neighbours.tokens[place])
      if isOdd[other] { return cosines[token, other] }
    }
    // None of the listed neighbours is left at an odd place: read them all.
    var largest = -Double.infinity
    for place in stride(from: 1, to: residual.count, by: 2) {
      largest = max(largest, cosines[token, Int(residual[place])])
    }
    return largest
  }
}
