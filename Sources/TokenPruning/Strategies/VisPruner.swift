internal import LinearAlgebra
public import TokenFields

/// Keeps some tokens for their attention and thins the rest until no near-duplicates are left.
///
/// Of a budget *k*, ⌊*k* · ratio⌋ tokens with the largest attention are important. The others, in
/// descending attention, are split by even and odd places in the list; each even one is scored by its
/// largest cosine to an odd one, up to eight of the highest scores are deleted, and the list becomes
/// the surviving even ones in descending score followed by the odd ones. That repeats until the rest
/// of the budget is left.
///
/// The split depends on every earlier sort: one pair swapped by rounding changes all that follows.
/// All cosines here are therefore of doubles.
///
/// - Complexity: O(*n*² log *n*) for each budget of *n* tokens, beside the shared neighbour lists.
///
/// Source: VisPruner, ICCV 2025, arXiv 2412.01818v2; at budgets where the released code stops with an
/// error, the even part has the extra token and at most its length is deleted.
public struct VisPruner: PruningStrategy {
  /// The name of this strategy.
  public static let name = "vispruner"
  /// A hybrid strategy.
  public static let family = StrategyFamily.hybrid
  /// What this strategy does.
  public static let summary = "keep the most attended tokens and thin the others of near-duplicates"
  /// Where it is published.
  public static let source = "VisPruner, ICCV 2025, arXiv 2412.01818"
  /// It reads class attention and features.
  public static let evidence: [Evidence] = [.attention, .features]
  /// It is defined before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// What it promises.
  public static let promises: StrategyPromises = [
    .exactCount, .permutationEquivariant, .scaleFree,
  ]
  /// The share kept for attention.
  public static let parameters = [
    ParameterSpecification(
      "ratio", .number(0...1), default: .number(0.5),
      "share of the budget kept for attention; the released default")
  ]

  /// The share of the budget kept for attention.
  public let ratio: Double

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    ratio = values.number("ratio") ?? 0.5
  }

  /// The ratio.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("ratio", .number(ratio))
    return values
  }

  /// A plan that thins the residual list anew for each budget.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try Self.requireEvidence(of: field)
    guard let order = field.attentionOrder, let cosines = field.cosines(in: .features),
      let neighbours = field.neighbours(in: .features)
    else { return OrderedPlan(order: []) }
    return ThinningPlan(
      ratio: ratio, attentionOrder: order,
      thinning: ResidualThinning(cosines: cosines, neighbours: neighbours))
  }
}

/// Important tokens first, the residual list thinned for the rest of the budget.
private struct ThinningPlan: SelectionPlan {
  let ratio: Double
  let attentionOrder: [Int]
  let thinning: ResidualThinning

  func selection(keeping budget: Int) -> Selection {
    precondition(
      (1...max(attentionOrder.count, 1)).contains(budget),
      "a budget of \(budget) of \(attentionOrder.count) tokens")
    let importantCount = Int(Double(budget) * ratio)
    let important = Array(attentionOrder[..<importantCount])
    let diverse = thinning.thin(
      attentionOrder[importantCount...].map { Int32($0) }, to: budget - importantCount)
    return Selection(kept: important + diverse.map { Int($0) }, important: important)
  }
}
