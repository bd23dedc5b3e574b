internal import LinearAlgebra
public import TokenFields

/// Keeps a few pivots and, for each of them, the tokens least like it.
///
/// Reads the keys of all heads side by side (n×d_k) and features (n×d). The pivots are the *p*
/// tokens with the largest L1 norm of the key. Each in turn takes ⌊(k − p) / p⌋ of the tokens left
/// with the smallest cosine of features to it; where p does not divide the rest of the budget, the
/// remainder is lost, as in the released code. Ties go to the lower index.
///
/// The method as published runs inside the language model with text pivots beside the image's; this
/// is its vision-only form on the encoder's keys and features. `pivots` (1...64) is 8, the paper's
/// four of the image and four of the text; 4 are the image's own. The released code walks its
/// pivots in the order of a Python set, which depends on their positions: `order=cpython-set` does
/// the same.
///
/// A budget of fewer than *p* tokens keeps as many pivots; one below 2*p* keeps the pivots only. A
/// budget of all tokens may leave up to p − 1 out. A token of zero length has cosine 0 to every
/// pivot. Where all are equal the first tokens are pivots, and their picks come by index.
///
/// Promises freedom of scale and an order, and equivariance unless the pivots are walked as a set.
/// The count is not exact, and a larger share of one pivot takes tokens from the next, so
/// selections do not nest.
///
/// - Complexity: O(*p* · *n* · *d*) once for *p* pivots, O(*p* · *n*) for each budget.
///
/// Source: DART, EMNLP 2025, arXiv 2502.11494.
public struct DART: PruningStrategy {
  /// The name of this strategy.
  public static let name = "dart"
  /// A diversity strategy.
  public static let family = StrategyFamily.diversity
  /// What this strategy does.
  public static let summary = "keep a few pivots by key norm and the tokens least like each of them"
  /// Where it is published.
  public static let source = "DART, vision-only form, EMNLP 2025, arXiv 2502.11494"
  /// It is defined before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// The pivots.
  public static let parameters = [
    ParameterSpecification(
      "pivots", .integer(1...64), default: .integer(8),
      "how many pivots; 8 as in the paper with its text pivots, 4 are the image's own"),
    ParameterSpecification(
      "order", .choice(["norm", "cpython-set"]), default: .word("norm"),
      "order of the pivots: by descending norm, or as a Python set of the released code yields them"
    ),
  ]

  /// It reads features and keys.
  public var evidence: [Evidence] { [.features, .keys] }
  /// What it promises; a set's order depends on where the pivots lie.
  public var promises: StrategyPromises {
    let always: StrategyPromises = [.scaleFree, .ordered, .deterministic]
    return followsSetOrder ? always : always.union(.permutationEquivariant)
  }
  /// How many pivots.
  public let pivots: Int
  /// Whether pivots are walked in the order of a Python set.
  public let followsSetOrder: Bool

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    pivots = values.integer("pivots") ?? 8
    followsSetOrder = values.word("order") == "cpython-set"
  }

  /// The pivots and their order.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("pivots", .integer(pivots))
    values.set("order", .word(followsSetOrder ? "cpython-set" : "norm"))
    return values
  }

  /// A plan that deals out each budget among the pivots.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let keys = field.joinedKeys, let features = field.workingFeatures(in: .features) else {
      return OrderedPlan(order: [])
    }
    let norms = (0..<keys.rows).map { keys.row($0).reduce(0) { $0 + abs($1) } }
    let ranking = Ranking(norms)
    let best = ranking.best(pivots)
    return PivotPlan(
      ranking: ranking, cosines: features.cosines(ofRows: best), pivots: best,
      followsSetOrder: followsSetOrder)
  }
}

/// Pivots and what is least like them.
private struct PivotPlan: SelectionPlan {
  let ranking: Ranking
  /// The cosines of the pivots to all tokens, p×n.
  let cosines: Matrix
  /// The pivots in descending norm.
  let pivots: [Int]
  /// Whether they are walked in the order of a Python set.
  let followsSetOrder: Bool
  /// For each pivot all tokens from the least like it on.
  private let farthest: [[Int]]
  private let search = BudgetSearch()

