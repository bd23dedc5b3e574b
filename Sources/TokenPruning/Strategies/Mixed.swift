internal import LinearAlgebra
public import TokenFields

/// Keeps any share of tokens for attention and the rest for diversity.
///
/// Reads class attention (h×n, its mean n) and the cosines of projected features (n×n). Of a budget
/// *k*, round(k · ratio) tokens, halves upwards, are for attention. First come DivPrune's picks for
/// the rest of the budget, then the most attended tokens that are not picked yet. The share `ratio`
/// (0...1, 0.5 by our choice) can be steered by the image (`adapt`). Which of the two comes first
/// is not published; so it is in the wording of AgilePruner's Table 3, and the count is exact.
///
/// With a share of 1 it is ``FasterVLM``, with 0 ``DivPrune``; tokens of zero length, equal ones
/// and ties are dealt with as there. A budget of 1 at the default share is the most attended token.
///
/// Promises an exact count, equivariance, freedom of scale and an order; the two parts of a larger
/// budget need not hold those of a smaller one.
///
/// - Complexity: that of DivPrune's picks, and O(*n*) for each budget.
///
/// Source: FasterVLM + DivPrune as AgilePruner (arXiv 2603.01236, Sec. 4.3, Tables 3 and 5) mixes
/// them; details are our interpretation.
public struct Mixed: PruningStrategy {
  /// The name of this strategy.
  public static let name = "mixed"
  /// A hybrid strategy.
  public static let family = StrategyFamily.hybrid
  /// What this strategy does.
  public static let summary =
    "keep DivPrune's picks and the most attended others, in any proportion"
  /// Where it is published.
  public static let source = "FasterVLM + DivPrune, AgilePruner Sec. 4.3, arXiv 2603.01236"
  /// It is read after the projector.
  public static let featureSpace: FeatureSpace? = .projected
  /// The share and what moves it.
  public static let parameters = AdaptiveShare.parameters(
    ratio: 0.5, from: "AgilePruner's Table 3 tries all of 0 to 1, the default is ours")

  /// It reads class attention and projected features.
  public var evidence: [Evidence] { [.attention, .projected] }
  /// What it promises; the two parts of a larger budget need not hold those of a smaller one.
  public var promises: StrategyPromises {
    [.exactCount, .permutationEquivariant, .scaleFree, .ordered, .deterministic]
  }
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

  /// A plan that joins DivPrune's order and that of the attention.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let attention = Ranking(attentionOf: field), let cosines = field.cosines(in: .projected),
      let diverse = DivPrune.isolatedFirst(in: cosines)
    else { return OrderedPlan(order: []) }
    let plan = MixedPlan(attention: attention, diverse: diverse, share: share.share(for: field))
    return share.deciding(plan, for: field, attention: attention, truncating: false)
  }
}

/// The first picks of one order, filled up from another.
private struct MixedPlan: SelectionPlan {
  let attention: Ranking
  let diverse: FarthestPointPlan
  let share: Double
  private let search = BudgetSearch()

  var count: Int { attention.count }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try search.budgets(of: tokens, in: self)
  }

  /// How many picks are for diversity.
  private func diverseCount(_ budget: Int) -> Int {
    budget - min(budget, Int((share * Double(budget)).rounded(.toNearestOrAwayFromZero)))
  }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: attention.count)
    let picked = diverseCount(budget) > 0 ? diverse.order(to: diverseCount(budget)) : []
    let isPicked = Set(picked)
    let attended = Array(
      attention.order.lazy.filter { !isPicked.contains($0) }.prefix(budget - picked.count))
    return Selection(kept: picked + attended, order: picked + attended, important: attended)
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: attention.count)
    guard budget < attention.count else { return [] }
    let count = diverseCount(budget)
    let found = count > 0 ? diverse.instabilities(keeping: count) : []
    let kept = selection(keeping: budget)
    guard let last = kept.order?.last, count < budget,
      let next = attention.order.first(where: { !kept.kept.contains($0) })
    else { return found }
    return found
      + [
        Instability(
          rank: budget, token: last, rival: next,
          scores: (attention.scores[last], attention.scores[next]))
      ].compactMap { $0 }
  }

  /// What DivPrune says of a token, then its attention against that of the last attended one.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let diverseCount = diverseCount(budget)
    let order = selection.order ?? []
    let places = places(of: tokens, in: order)
    let diverse =
      diverseCount > 0
      ? diverse.reasons(for: tokens, choosing: diverseCount) : tokens.map { _ in TokenReason() }
    let cut = order.dropFirst(diverseCount).last.map {
      TokenReason.Cut(attention.scores[$0], of: $0)
    }
    let ranks = attention.places(of: tokens)
    return tokens.indices.map { index in
      let isDiverse = places[index].map { $0 <= diverseCount } ?? false
      let attended = TokenReason.Comparison(
        .classAttention, attention.scores[tokens[index]],
        rank: TokenReason.Rank(ranks[index], of: count), cut: cut,
        isPassed: places[index] != nil)
      return TokenReason(
        stage: places[index].map { _ in isDiverse ? .diverse : .attended },
        comparisons: diverse[index].comparisons + (isDiverse || cut == nil ? [] : [attended]))
    }
  }
}
