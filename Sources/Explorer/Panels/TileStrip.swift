internal import TerminalUI

/// A line with every tile and how many of its patches the current strategy keeps, and whether the budget
/// is one for all tiles or each has its own.
///
/// Of more tiles than fit those around the cursor's are shown.
struct TileStrip {
  let state: ExplorerState
  let area: CellRect

  /// A tile in the line.
  struct Entry: Equatable {
    /// The tile.
    let tile: Int
    /// What is written.
    let text: String
    /// Its first column.
    let column: Int
  }

  func draw(on grid: inout CellGrid) {
    guard area.height > 0, area.width > 0, let current = state.currentTile else { return }
    grid.write(rule, column: area.column, row: area.row, limit: area.width)
    let entries = entries
    for entry in entries {
      let isCurrent = entry.tile == current
      grid.write(
        entry.text, column: entry.column, row: area.row,
        style: CellStyle(bold: isCurrent, dim: !isCurrent),
        limit: area.column + area.width - entry.column)
    }
    guard let first = entries.first, let last = entries.last else { return }
    if first.tile > 0 { grid.write("…", column: first.column - 2, row: area.row) }
    if last.tile + 1 < state.tileCount {
      grid.write("…", column: last.column + last.text.count + 1, row: area.row)
    }
  }

  /// The tile that the mouse is over; nil where there is none.
  func tile(under mouse: MouseEvent) -> Int? {
    guard area.contains(column: mouse.column, row: mouse.row) else { return nil }
    return entries.first {
      ($0.column..<($0.column + $0.text.count)).contains(mouse.column)
    }?.tile
  }

  /// Whose the budget is.
  private var rule: String {
    let isWide = area.width >= 60
    if state.isPerTile { return isWide ? " tiles, each its share: " : " each:" }
    return isWide ? " tiles, one budget for all: " : " all:"
  }

  /// The tiles that fit, around the cursor's.
  var entries: [Entry] {
    guard let current = state.currentTile else { return [] }
    let kept = state.keptPerTile
    let mark = state.traits.unicode ? "▸" : ">"
    func text(_ tile: Int) -> String {
      (tile == current ? mark : " ") + "\(tile):"
        + (kept.map { "\($0[tile])" } ?? state.missingNumber)
    }
    let start = area.column + rule.count + 2
    // Two columns at the end for what is left out there.
    let room = area.column + area.width - 2 - start
    var shown = current..<(current + 1)
    var width = text(current).count
    var grows = true
    while grows {
      grows = false
      for next in [shown.upperBound, shown.lowerBound - 1]
      where (0..<state.tileCount).contains(next) && width + 1 + text(next).count <= room {
        width += 1 + text(next).count
        shown = min(shown.lowerBound, next)..<max(shown.upperBound, next + 1)
        grows = true
      }
    }
    var column = start
    return shown.map { tile in
      defer { column += text(tile).count + 1 }
      return Entry(tile: tile, text: text(tile), column: column)
    }
  }
}
