internal import TerminalUI
package import TokenFields

/// How many tiles stand beside and below one another in an area, and how large their patches are.
///
/// Of all ways in which all tiles fit, the one with the largest patches is taken; where not all fit, as
/// many as do are a page. A line above each tile names it, except where that would cost a tile that
/// stands alone some of its patches.
package struct TileArrangement: Equatable {
  /// Tiles in a row of tiles.
  package let across: Int
  /// Rows of tiles.
  package let down: Int
  /// The width of a patch in half-rows, or less than one where not all patches of a tile are visible.
  package let quality: Double
  /// Whether each tile has a line that names it.
  package let hasLabels: Bool

  /// How many tiles are shown at once.
  package var capacity: Int { across * down }

  /// The cells of one tile and of the line above it.
  private let slot: (width: Int, height: Int)

  /// Whether both are the same.
  package static func == (one: TileArrangement, other: TileArrangement) -> Bool {
    one.across == other.across && one.down == other.down && one.quality == other.quality
      && one.hasLabels == other.hasLabels && one.slot == other.slot
  }

  /// Arranges the tiles of a grid.
  ///
  /// - Parameters:
  ///   - grid: How the tokens lie.
  ///   - width: Columns of cells.
  ///   - height: Rows of cells.
  ///   - isMono: Whether patches are characters.
  ///   - squeeze: How much of its height a tile may lose, in percent.
  /// - Complexity: O(tiles).
  package init(grid: TokenGrid, width: Int, height: Int, isMono: Bool, squeeze: Int) {
    func option(_ across: Int, _ down: Int, _ hasLabels: Bool) -> TileArrangement {
      TileArrangement(
        across, down, hasLabels, grid, width: width, height: height, isMono: isMono,
        squeeze: squeeze)
    }
    let alone = option(1, 1, false)
    guard grid.tiles > 1 else {
      self = alone
      return
    }
    let all = (1...grid.tiles).map { option($0, (grid.tiles + $0 - 1) / $0, true) }
    func isBetter(_ one: TileArrangement, _ other: TileArrangement) -> Bool {
      (one.quality, -one.capacity, -abs(one.across - one.down))
        > (other.quality, -other.capacity, -abs(other.across - other.down))
    }
    let best = all.dropFirst().reduce(all[0]) { isBetter($1, $0) ? $1 : $0 }
    guard best.quality < 1 else {
      self = best
      return
    }
    // A page: as many tiles as have a half-row for each of their rows.
    let labelled = option(1, 1, true)
    let single = labelled.quality < min(alone.quality, 1) ? alone : labelled
    let pages = (1...grid.tiles).compactMap { across -> TileArrangement? in
      let downs = (1...max(1, (grid.tiles + across - 1) / across)).map { option(across, $0, true) }
      return downs.last { $0.quality >= 1 }
    }
    let largest = pages.max { $0.capacity < $1.capacity } ?? single
    self = largest.capacity == 1 ? single : largest
  }

  private init(
    _ across: Int, _ down: Int, _ hasLabels: Bool, _ grid: TokenGrid, width: Int, height: Int,
    isMono: Bool, squeeze: Int
  ) {
    self.across = across
    self.down = down
    self.hasLabels = hasLabels
    slot = ((width - (across - 1)) / across, height / down - (hasLabels ? 1 : 0))
    let room = (width: Double(slot.width), height: Double(max(slot.height, 0)))
    if slot.width < 1 || slot.height < 1 {
      quality = 0
    } else if isMono {
      quality = min(
        room.width / Double(2 * grid.columns + 1), room.height / Double(grid.rows), 1)
    } else {
      let size = min(
        room.width / Double(grid.columns),
        Double(100 + squeeze) * 2 * room.height / Double(100 * grid.rows))
      quality = size >= 1 ? size.rounded(.down) : size
    }
  }

  /// The tiles of the page that a tile is on.
  package func page(with tile: Int, of tiles: Int) -> Range<Int> {
    let first = tile / capacity * capacity
    return first..<min(first + capacity, tiles)
  }

  /// The cells that one tile may use, without its label.
  func slot(in area: CellRect) -> CellRect {
    CellRect(column: area.column, row: area.row, width: slot.width, height: slot.height)
  }
}
