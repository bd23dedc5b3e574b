internal import LinearAlgebra
internal import TokenFields

/// Tokens in descending order of a score, lower index first on ties.
struct Ranking: Sendable {
  private let ranked: LargestFirst

  /// Ranks tokens by their scores.
  ///
  /// - Complexity: O(1): nothing is put in order yet.
  init(_ scores: [Double]) { ranked = LargestFirst(scores) }

  /// The mean class attention of a field; nil without any.
  init?(attentionOf field: PreparedField) {
    guard let ranked = field.attentionRanking else { return nil }
    self.ranked = ranked
  }

  /// The number of tokens, n.
  var count: Int { ranked.count }

  /// The score of each token, n.
  var scores: [Double] { ranked.values }

  /// All tokens, best first.
  var order: [Int] { ranked.all }

  /// The best tokens, best first; without putting all in order.
  func best(_ count: Int) -> [Int] { ranked.prefix(count) }

  /// The tokens that are not among the best, by index.
  func others(thanBest count: Int) -> [Int] {
    var isBest = [Bool](repeating: false, count: self.count)
    for token in best(count) { isBest[token] = true }
    return isBest.indices.filter { !isBest[$0] }
  }

  /// A plan that keeps the best.
  ///
  /// - Parameter measure: What the scores are.
  /// - Returns: The plan.
  func plan(by measure: TokenReason.Measure) -> RankedPlan {
    RankedPlan(ranking: self, measure: measure)
  }

  /// How tokens compare to the last of the best.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the ranking.
  ///   - measure: What the scores are.
  ///   - quota: How many of the best are taken, from 0.
  ///   - scope: The part of the field whose tokens these are.
  /// - Returns: As many comparisons as tokens, in their order.
  /// - Complexity: O(*n* + tokens), once O(*n* log *n*).
  func comparisons(
    of tokens: [Int], by measure: TokenReason.Measure, taking quota: Int,
    in scope: TokenReason.Scope? = nil
  ) -> [TokenReason.Comparison] {
    let last = quota > 0 ? order.prefix(quota).last : nil
    return zip(tokens, places(of: tokens)).map { token, place in
      TokenReason.Comparison(
        measure, scores[token], in: scope,
        rank: TokenReason.Rank(place, of: count, quota: quota),
        cut: last.map { TokenReason.Cut(scores[$0], of: $0) }, isPassed: place <= quota)
    }
  }

  /// The places of tokens in the order, from 1.
  func places(of tokens: [Int]) -> [Int] {
    var places = [Int](repeating: 0, count: count)
    for (place, token) in order.enumerated() { places[token] = place + 1 }
    return tokens.map { places[$0] }
  }

  /// The cut behind the first `count` tokens, when it is unstable.
  func cut(at count: Int) -> [Instability] {
    guard count > 0, count < self.count else { return [] }
    return [Instability(atCut: count, of: best(count + 1), scores: scores)].compactMap { $0 }
  }

  /// Every pair of neighbours about equally scored, for rules in which the order itself matters.
  ///
  /// - Parameter depth: How many of the best tokens matter.
  /// - Returns: One for each pair, at the rank of the better.
  func closeRanks(asFarAs depth: Int) -> [Instability] {
    let order = order
    return (1..<max(min(depth, order.count), 1)).compactMap { rank in
      Instability(atCut: rank, of: order, scores: scores)
    }
  }
}

/// The plan of a strategy that keeps the best of a ranking.
struct RankedPlan: SelectionPlan {
  let ranking: Ranking
  /// What the scores are.
  let measure: TokenReason.Measure

  var count: Int { ranking.count }

  /// The first `budget` tokens of the ranking.
  func selection(keeping budget: Int) -> Selection {
    require(budget, of: ranking.count)
    return Selection(order: ranking.best(budget))
  }

  /// The cut behind the last kept token: inside, an exchange does not change what is kept.
  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: ranking.count)
    return ranking.cut(at: budget)
  }

  /// Each token's score and place against the last that is kept.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    ranking.comparisons(of: tokens, by: measure, taking: budget).map {
      TokenReason(comparisons: [$0])
    }
  }

  func smallestBudgets(of tokens: [Int]) -> [Int?]? { ranking.places(of: tokens) }
}
