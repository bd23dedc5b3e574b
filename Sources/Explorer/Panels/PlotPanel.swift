internal import Plots
internal import TerminalUI

/// The plot of the view, in the picture's place.
struct PlotPanel {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    if let refusal = state.refusal {
      for (index, line) in wrapped(refusal, to: max(1, area.width - 2)).prefix(area.height)
        .enumerated()
      {
        grid.write(line, column: area.column + 1, row: area.row + index, limit: area.width - 1)
      }
    } else if let plot = state.plot {
      // A free column sets its legend apart from the numbers beside it.
      var room = area
      if area.column + area.width < state.size.width { room.width -= 1 }
      plot.draw(on: &grid, in: room, traits: state.traits)
    } else {
      grid.write(
        state.samples.isEmpty ? "no samples" : "reading…", column: area.column + 1, row: area.row,
        style: CellStyle(dim: true), limit: area.width - 1)
    }
  }
}
