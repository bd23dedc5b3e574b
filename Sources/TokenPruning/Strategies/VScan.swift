internal import LinearAlgebra
public import TokenFields

/// Keeps tokens that a shallow layer finds in each window and that a deep layer finds anywhere, and
/// merges the others into them.
///
/// Reads the class attention of both layers (h×n, their means n) and, to merge, the cosines of
/// projected features (n×n). Of a budget *k*, ⌊k/2⌋ go to a 4×4 division of each tile into windows:
/// in every window the most attended of the shallow layer, the same number in each. The rest are
/// the most attended of the deep layer among those left. Every dropped token is averaged into its
/// nearest kept one by the cosine; a kept token is replaced by that mean. On ties the lower index
/// is kept and merged into.
///
/// In the released code the share of a window is truncated and its remainder is lost (100 becomes
/// 98); `variant=code` does the same, `variant=paper` gives the remainder to the deep layer. With
/// fewer than two tokens for each window, 32 of a single tile, `code` has none for windows and
/// keeps ⌈k/2⌉ tokens, where the released code stops with an error. It may lose some of a budget of
/// all tokens too, which the released code returns untouched.
///
/// A grid of fewer than four rows or columns has windows without tokens. A dropped token of zero
/// length is equally like all kept ones and goes to the first.
///
/// Promises freedom of scale and an order, and an exact count for `paper`. Windows are positions,
/// so that selections neither nest nor follow a permutation.
///
/// - Complexity: O(*n* · *k*) for each budget, beside the shared cosines.
///
/// Source: VScan stage 1, TMLR 2026, arXiv 2505.22654.
public struct VScan: PruningStrategy {
  /// The name of this strategy.
  public static let name = "vscan"
  /// An attention strategy.
  public static let family = StrategyFamily.attention
  /// What this strategy does.
  public static let summary =
    "keep the best of every window by shallow attention and the best anywhere by deep attention, "
    + "merging the others into them"
  /// Where it is published.
  public static let source = "VScan stage 1, TMLR 2026, arXiv 2505.22654"
  /// It is defined after the projector.
  public static let featureSpace: FeatureSpace? = .projected
  /// What happens to remainders.
  public static let parameters = [
    ParameterSpecification(
      "variant", .choice(["code", "paper"]), default: .word("code"),
      "lose what dividing the budget by windows leaves over, as the released code does, or keep it")
  ]

  /// It reads both layers' class attention, and projected features to merge.
  public var evidence: [Evidence] { [.attention, .shallowAttention, .projected] }
  /// What it promises.
  public var promises: StrategyPromises {
    let always: StrategyPromises = [.scaleFree, .ordered, .merging, .deterministic]
    return losesRemainders ? always : always.union(.exactCount)
  }
  /// Whether remainders are lost.
  public let losesRemainders: Bool

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    losesRemainders = values.word("variant") != "paper"
  }

  /// The variant.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("variant", .word(losesRemainders ? "code" : "paper"))
    return values
  }

  /// A plan that picks and merges for each budget.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let shallow = field.field.shallowAttention?.meanRow,
      let deep = Ranking(attentionOf: field), let cosines = field.cosines(in: .projected)
    else { return OrderedPlan(order: []) }
    let grid = field.field.grid
    let cells = (0..<grid.tiles).flatMap { tile in
      // A grid smaller than the division has windows without tokens.
      Lattice.division(4, of: grid).map { $0.map { $0 + tile * grid.tileCount } }
    }
    return WindowPlan(
      windows: cells.map { WindowPlan.Window($0, scores: shallow) }, deep: deep,
      losesRemainders: losesRemainders, merger: NearestKept(cosines: cosines, space: .projected))
  }
}

extension Lattice {
  /// The tokens of `parts`×`parts` windows of one tile.
  fileprivate static func division(_ parts: Int, of grid: TokenGrid) -> [[Int]] {
    (0..<parts).flatMap { row in
      (0..<parts).map { column in
        ((row * grid.rows / parts)..<((row + 1) * grid.rows / parts)).flatMap { gridRow in
          ((column * grid.columns / parts)..<((column + 1) * grid.columns / parts)).map {
            gridRow * grid.columns + $0
          }
        }
      }
    }
  }
}

