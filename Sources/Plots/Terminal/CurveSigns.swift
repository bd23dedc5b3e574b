internal import TerminalUI

/// The signs that stand on curves, each where its curve is most apart from the others.
///
/// Curves over the budget all meet where every token is kept, so that signs at their ends would say
/// nothing. Without colours a curve has several.
struct CurveSigns {
  let panel: ChartPanel

  private var area: CellRect { panel.layout.plot }

  /// Writes the signs.
  ///
  /// - Parameters:
  ///   - grid: The screen.
  ///   - taken: Cells that are written on already; those of signs are added.
  func draw(on grid: inout CellGrid, avoiding taken: inout Set<CellGrid.CellPlace>) {
    let series = panel.chart.series
    guard area.width >= 10, area.height >= 4 else { return }
    let heights = series.map(heights)
    let times = panel.ink.hasColors ? 1 : max(1, min(3, area.width / 24))
    // What the screen is about chooses first.
    let order = series.indices.reversed()
    for time in 0..<times {
      for (number, index) in order.enumerated() {
        guard let sign = series[index].sign else { continue }
        let share =
          (Double(time) + (Double(number) + 1) / Double(series.count + 1)) / Double(times)
        let preferred = Double(area.width) * share
        guard
          let place = best(for: index, heights, near: preferred, taken)
        else { continue }
        var style = panel.ink.style(of: series[index])
        style.bold = true
        grid[area.column + place.column, area.row + place.row] = Cell(sign, style)
        taken.insert(.init(column: area.column + place.column, row: area.row + place.row))
      }
    }
  }

  /// The cell for a sign of a curve; nil when every one is taken.
  private func best(
    for index: Int, _ heights: [[Double?]], near preferred: Double,
    _ taken: Set<CellGrid.CellPlace>
  ) -> (column: Int, row: Int)? {
    var best: (column: Int, row: Int, score: Double)?
    for column in 0..<area.width {
      guard let height = heights[index][column] else { continue }
      let row = min(max(Int(height), 0), area.height - 1)
      let near = (column - 2)...(column + 2)
      let isTaken = near.contains {
        taken.contains(.init(column: area.column + $0, row: area.row + row))
      }
      guard !isTaken else { continue }
      var gap = 2.5
      for (other, row) in heights.enumerated() where other != index {
        if let there = row[column] { gap = min(gap, abs(there - height)) }
      }
      let distance = abs(Double(column) - preferred) / Double(area.width)
      let score = 4 * gap - 5 * distance
      if score > best?.score ?? -.infinity { best = (column, row, score) }
    }
    return best.map { ($0.column, $0.row) }
  }

  /// For each column of cells how far down a curve passes its middle, in rows; nil where it does not.
  private func heights(of series: PlotSeries) -> [Double?] {
    let dots = series.points.map(panel.dot)
    var heights = [Double?](repeating: nil, count: area.width)
    guard let first = dots.first else { return heights }
    if dots.count == 1 || first.x == dots[dots.count - 1].x {
      heights[min(max(Int(first.x / 2), 0), area.width - 1)] = first.y / 4
      return heights
    }
    var next = 1
    for column in heights.indices {
      let x = 2 * Double(column) + 0.5
      while next < dots.count - 1, dots[next].x < x { next += 1 }
      let (from, to) = (dots[next - 1], dots[next])
      guard from.x <= x, x <= to.x, to.x > from.x else { continue }
      heights[column] = (from.y + (to.y - from.y) * (x - from.x) / (to.x - from.x)) / 4
    }
    return heights
  }
}
