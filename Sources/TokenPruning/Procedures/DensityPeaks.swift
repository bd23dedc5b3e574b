internal import LinearAlgebra
import Glibc

/// Clusters around tokens that are dense and far from denser ones.
///
/// The density of a token is exp(−d²), d² the mean of its squared cosine distances to its five
/// nearest; its separation is the cosine distance to the nearest denser token, or the largest to
/// any for the densest. On ties of density the lower index counts as denser.
///
/// Of fewer than six tokens all others are the nearest. Equal tokens have no separation, so that
/// the lower indices are centres; a token of zero length is at distance 1 from all others. Every
/// token that is no centre goes to the centre most like it, on ties to the better one.
///
/// Source: Rodriguez & Laio, Science 2014, with the nearest-neighbour density of Du et al. 2016
/// (DPC-KNN).
struct DensityPeaks: Sendable {
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
      let nearest = cosines.largest(
        Self.neighbours, ofRow: token, among: tokens, leavingOut: token)
      let sum = nearest.reduce(0) { $0 + (1 - $1) * (1 - $1) }
      return exp(-sum / Double(max(nearest.count, 1)))
    }
    let byDensity = density.indicesDescending
    let densest = byDensity.map { tokens[$0] }
    var separation = [Double](repeating: 0, count: tokens.count)
    var close: [Instability] = []
    for (rank, place) in byDensity.enumerated() {
      guard rank > 0 else {
        // Nothing is denser: it is as far from the others as the farthest of them.
        let cosines = densest.dropFirst().map { cosines[tokens[place], $0] }
        separation[place] = cosines.min().map { 1 - $0 } ?? 0
        continue
      }
      let nearest = cosines.maximum(ofRow: tokens[place], among: densest[..<rank])
      separation[place] = 1 - nearest.value
      Instability(
        rank: rank, token: densest[nearest.column], rival: tokens[place],
        scores: (density[byDensity[nearest.column]], density[place])
      ).map { close.append($0) }
    }
    closeDensities = close
    ranking = Ranking(zip(density, separation).map { $0 * $1 })
  }

  /// The best `count` centres, best first.
  func centres(_ count: Int) -> [Int] { ranking.best(count).map { tokens[$0] } }

  /// How tokens compare to the last of the best `count` centres; nil for tokens that are not among
  /// these.
  func comparisons(of wanted: [Int], taking count: Int) -> [TokenReason.Comparison?] {
    let placeOf = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($1, $0) })
    let places = wanted.map { placeOf[$0] }
    var compared = ranking.comparisons(of: places.compactMap { $0 }, by: .peak, taking: count)[...]
    return places.map { place in
      guard place != nil, let one = compared.popFirst() else { return nil }
      let cut = one.cut.map { TokenReason.Cut($0.value, of: $0.token.map { tokens[$0] }) }
      return TokenReason.Comparison(
        one.measure, one.value, rank: one.rank, cut: cut, isPassed: one.isPassed)
    }
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
    let centres = centres(count)
    for cut in ranking.cut(at: count) {
      record(
        Instability(
          rank: count, token: tokens[cut.token], rival: cut.rival.map { tokens[$0] },
          margin: cut.margin))
    }
    var clusters = centres.map { [$0] }
    let isCentre = Set(centres)
    for token in tokens where !isCentre.contains(token) {
      let nearest = cosines.maximum(ofRow: token, among: centres[...])
      clusters[nearest.column].append(token)
      Instability(
        rank: nearest.column + 1, token: token, rival: centres[nearest.column],
        difference: nearest.lead
      ).map(record)
    }
    return clusters
  }
}
