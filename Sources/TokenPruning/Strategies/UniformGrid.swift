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

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: rows * columns)
    var order = Lattice(of: budget, on: rows, by: columns).middles
    fill(&order, upTo: budget)
    return Selection(order: order)
  }

  /// Whole numbers decide: nothing can turn.
  func instabilities(keeping budget: Int) -> [Instability] { [] }

  /// Adds the token farthest from all kept ones until the budget is met.
  private func fill(_ order: inout [Int], upTo budget: Int) {
    guard order.count < budget else { return }
    var gaps = [Int](repeating: .max, count: rows * columns)
    func lowerGaps(to kept: Int) {
      let (keptRow, keptColumn) = kept.quotientAndRemainder(dividingBy: columns)
      for row in 0..<rows {
        let vertical = (row - keptRow) * (row - keptRow)
        for column in 0..<columns {
          let gap = vertical + (column - keptColumn) * (column - keptColumn)
          let token = row * columns + column
          if gap < gaps[token] { gaps[token] = gap }
        }
      }
    }
    for token in order { lowerGaps(to: token) }
    while order.count < budget {
      var farthest = 0
      for token in gaps.indices where gaps[token] > gaps[farthest] { farthest = token }
      order.append(farthest)
      lowerGaps(to: farthest)
    }
  }
}
