internal import LinearAlgebra
public import TokenFields

/// Keeps the tokens whose smallest cosine distance to each other is largest (greedily).
///
/// The first is the token whose nearest neighbour is farthest away; each next one is the token
/// whose nearest chosen one is farthest away. Chosen tokens are masked, so none comes twice even when
/// tokens are identical.
///
/// - Complexity: O(*n*²) once for *n* tokens and O(*n*) for each token kept, beside the shared
///   cosines.
///
/// Source: DivPrune, CVPR 2025, arXiv 2503.02175 (max–min diversity).
public struct DivPrune: PruningStrategy {
  /// The name of this strategy.
  public static let name = "divprune"
  /// A diversity strategy.
  public static let family = StrategyFamily.diversity
  /// What this strategy does.
  public static let summary = "keep tokens whose smallest cosine distance to each other is largest"
  /// Where it is published.
  public static let source = "DivPrune, CVPR 2025, arXiv 2503.02175"
  /// It reads projected features.
  public static let evidence: [Evidence] = [.projected]
  /// It is defined after the projector.
  public static let featureSpace: FeatureSpace? = .projected
  /// What it promises.
  public static let promises: StrategyPromises = [
    .prefixConsistent, .exactCount, .permutationEquivariant, .scaleFree, .ordered,
  ]
  /// It has no parameters.
  public static let parameters: [ParameterSpecification] = []

  /// Creates the strategy.
  public init(_ values: ParameterValues = ParameterValues()) {}

  /// No parameters.
  public func resolvedParameters(for field: TokenField) -> ParameterValues { ParameterValues() }

  /// Tokens in max–min order, ordered as far as budgets ask.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try Self.requireEvidence(of: field)
    guard let cosines = field.cosines(in: .projected),
      let start = Self.mostIsolated(in: cosines)
    else { return OrderedPlan(order: []) }
    return FarthestPointPlan(startingAt: start, in: cosines, by: .cosine)
  }

  /// The token whose nearest other one is farthest away; nil without tokens.
  private static func mostIsolated(in cosines: Matrix) -> Int? {
    cosines.largestOffDiagonals.map { 1 - $0 }.indexOfMaximum
  }
}
