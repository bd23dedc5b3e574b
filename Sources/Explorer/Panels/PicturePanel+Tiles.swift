internal import Analysis
internal import TerminalUI
internal import TokenFields

extension PicturePanel {
  /// How many patches of a tile each of two strategies keeps, where their difference is shown.
  private func bothCounts(ofTile tile: Int, _ tokens: TokenGrid) -> String? {
    guard state.view == .diff, let difference = state.difference else { return nil }
    let size = tokens.rows * tokens.columns
    let fates = difference.fates[(tile * size)..<((tile + 1) * size)]
    let first = fates.count { $0 == .first || $0 == .both }
    let second = fates.count { $0 == .second || $0 == .both }
    return "A \(first) B \(second)"
  }

  /// The names of tiles with how many of their patches are kept, as the line above each, and the lines
  /// between them; the cursor's tile is marked.
  func drawBorders(_ layout: PictureLayout, on grid: inout CellGrid) {
    guard let tokens = state.grid, tokens.tiles > 1 else { return }
    let unicode = state.traits.unicode
    let current = tokens.position(of: state.cursor).tile
    let kept = state.keptPerTile
    for tile in layout.tiles {
      let isCurrent = tile.index == current
      if let label = tile.label {
        for column in label.column..<(label.column + label.width) {
          grid[column, label.row] = Cell(unicode ? "─" : "-", CellStyle(dim: true))
        }
        let mark = isCurrent ? (unicode ? "▸" : ">") : ""
        let count =
          bothCounts(ofTile: tile.index, tokens) ?? kept.map { "\($0[tile.index])" }
          ?? state.missingNumber
        let names = [
          "\(mark)tile \(tile.index): \(count) kept ", "\(mark)tile \(tile.index): \(count) ",
          "\(mark)\(tile.index): \(count)", "\(mark)\(tile.index)",
        ]
        let name = names.first { DisplayWidth.columns(of: $0) <= label.width } ?? names[3]
        grid.write(
          name, column: label.column, row: label.row, style: CellStyle(bold: isCurrent),
          limit: label.width)
      }
      if let border = tile.border {
        for row in border.row..<(border.row + border.height) {
          grid[border.column, row] = Cell(unicode ? "│" : "|", CellStyle(dim: true))
        }
      }
    }
  }
}
