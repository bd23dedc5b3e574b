internal import LinearAlgebra

/// A walk down the attention in which each chosen token removes its surroundings.
///
/// A token is removed when its cosine distance to a chosen one is *below* the chosen one's
/// threshold: a threshold of 0 removes nothing, not even equal tokens. A token of zero length is at
/// distance 1 from all others.
///
/// Source: AgilePruner, ICLR 2026, arXiv 2603.01236, §4.3.
struct SuppressionWalk {
  /// All tokens in descending attention.
  let attention: Ranking
  /// The cosines of every pair, n×n.
  let cosines: Matrix
  /// The threshold by rank.
  let threshold: ThresholdRule

  /// Walks to the end of the list, then fills up in descending attention.
  ///
  /// - Complexity: O(*n* · *s*) for *n* tokens of which *s* survive.
  func plan() -> SuppressionPlan {
    var remover = [Int32](repeating: -1, count: attention.count)
    var order: [Int] = []
    // Those not yet walked past and not removed, in descending attention; shrinks as it goes.
    var alive = attention.order.enumerated().map { (rank: $0.offset + 1, token: $0.element) }
    while let chosen = alive.first {
      order.append(chosen.token)
      let tau = threshold.threshold(rank: chosen.rank)
      var left: [(rank: Int, token: Int)] = []
      left.reserveCapacity(alive.count)
      for other in alive.dropFirst() {
        if 1 - cosines[chosen.token, other.token] < tau {
          remover[other.token] = Int32(chosen.token)
        } else {
          left.append(other)
        }
      }
      alive = left
    }
    let survivors = order.count
    order.append(contentsOf: attention.order.filter { remover[$0] >= 0 })
    return SuppressionPlan(
      order: order, survivors: survivors, remover: remover, walk: self)
  }
}

/// The result of a walk: it answers every budget, and why.
struct SuppressionPlan: SelectionPlan {
  /// All tokens: the walk's choices, then the fill.
  let order: [Int]
  /// How many the walk chose before it ended.
  let survivors: Int
  /// For each token the one that removed it, −1 for survivors.
  let remover: [Int32]
  /// What was walked.
  let walk: SuppressionWalk

  var count: Int { order.count }
  /// For each token its place in the order.
  private let place: [Int]
  /// For each token its attention rank, from 1.
  private let rank: [Int]

  init(order: [Int], survivors: Int, remover: [Int32], walk: SuppressionWalk) {
    self.order = order
    self.survivors = survivors
    self.remover = remover
    self.walk = walk
    var place = [Int](repeating: 0, count: order.count)
    for (index, token) in order.enumerated() { place[token] = index }
    self.place = place
    var rank = [Int](repeating: 0, count: order.count)
    for (index, token) in walk.attention.order.enumerated() { rank[token] = index + 1 }
    self.rank = rank
  }

  func selection(keeping budget: Int) -> Selection {
    OrderedPlan(order: order).selection(keeping: budget)
  }

  /// Removals made or missed by a hair, and neighbours in the attention order that are about equal
  /// as far down as the walk went; none when all tokens are kept.
  ///
  /// - Complexity: O(*n* · budget).
  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: order.count)
    guard budget < order.count else { return [] }
    var found = walk.attention.closeRanks(asFarAs: depth(of: budget))
    for step in 0..<min(budget, survivors) {
      let chosen = order[step]
      let tau = walk.threshold.threshold(rank: rank[chosen])
      let closest = order.indices.lazy.map { order[$0] }
        .filter { rank[$0] > rank[chosen] && !isGone($0, before: step) }
        .map { (token: $0, difference: abs(1 - walk.cosines[chosen, $0] - tau)) }
        .min { $0.difference < $1.difference }
      if let closest,
        let instability = Instability(
          rank: step + 1, token: chosen, rival: closest.token, difference: closest.difference)
      {
        found.append(instability)
      }
    }
    return found.sorted { ($0.rank, $0.token) < ($1.rank, $1.token) }
  }

  /// How far down the attention order the budget reaches: past its last token by one.
  private func depth(of budget: Int) -> Int {
    let last = order[..<budget].map { rank[$0] }.max() ?? 0
    // A fill starts again at the top: whatever was removed before it may be taken back.
    return min(last + 1, order.count)
  }

  /// Whether a token had been removed before a step chose.
  private func isGone(_ token: Int, before step: Int) -> Bool {
    let by = Int(remover[token])
    return by >= 0 && place[by] < step
  }

  /// Each token's attention, own threshold, and the distance at which it was removed.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    tokens.map { token in
      let removal = removal(of: token, keeping: budget)
      let isKept = place[token] < budget
      return TokenReason(
        stage: isKept && place[token] >= survivors ? .fill : nil, remover: removal?.other,
        threshold: walk.threshold.threshold(rank: rank[token]),
        comparisons: [attention(of: token, keeping: budget), removal].compactMap { $0 })
    }
  }

  /// The attention of a token against the last that the walk or the fill chose, where it decided.
  private func attention(of token: Int, keeping budget: Int) -> TokenReason.Comparison {
    let isKept = place[token] < budget
    let isWalked = place[token] < min(budget, survivors)
    // The fill passes over what the walk chose, and a walk over what was removed.
    let decides =
      isWalked || budget > survivors || removal(of: token, keeping: budget) == nil
    let last = isWalked ? order[min(budget, survivors) - 1] : order[budget - 1]
    return TokenReason.Comparison(
      .classAttention, walk.attention.scores[token],
      rank: TokenReason.Rank(rank[token], of: count),
      cut: decides ? TokenReason.Cut(walk.attention.scores[last], of: last) : nil,
      isPassed: decides ? isKept : nil)
  }

  /// The distance to the token that removed it; a removal counts only if that one was itself chosen
  /// within the budget.
  private func removal(of token: Int, keeping budget: Int) -> TokenReason.Comparison? {
    let by = Int(remover[token])
    guard by >= 0, place[by] < budget else { return nil }
    return TokenReason.Comparison(
      .cosineDistance, 1 - walk.cosines[token, by], to: by,
      cut: TokenReason.Cut(walk.threshold.threshold(rank: rank[by])), isPassed: false)
  }

  func smallestBudgets(of tokens: [Int]) -> [Int?]? { tokens.map { place[$0] + 1 } }
}
