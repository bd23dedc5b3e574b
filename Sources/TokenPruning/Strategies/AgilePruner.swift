internal import LinearAlgebra
public import TokenFields

/// Walks tokens in descending attention and lets each chosen one remove what lies too close to it,
/// with a threshold that grows with its rank and with the image's own diversity.
///
/// A chosen token of attention rank *r* (from 1, counted over all tokens) removes every token still
/// alive whose cosine distance to it is below
///
///     τ = min(r · (erank / average erank) · 0.01, τ_max)
///
/// (AgilePruner Eq. 6). When the walk ends before the budget is met, the most attended tokens not
/// chosen, removed ones included, fill it. The whole is prefix-consistent: τ does not depend on the
/// budget.
///
/// Paper and released code differ: the paper's Eq. 7 does not centre the features before the erank,
/// the code does (`centred`); the average erank is the training set's in the paper and 90 in the code.
///
/// - Complexity: O(*n* · *s*) once for *n* tokens of which *s* survive, beside the shared matrices
///   and one erank.
///
/// Source: AgilePruner, ICLR 2026, arXiv 2603.01236, §4.3 and the released code.
public struct AgilePruner: PruningStrategy {
  /// The name of this strategy.
  public static let name = "agilepruner"
  /// The adaptive strategy.
  public static let family = StrategyFamily.adaptive
  /// What this strategy does.
  public static let summary =
    "walk down the attention, removing what is closer than a threshold steered by erank"
  /// Where it is published.
  public static let source = "AgilePruner, ICLR 2026, arXiv 2603.01236"
  /// It reads class attention and projected features.
  public var evidence: [Evidence] { [.attention, .projected] }
  /// It is defined after the projector.
  public static let featureSpace: FeatureSpace? = .projected
  /// What it promises.
  public var promises: StrategyPromises {
    [.prefixConsistent, .exactCount, .permutationEquivariant, .scaleFree, .ordered, .deterministic]
  }
  /// The signal, its averages and the threshold's constants.
  public static let parameters = [
    ParameterSpecification(
      "signal", .choice(["erank", "entropy", "none"]), default: .word("erank"),
      "what steers the threshold: the paper's erank, its App. B.2 entropy, or nothing (ratio 1)"),
    ParameterSpecification(
      "erank-average", .number(1e-6...1e6), default: nil,
      "average erank; 90 for LLaVA-1.5 (released code), an encoder's own calibration otherwise"),
    ParameterSpecification(
      "entropy-average", .number(1e-6...1e6), default: nil,
      "average entropy in nats; 4.80 for LLaVA-1.5 (the paper's mean on MME), or the encoder's own"),
    ParameterSpecification(
      "slope", .number(0...2), default: .number(0.01), "threshold added by each rank; Eq. 6"),
    ParameterSpecification(
      "tau-max", .number(0...2), default: .number(0.25),
      "largest threshold, a cosine distance; the released code"),
    ParameterSpecification(
      "tau", .number(0...2), default: nil,
      "fixed threshold for every token in place of the adaptive one; the paper's Table 12"),
    ParameterSpecification(
      "centred", .flag, default: .flag(true),
      "whether the erank that steers it subtracts the mean token: code true, paper's Eq. 7 false"),
  ]

  private let given: ParameterValues

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) { given = values }

  /// All parameters, the averages from the field's encoder unless given.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    if let tau = given.number("tau") {
      var fixed = ParameterValues()
      fixed.set("tau", .number(tau))
      return fixed
    }
    var values = given
    switch given.word("signal") ?? "erank" {
    case "erank":
      values.set("erank-average", .number(given.number("erank-average") ?? field.averages.erank))
    case "entropy":
      values.set(
        "entropy-average", .number(given.number("entropy-average") ?? field.averages.entropy))
    default: break
    }
    return values.fillingDefaults(of: Self.parameters)
  }

  /// The walk to its end, then all others in descending attention.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let attention = Ranking(attentionOf: field),
      let cosines = field.cosines(in: .projected)
    else {
      return OrderedPlan(order: [])
    }
    let rule = thresholdRule(for: field)
    return SuppressionWalk(attention: attention, cosines: cosines, threshold: rule).plan()
  }

  /// The threshold of a token by its attention rank.
  private func thresholdRule(for field: PreparedField) -> ThresholdRule {
    let values = resolvedParameters(for: field.field)
    if let tau = values.number("tau") { return ThresholdRule(slope: 0, offset: tau, largest: tau) }
    let ratio: Double =
      switch values.word("signal") {
      case "erank":
        (field.erank(centred: values.flag("centred") ?? true) ?? 0)
          / (values.number("erank-average") ?? 1)
      case "entropy":
        (field.entropy ?? 0) / (values.number("entropy-average") ?? 1)
      default: 1
      }
    return ThresholdRule(
      slope: ratio * (values.number("slope") ?? 0.01), offset: 0,
      largest: values.number("tau-max") ?? 0.25)
  }
}
