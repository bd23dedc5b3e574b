public import TokenFields

/// Averages the tokens of every cell of an even lattice: the baseline that a merging strategy must
/// beat.
///
/// The lattice is that of ``UniformGrid``: the r×c ≤ *k* cells with the most cells, nearest in
/// shape to the grid; cell (i, j) holds the rows from ⌊i · rows/r⌋ to ⌊(i+1) · rows/r⌋ and columns
/// likewise. What the budget leaves over is not used, so that a budget of 13 on a grid of 6×6 gives
/// 12. Tiles are stacked, one above the other.
///
/// Features (n×d) are read to average them and decide nothing: equal tokens and those of zero
/// length are as any. A budget of 1 is the mean of all, and one of all tokens hands on each as a
/// group of one.
///
/// Promises freedom of scale; it goes by position, and cells of larger budgets do not nest.
///
/// - Complexity: O(*n*) for each budget of *n* tokens.
public struct Downsample: PruningStrategy {
  /// The name of this strategy.
  public static let name = "downsample"
  /// A baseline.
  public static let family = StrategyFamily.baseline
  /// What this strategy does.
  public static let summary = "average the tokens of every cell of an even lattice"
  /// A folk baseline.
  public static let source = "baseline; average pooling to the most even r×c lattice"
  /// It is read before the projector.
  public static let featureSpace: FeatureSpace? = .features
  /// It has no parameters.
  public static let parameters: [ParameterSpecification] = []

  /// It reads features, to average them.
  public var evidence: [Evidence] { [.features] }
  /// What it promises.
  public var promises: StrategyPromises { [.scaleFree, .merging, .keepsNone, .deterministic] }

  /// Creates the strategy.
  public init(_ values: ParameterValues = ParameterValues()) {}

  /// A plan that lays a lattice for each budget.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    let grid = field.field.grid
    return PoolingPlan(rows: grid.tiles * grid.rows, columns: grid.columns)
  }
}

/// Cells of a grid of rows and columns.
private struct PoolingPlan: SelectionPlan {
  let rows: Int
  let columns: Int

  var count: Int { rows * columns }

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: rows * columns)
    let groups = Lattice(of: budget, on: rows, by: columns).cells.map {
      Merging.Group(representative: nil, meanOf: $0)
    }
    return Selection(kept: [], merging: Merging(groups: groups, in: .features))
  }

  /// Whole numbers decide: nothing can turn.
  func instabilities(keeping budget: Int) -> [Instability] { [] }

  /// None: a token's cell is told by its share.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] { tokens.map { _ in TokenReason() } }

  /// None: no token is kept as a patch.
  func smallestBudgets(of tokens: [Int]) -> [Int?]? { tokens.map { _ in nil } }
}
