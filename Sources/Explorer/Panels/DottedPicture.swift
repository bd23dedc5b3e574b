internal import Analysis
internal import Imaging
internal import TerminalUI
internal import TokenFields

/// How tiles lie where their patches are dots: in a cell two across and four down (braille), in ASCII
/// two by two; a free cell between tiles.
struct DottedArrangement: Equatable {
  /// Tiles in a row of tiles.
  let across: Int
  /// Cells of one tile.
  let tile: (width: Int, height: Int)
  /// Cells of all tiles.
  let width: Int
  let height: Int
  /// The patches that one cell shows.
  let block: (columns: Int, rows: Int)

  /// Whether both are the same.
  static func == (one: DottedArrangement, other: DottedArrangement) -> Bool {
    one.across == other.across && one.tile == other.tile && one.block == other.block
      && one.width == other.width && one.height == other.height
  }

  /// Arranges the tiles of a grid in as even a block as fits into some columns.
  init(grid: TokenGrid, width room: Int, unicode: Bool) {
    let block = unicode ? (columns: 2, rows: 4) : (columns: 2, rows: 2)
    let tile = (
      width: (grid.columns + block.columns - 1) / block.columns,
      height: (grid.rows + block.rows - 1) / block.rows
    )
    func size(_ across: Int) -> (width: Int, height: Int) {
      let down = (grid.tiles + across - 1) / across
      return (across * (tile.width + 1) - 1, down * (tile.height + 1) - 1)
    }
    let fitting = (1...grid.tiles).filter { $0 == 1 || size($0).width <= room }
    let best = fitting.min {
      let (one, other) = (size($0), size($1))
      return max(one.width, 2 * one.height) < max(other.width, 2 * other.height)
    }
    across = best ?? 1
    self.tile = tile
    self.block = block
    (width, height) = size(across)
  }

  /// The first cell of a tile, counted from the block's own.
  func origin(ofTile index: Int) -> (column: Int, row: Int) {
    (index % across * (tile.width + 1), index / across * (tile.height + 1))
  }
}

/// A strategy's kept patches as dots, the smallest picture there is.
struct DottedPicture {
  let state: ExplorerState
  let area: CellRect

  /// How tiles lie; nil before the tokens are there.
  var arrangement: DottedArrangement? {
    state.shownGrid.map {
      DottedArrangement(grid: $0, width: area.width, unicode: state.traits.unicode)
    }
  }

  func draw(on grid: inout CellGrid) {
    guard let tokens = state.grid, let arrangement else { return }
    let fates = state.currentEvaluation?.selection.fates(count: state.tokenCount)
    let shown =
      state.isTileAlone ? [tokens.position(of: state.cursor).tile] : Array(0..<tokens.tiles)
    for (place, tile) in shown.enumerated() {
      let origin = arrangement.origin(ofTile: place)
      for row in 0..<arrangement.tile.height {
        for column in 0..<arrangement.tile.width {
          let at = (column: origin.column + column, row: origin.row + row)
          guard at.column < area.width, at.row < area.height else { continue }
          let members = Self.tokens(in: tile, row: row, column: column, arrangement, tokens)
          draw(
            members, fates, at: (area.column + at.column, area.row + at.row),
            empty: Self.corner(column: column, row: row, arrangement.tile), on: &grid)
        }
      }
    }
  }

  /// The token whose cell is at a place of the screen, the first of those that share it; nil outside.
  func token(column: Int, row: Int) -> Int? {
    guard let tokens = state.grid, let arrangement, area.contains(column: column, row: row) else {
      return nil
    }
    let (x, y) = (column - area.column, row - area.row)
    let (tileRow, cellRow) = y.quotientAndRemainder(dividingBy: arrangement.tile.height + 1)
    let (tileColumn, cellColumn) = x.quotientAndRemainder(dividingBy: arrangement.tile.width + 1)
    guard cellRow < arrangement.tile.height, cellColumn < arrangement.tile.width,
      tileColumn < arrangement.across
    else { return nil }
    let place = tileRow * arrangement.across + tileColumn
    let tile = state.isTileAlone ? tokens.position(of: state.cursor).tile + place : place
    guard place < (state.shownGrid?.tiles ?? 0) else { return nil }
    return Self.tokens(in: tile, row: cellRow, column: cellColumn, arrangement, tokens)
      .compactMap { $0 }.first
  }

  /// The tokens of a cell, column by column; nil where the tile has ended.
  private static func tokens(
    in tile: Int, row: Int, column: Int, _ arrangement: DottedArrangement, _ grid: TokenGrid
  ) -> [Int?] {
    let block = arrangement.block
    return (0..<block.columns).flatMap { dx in
      (0..<block.rows).map { dy in
        let (y, x) = (row * block.rows + dy, column * block.columns + dx)
        return y < grid.rows && x < grid.columns ? grid.token(tile: tile, row: y, column: x) : nil
      }
    }
  }

  /// What stands where nothing is kept: corners, so that the picture has an extent.
  private static func corner(
    column: Int, row: Int, _ tile: (width: Int, height: Int)
  ) -> Character {
    let isLeft = column == 0
    let isTop = row == 0
    guard isLeft || column == tile.width - 1, isTop || row == tile.height - 1 else { return " " }
    return isTop ? (isLeft ? "┌" : "┐") : isLeft ? "└" : "┘"
  }

  private func draw(
    _ tokens: [Int?], _ fates: [PatchFate]?, at place: (column: Int, row: Int),
    empty: Character, on grid: inout CellGrid
  ) {
    let kept = tokens.map { token in token.map { fates?[$0] == .kept } ?? false }
    var style = CellStyle(dim: !kept.contains(true))
    if tokens.contains(state.cursor) {
      style.reverse = true
      grid.cursor = .init(column: place.column, row: place.row)
    }
    grid[place.column, place.row] = Cell(character(kept, empty: empty), style)
    for pin in state.pins where tokens.contains(pin.token) {
      let isKept = fates.map { $0[pin.token] == .kept } ?? true
      grid[place.column, place.row] = Cell(
        PinStyle.letter(pin, isKept: isKept), CellStyle(bold: true, reverse: true))
    }
  }

  /// The character of a block's patches, column by column.
  private func character(_ kept: [Bool], empty: Character) -> Character {
    guard state.traits.unicode else {
      return [".", ":", "+", "*", "#"][kept.count { $0 }]
    }
    // Dots 1 2 3 7 are the left column of a braille cell from above, 4 5 6 8 the right one.
    let bits: [UInt32] = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80]
    var pattern: UInt32 = 0
    for (bit, isKept) in zip(bits, kept) where isKept { pattern |= bit }
    if pattern == 0 { return empty }
    return Unicode.Scalar(0x2800 + pattern).map(Character.init) ?? "#"
  }
}
