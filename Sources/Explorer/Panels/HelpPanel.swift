internal import TerminalUI

/// All keys, over the screen: made from the key table.
///
/// Scrolls when it does not fit; needs 24 columns.
struct HelpPanel {
  let state: ExplorerState
  let scroll: Int

  func draw(on grid: inout CellGrid) {
    let lines = Self.lines + Self.signs(state)
    let keyWidth = 16
    let longest = lines.map { keyWidth + 2 + DisplayWidth.columns(of: $0.text) }.max() ?? 0
    let width = min(grid.width, longest + 6)
    let height = min(grid.height, lines.count + 4)
    let box = CellRect(
      column: (grid.width - width) / 2, row: (grid.height - height) / 2, width: width,
      height: height)
    grid.fill(box, with: Cell())
    drawFrame(box, on: &grid)
    let room = height - 2
    let first = min(scroll, Self.lastScroll(state, height: grid.height))
    for (index, line) in lines.dropFirst(first).prefix(room).enumerated() {
      let row = box.row + 1 + index
      if line.keys.isEmpty {
        grid.write(
          line.text, column: box.column + 2, row: row, style: CellStyle(bold: true),
          limit: width - 4)
      } else {
        grid.write(line.keys, column: box.column + 4, row: row, limit: keyWidth - 2)
        grid.write(
          line.text, column: box.column + 2 + keyWidth, row: row, limit: width - keyWidth - 4)
      }
    }
    let more = first + room < lines.count ? "j k scroll, Esc close" : "Esc close"
    grid.write(
      " \(more) ", column: box.column + 2, row: box.row + height - 1, limit: width - 4)
    grid.cursor = nil
  }

  /// The furthest that the help scrolls on a screen of a height.
  static func lastScroll(_ state: ExplorerState, height: Int) -> Int {
    let count = lines.count + signs(state).count
    return max(0, count - (min(height, count + 4) - 2))
  }

  /// What the signs on the screen mean.
  private static func signs(_ state: ExplorerState) -> [(keys: String, text: String)] {
    [(keys: "", text: "Signs")] + Signs(state).help
  }

  private func drawFrame(_ box: CellRect, on grid: inout CellGrid) {
    let unicode = state.traits.unicode
    let across: Character = unicode ? "─" : "-"
    let down: Character = unicode ? "│" : "|"
    let corners: [Character] = unicode ? ["┌", "┐", "└", "┘"] : ["+", "+", "+", "+"]
    let right = box.column + box.width - 1
    let bottom = box.row + box.height - 1
    for column in box.column...right {
      grid[column, box.row] = Cell(across)
      grid[column, bottom] = Cell(across)
    }
    for row in box.row...bottom {
      grid[box.column, row] = Cell(down)
      grid[right, row] = Cell(down)
    }
    grid[box.column, box.row] = Cell(corners[0])
    grid[right, box.row] = Cell(corners[1])
    grid[box.column, bottom] = Cell(corners[2])
    grid[right, bottom] = Cell(corners[3])
    grid.write(" Keys ", column: box.column + 2, row: box.row, style: CellStyle(bold: true))
  }

  /// The lines of the help: a heading for each section, then its keys; the digits share one line.
  static let lines: [(keys: String, text: String)] = KeyTable.Section.allCases.flatMap { section in
    let bindings = KeyTable.bindings.filter { $0.section == section }
    return [(keys: "", text: section.rawValue)]
      + bindings.compactMap { binding in
        if case .toggleCompared(let number) = binding.action {
          return number == 1
            ? (keys: "1 … 9", text: "strategy of that number in or out of the comparison") : nil
        }
        return (
          keys: binding.keys.map { $0 == "<lt>" ? "<" : $0 }.joined(separator: " "),
          text: binding.help
        )
      }
  }
}
