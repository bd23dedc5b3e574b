internal import TerminalUI

/// A chart in a rectangle of cells: title, axes with ticks, curves or bars, marks, legend.
struct ChartPanel {
  let plot: Plot
  let chart: Chart
  let area: CellRect
  let ink: PlotInk
  let layout: ChartLayout
  private let yTicks: [PlotTick]

  init(plot: Plot, chart: Chart, area: CellRect, traits: ScreenTraits) {
    self.plot = plot
    self.chart = chart
    self.area = area
    ink = PlotInk(traits)
    func ticks(_ rows: Int) -> [PlotTick] { chart.y.ticks(atMost: max(2, min(rows * 2 / 5, 11))) }
    layout = ChartLayout(
      area: area, legend: PlotLegend(chart, ink).widths, hasNotes: !plot.notes.isEmpty
    ) { rows in
      ticks(rows).map(\.text.count).max() ?? 0
    }
    yTicks = ticks(layout.plot.height)
  }

  /// The dots that curves are drawn with.
  private var emptyCanvas: BrailleCanvas {
    BrailleCanvas(
      columns: layout.plot.width, rows: layout.plot.height, unicode: ink.traits.unicode)
  }

  func draw(on grid: inout CellGrid) {
    if let row = layout.titleRow {
      grid.write(plot.title, column: 0, row: row, style: CellStyle(bold: true))
    } else if layout.plot.width < 2 || layout.plot.height < 2 {
      grid.write(plot.title, column: 0, row: 0)
      return
    }
    drawAxes(on: &grid)
    drawCaptions(on: &grid)
    if let bars = chart.bars {
      BarPanel(bars: bars, chart: chart, area: layout.plot, ink: ink).draw(on: &grid)
    }
    drawMarkLines(on: &grid)
    drawCurves(on: &grid)
    let texts = MarkLabels(area: layout.plot, marks: chart.marks).draw(on: &grid) { mark in
      mark.axis == .x ? column(of: mark.value) : row(of: mark.value)
    }
    if ink.traits.unicode {
      CurveSigns(panel: self).draw(on: &grid, avoiding: texts)
    }
    if let rect = layout.legend {
      PlotLegend(chart, ink).draw(on: &grid, in: rect, asList: layout.legendIsList)
    }
    if let row = layout.noteRow {
      grid.write(
        plot.notes.joined(separator: "; "), column: 0, row: row, style: CellStyle(dim: true))
    }
  }

  // MARK: Places

  /// The place of a point in dots of the plot's rectangle.
  func dot(of point: PlotSeries.Point) -> (x: Double, y: Double) {
    let canvas = emptyCanvas
    return (
      chart.x.position(of: point.x) * Double(canvas.width - 1),
      (1 - chart.y.position(of: point.y)) * Double(canvas.height - 1)
    )
  }

  /// The column of a value of the axis to the right.
  func column(of value: Double) -> Int {
    let perCell = ink.traits.unicode ? 2 : 1
    let dots = layout.plot.width * perCell
    return layout.plot.column
      + Int((chart.x.position(of: value) * Double(dots - 1)).rounded()) / perCell
  }

  /// The row of a value of the axis upwards.
  func row(of value: Double) -> Int {
    let perCell = ink.traits.unicode ? 4 : 1
    let dots = layout.plot.height * perCell
    return layout.plot.row
      + Int(((1 - chart.y.position(of: value)) * Double(dots - 1)).rounded()) / perCell
  }

  // MARK: Parts

