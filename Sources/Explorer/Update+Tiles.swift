internal import Analysis
internal import TerminalUI
internal import TokenFields

extension ExplorerState {
  /// Does what the user asked for of tiles.
  mutating func changeTiles(_ action: ProbeAction) -> [ExplorerEffect] {
    if action == .toggleTiles {
      toggle(.tiles)
      return []
    }
    guard let tile = currentTile else { return [] }
    switch action {
    case .nextTile: goToTile((tile + 1) % tileCount)
    case .previousTile: goToTile((tile + tileCount - 1) % tileCount)
    case .toggleTileAlone:
      choices.isTileAlone.toggle()
      message = choices.isTileAlone ? "tile \(tile) alone" : "all \(tileCount) tiles"
    default: return togglePerTile()
    }
    return cursorMoved()
  }

  /// Goes to the same row and column of a tile.
  mutating func goToTile(_ tile: Int) {
    guard let grid else { return }
    let (_, row, column) = grid.position(of: choices.cursor)
    choices.cursor = grid.token(tile: tile, row: row, column: column)
  }

  /// Gives each tile its share of the budget, or all one budget, and selects anew.
  private mutating func togglePerTile() -> [ExplorerEffect] {
    choices.isPerTile.toggle()
    message =
      choices.isPerTile
      ? "each of \(tileCount) tiles has its share of the budget" : "one budget for all tiles"
    return evaluateAnew()
  }

  /// Selects anew where strategies are no longer applied as they were.
  mutating func evaluateAnew() -> [ExplorerEffect] {
    forgetReasons()
    return evaluate()
  }

  /// Asks for what the table of tiles tells, while it is open and nobody has asked.
  mutating func questionTiles() -> [ExplorerEffect] {
    guard openTable == .tiles, let sample, currentTile != nil, !asksForTiles else { return [] }
    asksForTiles = true
    tileSummaries = []
    requests.tiles += 1
    return [.summariseTiles(request: requests.tiles, sample)]
  }

  // MARK: The cursor among tiles

  /// The token some rows and columns away, as tiles lie on the screen; it stops at their outer edge,
  /// and where a tile is alone at its own.
  func token(rows: Int, columns: Int, from token: Int) -> Int {
    guard let grid else { return token }
    let (tile, row, column) = grid.position(of: token)
    let across = choices.isTileAlone ? 1 : max(1, tilesAcross)
    let place =
      choices.isTileAlone ? (row: 0, column: 0) : (row: tile / across, column: tile % across)
    let lastTile = choices.isTileAlone ? 0 : grid.tiles - 1
    var newRow = max(0, place.row * grid.rows + row + rows)
    var newColumn = min(
      max(0, place.column * grid.columns + column + columns),
      min(across, lastTile + 1) * grid.columns - 1)
    newRow = min(newRow, (lastTile / across + 1) * grid.rows - 1)
    // The last row of tiles may be shorter than the others.
    if newRow / grid.rows * across + newColumn / grid.columns > lastTile {
      if rows != 0 { newRow = lastTile / across * grid.rows - 1 }
      if columns != 0 { newColumn = (lastTile % across + 1) * grid.columns - 1 }
    }
    let newTile =
      choices.isTileAlone ? tile : newRow / grid.rows * across + newColumn / grid.columns
    return grid.token(tile: newTile, row: newRow % grid.rows, column: newColumn % grid.columns)
  }

  /// How many tiles stand in a row on the screen.
  private var tilesAcross: Int {
    let layout = ScreenLayout(self)
    guard choices.view.hasPanels, layout.kind != .tooSmall else {
      return PicturePanel(state: self, area: layout.picture).layout?.across ?? 1
    }
    let comparison = ComparisonLayout(self)
    guard let panel = comparison.panels.first(where: { $0.row == choices.current }) else {
      return 1
    }
    if comparison.isDotted {
      return DottedPicture(state: self, area: panel.picture).arrangement?.across ?? 1
    }
    return ComparisonPanels(state: self, layout: comparison).picture(panel).layout?.across ?? 1
  }
}
