public import TokenFields

/// Keeps an even lattice of tokens, whatever the image shows.
///
/// Of all lattices of r×c ≤ *k* points the one with the most points is taken, on ties the one whose
/// shape is nearest to the grid's (smallest |r/c − rows/columns|), then the one with the fewest
/// rows. Cell (i, j) keeps the token at row ⌊(i + ½)·rows/r⌋ and column ⌊(j + ½)·columns/c⌋. What
/// the budget leaves over goes, one by one, to the token farthest in the grid from all kept ones,
/// the lower index on ties. Tiles are stacked, one above the other.
///
/// Nothing but the grid is read. A budget of 1 is the token in the middle, below and right of it
/// where the sides are even; a budget of all tokens is all.
///
/// Promises an exact count and an order. Lattices of larger budgets do not hold those of smaller
/// ones.
///
/// - Complexity: O(*n* · *m*) for *n* tokens and *m* left over.
public struct UniformGrid: PruningStrategy {
  /// The name of this strategy.
  public static let name = "uniform-grid"
  /// A baseline.
  public static let family = StrategyFamily.baseline
  /// What this strategy does.
  public static let summary = "keep an even lattice of tokens, whatever the image shows"
  /// A folk baseline.
  public static let source = "baseline; the most even r×c lattice, remainder by farthest point"
  /// It reads nothing but the grid, which every field has.
  public var evidence: [Evidence] { [] }
  /// What it promises.
  public var promises: StrategyPromises {
    [.exactCount, .scaleFree, .ordered, .deterministic]
  }
  /// It has no parameters.
  public static let parameters: [ParameterSpecification] = []

  /// Creates the strategy.
  public init(_ values: ParameterValues = ParameterValues()) {}

  /// A plan that lays a lattice for each budget.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    let grid = field.field.grid
    return LatticePlan(rows: grid.tiles * grid.rows, columns: grid.columns)
  }
}

/// Lattices on a grid of rows and columns.
private struct LatticePlan: SelectionPlan {
  let rows: Int
  let columns: Int
  private let search = BudgetSearch()

  var count: Int { rows * columns }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try search.budgets(of: tokens, in: self)
  }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: count)
    let lattice = Lattice(of: budget, on: rows, by: columns)
    var order = lattice.middles
    fill(&order, of: lattice, upTo: budget)
    return Selection(order: order)
  }

  /// Whole numbers decide: nothing can turn.
  func instabilities(keeping budget: Int) -> [Instability] { [] }

  /// Adds the token farthest from all kept ones until the budget is met.
  private func fill(_ order: inout [Int], of lattice: Lattice, upTo budget: Int) {
    guard order.count < budget else { return }
    var gaps = gaps(to: lattice)
    while order.count < budget {
      var farthest = 0
      for token in gaps.indices where gaps[token] > gaps[farthest] { farthest = token }
      order.append(farthest)
      for token in gaps.indices {
        gaps[token] = min(gaps[token], squaredDistance(from: token, to: farthest))
      }
    }
  }

  /// The squared distance of each token to the lattice's nearest point.
  private func gaps(to lattice: Lattice) -> [Int] {
    // All its rows have the same columns: the nearest point is in the nearest row and column.
    let middles = lattice.middles
    let vertical = squaredGaps(
      of: rows,
      to: stride(from: 0, to: middles.count, by: lattice.columns).map {
        middles[$0] / columns
      })
    let horizontal = squaredGaps(
      of: columns, to: middles.prefix(lattice.columns).map { $0 % columns })
    return vertical.flatMap { down in horizontal.map { down + $0 } }
  }

  /// The squared distance of each of `count` lines to the nearest of some.
  private func squaredGaps(of count: Int, to lines: [Int]) -> [Int] {
    (0..<count).map { line in lines.map { ($0 - line) * ($0 - line) }.min() ?? .max }
  }

  private func squaredDistance(from one: Int, to other: Int) -> Int {
    let down = one / columns - other / columns
    let across = one % columns - other % columns
    return down * down + across * across
  }

  /// Each token's distance in the grid to the nearest kept one, against that of the last that was
  /// added; none for the lattice's own points.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let order = selection.order ?? []
    let lattice = Lattice(of: budget, on: rows, by: columns)
    let points = lattice.rows * lattice.columns
    let places = places(of: tokens, in: order)
    let last = order.count > points ? order.last : nil
    let cut = last.flatMap { last in
      gap(of: last, to: order.dropLast()).map { TokenReason.Cut($0.value, of: last) }
    }
    return zip(tokens, places).map { token, place in
      if let place, place <= points { return TokenReason(stage: .lattice) }
      let gap = gap(of: token, to: order.prefix(place.map { $0 - 1 } ?? order.count))
      return TokenReason(
        stage: place.map { _ in .fill },
        comparisons: [gap].compactMap { $0 }.map {
          TokenReason.Comparison(
            .gridDistance, $0.value, to: $0.token, cut: cut, isPassed: place != nil)
        })
    }
  }

  /// The first of the tokens that are nearest in the grid, and how far that is.
  private func gap(of token: Int, to others: ArraySlice<Int>) -> (token: Int, value: Double)? {
    let nearest = others.min {
      squaredDistance(from: token, to: $0) < squaredDistance(from: token, to: $1)
    }
    return nearest.map {
      ($0, Double(squaredDistance(from: token, to: $0)).squareRoot())
    }
  }
}
