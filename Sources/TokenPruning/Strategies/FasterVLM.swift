public import TokenFields

/// Keeps the tokens to which the class token attends most.
///
/// The class attention of the encoder's penultimate layer, h×n, is averaged over heads and the
/// largest of the n means are kept; on ties the lower index, so that equal attention keeps the
/// first tokens. Features are not read. The released code sorts in half precision and without a
/// rule for ties.
///
/// Makes every promise but those of merging.
///
/// - Complexity: O(*n* log *n*) once for *n* tokens.
///
/// Source: FasterVLM, arXiv 2412.01818.
public struct FasterVLM: PruningStrategy {
  /// The name of this strategy.
  public static let name = "fastervlm"
  /// An attention strategy.
  public static let family = StrategyFamily.attention
  /// What this strategy does.
  public static let summary = "keep the tokens with the largest class attention"
  /// Where it is published.
  public static let source = "FasterVLM, arXiv 2412.01818"
  /// It reads class attention.
  public var evidence: [Evidence] { [.attention] }
  /// What it promises.
  public var promises: StrategyPromises {
    [.prefixConsistent, .exactCount, .permutationEquivariant, .scaleFree, .ordered, .deterministic]
  }
  /// It has no parameters.
  public static let parameters: [ParameterSpecification] = []

  /// Creates the strategy.
  public init(_ values: ParameterValues = ParameterValues()) {}

  /// All tokens in descending order of attention.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    return Ranking(attentionOf: field)?.plan(by: .classAttention) ?? OrderedPlan(order: [])
  }
}
