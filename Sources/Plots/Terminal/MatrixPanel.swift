internal import Imaging
internal import TerminalUI

/// A square of numbers in a rectangle of cells: names beside the rows, their signs over the columns.
///
/// A number has as many digits as its columns hold: two decimals from four columns, hundredths from
/// three, tenths below. With colours its ground is a colour map's; without, what is shared by half or
/// more is bold. Rows and columns that do not fit are counted at the end.
struct MatrixPanel {
  let plot: Plot
  let matrix: PlotMatrix
  let area: CellRect
  let traits: ScreenTraits

  func draw(on grid: inout CellGrid) {
    let notes = area.height > matrix.items.count + 3 && !plot.notes.isEmpty
    let body = area.height - 2 - (notes ? 1 : 0)
    let longest = matrix.items.map { DisplayWidth.columns(of: $0.title) }.max() ?? 0
    let labels = min(longest + 3, max(2, area.width - 2 * matrix.items.count - 1), area.width / 2)
    guard body > 0, area.width - labels > 0 else {
      grid.write(plot.title, column: 0, row: 0, style: CellStyle(bold: true))
      return
    }
    let room = area.width - labels
    let cell = min(6, max(1, room / max(matrix.items.count, 1)))
    let unit = cell == 3 ? ", in %" : cell < 3 ? ", in tenths" : ""
    grid.write(plot.title + unit, column: 0, row: 0, style: CellStyle(bold: true))
    let hasColors = traits.tier == .direct || traits.tier == .indexed256
    let tall = hasColors && cell >= 5 && body >= 2 * matrix.items.count ? 2 : 1
    let columns = shown(room / cell)
    let rows = shown(body / tall)
    for (place, item) in columns.enumerated() {
      grid.write(
        String(matrix.items[item].sign), column: labels + place * cell + (cell - 1) / 2, row: 1,
        style: CellStyle(bold: item == matrix.current))
    }
    for (line, item) in rows.enumerated() {
      let row = 2 + line * tall
      write(matrix.items[item], on: &grid, row: row, room: labels - 1, item == matrix.current)
      for (place, other) in columns.enumerated() {
        drawValue(
          matrix.values[item][other], isSame: item == other, on: &grid,
          in: CellRect(column: labels + place * cell, row: row, width: cell, height: tall))
      }
    }
    let hidden = matrix.items.count - min(rows.count, columns.count)
    if hidden > 0 {
      let text = " +\(hidden)"
      grid.write(text, column: max(0, area.width - text.count), row: 0)
    }
    if notes {
      grid.write(
        plot.notes.joined(separator: "; "), column: 0, row: area.height - 1,
        style: CellStyle(dim: true))
    }
  }

  /// The items that are shown where there is room for some: the first ones, with the current one.
  private func shown(_ room: Int) -> [Int] {
    let all = Array(matrix.items.indices)
    guard room < all.count else { return all }
    var shown = Array(all.prefix(max(room, 0)))
    if let current = matrix.current, !shown.isEmpty, current >= shown.count {
      shown[shown.count - 1] = current
    }
    return shown
  }

  private func write(
    _ item: PlotMatrix.Item, on grid: inout CellGrid, row: Int, room: Int, _ isCurrent: Bool
  ) {
    let style = CellStyle(bold: isCurrent)
    grid.write(String(item.sign), column: 0, row: row, style: style)
    grid.write(item.title, column: 2, row: row, style: style, limit: max(0, room - 2))
  }

  private func drawValue(
    _ value: Double, isSame: Bool, on grid: inout CellGrid, in rect: CellRect
  ) {
    let text = self.text(of: value, columns: rect.width)
    let style: CellStyle
    if traits.tier == .direct || traits.tier == .indexed256 {
      let wanted = ColorMap.cividis.color(at: value)
      let color = ColorQuantizer.shown(wanted, on: traits.tier) ?? wanted
      style = CellStyle(ink: .rgb(color.contrasting), ground: .rgb(wanted))
      grid.fill(rect, with: Cell(" ", style))
    } else {
      style = CellStyle(bold: value >= 0.5 && !isSame, dim: isSame)
    }
    grid.write(
      text,
      column: rect.column
        + (rect.width == 3 ? rect.width - text.count : (rect.width - text.count + 1) / 2),
      row: rect.row + (rect.height - 1) / 2, style: style, limit: rect.width)
  }

  /// A value in 0...1 in as many columns, one of them left free where there are several.
  private func text(of value: Double, columns: Int) -> String {
    switch columns {
    case 5...: NumberText.fixed(value, 2, leadingZero: false)
    case 4: value > 0.994 ? "1.0" : NumberText.fixed(value, 2, leadingZero: false)
    case 3: NumberText.fixed(value * 100, 0)
    default: value > 0.95 ? "#" : NumberText.fixed((value * 10).rounded(.down), 0)
    }
  }
}
