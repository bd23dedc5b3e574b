internal import LinearAlgebra
public import TokenFields

/// Keeps tokens by farthest-point sampling.
///
/// Reads the inner products or the cosines of projected features (n×n) and, for its default start,
/// the class attention (h×n). From a start token, each next one is the token farthest from its
/// nearest chosen one, the lower index on ties. The result is within a factor of two of the best
/// possible smallest distance [Gonzalez 1985].
///
/// `metric` is the Euclidean distance of the features as they are, the paper's L2, or the cosine
/// distance; `start` is the most attended token or token 0.
///
/// A token of zero length is the origin for the one metric and at distance 1 from all others for
/// the other. After the start, equal tokens come in the order of their indices; none comes twice. A
/// budget of 1 is the start.
///
/// Promises nested and exact selections, freedom of scale and an order, and equivariance unless it
/// starts at token 0.
///
/// - Complexity: O(*n*) for each of the tokens kept, beside the shared Gram matrix.
///
/// Source: FPSPruner as AgilePruner (arXiv 2603.01236, Table 2 and App. C) defines it; the start
/// and the space are not published, the defaults are ours.
///
/// [Gonzalez 1985]: https://doi.org/10.1016/0304-3975(85)90224-5
public struct FPSPruner: PruningStrategy {
  /// The name of this strategy.
  public static let name = "fpspruner"
  /// A diversity strategy.
  public static let family = StrategyFamily.diversity
  /// What this strategy does.
  public static let summary = "keep tokens by farthest-point sampling"
  /// Where it is published.
  public static let source = "FPSPruner, AgilePruner App. C, arXiv 2603.01236"
  /// It reads projected features, and attention for its default start.
  public var evidence: [Evidence] { startsAtAttention ? [.projected, .attention] : [.projected] }
  /// It is read after the projector.
  public static let featureSpace: FeatureSpace? = .projected
  /// What it promises; a scaled cosine or Euclidean distance keeps its order.
  ///
  /// `start=first` names a place: with it, permuting the tokens starts the walk elsewhere.
  public var promises: StrategyPromises {
    let always: StrategyPromises = [
      .prefixConsistent, .exactCount, .scaleFree, .ordered, .deterministic,
    ]
    return startsAtAttention ? always.union(.permutationEquivariant) : always
  }
  /// The distance and the start.
  public static let parameters = [
    ParameterSpecification(
      "metric", .choice(["euclidean", "cosine"]), default: .word("euclidean"),
      "distance between tokens; the paper's appendix says L2"),
    ParameterSpecification(
      "start", .choice(["attention", "first"]), default: .word("attention"),
      "first token: that with the largest class attention, or token 0; our choice"),
  ]

  /// Whether distances are Euclidean, else cosine distances.
  public let euclidean: Bool
  /// Whether the start is the token with the largest attention, else token 0.
  public let startsAtAttention: Bool

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    euclidean = values.word("metric") != "cosine"
    startsAtAttention = values.word("start") != "first"
  }

  /// The distance and the start.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("metric", .word(euclidean ? "euclidean" : "cosine"))
    values.set("start", .word(startsAtAttention ? "attention" : "first"))
    return values
  }

  /// Tokens in farthest-point order, ordered as far as budgets ask.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    let attention = startsAtAttention ? Ranking(attentionOf: field) : nil
    let matrix = euclidean ? field.gram(of: .projected) : field.cosines(in: .projected)
    guard let matrix else { return OrderedPlan(order: []) }
    return FarthestPointPlan(
      startingAt: attention?.best(1).first ?? 0,
      by: attention.map {
        FarthestPointPlan.StartRule(ranking: $0, measure: .classAttention)
      }, unstable: attention?.cut(at: 1).first, in: matrix,
      distance: euclidean ? .squaredEuclidean : .cosine)
  }
}
