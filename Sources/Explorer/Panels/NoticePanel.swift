internal import TerminalUI

/// A text that is too long for the lowest line, in a box over it until the next key.
struct NoticePanel {
  let state: ExplorerState
  let notice: Notice

  func draw(on grid: inout CellGrid) {
    let width = min(100, state.size.width)
    let lines = wrapped(notice.text, to: max(1, width - 4))
    let frame = OverlayFrame(state, width: width, height: lines.count + 2)
    frame.draw(title: notice.title, footer: "any key closes", on: &grid)
    for (index, line) in lines.prefix(frame.inside.height).enumerated() {
      grid.write(
        line, column: frame.inside.column, row: frame.inside.row + index, limit: frame.inside.width)
    }
  }
}