  private func drawCurves(on grid: inout CellGrid) {
    var canvas = emptyCanvas
    for (layer, series) in chart.series.enumerated() {
      switch series.form {
      case .line:
        canvas.draw(
          series.points.lazy.map(dot), dashes: ink.traits.unicode ? ink.dashes(of: series) : [],
          layer: layer)
      case .points:
        for point in series.points {
          let dot = self.dot(of: point)
          canvas.set(x: Int(dot.x.rounded()), y: Int(dot.y.rounded()), layer: layer)
        }
      }
    }
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        guard let (character, layer) = canvas.cell(column: column, row: row) else { continue }
        let series = chart.series[layer]
        grid[layout.plot.column + column, layout.plot.row + row] = Cell(
          ink.character(of: series, dots: character), ink.style(of: series))
      }
    }
  }

  private func drawAxes(on grid: inout CellGrid) {
    let faint = CellStyle(dim: true)
    if let column = layout.yAxisColumn {
      for row in layout.plot.row..<(layout.plot.row + layout.plot.height) {
        grid[column, row] = Cell("│", faint)
      }
      var last: Int?
      for tick in yTicks.reversed() {
        let row = self.row(of: tick.value)
        grid[column, row] = Cell("┤", faint)
        guard layout.yTickWidth >= tick.text.count, last != row else { continue }
        grid.write(
          NumberText.right(tick.text, layout.yTickWidth), column: column - layout.yTickWidth,
          row: row)
        last = row
      }
    }
    guard let row = layout.xAxisRow else { return }
    for column in layout.plot.column..<(layout.plot.column + layout.plot.width) {
      grid[column, row] = Cell("─", faint)
    }
    if let column = layout.yAxisColumn { grid[column, row] = Cell("└", faint) }
    guard let tickRow = layout.xTickRow else { return }
    let shown = xTicks
    for tick in shown {
      grid[column(of: tick.tick.value), row] = Cell("┬", faint)
      grid.write(tick.tick.text, column: tick.start, row: tickRow)
    }
  }

  /// As many ticks as have numbers that keep two columns apart, with the columns where these begin.
  private var xTicks: [(tick: PlotTick, start: Int)] {
    let left = area.column
    let right = layout.plot.column + layout.plot.width
    for count in stride(from: min(layout.plot.width / 5, 14), through: 1, by: -1) {
      let ticks = chart.x.ticks(atMost: count)
      let placed = ticks.map { tick in
        let start = column(of: tick.value) - (tick.text.count - 1) / 2
        return (tick: tick, start: min(max(start, left), max(right - tick.text.count, left)))
      }
      let isApart = zip(placed, placed.dropFirst()).allSatisfy {
        $0.start + $0.tick.text.count + 2 <= $1.start
      }
      if isApart, placed.allSatisfy({ $0.start + $0.tick.text.count <= right }) { return placed }
    }
    return []
  }

  private func drawCaptions(on grid: inout CellGrid) {
    if let row = layout.yCaptionRow {
      grid.write(
        chart.y.caption, column: area.column, row: row, style: CellStyle(dim: true),
        limit: layout.plot.column + layout.plot.width - area.column)
    }
    if let row = layout.xCaptionRow {
      let caption = DisplayWidth.fit(chart.x.caption, into: layout.plot.width)
      grid.write(
        caption,
        column: layout.plot.column + layout.plot.width - DisplayWidth.columns(of: caption),
        row: row, style: CellStyle(dim: true))
    }
  }

  private func drawMarkLines(on grid: inout CellGrid) {
    let faint = CellStyle(dim: true)
    for mark in chart.marks {
      switch mark.axis {
      case .x:
        let column = self.column(of: mark.value)
        for row in layout.plot.row..<(layout.plot.row + layout.plot.height)
        where grid[column, row].character == " " {
          grid[column, row] = Cell(ink.traits.unicode ? "┊" : ":", faint)
        }
        if let row = layout.xAxisRow { grid[column, row] = Cell(ink.traits.unicode ? "┴" : "^") }
      case .y:
        let row = self.row(of: mark.value)
        for column in layout.plot.column..<(layout.plot.column + layout.plot.width)
        where grid[column, row].character == " " {
          grid[column, row] = Cell(ink.traits.unicode ? "┈" : ".", faint)
        }
      }
    }
  }
}

extension Character {
  /// The character itself where it is one of ASCII, else a point.
  var asPlain: Character { isASCII ? self : "." }
}
