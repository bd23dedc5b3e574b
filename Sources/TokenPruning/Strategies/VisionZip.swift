internal import LinearAlgebra
public import TokenFields

/// Keeps the most attended tokens and merges all others into a few contextual ones.
///
/// Reads class attention (h×n, its mean n), the keys averaged over heads (n×d_h) and, to merge,
/// features (n×d). Of a budget *k*, one token is [CLS], c are contextual, and the others the
/// patches with the largest class attention. The rest, in reading order, is sampled at even steps
/// for the c targets; every other one goes to the target that is most like it by the cosine of the
/// keys, the first on ties. A contextual token is its target plus the *mean* of those assigned to
/// it, so that it comes out up to twice as long as a token; alone it stays the target.
///
/// `contextual` is c; without it c is 10/64 of the budget, rounded half up, which gives the paper's
/// 5, 10, 20 and 30 at 32, 64, 128 and 192.
///
/// `kept` holds the dominant patches and the targets, in the order in which they are chosen: k − 1
/// of them, since [CLS] counts. At least one patch is kept, so that a budget of 1 hands on two
/// tokens; a budget of all tokens keeps n − 1 patches. Where dominant tokens and [CLS] leave less
/// than c, there are fewer contextual ones; the released code stops with an error where the rest is
/// shorter than c. A key of zero length is equally like all targets and goes to the first, unless
/// its cosine 0 is more than that of others.
///
/// Promises freedom of scale and an order. The count is not exact, and targets are sampled by
/// position, so that selections neither nest nor follow a permutation.
///
/// - Complexity: O(*n* · *c* · *d_h*) for each budget of *n* tokens.
///
/// Source: VisionZip, CVPR 2025, arXiv 2412.04467.
public struct VisionZip: PruningStrategy {
  /// The name of this strategy.
  public static let name = "visionzip"
  /// A hybrid strategy.
  public static let family = StrategyFamily.hybrid
  /// What this strategy does.
  public static let summary =
    "keep [CLS] and the most attended tokens, merging the others into contextual ones by their keys"
  /// Where it is published.
  public static let source = "VisionZip, CVPR 2025, arXiv 2412.04467"
  /// It is defined before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// The number of contextual tokens.
  public static let parameters = [
    ParameterSpecification(
      "contextual", .integer(0...100_000), default: nil,
      "how many contextual tokens; 10/64 of the budget rounded half up, as the paper's 5, 10, 20, 30"
    )
  ]

  /// It reads class attention, features and keys.
  public var evidence: [Evidence] { [.attention, .features, .keys] }
  /// What it promises; targets are sampled by position.
  public var promises: StrategyPromises { [.scaleFree, .ordered, .merging, .deterministic] }
  /// How many contextual tokens; nil for a share of the budget.
  public let contextual: Int?

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    contextual = values.integer("contextual")
  }

  /// The number of contextual tokens, where it was given.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    if let contextual { values.set("contextual", .integer(contextual)) }
    return values
  }

  /// A plan that samples and merges for each budget.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let attention = Ranking(attentionOf: field), let keys = field.meanKeyDirections else {
      return OrderedPlan(order: [])
    }
    return ContextualPlan(attention: attention, keys: keys, contextual: contextual)
  }
}

/// Dominant tokens by attention, contextual ones out of the rest.
private struct ContextualPlan: SelectionPlan {
  let attention: Ranking
  /// The keys averaged over heads as directions, n×d_h.
  let keys: Matrix
  let contextual: Int?
  private let search = BudgetSearch()

  var count: Int { attention.count }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try search.budgets(of: tokens, in: self)
  }

  /// What a budget is made of.
  private struct Parts {
    let dominant: [Int]
    let targets: [Int]
    /// Neither dominant nor target, ascending.
    let others: [Int]
  }

  private func parts(_ budget: Int) -> Parts {
    let count = attention.count
    // 10/64 of the budget, rounded half up, in whole numbers.
    let wanted = contextual ?? (20 * budget + 64) / 128
    let dominantCount = min(max(1, budget - wanted - 1), count)
    let dominant = attention.best(dominantCount)
    let rest = attention.others(thanBest: dominantCount)
    // Class token and dominant ones come first where the budget is too small for all.
    let targetCount = min(wanted, max(0, budget - 1 - dominantCount), rest.count)
    guard targetCount > 0 else { return Parts(dominant: dominant, targets: [], others: rest) }
    let step = max(1, rest.count / targetCount)
    let targets = (0..<targetCount).map { rest[$0 * step] }
    let isTarget = Set(targets)
    return Parts(
      dominant: dominant, targets: targets, others: rest.filter { !isTarget.contains($0) })
  }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: attention.count)
    let parts = parts(budget)
    var assigned = [[Int]](repeating: [], count: parts.targets.count)
    forEachAssignment(of: parts) { other, place, _ in assigned[place].append(other) }
    let groups = zip(parts.targets, assigned).map { target, others in
      Merging.Group(
        representative: target, members: [target] + others,
        weights: [1] + [Double](repeating: 1 / Double(others.count), count: others.count))
    }
    let order = parts.dominant + parts.targets
    return Selection(
      kept: order, order: order, important: parts.dominant,
      merging: Merging(groups: groups, in: .features), classTokens: 1)
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: attention.count)
    let parts = parts(budget)
    // Another dominant token changes the rest, whose places the targets are sampled at.
    var found = attention.cut(at: parts.dominant.count)
    forEachAssignment(of: parts) { other, place, lead in
      Instability(
        rank: parts.dominant.count + place + 1, token: other, rival: parts.targets[place],
        difference: lead
      ).map { found.append($0) }
    }
    return found
  }

  func keptTokens(keeping budget: Int) -> [Int] {
    require(budget, of: count)
    let parts = parts(budget)
    return parts.dominant + parts.targets
  }

  /// Each token's attention against the dominant ones', and its likeness to its target.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let parts = parts(budget)
    let targets = Set(parts.targets)
    let absorbers = selection.merging?.absorbers ?? [:]
    let attended = attention.comparisons(
      of: tokens, by: .classAttention, taking: parts.dominant.count)
    return zip(tokens, attended).map { token, attended in
      if attended.isPassed == true {
        return TokenReason(stage: .dominant, comparisons: [attended])
      }
      if targets.contains(token) {
        return TokenReason(stage: .target, comparisons: [attended])
      }
      let absorbed = absorbers[token].map { target in
        TokenReason.Comparison(
          .similarity,
          zip(keys.row(token), keys.row(target)).reduce(0) { $0 + $1.0 * $1.1 }, to: target)
      }
      return TokenReason(comparisons: [attended] + [absorbed].compactMap { $0 })
    }
  }

  /// Every other token with the place of its target and by how much that won.
  private func forEachAssignment(of parts: Parts, _ body: (Int, Int, Double) -> Void) {
    guard !parts.targets.isEmpty else { return }
    let cosines = keys.selecting(rows: parts.others)
      .innerProducts(with: keys.selecting(rows: parts.targets))
    for (other, match) in zip(parts.others, cosines.rowMaxima) {
      body(other, match.column, match.lead)
    }
  }
}
