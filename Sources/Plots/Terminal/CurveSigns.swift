internal import TerminalUI

/// The signs that stand on the curves of a screen; without colours a curve has several.
struct CurveSigns {
  let panel: ChartPanel

  /// Writes the signs.
  ///
  /// - Parameters:
  ///   - grid: The screen.
  ///   - taken: Cells that are written on already.
  func draw(on grid: inout CellGrid, avoiding taken: Set<CellGrid.CellPlace>) {
    let (area, series) = (panel.layout.plot, panel.chart.series)
    guard area.width >= 10, area.height >= 4 else { return }
    // A dot's middle in cells: two dots side by side, four on top of one another.
    let curves = series.map { series in
      series.lines.map { point in
        let dot = panel.dot(of: point)
        return (x: (dot.x + 0.5) / 2, y: (dot.y + 0.5) / 4)
      }
    }
    var placement = SignPlacement(
      curves, width: area.width, height: area.height,
      avoiding: Set(
        taken.map { .init(column: $0.column - area.column, row: $0.row - area.row) }))
    let times = panel.ink.hasColors ? 1 : max(1, min(3, area.width / 24))
    for time in 0..<times {
      // What the screen is about chooses first.
      for (number, index) in series.indices.reversed().enumerated() {
        let share =
          (Double(time) + (Double(number) + 1) / Double(series.count + 1)) / Double(times)
        guard let sign = series[index].sign, let place = placement.place(on: index, near: share)
        else { continue }
        var style = panel.ink.style(of: series[index])
        style.bold = true
        grid[area.column + place.column, area.row + place.row] = Cell(sign, style)
      }
    }
  }
}
