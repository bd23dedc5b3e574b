internal import LinearAlgebra
public import TokenFields

/// Walks tokens in descending attention and lets each chosen one remove what lies too close to it,
/// with a threshold that grows with its rank and with the image's own diversity.
///
/// Reads class attention (h×n, its mean n) and the cosines of projected features (n×n). A chosen
/// token of attention rank *r* (from 1, counted over all tokens) removes every token still alive
/// whose cosine distance to it is below
///
///     τ = min(r · (erank / average erank) · 0.01, τ_max)
///
/// (AgilePruner Eq. 6). When the walk ends before the budget is met, the most attended tokens not
/// chosen, removed ones included, fill it. The whole is prefix-consistent: τ does not depend on the
/// budget. A fixed `tau` takes the place of it, whatever rank and image.
///
/// Ranges and origins of all parameters are in ``parameters``: `slope`, `tau-max` and the
///
/// average erank of 90 are the released code's, `tau` is the paper's Table 12, `signal=entropy` its
/// App. B.2. With `count=adaptive` (App. B.5, whose formula is not published) a budget *k* becomes
/// round(k · clip(signal / average, `count-min`, `count-max`)), all tokens stay all, and without a
/// budget *k* is `reference` for every 576 tokens.
///
/// Paper and released code differ: the paper's Eq. 7 does not centre the features before the erank,
/// the code does (`centred`); the average erank is the training set's in the paper and 90 in the
/// code.
///
/// A token of zero length is at distance 1 from all others. Where all features are equal the most
/// attended are kept; where all attention is equal, the walk goes by index.
///
/// Promises an exact count unless the count is adaptive, and nested selections, equivariance and
/// freedom of scale always.
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
    let always: StrategyPromises = [
      .prefixConsistent, .permutationEquivariant, .scaleFree, .ordered, .deterministic,
    ]
    return hasOwnBudget ? always : always.union(.exactCount)
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
    ParameterSpecification(
      "count", .choice(["budget", "adaptive"]), default: .word("budget"),
      "keep the budget, or move it by the signal over its average; App. B.5, an interpretation"),
    ParameterSpecification(
      "reference", .integer(1...1_000_000), default: .integer(88),
      "budget of count=adaptive where none is asked for, per 576 tokens; App. B.5"),
    ParameterSpecification(
      "count-min", .number(0...1), default: .number(0.8),
      "least factor of count=adaptive; App. B.5 reduces by up to 20 %"),
    ParameterSpecification(
      "count-max", .number(1...10), default: .number(1.2),
      "largest factor of count=adaptive; our choice, the paper says proportionally"),
  ]

  private let given: ParameterValues

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) { given = values }

  /// Whether the count is the image's own, with a reference where no budget is asked for.
  public var hasOwnBudget: Bool { given.word("count") == "adaptive" }

  /// The parameters that matter, the averages from the field's encoder unless given.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    let defaults = given.fillingDefaults(of: Self.parameters)
    func take(_ names: String...) {
      for name in names { defaults[name].map { values.set(name, $0) } }
    }
    let isFixed = given["tau"] != nil
    if isFixed { take("tau") }
    if !isFixed || hasOwnBudget {
      take("signal")
      switch signal {
      case "erank":
        values.set("erank-average", .number(given.number("erank-average") ?? field.averages.erank))
      case "entropy":
        values.set(
          "entropy-average", .number(given.number("entropy-average") ?? field.averages.entropy))
      default: break
      }
    }
    if !isFixed { take("slope", "tau-max") }
    if values["erank-average"] != nil { take("centred") }
    if hasOwnBudget { take("count", "reference", "count-min", "count-max") }
    return values
  }

  private var signal: String { given.word("signal") ?? "erank" }

  /// The reference, moved by the image.
  public func ownBudget(for field: PreparedField) -> Int? {
    guard hasOwnBudget else { return nil }
    let reference = Double(given.integer("reference") ?? 88) * Double(field.count) / 576
    return min(max(1, Int(reference.rounded(.toNearestOrAwayFromZero))), field.count)
  }

  /// Which features stood in, and what the image made of the count.
  public func notes(for field: PreparedField) -> [String] {
    let substitution = [substitutionNote(for: field)].compactMap { $0 }
    guard hasOwnBudget else { return substitution }
    let percent = (countFactor(for: field) * 1000).rounded() / 10
    return substitution + [
      "count=adaptive, an interpretation, keeps \(percent) % of the budget"
    ]
  }

  /// The walk to its end, then all others in descending attention.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let attention = Ranking(attentionOf: field),
      let cosines = field.cosines(in: .projected)
    else { return OrderedPlan(order: []) }
    let plan = SuppressionWalk(
      attention: attention, cosines: cosines, threshold: thresholdRule(for: field)
    ).plan()
    guard hasOwnBudget else { return plan }
    let factor = countFactor(for: field)
    return ScaledBudgetPlan(
      plan: plan, factor: factor, isSteered: signal != "none" && factor == signalRatio(for: field),
      count: field.count)
  }

  /// The signal over its average; 1 without a signal.
  private func signalRatio(for field: PreparedField) -> Double {
    switch signal {
    case "erank":
      (field.erank(centred: given.flag("centred") ?? true) ?? 0)
        / (given.number("erank-average") ?? field.field.averages.erank)
    case "entropy":
      (field.entropy ?? 0)
        / (given.number("entropy-average") ?? field.field.averages.entropy)
    default: 1
    }
  }

  private func countFactor(for field: PreparedField) -> Double {
    min(
      max(signalRatio(for: field), given.number("count-min") ?? 0.8),
      given.number("count-max") ?? 1.2)
  }

  /// The threshold of a token by its attention rank, as the image steers it.
  ///
  /// - Parameter field: The tokens; without what the signal reads, its ratio is 0.
  /// - Returns: A flat rule where `tau` is fixed.
  /// - Complexity: that of the erank, once.
  public func thresholdRule(for field: PreparedField) -> ThresholdRule {
    thresholdRule(ratio: signalRatio(for: field))
  }

  /// The threshold on an image whose signal is exactly its average; nil where no signal steers it.
  public var averageThresholdRule: ThresholdRule? {
    given.number("tau") == nil && signal != "none" ? thresholdRule(ratio: 1) : nil
  }

  private func thresholdRule(ratio: @autoclosure () -> Double) -> ThresholdRule {
    if let tau = given.number("tau") { return ThresholdRule(slope: 0, offset: tau, largest: tau) }
    return ThresholdRule(
      slope: ratio() * (given.number("slope") ?? 0.01), offset: 0,
      largest: given.number("tau-max") ?? 0.25)
  }
}