/// The best of every window, then the best of all others.
private struct WindowPlan: SelectionPlan {
  /// The tokens of a window, best first.
  struct Window: Sendable {
    let tokens: [Int]
    let scores: [Double]

    init(_ tokens: [Int], scores: [Double]) {
      let order = tokens.map { scores[$0] }.indicesDescending
      self.tokens = order.map { tokens[$0] }
      self.scores = order.map { scores[tokens[$0]] }
    }
  }

  let windows: [Window]
  let deep: Ranking
  let losesRemainders: Bool
  let merger: NearestKept
  private let search = BudgetSearch()

  var count: Int { deep.count }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try search.budgets(of: tokens, in: self)
  }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: deep.count)
    let order = order(budget)
    return Selection(order: order, merging: merger.merging(into: order.sorted()))
  }

  private func order(_ budget: Int) -> [Int] {
    let share = budget / 2 / windows.count
    var order = windows.flatMap { $0.tokens.prefix(share) }
    let deepShare = losesRemainders ? budget - budget / 2 : budget - order.count
    var isPicked = [Bool](repeating: false, count: deep.count)
    for token in order { isPicked[token] = true }
    order += deep.order.lazy.filter { !isPicked[$0] }.prefix(deepShare)
    return order
  }

  func keptTokens(keeping budget: Int) -> [Int] {
    require(budget, of: count)
    return order(budget)
  }

  /// Each token's shallow attention within its window, its deep attention among all, and its likeness
  /// to the kept token that it went to.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let order = selection.order ?? []
    let windowed = windowed(tokens, taking: budget / 2 / windows.count)
    let fromWindows = windows.reduce(0) {
      $0 + min(budget / 2 / windows.count, $1.tokens.count)
    }
    let places = places(of: tokens, in: order)
    let ranks = deep.places(of: tokens)
    let cut = order.dropFirst(fromWindows).last.map { TokenReason.Cut(deep.scores[$0], of: $0) }
    let absorbers = selection.merging?.absorbers ?? [:]
    return tokens.indices.map { index in
      let token = tokens[index]
      guard windowed[index]?.isPassed != true else {
        return TokenReason(stage: .window, comparisons: [windowed[index]].compactMap { $0 })
      }
      let isKept = places[index] != nil
      let anywhere = TokenReason.Comparison(
        .classAttention, deep.scores[token], rank: TokenReason.Rank(ranks[index], of: count),
        cut: cut, isPassed: isKept)
      let absorbed = absorbers[token].flatMap { kept in
        kept == token
          ? nil : TokenReason.Comparison(.similarity, merger.cosines[token, kept], to: kept)
      }
      return TokenReason(
        stage: isKept ? .anywhere : nil,
        comparisons: [windowed[index], anywhere, absorbed].compactMap { $0 })
    }
  }

  /// How tokens compare within their windows.
  private func windowed(_ tokens: [Int], taking share: Int) -> [TokenReason.Comparison?] {
    var positions = [(window: Int, place: Int)?](repeating: nil, count: count)
    for (index, window) in windows.enumerated() {
      for (place, token) in window.tokens.enumerated() { positions[token] = (index, place) }
    }
    return tokens.map { token in
      positions[token].map { index, place in
        let window = windows[index]
        let last = share > 0 ? min(share, window.tokens.count) - 1 : nil
        return TokenReason.Comparison(
          .shallowAttention, window.scores[place], in: .window(index),
          rank: TokenReason.Rank(place + 1, of: window.tokens.count, quota: share),
          cut: last.map { TokenReason.Cut(window.scores[$0], of: window.tokens[$0]) },
          isPassed: place < share)
      }
    }
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: deep.count)
    let share = budget / 2 / windows.count
    let order = order(budget)
    var found: [Instability] = []
    for (index, window) in windows.enumerated() where share > 0 && share < window.tokens.count {
      Instability(
        rank: (index + 1) * share, token: window.tokens[share - 1], rival: window.tokens[share],
        scores: (window.scores[share - 1], window.scores[share])
      ).map { found.append($0) }
    }
    let kept = Set(order)
    if let last = order.last, let next = deep.order.first(where: { !kept.contains($0) }) {
      Instability(
        rank: order.count, token: last, rival: next,
        scores: (deep.scores[last], deep.scores[next])
      ).map { found.append($0) }
    }
    return found + merger.instabilities(mergingInto: order.sorted())
  }
}
