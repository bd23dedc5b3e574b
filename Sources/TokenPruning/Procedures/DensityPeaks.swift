internal import LinearAlgebra
import Glibc

/// Clusters around tokens that are dense and far from denser ones.
///
/// The density of a token is exp(−d²), d² the mean of its squared cosine distances to its five nearest;
/// its separation is the cosine distance to the nearest denser token, or the largest to any for the
/// densest. On ties of density the lower index counts as denser.
///
/// Source: Rodriguez & Laio, Science 2014, with the nearest-neighbour density of Du et al. 2016 (DPC-KNN).
struct DensityPeaks {
  private static let neighbours = 5

  /// The tokens, ascending.
  private let tokens: [Int]
  private let cosines: Matrix
  /// The places of `tokens` by descending product of density and separation.
  private let ranking: Ranking
  /// Tokens about as dense as the nearest denser one, whose separation that decides.
  private let closeDensities: [Instability]

  /// Ranks tokens as centres.
  ///
  /// - Complexity: O(*m*² log *m*) for *m* tokens.
  init(of tokens: [Int], cosines: Matrix) {
    self.tokens = tokens
    self.cosines = cosines
    let density = tokens.map { token -> Double in
      let nearest = tokens.lazy.filter { $0 != token }.map { 1 - cosines[token, $0] }
        .sorted().prefix(Self.neighbours)
      return exp(-nearest.reduce(0) { $0 + $1 * $1 } / Double(max(nearest.count, 1)))
    }
    let byDensity = density.indicesDescending
    var separation = [Double](repeating: 0, count: tokens.count)
    var close: [Instability] = []
    for (rank, place) in byDensity.enumerated() {
      func distance(_ other: Int) -> Double { 1 - cosines[tokens[place], tokens[other]] }
      guard rank > 0 else {
        separation[place] = byDensity.dropFirst().map(distance).max() ?? 0
        continue
      }
      let denser = byDensity[..<rank]
      guard let nearest = denser.min(by: { distance($0) < distance($1) }) else { continue }
      separation[place] = distance(nearest)
      Instability(
        rank: rank, token: tokens[nearest], rival: tokens[place],
        scores: (density[nearest], density[place])
      ).map { close.append($0) }
    }
    closeDensities = close
    ranking = Ranking(zip(density, separation).map { $0 * $1 })
  }

  /// The clusters around the best `count` centres, each beginning with its centre.
  ///
  /// - Parameters:
  ///   - count: How many, at most as many as tokens; with 0 the tokens go nowhere.
  ///   - record: Gets the decisions that were close.
  /// - Returns: As many clusters as centres; none of none.
  func clusters(_ count: Int, record: (Instability) -> Void) -> [[Int]] {
    guard count > 0 else { return [] }
    closeDensities.forEach(record)
    let centres = ranking.order.prefix(count).map { tokens[$0] }
    for cut in ranking.cut(at: count) {
      record(
        Instability(
          rank: count, token: tokens[cut.token], rival: cut.rival.map { tokens[$0] },
          margin: cut.margin))
    }
    var clusters = centres.map { [$0] }
    let isCentre = Set(centres)
    for token in tokens where !isCentre.contains(token) {
      var (best, second) = (0, -Double.infinity)
      for place in centres.indices.dropFirst() {
        let cosine = cosines[token, centres[place]]
        if cosine > cosines[token, centres[best]] {
          (best, second) = (place, cosines[token, centres[best]])
        } else {
          second = max(second, cosine)
        }
      }
      clusters[best].append(token)
      Instability(
        rank: best + 1, token: token, rival: centres[best],
        difference: cosines[token, centres[best]] - second
      ).map(record)
    }
    return clusters
  }
}
