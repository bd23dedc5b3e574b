internal import Analysis
internal import TokenFields
internal import TokenPruning

extension ExplorerState {
  /// How many tiles the sample has; 0 before its tokens are there.
  var tileCount: Int { grid?.tiles ?? 0 }

  /// The tile that the cursor is in; nil before the tokens are there, and where there is only one.
  public var currentTile: Int? {
    grid.flatMap { $0.tiles > 1 ? $0.position(of: choices.cursor).tile : nil }
  }

  /// The grid of what the picture shows: all tiles, or one alone.
  var shownGrid: TokenGrid? {
    guard let grid, choices.isTileAlone else { return grid }
    return TokenGrid(rows: grid.rows, columns: grid.columns)
  }

  /// How many patches of each tile the current strategy keeps; nil before it is known.
  ///
  /// - Complexity: O(*k*).
  public var keptPerTile: [Int]? {
    guard let grid, let kept = currentEvaluation?.selection.kept else { return nil }
    var counts = [Int](repeating: 0, count: grid.tiles)
    for token in kept { counts[token / grid.tileCount] += 1 }
    return counts
  }
}
