internal import LinearAlgebra
public import TokenFields

/// Keeps the tokens whose smallest cosine distance to each other is largest (greedily).
///
/// Reads the cosines of projected features, n×n. The first is the token whose nearest neighbour is
/// farthest away; each next one is the token whose nearest chosen one is farthest away; on ties the
/// lower index. Chosen tokens are masked, so none comes twice even when tokens are identical: the
/// released code does not mask them, repeats an index there and keeps fewer.
///
/// A token of zero length is at distance 1 from all others, which makes it the first choice where
/// every other has a neighbour nearer than that; the released code has no answer then. Where all
/// tokens are equal they come in the order of their indices. Attention is not read.
///
/// Makes every promise but those of merging.
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
  public var evidence: [Evidence] { [.projected] }
  /// It is defined after the projector.
  public static let featureSpace: FeatureSpace? = .projected
  /// What it promises.
  public var promises: StrategyPromises {
    [.prefixConsistent, .exactCount, .permutationEquivariant, .scaleFree, .ordered, .deterministic]
  }
  /// It has no parameters.
  public static let parameters: [ParameterSpecification] = []

  /// Creates the strategy.
  public init(_ values: ParameterValues = ParameterValues()) {}

  /// Tokens in max–min order, ordered as far as budgets ask.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let cosines = field.cosines(in: .projected),
      let plan = Self.isolatedFirst(in: cosines)
    else { return OrderedPlan(order: []) }
    return plan
  }

  /// The most isolated token, then farthest points; nil without tokens.
  static func isolatedFirst(in cosines: Matrix) -> FarthestPointPlan? {
    IsolatedToken(in: cosines).map {
      FarthestPointPlan(
        startingAt: $0.token,
        by: FarthestPointPlan.StartRule(ranking: $0.ranking, measure: .isolation),
        unstable: $0.instability, in: cosines, distance: .cosine)
    }
  }
}

/// The token whose nearest other token is farthest away.
private struct IsolatedToken {
  let token: Int
  /// All tokens by the distance to their nearest.
  let ranking: Ranking
  let instability: Instability?

  /// The lowest index on ties; nil without tokens.
  init?(in cosines: Matrix) {
    let distances = cosines.largestOffDiagonals.map { 1 - $0 }
    guard let token = distances.indexOfMaximum else { return nil }
    self.token = token
    ranking = Ranking(distances)
    // Two tokens that are each other's nearest have one distance between them, whatever rounding does
    // to it: the index decides, and no arithmetic turns that.
    let rival = distances.indices
      .filter { $0 != token && 1 - cosines[token, $0] != distances[token] }
      .max { distances[$0] < distances[$1] }
    instability = rival.flatMap {
      Instability(rank: 1, token: token, rival: $0, difference: distances[token] - distances[$0])
    }
  }
}
