public import TokenFields

/// PruMerge with tokens at even steps added to those whose attention stands out.
///
/// Reads what ``PruMerge`` reads, and gathers clusters as it does. With `count=adaptive`, m
/// outliers of n tokens are joined by every st-th token, st = ⌊⌊n/m⌋ / 3⌋ and at least 1, up to but
/// not including the last, as far as it is not an outlier: about four times as many in all. A
/// budget is not heeded. Where more than a third stands out the released code steps by 0 and stops
/// with an error, and where none does it divides by zero; here one token of all is handed on then,
/// and a note says so.
///
/// The released code has no way to ask for a count that works (its list repeats tokens and the
/// dropped ones come out wrong): with `count=budget` a quarter of the budget, rounded half up, goes
/// to the most attended tokens and the rest to tokens at even steps, filled up by attention where
/// the two overlap. That is our interpretation of the adaptive proportions. A budget of 1 is token
/// 0, and a budget of all tokens adds no token.
///
/// Promises freedom of scale and an order, and an exact count unless it is adaptive. Steps are made
/// by position, so that selections neither nest nor follow a permutation.
///
/// - Complexity: O(*n* · *k* · *d_k*) for each budget of *n* tokens with keys *d_k* wide.
///
/// Source: LLaVA-PruMerge+, ICCV 2025, arXiv 2403.15388.
public struct PruMergePlus: PruningStrategy {
  /// The name of this strategy.
  public static let name = "prumerge-plus"
  /// A hybrid strategy.
  public static let family = StrategyFamily.hybrid
  /// What this strategy does.
  public static let summary =
    "keep outliers of the attention and tokens at even steps, adding to each its nearest by their keys"
  /// Where it is published.
  public static let source = "LLaVA-PruMerge+, ICCV 2025, arXiv 2403.15388"
  /// It is defined before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// Who decides the count.
  public static let parameters = [
    CountRule.parameter(
      "keep the budget (our interpretation), or as many as the image asks for, the released default"
    )
  ]

  /// It reads attention, features and keys.
  public var evidence: [Evidence] { [.lastLayerAttention, .features, .keys] }
  /// What it promises.
  public var promises: StrategyPromises {
    let always: StrategyPromises = [.scaleFree, .ordered, .merging, .deterministic]
    return hasOwnBudget ? always : always.union(.exactCount)
  }
  /// Whether it decides the count by itself.
  public var hasOwnBudget: Bool { count == .adaptive }
  private let count: CountRule

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    count = CountRule(values)
  }

  /// Who decides the count.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    count.resolved
  }

  /// How many tokens the image asks for, at least one.
  public func ownBudget(for field: PreparedField) -> Int? {
    guard hasOwnBudget, let sample = ClusterSample(field) else { return nil }
    return max(1, Self.adaptiveOrder(of: sample).count)
  }

  /// Which attention stood in, and whether none stood out.
  public func notes(for field: PreparedField) -> [String] {
    [substitutionNote(for: field)].compactMap { $0 }
      + ClusterSample.notes(for: field, of: Self.name, adaptive: hasOwnBudget)
  }

  /// A plan that gathers each budget's clusters.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let sample = ClusterSample(field) else { return OrderedPlan(order: []) }
    if hasOwnBudget {
      let kept = ClusterPlan.Kept(
        order: Self.adaptiveOrder(of: sample), attended: sample.outliers)
      return sample.deciding(ClusterPlan(sample: sample, rule: .outliers) { _ in kept })
    }
    return ClusterPlan(sample: sample, rule: .spread) { budget in
      Self.kept(of: sample, keeping: budget)
    }
  }

  /// Outliers by attention, then tokens at even steps.
  private static func adaptiveOrder(of sample: ClusterSample) -> [Int] {
    let count = sample.attention.count
    guard sample.outliers > 0 else { return [] }
    let outliers = sample.attention.best(sample.outliers)
    let ratio = Double(sample.standingOut.count) / Double(count)
    let step = max(1, Int(1 / ratio) / 3)
    let isOutlier = Set(outliers)
    return outliers + stride(from: 0, to: count - 1, by: step).filter { !isOutlier.contains($0) }
  }

  /// A quarter by attention, the rest at even steps, what overlaps by attention again.
  private static func kept(of sample: ClusterSample, keeping budget: Int) -> ClusterPlan.Kept {
    let count = sample.attention.count
    let attended = (budget + 2) / 4
    let spread = budget - attended
    var order = sample.attention.best(attended)
    var isKept = Set(order)
    for place in 0..<spread where isKept.insert(place * count / spread).inserted {
      order.append(place * count / spread)
    }
    let filled = budget - order.count
    for token in sample.attention.order where order.count < budget {
      if isKept.insert(token).inserted { order.append(token) }
    }
    return ClusterPlan.Kept(order: order, attended: attended, filled: filled)
  }
}
