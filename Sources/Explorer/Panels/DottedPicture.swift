internal import Analysis
internal import Imaging
internal import TerminalUI
internal import TokenFields

/// A strategy's kept patches as dots, the smallest picture there is: in a cell two patches across
/// and four down (braille), in ASCII two by two.
struct DottedPicture {
  let state: ExplorerState
  let area: CellRect

  /// The patches that one cell shows.
  private var block: (columns: Int, rows: Int) { state.traits.unicode ? (2, 4) : (2, 2) }

  func draw(on grid: inout CellGrid) {
    guard let tokens = state.grid else { return }
    let fates = state.currentEvaluation?.selection.fates(count: state.tokenCount)
    let allRows = tokens.tiles * tokens.rows
    let (cursorRow, cursorColumn) = state.cursor.quotientAndRemainder(dividingBy: tokens.columns)
    for row in 0..<min(area.height, (allRows + block.rows - 1) / block.rows) {
      for column in 0..<min(area.width, (tokens.columns + block.columns - 1) / block.columns) {
        var kept: [Bool] = []
        for dx in 0..<block.columns {
          for dy in 0..<block.rows {
            let (y, x) = (row * block.rows + dy, column * block.columns + dx)
            guard y < allRows, x < tokens.columns else {
              kept.append(false)
              continue
            }
            kept.append(fates.map { $0[y * tokens.columns + x] == .kept } ?? false)
          }
        }
        let isCursor = cursorRow / block.rows == row && cursorColumn / block.columns == column
        var style = CellStyle(dim: !kept.contains(true))
        if isCursor {
          style.reverse = true
          grid.cursor = .init(column: area.column + column, row: area.row + row)
        }
        grid[area.column + column, area.row + row] = Cell(character(kept), style)
        for pin in state.pins {
          let (y, x) = pin.token.quotientAndRemainder(dividingBy: tokens.columns)
          guard y / block.rows == row, x / block.columns == column else { continue }
          let isKept = fates.map { $0[pin.token] == .kept } ?? true
          grid[area.column + column, area.row + row] = Cell(
            PinStyle.letter(pin, isKept: isKept), CellStyle(bold: true, reverse: true))
        }
      }
    }
  }

  /// The character of a block's patches, column by column.
  private func character(_ kept: [Bool]) -> Character {
    guard state.traits.unicode else {
      return [".", ":", "+", "*", "#"][kept.count { $0 }]
    }
    // Dots 1 2 3 7 are the left column of a braille cell from above, 4 5 6 8 the right one. An empty
    // cell shows its lowest dots faintly, so that the picture has an extent.
    let bits: [UInt32] = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80]
    var pattern: UInt32 = 0
    for (bit, isKept) in zip(bits, kept) where isKept { pattern |= bit }
    if pattern == 0 { return "·" }
    return Unicode.Scalar(0x2800 + pattern).map(Character.init) ?? "#"
  }
}
