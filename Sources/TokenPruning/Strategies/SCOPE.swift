internal import LinearAlgebra
import Glibc
public import TokenFields

/// Keeps tokens that cover all others best, weighted by their class attention.
///
/// Reads class attention (h×n, its sum n) and the cosines of features (n×n). A kept token covers
/// every token by its cosine to it, as far as that is positive and more than what is covered
/// already. Greedily the token with the largest product of new coverage and attention to the power
/// of `alpha` (0...10, 1 in the released code) is added, the lower index on ties; with
/// `combine=add` the weight is added to the coverage instead, as the released code can.
///
/// Gains never grow, so that most of them need not be computed again at every step (lazy greedy);
/// the selection is exactly that of computing all.
///
/// A token of zero length covers nothing, and one without attention has no weight: with
/// `combine=multiply` neither gains. Once no token does, as after the first of equal tokens, the
/// rest follow by index; there the released code goes by rounding, and by NaN for a token of zero
/// length.
///
/// Promises nested and exact selections, equivariance and an order; freedom of scale unless the
/// weight is added.
///
/// - Complexity: O(*n*²) once for *n* tokens, then O(*n*) for each gain that comes into question.
///
/// Source: SCOPE, NeurIPS 2025, arXiv 2510.24214.
public struct SCOPE: PruningStrategy {
  /// The name of this strategy.
  public static let name = "scope"
  /// A hybrid strategy.
  public static let family = StrategyFamily.hybrid
  /// What this strategy does.
  public static let summary = "keep tokens that cover the others best, weighted by class attention"
  /// Where it is published.
  public static let source = "SCOPE, NeurIPS 2025, arXiv 2510.24214"
  /// It is defined before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// The weight of attention.
  public static let parameters = [
    ParameterSpecification(
      "alpha", .number(0...10), default: .number(1),
      "power of the attention that coverage is multiplied by; the released default"),
    ParameterSpecification(
      "combine", .choice(["multiply", "add"]), default: .word("multiply"),
      "whether coverage is multiplied by the weight or the weight is added; the released default"),
  ]

  /// It reads class attention and features.
  public var evidence: [Evidence] { [.attention, .features] }
  /// What it promises; a sum weighs coverage against attention, whose scale then matters.
  public var promises: StrategyPromises {
    let always: StrategyPromises = [
      .prefixConsistent, .exactCount, .permutationEquivariant, .ordered, .deterministic,
    ]
    return adds ? always : always.union(.scaleFree)
  }
  /// The power of the attention.
  public let alpha: Double
  /// Whether the weight is added, else multiplied.
  public let adds: Bool

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    alpha = values.number("alpha") ?? 1
    adds = values.word("combine") == "add"
  }

  /// The weight of attention.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("alpha", .number(alpha))
    values.set("combine", .word(adds ? "add" : "multiply"))
    return values
  }

  /// Tokens in the order of the greedy, as far as budgets ask.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let attention = field.attention, let heads = field.field.attention?.rows,
      let cosines = field.cosines(in: .features)
    else { return OrderedPlan(order: []) }
    // Of a product the scale does not matter: relative to the largest it stays in range.
    let unit = adds ? 1 / Double(heads) : max(attention.max() ?? 0, .leastNormalMagnitude)
    let weights = attention.map { pow($0 / unit, alpha) }
    return LazyGreedyPlan(
      CoverageObjective(
        cosines: cosines, weights: weights, adds: adds, attention: Ranking(attention)))
  }
}

/// How much a token covers that is not covered yet, weighted.
private struct CoverageObjective: GreedyObjective {
  let cosines: Matrix
  let weights: [Double]
  let adds: Bool
  /// What the weights are powers of.
  let attention: Ranking
  /// How well each token is covered.
  private var covered: [Double]

  init(cosines: Matrix, weights: [Double], adds: Bool, attention: Ranking) {
    self.cosines = cosines
    self.weights = weights
    self.adds = adds
    self.attention = attention
    covered = [Double](repeating: 0, count: cosines.rows)
  }

  var count: Int { cosines.rows }

  mutating func gain(of token: Int) -> Double {
    let excess = cosines.excess(ofRow: token, over: covered)
    return adds ? excess + weights[token] : excess * weights[token]
  }

  mutating func add(_ token: Int) { covered.raise(toRow: token, of: cosines) }

  var fallback: [Int] { Array(0..<count) }

  func scale(of token: Int) -> Double {
    // A gain is a sum of n differences of cosines, rounded as their sizes are.
    adds ? 1 + weights[token] : weights[token]
  }

  var measure: TokenReason.Measure { .coverageGain }

  var weighting: (ranking: Ranking, measure: TokenReason.Measure)? {
    (attention, .classAttention)
  }
}
