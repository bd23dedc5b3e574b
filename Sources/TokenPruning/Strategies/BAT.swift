internal import LinearAlgebra
public import TokenFields

/// Keeps attentive tokens, merged where they are alike, and centres of clusters of the others.
///
/// **An interpretation.** BAT has no public code, and how AgilePruner adapts it to LLaVA is not
/// published. From its abstract: class attention splits tokens into attentive and inattentive ones;
/// the inattentive are clustered and merged; similar attentive ones are matched and merged. Here,
/// with class attention (h×n, its mean n) and features (n×d), of a budget *k*:
///
/// - round(k · ratio) output tokens are attentive. They are made of the most attended tokens,
///   `match` times their number more than are wanted, of which the pairs most alike by the cosine
///   of features are merged in one step of bipartite matching (``ToMe``).
/// - The others are centres of the inattentive: those with the largest product of density (of their
///   five nearest by cosine distance) and distance to a denser one [Rodriguez & Laio 2014]. Every
///   other inattentive token goes to its nearest centre. Where the budget leaves no centre they are
///   dropped.
/// - Every group is the mean of its tokens weighted by attention; evenly where they have none.
///
/// `ratio` (0...1, 0.5), what steers it (`adapt`) and `match` (0...1, 0.25, no more than leave
/// tokens for the centres) are our choices.
///
/// Tokens of zero length have cosine 0 to all others. Equal tokens are equally dense and at no
/// distance: the lower index is the centre. A budget of all tokens hands on every token by itself.
///
/// Promises an exact count, equivariance and freedom of scale. Larger budgets cluster anew and do
/// not nest, and there is no order.
///
/// - Complexity: O(*n*² log *n* + *k*² · *d*) for each budget of *n* tokens, beside the shared
///   cosines.
///
/// Source: Beyond Attentive Tokens, CVPR 2023, arXiv 2211.11315; an interpretation of ours.
///
/// [Rodriguez & Laio 2014]: https://doi.org/10.1126/science.1242072
public struct BAT: PruningStrategy {
  /// The name of this strategy.
  public static let name = "bat"
  /// A hybrid strategy.
  public static let family = StrategyFamily.hybrid
  /// What this strategy does.
  public static let summary =
    "keep attentive tokens, alike ones merged, and centres of clusters of the others (interpretation)"
  /// Where it is published.
  public static let source = "BAT, CVPR 2023, arXiv 2211.11315; an interpretation, it has no code"
  /// It is read before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// The share, what moves it, and how much is matched.
  public static let parameters =
    AdaptiveShare.parameters(ratio: 0.5, from: "our choice") + [
      ParameterSpecification(
        "match", .number(0...1), default: .number(0.25),
        "how many more attentive tokens are taken and merged away, as a share; our choice")
    ]

  /// It reads class attention and features.
  public var evidence: [Evidence] { [.attention, .features] }
  /// What it promises.
  public var promises: StrategyPromises {
    [.exactCount, .permutationEquivariant, .scaleFree, .merging, .deterministic]
  }
  private let share: AdaptiveShare
  /// How many more attentive tokens are taken and merged away, as a share.
  public let match: Double

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    share = AdaptiveShare(values)
    match = values.number("match") ?? 0.25
  }

  /// The share, what moves it, and how much is matched.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = share.resolved(for: field)
    values.set("match", .number(match))
    return values
  }

  /// That it is an interpretation, which features stood in, and which share came out.
  public func notes(for field: PreparedField) -> [String] {
    ["bat is an interpretation: the method has no public code"]
      + [substitutionNote(for: field), share.note(for: field)].compactMap { $0 }
  }

  /// A plan that matches and clusters for each budget.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let attention = Ranking(attentionOf: field), let cosines = field.cosines(in: .features),
      let features = field.workingFeatures(in: .features)
    else { return OrderedPlan(order: []) }
    let plan = AttentiveClusterPlan(
      attention: attention, cosines: cosines, features: features,
      share: share.share(for: field), match: match)
    return share.deciding(plan, for: field, attention: attention, truncating: false)
  }
}

/// Attentive tokens matched, inattentive ones clustered.
private struct AttentiveClusterPlan: SelectionPlan {
  let attention: Ranking
  let cosines: Matrix
  let features: Matrix
  let share: Double
  let match: Double
  private let recent = Recent<Share, Parts>()
  private let search = BudgetSearch()

  init(attention: Ranking, cosines: Matrix, features: Matrix, share: Double, match: Double) {
    self.attention = attention
    self.cosines = cosines
    self.features = features
    self.share = share
    self.match = match
  }