/// A plan asked for more or fewer tokens than the budget says.
private struct ScaledBudgetPlan: SelectionPlan {
  let plan: SuppressionPlan
  let factor: Double
  /// Whether the factor is the image's and not one of its limits.
  let isSteered: Bool
  let count: Int

  private func scaled(_ budget: Int) -> Int {
    require(budget, of: count)
    // A budget of all tokens keeps all.
    guard budget < count else { return count }
    let wanted = (Double(budget) * factor).rounded(.toNearestOrAwayFromZero)
    return min(max(1, Int(wanted)), count)
  }

  func selection(keeping budget: Int) -> Selection { plan.selection(keeping: scaled(budget)) }

  func instabilities(keeping budget: Int) -> [Instability] {
    let found = plan.instabilities(keeping: scaled(budget))
    guard isSteered, budget < count,
      let close = closeCount(Double(budget) * factor, truncating: false), close.rank <= count,
      let token = plan.selection(keeping: close.rank).order?.last
    else { return found }
    return found
      + [Instability(rank: close.rank, token: token, rival: nil, margin: close.margin)]
  }

  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    plan.reasons(for: tokens, in: selection, keeping: scaled(budget))
  }

  /// The first budget whose number of tokens reaches each token's place in the order: a larger
  /// budget never asks for fewer.
  func smallestBudgets(of tokens: [Int]) -> [Int?]? {
    var budgets = [Int?](repeating: nil, count: count + 1)
    var reached = 0
    for budget in 1...count {
      while reached < scaled(budget) {
        reached += 1
        budgets[reached] = budget
      }
    }
    return plan.smallestBudgets(of: tokens)?.map { $0.flatMap { budgets[$0] } }
  }
}
