internal import LinearAlgebra
internal import TokenFields

/// What PruMerge reads of a field.
struct ClusterSample: Sendable {
  /// Tokens by the attention that weighs them.
  let attention: Ranking
  /// For each token those with the nearest keys.
  let neighbours: NeighbourLists
  /// The cosines of the keys, n×n.
  let cosines: Matrix
  /// The tokens that stand out by the rule of boxplots.
  let standingOut: Outliers

  /// Reads the last layer's attention, or the class attention where the field lacks it; nil without.
  init?(_ field: PreparedField) {
    guard let weights = field.field.lastLayerAttention ?? field.attention,
      let neighbours = field.keyNeighbours, let cosines = field.keyCosines
    else { return nil }
    attention = Ranking(weights)
    self.neighbours = neighbours
    self.cosines = cosines
    standingOut = Outliers(of: weights)
  }

  /// A plan that keeps as many as stand out, and tells where that count is unstable.
  func deciding(_ plan: ClusterPlan) -> any SelectionPlan {
    let closest = [standingOut.closest].compactMap { $0 }
    return CountDecidingPlan(plan: plan) { _ in closest }
  }

  /// How many of them the released code keeps.
  var outliers: Int { keptCount(forOutliers: standingOut.count, of: attention.count) }

  /// What a report must say: which attention stood in, and whether none stood out.
  static func notes(
    for field: PreparedField, of strategy: String, adaptive: Bool
  ) -> [String] {
    var notes: [String] = []
    if field.field.lastLayerAttention == nil {
      notes.append(
        "\(strategy) is defined on the last layer's single-head attention; "
          + "the mean class attention was used")
    }
    if adaptive, let weights = field.field.lastLayerAttention ?? field.attention,
      keptCount(forOutliers: Outliers(of: weights).count, of: weights.count) == 0
    {
      notes.append(
        "\(strategy): no token's attention stands out, so that one token of all is handed on")
    }
    return notes
  }
}

/// Kept tokens, each with what is like it, and all dropped ones as one token more.
///
/// Each kept token is summed with its 32 nearest others by the cosine of the keys, or with all
/// others where there are fewer, each times its attention. Where nothing is kept only the one token
/// of all is handed on, and where all are kept there is none.
///
/// - Complexity: O(*n* · *k* · *d_k*) for each budget, *k* kept of *n* tokens with keys *d_k* wide.
///
/// Source: LLaVA-PruMerge, ICCV 2025, arXiv 2403.15388.
struct ClusterPlan: SelectionPlan {
  /// How many tokens are added to each kept one.
  private static let neighbours = 32

  /// The tokens that are kept at a budget.
  struct Kept {
    /// In the order in which they are chosen.
    let order: [Int]
    /// How many of the first are the most attended of all.
    let attended: Int
    /// How many of the last are the most attended of those left.
    var filled = 0
  }

  let sample: ClusterSample
  /// The kept tokens of a budget.
  let kept: @Sendable (Int) -> Kept

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: sample.attention.count)
    let order = kept(budget).order
    var groups = clusters(of: order).map { kept, nearest in
      Merging.Group(
        representative: kept, members: [kept] + nearest,
        weights: [1] + nearest.map { sample.attention.scores[$0] })
    }
    let isKept = Set(order)
    let dropped = (0..<sample.attention.count).filter { !isKept.contains($0) }
    if !dropped.isEmpty {
      groups.append(
        Merging.Group(
          representative: nil, members: dropped,
          weights: dropped.map { sample.attention.scores[$0] }))
    }
    return Selection(order: order, merging: Merging(groups: groups, in: .features))
  }

  /// Each kept token with its nearest others.
  private func clusters(of kept: [Int]) -> [(kept: Int, nearest: [Int])] {
    kept.map { ($0, sample.neighbours.nearest(Self.neighbours, of: $0)) }
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: sample.attention.count)
    let kept = kept(budget)
    let order = kept.order
    var found = sample.attention.cut(at: kept.attended)
    let isKept = Set(order)
    if kept.filled > 0, let last = order.last,
      let next = sample.attention.order.first(where: { !isKept.contains($0) })
    {
      let scores = sample.attention.scores
      Instability(
        rank: order.count, token: last, rival: next, scores: (scores[last], scores[next])
      ).map { found.append($0) }
    }
    // Whether a token is the last that is added or the first that is not.
    for (place, token) in order.enumerated() {
      let nearest = sample.neighbours.nearest(Self.neighbours + 1, of: token)
      guard nearest.count > Self.neighbours else { break }
      let (last, next) = (nearest[Self.neighbours - 1], nearest[Self.neighbours])
      Instability(
        rank: place + 1, token: token, rival: next,
        difference: sample.cosines[token, last] - sample.cosines[token, next]
      ).map { found.append($0) }
    }
    return found
  }
}
