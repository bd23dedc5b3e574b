internal import LinearAlgebra
public import TokenFields

/// Keeps the tokens with the largest class attention, tile by tile with budgets by content.
///
/// Reads class attention (h×n, its mean n) and, of several tiles, that of the encoder's *first*
/// layer. Of a single tile it keeps the *k* most attended, as ``FasterVLM`` does. Of several, tile
/// 0 is the whole image and gets ⌊k · alpha⌋, at most all of it; the rest is shared among the other
/// tiles by how many of the whole image's ⌊n₀ · (1 − alpha)⌋ patches most attended in the first
/// layer lie in each. Every share is truncated, so a few tokens of the budget may be left over. At
/// least one token is kept.
///
/// The released code counts those patches in a reshape that cuts the flat map into bands of rows,
/// not into the tiles' quadrants; `variant=code` does the same, `variant=paper` counts by
/// quadrants. `alpha` (0...1) is 0.5 in the released code; of a single tile neither parameter
/// matters.
///
/// Equal attention keeps the first tokens of a tile. Where no patch is counted, as with `alpha=1`,
/// the other tiles keep none. A budget of all tokens keeps all of a single tile; of several it may
/// leave some out. Features are not read.
///
/// Promises freedom of scale only: shares depend on positions and are truncated, and there is no
/// order.
///
/// - Complexity: O(*n* log *n*) once for *n* tokens, O(*n*) for each budget.
///
/// Source: HiRED, AAAI 2025, arXiv 2408.10945.
public struct HiRED: PruningStrategy {
  /// The name of this strategy.
  public static let name = "hired"
  /// An attention strategy.
  public static let family = StrategyFamily.attention
  /// What this strategy does.
  public static let summary =
    "keep the most attended tokens, of several tiles with shares by first-layer attention"
  /// Where it is published.
  public static let source = "HiRED, AAAI 2025, arXiv 2408.10945"
  /// The share of the whole image and how shares are counted.
  public static let parameters = [
    ParameterSpecification(
      "alpha", .number(0...1), default: .number(0.5),
      "share of the budget for the whole image, tile 0 of several; the released default"),
    ParameterSpecification(
      "variant", .choice(["code", "paper"]), default: .word("code"),
      "count a tile's share in bands of rows, as the released code does, or in its own quadrant"),
  ]

  /// It reads class attention; of several tiles also that of the first layer.
  public var evidence: [Evidence] { [.attention] }
  /// What it promises.
  public var promises: StrategyPromises { [.scaleFree, .deterministic] }
  /// The share of the whole image.
  public let alpha: Double
  /// Whether shares are counted in quadrants, else in bands.
  public let countsQuadrants: Bool

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    alpha = values.number("alpha") ?? 0.5
    countsQuadrants = values.word("variant") == "paper"
  }

  /// The share and the count.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    guard field.grid.tiles > 1 else { return ParameterValues() }
    var values = ParameterValues()
    values.set("alpha", .number(alpha))
    values.set("variant", .word(countsQuadrants ? "paper" : "code"))
    return values
  }

  /// A plan that shares each budget among the tiles.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    let grid = field.field.grid
    guard grid.tiles > 1, let attention = field.attention else {
      let ranking = Ranking(attentionOf: field)
      return SharedBudgetPlan(alpha: 1, rankings: [ranking].compactMap { $0 }, shares: [])
    }
    guard let firstLayer = field.field.firstLayerAttention else {
      throw .missingEvidence(strategy: Self.name, evidence: .firstLayerAttention)
    }
    let rankings = (0..<grid.tiles).map { tile in
      Ranking(Array(attention[(tile * grid.tileCount)..<((tile + 1) * grid.tileCount)]))
    }
    let whole = Ranking(Array(firstLayer.meanRow[..<grid.tileCount]))
    let counted = whole.best(Int(Double(grid.tileCount) * (1 - alpha)))
    let plan = SharedBudgetPlan(
      alpha: alpha, rankings: rankings, shares: counts(of: counted, on: grid))
    // Which first-layer patches are counted decides the shares.
    let close = whole.cut(at: counted.count)
    return CountDecidingPlan(plan: plan) { _ in close }
  }

  /// How many of the whole image's tokens lie in each of the other tiles.
  private func counts(of tokens: some Sequence<Int>, on grid: TokenGrid) -> [Int] {
    let parts = grid.tiles - 1
    // The parts as they are cut out of the image: the squarest division, wider than high.
    let partRows = (1...parts).last { parts % $0 == 0 && $0 * $0 <= parts } ?? 1
    let partColumns = parts / partRows
    var counts = [Int](repeating: 0, count: parts)
    for token in tokens {
      let (row, column) = token.quotientAndRemainder(dividingBy: grid.columns)
      let part =
        countsQuadrants
        ? row * partRows / grid.rows * partColumns + column * partColumns / grid.columns
        : token * parts / grid.tileCount
      counts[part] += 1
    }
    return counts
  }
}

/// The most attended tokens of each tile, as many as its share.
private struct SharedBudgetPlan: SelectionPlan {
  let alpha: Double
  /// The tokens of each tile by attention.
  let rankings: [Ranking]
  /// How many first-layer patches each tile but the first was counted; empty of a single tile.
  let shares: [Int]
  private let search = BudgetSearch()

  private var tileCount: Int { rankings.first?.count ?? 0 }

  var count: Int { tileCount * rankings.count }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try search.budgets(of: tokens, in: self)
  }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: tileCount * rankings.count)
    var kept: [Int] = []
    for (tile, share) in budgets(budget).enumerated() {
      kept += rankings[tile].best(share).map { $0 + tile * tileCount }
    }
    return Selection(kept: kept)
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: tileCount * rankings.count)
    return budgets(budget).enumerated().flatMap { tile, share in
      rankings[tile].cut(at: share).map {
        Instability(
          rank: $0.rank, token: $0.token + tile * tileCount,
          rival: $0.rival.map { $0 + tile * tileCount }, margin: $0.margin)
      }
    }
  }

  /// Each token's attention against the last that its tile keeps.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let budgets = budgets(budget)
    return tokens.map { token in
      let (tile, place) = token.quotientAndRemainder(dividingBy: tileCount)
      let compared = rankings[tile].comparisons(
        of: [place], by: .classAttention, taking: budgets[tile])
      let reason = TokenReason(comparisons: compared)
      return rankings.count > 1 ? reason.shifted(by: tile * tileCount, tile: tile) : reason
    }
  }

  /// The budget of each tile, truncated as the released code truncates them.
  private func budgets(_ budget: Int) -> [Int] {
    let whole = min(Int(Double(budget) * alpha), tileCount)
    let total = Float(shares.reduce(0, +))
    let others = shares.map { count in
      // In float32, where the released code computes it: the product may fall below a whole number.
      total > 0 ? min(Int(Float(count) / total * Float(budget - whole)), tileCount) : 0
    }
    // A budget so small that every share is truncated to nothing keeps the one best token.
    return others.reduce(whole, +) > 0
      ? [whole] + others : [1] + others.map { _ in 0 }
  }
}
