internal import LinearAlgebra
public import TokenFields

/// Keeps some tokens for their attention and thins the rest until no near-duplicates are left.
///
/// Reads class attention (h×n, its mean n) and the cosines of features (n×n). Of a budget *k*, ⌊*k*
/// · ratio⌋ tokens with the largest attention are important. The others, in descending attention,
/// are split by even and odd places in the list; each even one is scored by its largest cosine to
/// an odd one, up to eight of the highest scores are deleted, and the list becomes the surviving
/// even ones in descending score followed by the odd ones. That repeats until the rest of the
/// budget is left.
///
/// The split depends on every earlier sort: one pair swapped by rounding changes all that follows.
/// All cosines here are therefore of doubles. The share `ratio` (0...1, 0.5 in the released code)
/// can be steered by the image (`adapt`), as AgilePruner (Sec. 4.3) does; that line is our
/// interpretation.
///
/// A token of zero length has cosine 0 to every other. Equal scores keep the order of the list.
/// Every budget is answered: of one token, with the default share, none is important and the list
/// is thinned to one; of all tokens nothing is deleted. The released code stops with an error where
/// the list is odd at the start, or a round is to delete more than half of it.
///
/// Promises an exact count, equivariance and freedom of scale; a larger budget thins less and
/// starts elsewhere, so selections neither nest nor have an order.
///
/// - Complexity: O(*n*² log *n*) for each budget of *n* tokens, beside the shared neighbour lists.
///
/// Source: VisPruner, ICCV 2025, arXiv 2412.01818v2; at budgets where the released code stops with
/// an error, the even part has the extra token and at most its length is deleted.
public struct VisPruner: PruningStrategy {
  /// The name of this strategy.
  public static let name = "vispruner"
  /// A hybrid strategy.
  public static let family = StrategyFamily.hybrid
  /// What this strategy does.
  public static let summary = "keep the most attended tokens and thin the others of near-duplicates"
  /// Where it is published.
  public static let source = "VisPruner, ICCV 2025, arXiv 2412.01818"
  /// It reads class attention and features.
  public var evidence: [Evidence] { [.attention, .features] }
  /// It is defined before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// What it promises.
  public var promises: StrategyPromises {
    [.exactCount, .permutationEquivariant, .scaleFree, .deterministic]
  }
  /// The share kept for attention and what moves it.
  public static let parameters = AdaptiveShare.parameters(
    ratio: 0.5, from: "the released default")

  private let share: AdaptiveShare

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) { share = AdaptiveShare(values) }

  /// The share and what moves it.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    share.resolved(for: field)
  }

  /// Which features stood in, and which share came out.
  public func notes(for field: PreparedField) -> [String] {
    [substitutionNote(for: field), share.note(for: field)].compactMap { $0 }
  }

  /// A plan that thins the residual list anew for each budget.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let attention = Ranking(attentionOf: field), let cosines = field.cosines(in: .features),
      let neighbours = field.neighbours(in: .features)
    else { return OrderedPlan(order: []) }
    let plan = ThinningPlan(
      ratio: share.share(for: field), attention: attention,
      thinning: ResidualThinning(cosines: cosines, neighbours: neighbours))
    return share.deciding(plan, for: field, attention: attention, truncating: true)
  }
}

/// Important tokens first, the residual list thinned for the rest of the budget.
private struct ThinningPlan: SelectionPlan {
  let ratio: Double
  let attention: Ranking
  let thinning: ResidualThinning
  private let recent = Recent<Int, [ResidualThinning.Comparison?]>()
  private let search = BudgetSearch()

  init(ratio: Double, attention: Ranking, thinning: ResidualThinning) {
    self.ratio = ratio
    self.attention = attention
    self.thinning = thinning
  }

  var count: Int { attention.count }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try search.budgets(of: tokens, in: self)
  }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: attention.count)
    let (important, residual) = split(budget)
    let diverse = thinning.thin(residual, to: budget - important.count)
    return Selection(kept: important + diverse.map { Int($0) }, important: important)
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: attention.count)
    let (important, residual) = split(budget)
    guard budget < attention.count else { return [] }
    guard important.count < budget else { return attention.cut(at: budget) }
    // Within the important ones an exchange changes nothing; behind them the order is the list's.
    let close = attention.closeRanks(asFarAs: attention.count)
      .filter { $0.rank >= important.count }
    return close + thinning.instabilities(thinning: residual, to: budget - important.count)
  }

  /// Each token's attention against the important ones', and the round of thinning that decided.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let (important, residual) = split(budget)
    let thinned = recent.value(for: budget) {
      thinning.comparisons(thinning: residual, to: budget - important.count)
    }
    let attended = attention.comparisons(
      of: tokens, by: .classAttention, taking: important.count)
    return zip(tokens, attended).map { token, attended in
      guard attended.isPassed == false else {
        return TokenReason(stage: .attended, comparisons: [attended])
      }
      guard important.count < budget else { return TokenReason(comparisons: [attended]) }
      let thinned = thinned[token]
      return TokenReason(
        stage: thinned?.isDeleted == true ? nil : .diverse,
        remover: thinned.flatMap { $0.isDeleted ? $0.other : nil }, round: thinned?.round,
        comparisons: [attended]
          + [thinned].compactMap { $0 }.map {
            TokenReason.Comparison(
              .similarity, $0.cosine, to: $0.other,
              cut: TokenReason.Cut($0.cut.cosine, of: $0.cut.token), isPassed: !$0.isDeleted)
          })
    }
  }

  /// The important tokens, and the others in descending attention.
  private func split(_ budget: Int) -> (important: [Int], residual: [Int32]) {
    let count = Int(Double(budget) * ratio)
    return (
      attention.best(count), attention.order[count...].map { Int32($0) }
    )
  }
}
