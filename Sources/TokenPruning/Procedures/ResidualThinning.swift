internal import LinearAlgebra
internal import TokenFields

/// Deletes near-duplicates from a list, eight at a time, the way VisPruner does.
///
/// Every round splits the list by even and odd places and deletes the even ones most like an odd
/// one; ``thin(_:to:)`` stops exactly at the number that is wanted. Of an odd number of tokens the
/// even places are one more. Equal scores keep the order of the list; a token of zero length has
/// cosine 0 to every other.
///
/// Source: VisPruner, ICCV 2025, arXiv 2412.01818v2, and its released code.
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
  /// - Returns: The tokens left, in the order of the last list; none where none must be left.
  /// - Complexity: O(*m* log *m*) for each round over *m* tokens, of which there are as many as
  ///   eights to delete, where listed neighbours suffice; O(*m*²) where they do not.
  func thin(_ list: [Int32], to count: Int) -> [Int32] {
    thin(list, to: count) { _, _, _, _ in }
  }

  /// Thins a list and tells which rounds sorted scores that are about equal.
  ///
  /// Any two neighbours count: exchanged, they change who is even and who is odd in all later rounds.
  func instabilities(thinning list: [Int32], to count: Int) -> [Instability] {
    var found: [Instability] = []
    _ = thin(list, to: count) { round, sorted, _, _ in
      for (one, next) in zip(sorted, sorted.dropFirst()) {
        guard
          let instability = Instability(
            rank: round, token: Int(one.position), rival: Int(next.position),
            difference: one.value - next.value)
        else { continue }
        found.append(instability)
        return
      }
    }
    return found
  }

  /// What became of a token in the last round that compared it.
  struct Comparison: Sendable {
    /// The round, from 1.
    let round: Int
    /// Its largest cosine to a token at an odd place.
    let cosine: Double
    /// The first of those that are as like to it.
    let other: Int
    /// Of those that the round deleted, the one least like another, and how like that was.
    let cut: (token: Int, cosine: Double)
    /// Whether it was deleted.
    let isDeleted: Bool
  }

  /// Thins a list and tells of each token how the last round that compared it did; nil for tokens
  /// that no round compared.
  ///
  /// - Complexity: That of ``thin(_:to:)``, and O(*n*) for each token.
  func comparisons(thinning list: [Int32], to count: Int) -> [Comparison?] {
    var last = [(round: Int, cosine: Double, isDeleted: Bool)?](
      repeating: nil, count: cosines.rows)
    var rounds: [(odds: [Int], cut: (token: Int, cosine: Double))] = []
    _ = thin(list, to: count) { round, sorted, deleted, residual in
      for (place, entry) in sorted.enumerated() {
        last[Int(entry.position)] = (round, entry.value, place < deleted)
      }
      rounds.append(
        (
          odds: stride(from: 1, to: residual.count, by: 2).map { Int(residual[$0]) },
          cut: (token: Int(sorted[deleted - 1].position), cosine: sorted[deleted - 1].value)
        ))
    }
    return last.enumerated().map { token, last in
      guard let last else { return nil }
      let odds = rounds[last.round - 1].odds
      return Comparison(
        round: last.round, cosine: last.cosine,
        other: odds[cosines.maximum(ofRow: token, among: odds[...]).column],
        cut: rounds[last.round - 1].cut, isDeleted: last.isDeleted)
    }
  }

  /// Thins a list, showing every round's number, from 1, its sorted scores, how many of these it
  /// deletes, and its list.
  @inline(__always)
  private func thin(
    _ list: [Int32], to count: Int,
    showing show: (Int, [DescendingSort.Entry], Int, [Int32]) -> Void
  ) -> [Int32] {
    guard count > 0 else { return [] }
    var residual = list
    var search = NearestOddSearch(cosines: cosines, neighbours: neighbours)
    var scored = DescendingSort()
    var round = 0
    while residual.count > count {
      let evenCount = (residual.count + 1) / 2
      let deleted = min(Self.mostDeleted, residual.count - count, evenCount)
      search.begin(residual)
      scored.entries.removeAll(keepingCapacity: true)
      for place in stride(from: 0, to: residual.count, by: 2) {
        let score = search.largestCosine(of: Int(residual[place]), in: residual)
        scored.entries.append(DescendingSort.Entry(value: score, position: residual[place]))
      }
      // Equal scores keep the order of the list.
      scored.sort()
      round += 1
      show(round, scored.entries, deleted, residual)
      for entry in scored.entries[..<deleted] { search.drop(Int(entry.position)) }
      residual = next(residual, scored.entries[deleted...])
    }
    return residual
  }

  /// The next list: what is left of the even places by descending score, then the odd places.
  private func next(
    _ residual: [Int32], _ left: ArraySlice<DescendingSort.Entry>
  ) -> [Int32] {
    var next: [Int32] = []
    next.reserveCapacity(residual.count)
    for entry in left { next.append(entry.position) }
    for place in stride(from: 1, to: residual.count, by: 2) { next.append(residual[place]) }
    return next
  }
}

/// Finds for tokens at even places the nearest one at an odd place, round after round.
private struct NearestOddSearch {
  /// Where a token stands in the list of the round.
  private enum Place: UInt8 {
    case gone, even, odd
  }

  let cosines: Matrix
  let neighbours: NeighbourLists
  private var places: [Place]
  /// For each token how many of its listed neighbours, from the nearest on, are gone: they never
  /// come back, so no later search looks at them.
  private var passed: [Int32]

  init(cosines: Matrix, neighbours: NeighbourLists) {
    self.cosines = cosines
    self.neighbours = neighbours
    places = [Place](repeating: .gone, count: cosines.rows)
    passed = [Int32](repeating: 0, count: cosines.rows)
  }

  /// Takes over the places of a round's list.
  mutating func begin(_ residual: [Int32]) {
    for (place, token) in residual.enumerated() {
      places[Int(token)] = place % 2 == 0 ? .even : .odd
    }
  }

  /// Forgets a token that has been deleted.
  mutating func drop(_ token: Int) { places[token] = .gone }

  /// The largest cosine of a token to any token at an odd place.
  mutating func largestCosine(of token: Int, in residual: [Int32]) -> Double {
    let listed = neighbours.tokens
    let start = token * neighbours.depth
    let end = start + neighbours.depth
    var next = start + Int(passed[token])
    while next < end, places[Int(listed[next])] == .gone { next += 1 }
    passed[token] = Int32(next - start)
    while next < end {
      let other = Int(listed[next])
      if places[other] == .odd { return cosines[token, other] }
      next += 1
    }
    return largestCosineOfAll(of: token, in: residual)
  }

  /// The same where none of the listed neighbours is at an odd place.
  private func largestCosineOfAll(of token: Int, in residual: [Int32]) -> Double {
    let values = cosines.elements.span
    let start = token * cosines.columns
    var largest = -Double.infinity
    for place in stride(from: 1, to: residual.count, by: 2) {
      largest = max(largest, values[start + Int(residual[place])])
    }
    return largest
  }
}
