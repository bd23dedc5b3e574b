internal import LinearAlgebra
import Glibc
public import TokenFields

/// Keeps the tokens that a text is about and averages the others into one.
///
/// Reads patches (n×e) and row 0 of the texts (m×e) in CLIP's joint space and, to average, features
/// (n×d). The inner product of a patch with the text is small where the patch shows what the text
/// names: the *k* tokens with the largest softmax of its negative are kept, and one token more is
/// handed on, the mean of all others. Where the sample carries `relevance` (n), with embeddings or
/// without, the largest of it are kept.
///
/// With `count=adaptive` as many are kept as stand out by the rule of boxplots, in the softmax or
/// in the sample's relevance, but at least one; a budget is not heeded.
///
/// On ties the lower index is kept. A budget of all tokens adds none, where the released code stops
/// with an error. A token of zero length counts in the mean as any.
///
/// Promises equivariance, freedom of scale and an order; nested and exact selections unless the
/// count is adaptive.
///
/// - Complexity: O(*n* · *e*) once for *n* patches of width *e*.
///
/// Source: TRIM, arXiv 2409.10994; the outlier rule of `count=adaptive` is that of its released
/// code.
public struct TRIM: PruningStrategy {
  /// The name of this strategy.
  public static let name = "trim"
  /// A text strategy.
  public static let family = StrategyFamily.text
  /// What this strategy does.
  public static let summary = "keep the tokens nearest to the text and average the others into one"
  /// Where it is published.
  public static let source = "TRIM, arXiv 2409.10994"
  /// It merges before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// Who decides the count.
  public static let parameters = [
    CountRule.parameter(
      "keep the budget, or as many as stand out by the rule of boxplots, as the released code can")
  ]

  /// It reads relevance or the embeddings that it is computed from, and features to average.
  public var evidence: [Evidence] { [.relevance, .features] }
  /// What it promises.
  public var promises: StrategyPromises {
    let always: StrategyPromises = [
      .permutationEquivariant, .scaleFree, .ordered, .merging, .deterministic,
    ]
    return hasOwnBudget ? always : always.union([.prefixConsistent, .exactCount])
  }
  /// Whether it decides the count by itself.
  public var hasOwnBudget: Bool { count == .adaptive }
  private let count: CountRule

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    count = CountRule(values)
  }

  /// Who decides the count.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    count.resolved
  }

  /// How many tokens stand out, at least one.
  public func ownBudget(for field: PreparedField) -> Int? {
    guard hasOwnBudget else { return nil }
    return max(1, keptCount(forOutliers: outliers(in: field).count, of: field.count))
  }

  private func outliers(in field: PreparedField) -> Outliers {
    Outliers(of: Self.boxplotScores(of: field.field))
  }

  /// What boxplots read.
  ///
  /// They need the softmax itself; the order does not, since a softmax can vanish.
  private static func boxplotScores(of field: TokenField) -> [Double] {
    let scores = relevance(of: field)
    guard field.relevance == nil, let largest = scores.max() else { return scores }
    return scores.map { exp($0 - largest) }
  }

  /// Tokens in descending relevance, with the mean of the rest.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    let plan = MeanOfRestPlan(
      ranking: Ranking(Self.relevance(of: field.field)),
      fixed: ownBudget(for: field).map {
        MeanOfRestPlan.Fixed(
          count: $0, outliers: outliers(in: field),
          scores: Self.boxplotScores(of: field.field),
          measure: field.field.relevance == nil ? .softmaxRelevance : .relevance)
      })
    guard let fixed = plan.fixed else { return plan }
    let closest = [fixed.outliers.closest].compactMap { $0 }
    return CountDecidingPlan(plan: plan) { _ in closest }
  }

  /// The relevance of every token, larger for more relevant.
  private static func relevance(of field: TokenField) -> [Double] {
    if let relevance = field.relevance { return relevance }
    guard let images = field.clipImageEmbeds, let texts = field.textEmbeds, texts.rows > 0 else {
      return []
    }
    return images.innerProducts(with: texts.selecting(rows: 0..<1)).elements.map { -$0 }
  }
}

/// The best tokens, and the mean of all others as one token more.
private struct MeanOfRestPlan: SelectionPlan {
  /// What decides the count in place of the budget.
  struct Fixed {
    /// How many are kept.
    let count: Int
    let outliers: Outliers
    /// The values among which those are, and what they are.
    let scores: [Double]
    let measure: TokenReason.Measure
  }

  let ranking: Ranking
  let fixed: Fixed?

  var count: Int { ranking.count }

  private func keptCount(_ budget: Int) -> Int { fixed?.count ?? budget }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: ranking.count)
    let count = keptCount(budget)
    let rest = ranking.others(thanBest: count)
    let groups = rest.isEmpty ? [] : [Merging.Group(representative: nil, meanOf: rest)]
    return Selection(
      order: ranking.best(count), merging: Merging(groups: groups, in: .features))
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: ranking.count)
    return ranking.cut(at: keptCount(budget))
  }

  /// Each token's relevance against the last that is kept, or against the bound of outliers.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    guard let fixed else {
      return ranking.comparisons(of: tokens, by: .relevance, taking: budget).map {
        TokenReason(comparisons: [$0])
      }
    }
    return fixed.outliers.comparisons(
      of: tokens, with: fixed.scores, by: fixed.measure, in: ranking, taking: fixed.count
    ).map { TokenReason(comparisons: $0) }
  }

  func smallestBudgets(of tokens: [Int]) -> [Int?]? {
    fixed.map { budgets(of: tokens, alwaysKeeping: ranking.best($0.count)) }
      ?? ranking.places(of: tokens)
  }
}
