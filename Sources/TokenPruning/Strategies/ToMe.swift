internal import LinearAlgebra
internal import Synchronization
public import TokenFields

/// Merges the tokens that are most alike, two by two, until the budget is met.
///
/// Reads the keys averaged over heads (n×d_h), or features (n×d) with `metric=features`, and
/// features to merge. Tokens at even and odd places are matched: each even one with the odd one
/// most like it, the first on ties. The pairs most alike are merged, at most half of all tokens at
/// once, and that repeats until *k* are left. Features are averaged by the number of tokens in
/// each; so is what likeness is measured by. No patch is kept as such: a selection holds groups
/// only.
///
/// ToMe as published merges a few tokens in every layer of the encoder and measures likeness anew
/// each time; here all is done behind the encoder.
///
/// A token of zero length has cosine 0 to all others. Equal tokens are merged in the order of their
/// places. A budget of all tokens merges none, and hands on each as a group of one; a budget of 1
/// is the mean of all.
///
/// Promises freedom of scale. Who is even and who is odd depends on positions, so that groups do
/// not follow a permutation.
///
/// - Complexity: O(*n*² · *d*) once for *n* tokens, half of it the first step.
///
/// Source: Token Merging, ICLR 2023, arXiv 2210.09461.
public struct ToMe: PruningStrategy {
  /// The name of this strategy.
  public static let name = "tome"
  /// A merging strategy.
  public static let family = StrategyFamily.merging
  /// What this strategy does.
  public static let summary = "merge the tokens that are most alike, two by two"
  /// Where it is published.
  public static let source = "ToMe, ICLR 2023, arXiv 2210.09461"
  /// It is defined before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// What likeness is measured by.
  public static let parameters = [
    ParameterSpecification(
      "metric", .choice(["keys", "features"]), default: .word("keys"),
      "what likeness is the cosine of: keys averaged over heads (the paper), or features")
  ]

  /// It reads features, and keys unless told otherwise.
  public var evidence: [Evidence] { comparesKeys ? [.features, .keys] : [.features] }
  /// What it promises; who is even and who is odd depends on positions.
  public var promises: StrategyPromises { [.scaleFree, .merging, .keepsNone, .deterministic] }
  /// Whether likeness is that of keys, else of features.
  public let comparesKeys: Bool

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    comparesKeys = values.word("metric") != "features"
  }

  /// What likeness is measured by.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("metric", .word(comparesKeys ? "keys" : "features"))
    return values
  }

  /// A plan that halves as often as budgets ask.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    let metric = comparesKeys ? field.meanKeys : field.workingFeatures(in: .features)
    guard let metric else { return OrderedPlan(order: []) }
    return HalvingPlan(BipartiteMerging(0..<field.count, comparing: metric))
  }
}

/// The halvings as far as budgets have asked for them; a budget between two is one step from the larger.
private final class HalvingPlan: SelectionPlan {
  let count: Int
  private let halvings: Mutex<[BipartiteMerging]>
  private let recent = Recent<Int, [BipartiteMerging]>()

  init(_ start: BipartiteMerging) {
    count = start.count
    halvings = Mutex([start])
  }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: count)
    let merged = merging(to: budget, replaying: false) { _ in }
    let groups = merged.members.map { Merging.Group(representative: nil, meanOf: $0) }
    return Selection(kept: [], merging: Merging(groups: groups, in: .features))
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: count)
    var found: [Instability] = []
    _ = merging(to: budget, replaying: true) { found.append($0) }
    return found
  }

  /// The merging that leaves `budget` tokens, telling of all close decisions where it is
  /// replayed.
  private func merging(
    to budget: Int, replaying: Bool, record: (Instability) -> Void
  ) -> BipartiteMerging {
    halvings.withLock { halvings in
      var last = 0
      var merging = halvings[0]
      while merging.count / 2 > 0, merging.count - merging.count / 2 >= budget {
        if replaying || last + 1 == halvings.count {
          merging.step(removing: merging.count / 2, record: record)
          if last + 1 == halvings.count { halvings.append(merging) }
        }
        last += 1
        merging = halvings[last]
      }
      merging.step(removing: merging.count - budget, record: record)
      return merging
    }
  }

  /// The states before the first step, after it, and so on, down to a budget.
  private func states(to budget: Int) -> [BipartiteMerging] {
    let last = merging(to: budget, replaying: false) { _ in }
    let halved = halvings.withLock { $0.prefix { $0.count > last.count } }
    return halved + [last]
  }

  /// The round in which each token was first mixed with others, and how like the other one was; of a
  /// token that never was, the last round that compared it.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let states = recent.value(for: budget) { self.states(to: budget) }
    var reasons = tokens.map { _ in TokenReason() }
    var isSettled = tokens.map { _ in false }
    for (index, after) in states.enumerated().dropFirst() {
      let matches = after.matches
      let lastMerged = matches.last { $0.isMerged }
      let byEven = Dictionary(uniqueKeysWithValues: matches.map { ($0.even, $0) })
      // Into one that stays several may be merged: the most alike counts.
      let byOdd = Dictionary(
        matches.filter(\.isMerged).map { ($0.odd, $0) }, uniquingKeysWith: { first, _ in first })
      for (place, token) in tokens.enumerated() where !isSettled[place] {
        // Until it is mixed a token is a group by itself.
        guard let match = byEven[token] ?? byOdd[token] else { continue }
        reasons[place] = TokenReason(
          round: index,
          comparisons: [match.comparison(last: lastMerged, ofEven: match.even == token)])
        isSettled[place] = match.isMerged
      }
    }
    return reasons
  }

  /// None: no token is kept as a patch.
  func smallestBudgets(of tokens: [Int]) -> [Int?]? { tokens.map { _ in nil } }
}
