internal import TerminalUI

/// A line that is being typed: the part around the cursor, as much as fits.
struct LineField {
  let line: LineEditor
  let column: Int
  let row: Int
  /// Columns, 1 or more.
  let width: Int
  var style = CellStyle(bold: true)

  /// Draws the line and rests the hardware cursor in it.
  func draw(on grid: inout CellGrid) {
    guard width > 0 else { return }
    let text = line.text.map(DisplayWidth.printable)
    let widths = text.map { DisplayWidth.columns(of: $0) }
    var first = 0
    var last = text.count
    // A column is left for the cursor behind the text, and one for `…` on either side that is cut.
    if widths.reduce(0, +) + 1 > width {
      let room = width - 2
      first = line.cursor
      last = min(line.cursor + 1, text.count)
      var taken = line.cursor < text.count ? widths[line.cursor] : 1
      while first > 0, taken + widths[first - 1] <= room {
        first -= 1
        taken += widths[first]
      }
      while last < text.count, taken + widths[last] <= room {
        taken += widths[last]
        last += 1
      }
    }
    var at = column
    if first > 0 { at += grid.write("…", column: at, row: row, style: style, limit: width) }
    var place = at
    for index in first..<last {
      if index == line.cursor { place = at }
      at += grid.write(String(text[index]), column: at, row: row, style: style)
    }
    if line.cursor >= last { place = at }
    if last < text.count { grid.write("…", column: at, row: row, style: style, limit: 1) }
    var cell = grid[place, row]
    cell.style = style
    cell.style.reverse = true
    grid[place, row] = cell
    grid.cursor = .init(column: place, row: row)
  }
}
