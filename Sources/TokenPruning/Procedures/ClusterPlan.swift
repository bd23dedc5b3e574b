internal import LinearAlgebra
internal import TokenFields

/// What PruMerge reads of a field.
struct ClusterSample: Sendable {
  /// Tokens by the attention that weighs them.
  let attention: Ranking
  /// Which attention that is.
  let measure: TokenReason.Measure
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
    measure =
      field.field.lastLayerAttention == nil ? .classAttention : .lastLayerAttention
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

  /// How the kept tokens of different budgets are related.
  enum Rule {
    /// A budget keeps the most attended.
    case ranked
    /// A budget keeps some of the most attended, others at even steps.
    case spread
    /// Those that stand out are kept whatever the budget, perhaps with others at even steps.
    case outliers
  }

  let sample: ClusterSample
  let rule: Rule
  /// The kept tokens of a budget.
  let kept: @Sendable (Int) -> Kept

  private let search = BudgetSearch()

  var count: Int { sample.attention.count }

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

extension ClusterPlan {
  func keptTokens(keeping budget: Int) -> [Int] {
    require(budget, of: count)
    return kept(budget).order
  }

  /// Each token's attention against that of the most attended, or against the bound of outliers, and
  /// whether it lies at an even step.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let kept = kept(budget)
    let places = places(of: tokens, in: kept.order)
    let attended = attended(tokens, kept)
    let filledFrom = kept.order.count - kept.filled
    let fill = kept.filled > 0 ? kept.order.last : nil
    return tokens.indices.map { index in
      let place = places[index] ?? .max
      // What neither stood out nor lay at a step was compared once more, to fill the budget.
      let refilled = fill.map { last in
        TokenReason.Comparison(
          sample.measure, sample.attention.scores[tokens[index]],
          cut: TokenReason.Cut(sample.attention.scores[last], of: last),
          isPassed: place <= kept.order.count)
      }
      return TokenReason(
        stage: stage(of: place, in: kept, filledFrom: filledFrom),
        comparisons: attended[index] + (place > filledFrom ? [refilled].compactMap { $0 } : []))
    }
  }

  private func attended(_ tokens: [Int], _ kept: Kept) -> [[TokenReason.Comparison]] {
    guard rule == .outliers else {
      return sample.attention.comparisons(
        of: tokens, by: sample.measure, taking: kept.attended
      ).map { [$0] }
    }
    return sample.standingOut.comparisons(
      of: tokens, with: sample.attention.scores, by: sample.measure, in: sample.attention,
      taking: kept.attended)
  }

  /// As what the n-th kept token is kept; nil for one that is not.
  private func stage(of place: Int, in kept: Kept, filledFrom: Int) -> TokenReason.Stage? {
    if place <= kept.attended {
      return switch rule {
      case .ranked: nil
      case .spread: .attended
      case .outliers: .outlier
      }
    }
    if place <= filledFrom { return .evenStep }
    return place <= kept.order.count ? .fill : nil
  }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    switch rule {
    case .ranked: sample.attention.places(of: tokens)
    case .outliers: budgets(of: tokens, alwaysKeeping: kept(1).order)
    case .spread: try search.budgets(of: tokens, in: self)
    }
  }
}
