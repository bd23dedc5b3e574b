public import TokenFields

/// Keeps the tokens to which the language model's last prompt token attends most.
///
/// Reads that attention (n), averaged over heads; which layer it is of is for whoever writes the
/// dump to know. The tokens enter the language model; after its layer `layer` (1...200, the paper's
/// K of 2) the *k* with the largest attention go on and the others are dropped. The full number is
/// therefore paid for in the first layers: the parameter changes the cost and not the selection.
///
/// Equal attention keeps the first tokens. Features are not read.
///
/// Makes every promise but those of merging.
///
/// - Complexity: O(*n* log *n*) once for *n* tokens.
///
/// Source: FastV, ECCV 2024, arXiv 2403.06764.
public struct FastV: PruningStrategy {
  /// The name of this strategy.
  public static let name = "fastv"
  /// An attention strategy.
  public static let family = StrategyFamily.attention
  /// What this strategy does.
  public static let summary =
    "keep the tokens to which the language model's last prompt token attends most"
  /// Where it is published.
  public static let source = "FastV, ECCV 2024, arXiv 2403.06764"
  /// The layer.
  public static let parameters = [
    ParameterSpecification(
      "layer", .integer(1...200), default: .integer(2),
      "layer of the language model after which tokens are dropped, for the cost; the paper's K")
  ]

  /// It reads attention inside the language model.
  public var evidence: [Evidence] { [.llmAttention] }
  /// What it promises.
  public var promises: StrategyPromises {
    [
      .prefixConsistent, .exactCount, .permutationEquivariant, .scaleFree, .ordered,
      .deterministic,
    ]
  }
  /// The layer after which tokens are dropped.
  public let pruningLayer: Int

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    pruningLayer = values.integer("layer") ?? 2
  }

  /// The layer.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("layer", .integer(pruningLayer))
    return values
  }

  /// All tokens in descending order of that attention.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    return Ranking(field.field.llmAttention ?? []).plan(by: .languageModelAttention)
  }
}
