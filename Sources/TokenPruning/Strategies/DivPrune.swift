internal import LinearAlgebra
public import TokenFields

/// Keeps the tokens whose smallest cosine distance to each other is largest (greedily).
///
/// The first is the token whose nearest neighbour is farthest away; each next one is the token
/// whose nearest chosen one is farthest away. Chosen tokens are masked, so none comes twice even when
/// tokens are identical.
///
/// - Complexity: O(*n*²) once for *n* tokens, beside the shared cosines.
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

  /// All tokens in max–min order.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try Self.requireEvidence(of: field)
    guard let cosines = field.cosines(in: .projected) else { return OrderedPlan(order: []) }
    let distances = cosines.cosineDistances
    return OrderedPlan(
      order: farthestPointOrder(
        startingAt: Self.mostIsolated(in: distances), distances: distances))
  }

  /// The token whose second-smallest distance is largest; the smallest is its distance to itself.
  private static func mostIsolated(in distances: Matrix) -> Int {
    let gaps = (0..<distances.rows).map { token -> Double in
      var smallest = Double.infinity
      var second = Double.infinity
      for distance in distances.row(token) {
        if distance < smallest {
          second = smallest
          smallest = distance
        } else if distance < second {
          second = distance
        }
      }
      return second
    }
    return gaps.indexOfMaximum ?? 0
  }
}
