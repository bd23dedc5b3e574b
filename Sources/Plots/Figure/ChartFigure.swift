internal import Imaging

/// A chart as a picture: axes with a grid, curves or bars, marks, legend.
struct ChartFigure {
  let plot: Plot
  let chart: Chart
  private let legend: FigureLegend
  private let frame: Frame
  private let xTicks: [PlotTick]
  private let yTicks: [PlotTick]

  /// The rectangle of the curves, in pixels.
  struct Frame {
    let left: Int
    let top: Int
    let width: Int
    let height: Int

    var right: Int { left + width }
    var bottom: Int { top + height }
  }

  /// The size of the rectangle of the curves.
  private static let inside = (width: 820, height: 560)

  init(plot: Plot, chart: Chart) {
    self.plot = plot
    self.chart = chart
    legend = FigureLegend(chart)
    yTicks = chart.y.ticks(atMost: 9)
    let labels = yTicks.map { Paper.width(of: $0.text) }.max() ?? 0
    frame = Frame(
      left: Paper.margin + labels + 14, top: Paper.margin + plot.heading + Paper.line + 6,
      width: Self.inside.width, height: Self.inside.height)
    xTicks = Self.apart(on: chart.x, width: Self.inside.width)
  }

  /// As many ticks as have numbers that keep a letter and a half apart.
  private static func apart(on axis: PlotAxis, width: Int) -> [PlotTick] {
    for count in stride(from: 12, through: 2, by: -1) {
      let ticks = axis.ticks(atMost: count)
      let isApart = zip(ticks, ticks.dropFirst()).allSatisfy { one, next in
        let room = (axis.position(of: next.value) - axis.position(of: one.value)) * Double(width)
        return room >= Double(Paper.width(of: one.text) + Paper.width(of: next.text)) / 2 + 18
      }
      if isApart { return ticks }
    }
    return axis.ticks(atMost: 1)
  }

  func drawn() -> Image {
    let notes = plot.notes.isEmpty ? 0 : Paper.line + 10
    let below = 12 + Paper.line + Paper.line + 4
    let beside = legend.width > 0 ? 28 + legend.width : 0
    var paper = Paper(
      width: frame.right + max(beside, 24) + Paper.margin,
      height: max(frame.bottom + below + notes, frame.top + legend.height) + Paper.margin)
    plot.writeHeading(on: &paper)
    drawGrid(on: &paper)
    drawBars(on: &paper)
    drawMarkLines(on: &paper)
    drawCurves(on: &paper)
    drawAxes(on: &paper)
    drawMarkLabels(on: &paper)
    drawSigns(on: &paper)
    legend.draw(on: &paper, x: frame.right + 28, y: frame.top)
    plot.writeNotes(on: &paper)
    return paper.finished()
  }

  // MARK: Places

  private func x(_ value: Double) -> Double {
    Double(frame.left) + chart.x.position(of: value) * Double(frame.width)
  }

  private func y(_ value: Double) -> Double {
    Double(frame.bottom) - chart.y.position(of: value) * Double(frame.height)
  }

  // MARK: Parts

  private func drawGrid(on paper: inout Paper) {
    for tick in yTicks {
      let y = y(tick.value).rounded() + 0.5
      paper.line((Double(frame.left), y), (Double(frame.right), y), 1, color: Paper.gridInk)
    }
    for tick in xTicks {
      let x = x(tick.value).rounded() + 0.5
      paper.line((x, Double(frame.top)), (x, Double(frame.bottom)), 1, color: Paper.gridInk)
    }
  }

  private func drawAxes(on paper: inout Paper) {
    let (left, bottom) = (Double(frame.left), Double(frame.bottom))
    paper.line((left, Double(frame.top)), (left, bottom), 2)
    paper.line((left, bottom), (Double(frame.right), bottom), 2)
    for tick in yTicks {
      let y = y(tick.value)
      paper.line((left - 6, y), (left, y), 2)
      paper.write(
        tick.text, x: frame.left - 12 - Paper.width(of: tick.text),
        y: Int(y.rounded()) - Paper.capital / 2)
    }
    for tick in xTicks {
      let x = x(tick.value)
      paper.line((x, bottom), (x, bottom + 6), 2)
      paper.write(
        tick.text, x: Int(x.rounded()) - Paper.width(of: tick.text) / 2, y: frame.bottom + 12)
    }
    paper.write(chart.y.caption, x: Paper.margin, y: frame.top - Paper.line - 6, color: Paper.faint)
    let caption = Paper.fitted(chart.x.caption, into: frame.width)
    paper.write(
      caption, x: frame.right - Paper.width(of: caption), y: frame.bottom + 12 + Paper.line + 2,
      color: Paper.faint)
  }

