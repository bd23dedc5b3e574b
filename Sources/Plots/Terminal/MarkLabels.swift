internal import TerminalUI

/// The words beside lines across a plot, where they cover as little as possible.
struct MarkLabels {
  /// The plot's rectangle.
  let area: CellRect
  let marks: [PlotMark]

  /// Writes the labels.
  ///
  /// An upright line has its label on whichever side has more room, in the first row that is free of
  /// curves, else in the one that covers fewest; a level line has it above or below its right end.
  ///
  /// - Parameters:
  ///   - grid: The screen.
  ///   - place: The column of an upright line, the row of a level one.
  /// - Returns: The cells that were written on.
  func draw(on grid: inout CellGrid, place: (PlotMark) -> Int) -> Set<CellGrid.CellPlace> {
    var taken: Set<CellGrid.CellPlace> = []
    // Too small a plot has no room for words.
    guard area.height >= 3, area.width >= 16 else { return taken }
    for mark in marks {
      let text: String
      let column: Int
      let rows: [Int]
      switch mark.axis {
      case .x:
        let line = place(mark)
        let (before, after) = (line - area.column - 1, area.column + area.width - line - 2)
        let room = max(before, after)
        text = DisplayWidth.fit(mark.label, into: min(room, area.width * 2 / 3))
        column =
          after >= min(before, text.count + 1)
          ? line + 2 : line - 1 - DisplayWidth.columns(of: text)
        rows = Array(area.row..<(area.row + area.height))
      case .y:
        let line = place(mark)
        text = DisplayWidth.fit(mark.label, into: area.width / 2)
        column = area.column + area.width - DisplayWidth.columns(of: text)
        rows = [line - 1, line + 1].filter {
          $0 >= area.row && $0 < area.row + area.height
        }
      }
      let width = DisplayWidth.columns(of: text)
      guard width > 3, column >= area.column, column + width <= area.column + area.width,
        let row = best(of: rows, column: column, width: width, on: grid, taken)
      else { continue }
      grid.write(text, column: column, row: row)
      for cell in column..<(column + width) { taken.insert(.init(column: cell, row: row)) }
    }
    return taken
  }

  /// The first row with the fewest cells in the way, none of them of another label; nil when there is
  /// no such row.
  private func best(
    of rows: [Int], column: Int, width: Int, on grid: CellGrid, _ taken: Set<CellGrid.CellPlace>
  ) -> Int? {
    var best: (row: Int, covered: Int)?
    for row in rows {
      let cells = max(column - 1, area.column)..<min(column + width + 1, area.column + area.width)
      if cells.contains(where: { taken.contains(.init(column: $0, row: row)) }) { continue }
      let covered = cells.count { !" ┊┈:.".contains(grid[$0, row].character ?? "x") }
      if covered < best?.covered ?? .max { best = (row, covered) }
    }
    return best?.row
  }
}
