internal import LinearAlgebra
internal import TokenFields

/// Tokens in descending order of a score, lower index first on ties.
struct Ranking: Sendable {
  /// All tokens, best first.
  let order: [Int]
  /// The score of each token, n.
  let scores: [Double]

  /// Ranks tokens by their scores.
  ///
  /// - Complexity: O(*n*).
  init(_ scores: [Double]) {
    order = scores.indicesDescending
    self.scores = scores
  }

  /// The mean class attention of a field; nil without any.
  init?(attentionOf field: PreparedField) {
    guard let order = field.attentionOrder, let scores = field.attention else { return nil }
    self.order = order
    self.scores = scores
  }

  /// A plan that keeps the best.
  var plan: OrderedPlan { OrderedPlan(order: order, scores: scores) }

  /// The cut behind the first `count` tokens, when it is unstable.
  func cut(at count: Int) -> [Instability] {
    guard count > 0, count < order.count else { return [] }
    return [Instability(atCut: count, of: order, scores: scores)].compactMap { $0 }
  }

  /// Every pair of neighbours about equally scored, for rules in which the order itself matters.
  ///
  /// - Parameter depth: How many of the best tokens matter.
  /// - Returns: One for each pair, at the rank of the better.
  func closeRanks(asFarAs depth: Int) -> [Instability] {
    (1..<max(min(depth, order.count), 1)).compactMap { rank in
      Instability(atCut: rank, of: order, scores: scores)
    }
  }
}
