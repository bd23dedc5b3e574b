public import TokenFields

/// Keeps tokens whose attention stands out and adds to each what is like it.
///
/// Reads the attention of [CLS] in the encoder's last layer as a single head (n), the keys of all
/// heads side by side (n×d_k) and, to merge, features (n×d). Without the last layer's attention the
/// mean of the class attention stands in, and a note says so; class attention must be there in any
/// case. The keys are the sample's only ones; the released code takes those of the last layer.
///
/// Every kept token is replaced by itself plus its 32 nearest other tokens by the cosine of the
/// keys, kept ones among them, each times its attention (not normalised); one token more is the sum
/// of all dropped ones times theirs. A token may so go into several. Of 33 tokens or fewer the
/// nearest are all others.
///
/// With `count=adaptive`, the released default, as many are kept as stand out by the rule of
/// boxplots, or one less where the released code's product of n and its share is rounded below a
/// whole number; a budget is not heeded. Where none stands out, as where all attention is equal,
/// only the one token of all dropped ones is handed on, and a note says so.
///
/// A key of zero length has cosine 0 to all others; on ties the lower index is nearer. A budget of
/// all tokens drops none and adds no token.
///
/// Promises equivariance, freedom of scale and an order; nested and exact selections unless the
/// count is adaptive.
///
/// - Complexity: O(*n* · *k* · *d_k*) for each budget of *n* tokens with keys *d_k* wide.
///
/// Source: LLaVA-PruMerge, ICCV 2025, arXiv 2403.15388.
public struct PruMerge: PruningStrategy {
  /// The name of this strategy.
  public static let name = "prumerge"
  /// A hybrid strategy.
  public static let family = StrategyFamily.hybrid
  /// What this strategy does.
  public static let summary =
    "keep the tokens whose attention stands out, adding to each its nearest by their keys"
  /// Where it is published.
  public static let source = "LLaVA-PruMerge, ICCV 2025, arXiv 2403.15388"
  /// It is defined before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// Who decides the count.
  public static let parameters = [
    CountRule.parameter(
      "keep the budget, or as many as stand out by the rule of boxplots, the released default")
  ]

  /// It reads attention, features and keys.
  public var evidence: [Evidence] { [.lastLayerAttention, .features, .keys] }
  /// What it promises.
  public var promises: StrategyPromises {
    let always: StrategyPromises = [
      .permutationEquivariant, .ordered, .merging, .deterministic, .scaleFree,
    ]
    return hasOwnBudget ? always : always.union([.prefixConsistent, .exactCount])
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

  /// How many tokens stand out, at least one.
  public func ownBudget(for field: PreparedField) -> Int? {
    guard hasOwnBudget, let sample = ClusterSample(field) else { return nil }
    return max(1, sample.outliers)
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
    let outliers = sample.outliers
    let rule: ClusterPlan.Rule = hasOwnBudget ? .outliers : .ranked
    let plan = ClusterPlan(sample: sample, rule: rule) { [hasOwnBudget] budget in
      let count = hasOwnBudget ? outliers : budget
      return ClusterPlan.Kept(order: sample.attention.best(count), attended: count)
    }
    return hasOwnBudget ? sample.deciding(plan) : plan
  }
}