  init(ranking: Ranking, cosines: Matrix, pivots: [Int], followsSetOrder: Bool) {
    self.ranking = ranking
    self.cosines = cosines
    self.pivots = pivots
    self.followsSetOrder = followsSetOrder
    farthest = pivots.indices.map { cosines.row($0).map { -$0 }.indicesDescending }
  }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: ranking.count)
    return Selection(order: order(budget) { _, _, _ in })
  }

  var count: Int { ranking.count }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try search.budgets(of: tokens, in: self)
  }

  /// Each token's key norm against the last pivot's, and its likeness to the pivot that took it, or
  /// that came nearest to taking it, against that of the pivot's last pick.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let used = min(pivots.count, budget)
    let picks = picks(of: pivots.prefix(used), budget) { _, _, _ in }
    var picker: [Int: Int] = [:]
    for (index, pick) in picks.enumerated() {
      for token in pick.tokens { picker[token] = index }
    }
    let norms = ranking.comparisons(of: tokens, by: .keyNorm, taking: used)
    return zip(tokens, norms).map { token, norm in
      guard norm.isPassed == false else {
        return TokenReason(stage: .pivot, comparisons: [norm])
      }
      let compared = picks.indices.compactMap { index -> TokenReason.Comparison? in
        guard let last = picks[index].tokens.last, picker[token] ?? index == index else {
          return nil
        }
        let place = picks[index].pivot
        return TokenReason.Comparison(
          .similarity, cosines[place, token], to: pivots[place],
          cut: TokenReason.Cut(cosines[place, last], of: last), isPassed: picker[token] != nil)
      }
      let nearest = compared.min { $0.excess < $1.excess }
      return TokenReason(
        stage: picker[token].map { _ in .pick },
        comparisons: [norm] + [nearest].compactMap { $0 })
    }
  }

  /// The order; `show` sees each pivot's place with its last pick and the one that it did not pick.
  private func order(_ budget: Int, show: (Int, Int, Int) -> Void) -> [Int] {
    let used = pivots.prefix(budget)
    return used + picks(of: used, budget, show: show).flatMap(\.tokens)
  }

  /// What each pivot picks, in the order in which they do.
  private func picks(
    of used: ArraySlice<Int>, _ budget: Int, show: (Int, Int, Int) -> Void
  ) -> [(pivot: Int, tokens: [Int])] {
    let share = (budget - used.count) / used.count
    guard share > 0 else { return [] }
    var isTaken = [Bool](repeating: false, count: ranking.count)
    for pivot in used { isTaken[pivot] = true }
    var picks: [(pivot: Int, tokens: [Int])] = []
    for pivot in followsSetOrder ? cpythonSetOrder(of: Array(used)) : Array(used) {
      guard let place = pivots.firstIndex(of: pivot) else { continue }
      let listed = Array(farthest[place].lazy.filter { !isTaken[$0] }.prefix(share + 1))
      for token in listed.prefix(share) { isTaken[token] = true }
      picks.append((place, Array(listed.prefix(share))))
      if listed.count > share { show(place, listed[share - 1], listed[share]) }
    }
    return picks
  }

  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: ranking.count)
    let used = min(pivots.count, budget)
    // The pivots' order decides who picks first.
    var found = ranking.closeRanks(asFarAs: used) + ranking.cut(at: used)
    let order = order(budget) { place, last, next in
      Instability(
        rank: used + place + 1, token: last, rival: next,
        difference: cosines[place, last] - cosines[place, next]
      ).map { found.append($0) }
    }
    // A remainder of the budget is lost, so that even one of all tokens may leave some out.
    return order.count < ranking.count ? found : []
  }
}

extension TokenReason.Comparison {
  /// By how much the value exceeds the cut.
  fileprivate var excess: Double { value - (cut?.value ?? value) }
}

extension Matrix {
  /// The cosines of some rows to all rows; 0 where one has no length.
  fileprivate func cosines(ofRows rows: [Int]) -> Matrix {
    // Products are divided by lengths: dividing a copy of all features would take longer.
    let lengths = rowLengths
    var products = selecting(rows: rows).innerProducts(with: self)
    for (place, index) in rows.enumerated() {
      for column in 0..<self.rows {
        let size = lengths[index] * lengths[column]
        products[place, column] = size > 0 ? products[place, column] / size : 0
      }
    }
    return products
  }
}

/// The order in which CPython's `set` yields small non-negative integers that were added one by one.
///
/// A set is a table whose length is a power of two, from 8 on. An integer goes to the place of its value
/// modulo that length, or to the next free one of the nine after it where they lie inside the table, and
/// on from there by a walk that the value's upper bits steer. When three fifths of the table are taken
/// it is made anew, at least four times as long as the number it holds.
///
/// Source: CPython 3.12, `Objects/setobject.c` (the algorithm; observed behaviour in its tests).
func cpythonSetOrder(of values: [Int]) -> [Int] {
  var table = [Int?](repeating: nil, count: 8)
  var count = 0
  for value in values {
    insert(value, into: &table)
    count += 1
    let mask = table.count - 1
    guard count * 5 >= mask * 3 else { continue }
    let wanted = count > 50000 ? count * 2 : count * 4
    var length = 8
    while length <= wanted { length *= 2 }
    var larger = [Int?](repeating: nil, count: length)
    for case let known? in table { insert(known, into: &larger) }
    table = larger
  }
  return table.compactMap { $0 }
}

/// Puts an integer at its place of a set's table.
private func insert(_ value: Int, into table: inout [Int?]) {
  let mask = table.count - 1
  var perturb = value
  var place = value & mask
  while true {
    let last = place + 9 <= mask ? place + 9 : place
    if let free = (place...last).first(where: { table[$0] == nil }) {
      table[free] = value
      return
    }
    perturb >>= 5
    place = (place * 5 + 1 + perturb) & mask
  }
}
