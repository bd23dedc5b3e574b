package import TerminalUI
package import TokenFields

/// Where the tiles of a sample lie on the screen, and their patches.
package struct PictureLayout: Equatable {
  /// A tile that is on screen.
  package struct Tile: Equatable {
    /// The tile, from 0.
    package let index: Int
    /// The line that names it; nil where there is none.
    package let label: CellRect?
    /// The cells between it and the next tile of its row; nil behind the last.
    package let border: CellRect?
    /// Its patches.
    package let placement: PatchPlacement
  }

  /// The tiles that are shown, in their order.
  package let tiles: [Tile]
  /// How many tiles stand in a row.
  package let across: Int

  /// Fits a grid into an area: all of its tiles, or the page with the cursor's, or that tile alone.
  ///
  /// - Parameters:
  ///   - grid: How the tokens lie.
  ///   - area: The cells that may be used.
  ///   - cursor: A token that is to be seen; other tiles scroll as its own does.
  ///   - zoom: How much larger than fitting patches are drawn, in steps.
  ///   - isMono: Whether patches are characters.
  ///   - isAlone: Whether the cursor's tile is shown alone.
  ///   - squeeze: How much of its height a tile may lose, in percent.
  package init(
    grid: TokenGrid, area: CellRect, cursor: Int, zoom: Int, isMono: Bool, isAlone: Bool = false,
    squeeze: Int = PatchPlacement.usualSqueeze
  ) {
    let one = TokenGrid(rows: grid.rows, columns: grid.columns)
    let arrangement = TileArrangement(
      grid: isAlone ? one : grid, width: area.width, height: area.height, isMono: isMono,
      squeeze: squeeze)
    let tile = grid.position(of: cursor).tile
    let shown =
      isAlone ? tile..<(tile + 1) : arrangement.page(with: tile, of: grid.tiles)
    func placement(_ tile: Int, _ area: CellRect) -> PatchPlacement {
      PatchPlacement(
        grid: grid, tile: tile, area: area, cursor: cursor, zoom: zoom, isMono: isMono,
        squeeze: squeeze)
    }
    across = arrangement.across
    let slot = arrangement.slot(in: area)
    guard arrangement.capacity > 1 || arrangement.hasLabels else {
      tiles = [Tile(index: tile, label: nil, border: nil, placement: placement(tile, slot))]
      return
    }
    // All tiles are as large as the first would be; the block of them stands in the middle.
    let size = placement(shown.lowerBound, slot).area
    let columns = min(arrangement.across, shown.count)
    let left = area.column + (area.width - columns * (size.width + 1) + 1) / 2
    tiles = shown.enumerated().map { place, tile in
      let (row, column) = place.quotientAndRemainder(dividingBy: arrangement.across)
      let label = CellRect(
        column: left + column * (size.width + 1), row: area.row + row * (size.height + 1),
        width: size.width, height: 1)
      let room = CellRect(
        column: label.column, row: label.row + 1, width: size.width, height: size.height)
      let isLast = column == arrangement.across - 1 || tile == shown.upperBound - 1
      let border = CellRect(
        column: label.column + size.width, row: label.row, width: 1, height: size.height + 1)
      return Tile(
        index: tile, label: label, border: isLast ? nil : border, placement: placement(tile, room))
    }
  }

  /// Columns from the first tile's left to the last one's right.
  var width: Int {
    let areas = tiles.map { $0.label ?? $0.placement.area }
    let left = areas.map(\.column).min() ?? 0
    return (areas.map { $0.column + $0.width }.max() ?? 0) - left
  }

  /// Rows from the first tile's name to the last one's end.
  var height: Int {
    let top = tiles.map { $0.label?.row ?? $0.placement.area.row }.min() ?? 0
    return (tiles.map { $0.placement.area.row + $0.placement.area.height }.max() ?? 0) - top
  }

  /// The placement of a tile; nil when it is not on screen.
  package func placement(ofTile index: Int) -> PatchPlacement? {
    tiles.first { $0.index == index }?.placement
  }

  /// The token under a cell; nil outside of all tiles.
  package func token(column: Int, row: Int) -> Int? {
    for tile in tiles {
      if let token = tile.placement.token(column: column, row: row) { return token }
    }
    return nil
  }

  /// The cells of a visible token on which marks are set; nil when it is not visible.
  package func marks(of token: Int) -> PatchPlacement.MarkPlace? {
    for tile in tiles {
      if let place = tile.placement.marks(of: token) { return place }
    }
    return nil
  }
}
