internal import TerminalUI

/// The frame of a panel over the screen, with a title above and a line of hints below.
struct OverlayFrame {
  let box: CellRect
  let unicode: Bool

  /// A frame at a place of its own.
  init(box: CellRect, unicode: Bool) {
    self.box = box
    self.unicode = unicode
  }

  /// A frame in the middle of a screen, as large as wanted where there is room.
  init(_ state: ExplorerState, width: Int, height: Int) {
    let size = (width: min(width, state.size.width), height: min(height, state.size.height))
    box = CellRect(
      column: (state.size.width - size.width) / 2, row: (state.size.height - size.height) / 2,
      width: size.width, height: size.height)
    unicode = state.traits.unicode
  }

  /// What is inside: a blank column on either side.
  var inside: CellRect {
    CellRect(column: box.column + 2, row: box.row + 1, width: box.width - 4, height: box.height - 2)
  }

  /// Empties the box and draws its edge.
  ///
  /// - Parameters:
  ///   - title: What stands in the upper edge.
  ///   - footer: What stands in the lower edge.
  ///   - isNote: Whether the footer is something that has just happened.
  ///   - grid: The screen.
  func draw(title: String, footer: String, isNote: Bool = false, on grid: inout CellGrid) {
    guard box.width > 1, box.height > 1 else { return }
    grid.fill(box, with: Cell())
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
    grid.write(
      " \(title) ", column: box.column + 2, row: box.row, style: CellStyle(bold: true),
      limit: box.width - 4)
    grid.write(
      " \(footer) ", column: box.column + 2, row: bottom, style: CellStyle(bold: isNote),
      limit: box.width - 4)
    grid.cursor = nil
  }

  /// As many hints as fit between the corners.
  func hints(_ hints: [String]) -> String {
    var line = ""
    for hint in hints {
      let longer = line.isEmpty ? hint : line + "  " + hint
      if DisplayWidth.columns(of: longer) > box.width - 6 { break }
      line = longer
    }
    return line
  }
}

/// The first line that is shown of a list that scrolls so far that two more follow the chosen one.
func firstShown(of count: Int, choosing chosen: Int, room: Int) -> Int {
  let following = min(2, room / 3)
  return min(max(0, chosen + following - room + 1), max(0, count - room))
}