  var count: Int { attention.count }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try search.budgets(of: tokens, in: self)
  }

  /// How many output tokens are attentive, and out of how many tokens they are made.
  private struct Share: Equatable {
    let wanted: Int
    let taken: Int
  }

  /// The attentive tokens, matched, and the others, ready to be clustered.
  private struct Parts {
    let matched: BipartiteMerging
    let peaks: DensityPeaks
  }

  private func attentive(_ budget: Int) -> Share {
    let wanted = min(budget, Int((share * Double(budget)).rounded(.toNearestOrAwayFromZero)))
    // What is left must be enough for the centres.
    let room = attention.count - (budget - wanted)
    return Share(wanted: wanted, taken: min(wanted + Int(match * Double(wanted)), room))
  }

  private func parts(_ share: Share, record: (Instability) -> Void = { _ in }) -> Parts {
    let pool = attention.best(share.taken)
    var matched = BipartiteMerging(pool, comparing: features.selecting(rows: pool))
    matched.step(removing: share.taken - share.wanted, record: record)
    return Parts(
      matched: matched,
      peaks: DensityPeaks(of: attention.others(thanBest: share.taken), cosines: cosines))
  }

  func selection(keeping budget: Int) -> Selection {
    selection(keeping: budget) { _ in }
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: attention.count)
    guard budget < attention.count else { return [] }
    let share = attentive(budget)
    let (wanted, taken) = (share.wanted, share.taken)
    // Which of the attentive ones are even depends on their order.
    var found =
      taken > wanted ? attention.closeRanks(asFarAs: taken) : []
    found += attention.cut(at: taken)
    _ = selection(keeping: budget) { found.append($0) }
    return found
  }

  private func selection(
    keeping budget: Int, record: (Instability) -> Void
  ) -> Selection {
    require(budget, of: attention.count)
    let share = attentive(budget)
    let parts = parts(share, record: record)
    let clusters = parts.peaks.clusters(budget - share.wanted, record: record)
    let groups = (parts.matched.members + clusters).map { members in
      // The first of a group is its own: an odd token that others were merged into, or a centre.
      Merging.Group(
        representative: members[0], members: members, weights: weights(of: members))
    }
    return Selection(
      kept: groups.compactMap(\.representative), important: parts.matched.members.map { $0[0] },
      merging: Merging(groups: groups, in: .features))
  }

  /// Neighbouring budgets have the same parts: a search over all of them makes each once.
  func keptTokens(keeping budget: Int) -> [Int] {
    require(budget, of: count)
    let share = attentive(budget)
    let parts = recent.value(for: share) { self.parts(share) }
    return parts.matched.members.map { $0[0] } + parts.peaks.centres(budget - share.wanted)
  }

  /// Each token's attention against the attentive ones', then its match or its density, and its
  /// likeness to the centre that it went to.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let share = attentive(budget)
    let parts = recent.value(for: share) { self.parts(share) }
    let centres = budget - share.wanted
    let attended = attention.comparisons(of: tokens, by: .classAttention, taking: share.taken)
    let peaks = parts.peaks.comparisons(of: tokens, taking: centres)
    let matches = Dictionary(uniqueKeysWithValues: parts.matched.matches.map { ($0.even, $0) })
    let lastMerged = parts.matched.matches.last { $0.isMerged }
    let absorbers = selection.merging?.absorbers ?? [:]
    return tokens.indices.map { index in
      let token = tokens[index]
      guard attended[index].isPassed == false else {
        let match = matches[token]?.comparison(last: lastMerged, ofEven: true)
        return TokenReason(
          stage: match?.isPassed == false ? nil : .attended,
          comparisons: [attended[index], match].compactMap { $0 })
      }
      guard peaks[index]?.isPassed == false else {
        return TokenReason(
          stage: .centre, comparisons: [attended[index], peaks[index]].compactMap { $0 })
      }
      let absorbed = absorbers[token].map {
        TokenReason.Comparison(.similarity, cosines[token, $0], to: $0)
      }
      return TokenReason(
        comparisons: [attended[index], peaks[index], absorbed].compactMap { $0 })
    }
  }

  /// Attention, adding up to 1; even where there is none.
  private func weights(of members: [Int]) -> [Double] {
    let largest = members.map { attention.scores[$0] }.max() ?? 0
    guard largest > 0 else {
      return [Double](repeating: 1 / Double(members.count), count: members.count)
    }
    let relative = members.map { attention.scores[$0] / largest }
    let sum = relative.reduce(0, +)
    return relative.map { $0 / sum }
  }
}
