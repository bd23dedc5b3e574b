internal import LinearAlgebra
internal import TokenFields

/// Averages every dropped token into the kept one that is most like it.
///
/// A token of zero length is equally like all kept ones and goes to the first. With all tokens
/// kept, each is a group of one.
struct NearestKept: Sendable {
  /// The cosines of every pair of tokens, n×n.
  let cosines: Matrix
  /// The space in which tokens are mixed.
  let space: FeatureSpace

  /// The groups of the kept tokens, one for each in their order.
  ///
  /// - Parameter kept: The kept tokens, ascending; on ties the first of them wins.
  /// - Returns: Groups of equal weights that add up to 1.
  /// - Complexity: O(*n* · *k*).
  func merging(into kept: [Int]) -> Merging {
    var members = kept.map { [$0] }
    for (token, match) in matches(with: kept) { members[match.place].append(token) }
    return Merging(
      groups: zip(kept, members).map { Merging.Group(representative: $0, meanOf: $1) }, in: space)
  }

  /// The dropped tokens about as like to two kept ones.
  func instabilities(mergingInto kept: [Int]) -> [Instability] {
    matches(with: kept).compactMap { token, match in
      Instability(
        rank: kept.count, token: token, rival: kept[match.place], difference: match.lead)
    }
  }

  private struct Match {
    var place = 0
    var cosine = -Double.infinity
    var second = -Double.infinity

    var lead: Double { cosine - second }
  }

  /// The best kept token of every dropped one, as its place among the kept.
  private func matches(with kept: [Int]) -> [(token: Int, match: Match)] {
    var isKept = [Bool](repeating: false, count: cosines.rows)
    for token in kept { isKept[token] = true }
    var matches = [Match](repeating: Match(), count: cosines.rows)
    for (place, token) in kept.enumerated() {
      for (other, cosine) in cosines.row(token).enumerated() {
        if cosine > matches[other].cosine {
          matches[other].second = matches[other].cosine
          (matches[other].place, matches[other].cosine) = (place, cosine)
        } else if cosine > matches[other].second {
          matches[other].second = cosine
        }
      }
    }
    return matches.indices.filter { !isKept[$0] }.map { ($0, matches[$0]) }
  }
}