  private func drawBars(on paper: inout Paper) {
    guard let bars = chart.bars else { return }
    let foot = y(max(chart.y.range.lowerBound, 0))
    for bar in bars.bars {
      let (from, to) = (x(bar.from), x(bar.to))
      // A gap tells neighbours apart where there is room for one.
      let gap = to - from > 6 ? 1.0 : 0
      for (height, color) in [
        (bar.whole, bars.partTitle == nil ? PlotPalette.colors[0] : Paper.pale),
        (bar.part, PlotPalette.colors[0]),
      ] where height > 0 {
        let top = y(height)
        paper.canvas.fillRectangle(
          x: from + gap, y: top, width: max(to - from - gap, 0.5), height: foot - top,
          with: .solid(color))
      }
    }
  }

  private func drawCurves(on paper: inout Paper) {
    for series in chart.series {
      let style = FigureLegend.style(of: series)
      let points = series.points.map { (x: x($0.x), y: y($0.y)) }
      switch series.form {
      case .line: paper.draw(points, style.thickness, color: style.color, dashes: style.dashes)
      case .points:
        let shape = PointShape(of: series)
        for point in points { shape.draw(on: &paper, at: point, color: style.color) }
      }
    }
  }

  private func drawMarkLines(on paper: inout Paper) {
    for mark in chart.marks {
      switch mark.axis {
      case .x:
        let x = x(mark.value)
        paper.line(
          (x, Double(frame.top)), (x, Double(frame.bottom)), 2, color: Paper.faint, dashes: [8, 6])
      case .y:
        let y = y(mark.value)
        paper.line(
          (Double(frame.left), y), (Double(frame.right), y), 2, color: Paper.faint, dashes: [8, 6])
      }
    }
  }

  /// Writes what marks are on the side with more room, where least is in the way.
  private func drawMarkLabels(on paper: inout Paper) {
    var rows: [Int] = []
    for mark in chart.marks {
      let text = Paper.fitted(mark.label, into: frame.width * 3 / 5)
      let width = Paper.width(of: text)
      let (column, candidates): (Int, [Int])
      switch mark.axis {
      case .x:
        let line = Int(x(mark.value).rounded())
        column = frame.right - line >= width + 14 ? line + 10 : line - 10 - width
        candidates = Array(
          stride(from: frame.top + 8, through: frame.bottom - Paper.line - 8, by: Paper.line + 6))
      case .y:
        let line = Int(y(mark.value).rounded())
        column = frame.right - width - 4
        candidates = [line - Paper.capital - 8, line + 8]
      }
      let free = candidates.filter { row in
        row >= frame.top - Paper.line && row + Paper.line <= frame.bottom
          && !rows.contains { abs($0 - row) < Paper.line }
      }
      let best = free.map { row in
        (
          row: row,
          inked: paper.inked(
            x: column - 4, y: row - 4, width: width + 8, height: Paper.capital + 10)
        )
      }.min { $0.inked < $1.inked }
      guard let best else { continue }
      rows.append(best.row)
      paper.canvas.fillRectangle(
        x: Double(column - 4), y: Double(best.row - 4), width: Double(width + 8),
        height: Double(Paper.capital + 10), with: .solid(.white), opacity: 0.85)
      paper.write(text, x: column, y: best.row)
    }
  }

  /// Writes the sign of each curve into a disc on it.
  private func drawSigns(on paper: inout Paper) {
    let cell = 26.0
    let curves = chart.series.map { series in
      series.lines.map { point in
        (x: (x(point.x) - Double(frame.left)) / cell, y: (y(point.y) - Double(frame.top)) / cell)
      }
    }
    var placement = SignPlacement(
      curves, width: frame.width / Int(cell), height: frame.height / Int(cell))
    for (number, index) in chart.series.indices.reversed().enumerated() {
      let series = chart.series[index]
      let share = (Double(number) + 1) / Double(chart.series.count + 1)
      guard series.role != .reference, let sign = series.sign,
        let place = placement.place(on: index, near: share)
      else { continue }
      let column = Double(frame.left) + (Double(place.column) + 0.5) * cell
      let center = Canvas.Point(column, Self.height(of: curves[index], at: place, cell, frame))
      paper.canvas.fillCircle(center: center, radius: 13, with: .solid(.white))
      paper.canvas.fillCircle(
        center: center, radius: 12, with: .solid(FigureLegend.style(of: series).color))
      paper.write(
        String(sign), x: Int(center.x.rounded()) - 5, y: Int(center.y.rounded()) - 7, color: .white)
    }
  }

  /// How far down a curve passes the middle of a cell's column, in pixels.
  private static func height(
    of curve: [(x: Double, y: Double)], at place: SignPlacement.Place, _ cell: Double,
    _ frame: Frame
  ) -> Double {
    let wanted = Double(place.column) + 0.5
    let next = curve.firstIndex { $0.x >= wanted } ?? curve.count - 1
    let (from, to) = (curve[max(next - 1, 0)], curve[next])
    let share = to.x > from.x ? min(max((wanted - from.x) / (to.x - from.x), 0), 1) : 0
    return Double(frame.top) + (from.y + (to.y - from.y) * share) * cell
  }
}
