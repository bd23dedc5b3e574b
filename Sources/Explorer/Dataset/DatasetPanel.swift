internal import DataTables
internal import Plots
internal import SampleSets
internal import TerminalUI
internal import TokenPruning

/// The view of the data set: dots over two axes, the sample under the cursor, and what patches are kept.
struct DatasetPanel {
  let state: ExplorerState
  let layout: DatasetLayout

  init(_ state: ExplorerState) {
    self.state = state
    layout = DatasetLayout(state)
  }

  func draw(on grid: inout CellGrid) {
    grid.write(
      title, column: 0, row: layout.title.row, style: CellStyle(bold: true),
      limit: layout.title.width)
    if layout.chart.height > 0 { drawChart(on: &grid) }
    if layout.map.height > 0 { KeptMapPanel(state: state, area: layout.map).draw(on: &grid) }
    if layout.side.width > 0 { DatasetSide(state: state, area: layout.side).draw(on: &grid) }
    drawFoot(on: &grid)
  }

  /// What is shown, from the most important on.
  private var title: String {
    let separator = state.traits.unicode ? " · " : " | "
    let all = state.samples.count
    let shown = state.shelf.arrangement.shown.count
    var parts = ["data set: \(all) \(all == 1 ? "sample" : "samples")"]
    if shown != all { parts.append("\(shown) pass \(state.filter)") }
    if let scatter = state.datasetView.scatter, scatter.known < all, scatter.obstacle == nil {
      parts.append("\(all - scatter.known) not known")
    }
    if let inside { parts.append("\(inside) in the rectangle") }
    if state.order != .given || state.isReversed { parts.append(state.orderText) }
    return " " + parts.joined(separator: separator)
  }

  /// How many samples that pass lie in the rectangle; nil without one.
  private var inside: Int? {
    guard let brush = state.datasetView.brush, let scatter = state.datasetView.scatter else {
      return nil
    }
    return state.shelf.arrangement.shown.count {
      scatter.has($0) && brush.x.contains(scatter.x[$0]) && brush.y.contains(scatter.y[$0])
    }
  }

  private func drawChart(on grid: inout CellGrid) {
    let plot = layout.plot
    guard let scatter = state.datasetView.scatter else { return }
    if let words = scatter.obstacle ?? (scatter.known == 0 ? waiting : nil) {
      for (line, text) in wrapped(words, to: max(1, layout.chart.width - 2)).enumerated() {
        grid.write(
          text, column: layout.chart.column + 1, row: layout.chart.row + 1 + line,
          limit: layout.chart.width - 1)
      }
      return
    }
    if plot != layout.chart { drawAxes(scatter, on: &grid) }
    ScatterPanel(state: state, scatter: scatter, area: plot).draw(on: &grid)
  }

  /// What is said while nothing is known.
  private var waiting: String {
    if state.samples.isEmpty { return "no samples" }
    if !state.shelf.readings.isEmpty || state.shelf.survey != nil { return "reading…" }
    return "no sample has both \(state.axes.x) and \(state.axes.y)"
  }

  private func drawAxes(_ scatter: Scatter, on grid: inout CellGrid) {
    guard let xAxis = scatter.xAxis, let yAxis = scatter.yAxis else { return }
    let plot = layout.plot
    let faint = CellStyle(dim: true)
    let unicode = state.traits.unicode
    let axisRow = plot.row + plot.height
    let axisColumn = plot.column - 1
    grid.write(
      yAxis.caption, column: layout.chart.column, row: layout.chart.row, style: faint,
      limit: layout.chart.width)
    for row in plot.row..<axisRow { grid[axisColumn, row] = Cell(unicode ? "│" : "|", faint) }
    for column in plot.column..<(plot.column + plot.width) {
      grid[column, axisRow] = Cell(unicode ? "─" : "-", faint)
    }
    grid[axisColumn, axisRow] = Cell(unicode ? "└" : "+", faint)
    var last: Int?
    for tick in yAxis.ticks(atMost: DatasetLayout.tickCount(plot.height)).reversed() {
      let row =
        plot.row + Int(((1 - yAxis.position(of: tick.value)) * Double(plot.height - 1)).rounded())
      grid[axisColumn, row] = Cell(unicode ? "┤" : "+", faint)
      guard tick.text.count <= layout.tickWidth, last != row else { continue }
      grid.write(
        NumberText.right(tick.text, layout.tickWidth), column: axisColumn - layout.tickWidth,
        row: row)
      last = row
    }
    drawTicks(xAxis, axisRow, on: &grid)
  }

  private func drawTicks(_ axis: PlotAxis, _ axisRow: Int, on grid: inout CellGrid) {
    let plot = layout.plot
    let faint = CellStyle(dim: true)
    // The caption has the right end of the line of numbers.
    let caption = DisplayWidth.fit(axis.caption, into: plot.width / 2)
    let room = plot.column + plot.width - DisplayWidth.columns(of: caption) - 2
    for count in stride(from: min(plot.width / 6, 10), through: 1, by: -1) {
      let ticks = axis.ticks(atMost: count).map { tick in
        let column =
          plot.column + Int((axis.position(of: tick.value) * Double(plot.width - 1)).rounded())
        return (
          text: tick.text, column: column,
          start: max(layout.chart.column, column - (tick.text.count - 1) / 2)
        )
      }
      let isApart = zip(ticks, ticks.dropFirst()).allSatisfy {
        $0.start + $0.text.count + 1 < $1.start
      }
      guard isApart else { continue }
      for tick in ticks {
        grid[tick.column, axisRow] = Cell(state.traits.unicode ? "┬" : "+", faint)
        if tick.start + tick.text.count <= room {
          grid.write(tick.text, column: tick.start, row: axisRow + 1)
        }
      }
      break
    }
    grid.write(caption, column: room + 2, row: axisRow + 1, style: faint)
  }

  /// The sample under the cursor in two lines, where no numbers stand beside the dots.
  private func drawFoot(on grid: inout CellGrid) {
    guard layout.foot.height > 1, let sample = state.underCursor else { return }
    grid.write(
      " \(state.samples[sample].name)", column: 0, row: layout.foot.row,
      style: CellStyle(bold: true), limit: layout.foot.width)
    let values = state.datasetValues(of: sample).map { "\($0.name) \($0.text)" }
    grid.write(
      " " + values.joined(separator: "  "), column: 0, row: layout.foot.row + 1,
      limit: layout.foot.width)
  }
}

/// The numbers beside the dots: what colours mean, the sample under the cursor, quartiles.
struct DatasetSide {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    var row = area.row
    let end = area.row + area.height
    row = drawLegend(row, on: &grid)
    row = drawSpreads(row, on: &grid)
    heading("UNDER THE CURSOR", row, on: &grid)
    row += 1
    guard let sample = state.underCursor else {
      grid.write("no dot", column: area.column, row: row, style: CellStyle(dim: true))
      return
    }
    let place = state.shelf.arrangement.place(of: sample).map { "\($0 + 1)" } ?? "–"
    grid.write(
      "\(state.samples[sample].name)", column: area.column, row: row, style: CellStyle(bold: true),
      limit: area.width)
    row += 1
    let isOnScreen = sample == state.sampleIndex ? ", on screen" : ""
    grid.write(
      "sample \(place) of \(state.shelf.arrangement.shown.count)\(isOnScreen)",
      column: area.column, row: row, style: CellStyle(dim: true), limit: area.width)
    row += 1
    if let refusal = state.shelf.facts[state.samples[sample]]?.refusal {
      grid.write(refusal, column: area.column, row: row, limit: area.width)
      row += 1
    }
    for value in state.datasetValues(of: sample).prefix(max(0, end - row)) {
      let text = DisplayWidth.fit(value.text, into: area.width * 2 / 3)
      let room = area.width - DisplayWidth.columns(of: text) - 1
      grid.write(
        shortened(value.name, to: room), column: area.column, row: row,
        style: CellStyle(dim: true), limit: room)
      grid.write(
        text, column: area.column + area.width - DisplayWidth.columns(of: text), row: row)
      row += 1
    }
  }

  /// A column's name in a number of columns; of a long one the strategy and budget at its end stay.
  private func shortened(_ name: String, to room: Int) -> String {
    guard DisplayWidth.columns(of: name) > room, let at = name.firstIndex(of: "@") else {
      return name
    }
    let end = String(name[at...])
    let begin = room - DisplayWidth.columns(of: end)
    return begin >= 5 ? DisplayWidth.fit(String(name[..<at]), into: begin) + end : name
  }

  private func heading(_ text: String, _ row: Int, on grid: inout CellGrid) {
    grid.write(text, column: area.column, row: row, style: CellStyle(dim: true), limit: area.width)
  }

  private func drawLegend(_ start: Int, on grid: inout CellGrid) -> Int {
    guard !state.colorColumn.isEmpty, state.traits.tier != .mono else { return start }
    var row = start
    heading("COLOUR \(shortened(state.colorColumn, to: area.width - 7))", row, on: &grid)
    row += 1
    guard let color = state.datasetView.scatter?.color else {
      grid.write("nothing is known", column: area.column, row: row, limit: area.width)
      return row + 2
    }
    let look = ScatterLook(state, color)
    if let range = color.range {
      let (less, more) = color.isClipped ? ("≤", "≥") : ("", "")
      let (low, high) = (less + shortText(range.lowerBound), more + shortText(range.upperBound))
      var column = area.column + grid.write(low + " ", column: area.column, row: row)
      let width = min(24, area.width - low.count - high.count - 2)
      for step in 0..<max(width, 0) {
        let position = width > 1 ? Double(step) / Double(width - 1) : 1
        grid[column, row] = Cell(" ", CellStyle(ground: .rgb(look.color(at: position))))
        column += 1
      }
      grid.write(" " + high, column: column, row: row)
      return row + 2
    }
    // Two in a line where there is room.
    let width = area.width / 2
    for (index, thing) in color.things.enumerated() {
      let column = area.column + index % 2 * width
      let sign = state.traits.unicode ? "●" : "*"
      let taken = grid.write(
        sign + " ", column: column, row: row, style: look.style(value: nil, things: index))
      grid.write(thing, column: column + taken, row: row, limit: width - taken - 1)
      if index % 2 == 1 { row += 1 }
    }
    return row + (color.things.count % 2 == 1 ? 2 : 1)
  }

  /// The quartiles of both axes, where there is room.
  private func drawSpreads(_ start: Int, on grid: inout CellGrid) -> Int {
    guard area.height >= 16, let scatter = state.datasetView.scatter else { return start }
    var row = start
    heading("QUARTILES", row, on: &grid)
    for (name, spread) in [(state.axes.y, scatter.ySpread), (state.axes.x, scatter.xSpread)] {
      guard let spread else { continue }
      row += 1
      let numbers = [spread.lowerQuartile, spread.median, spread.upperQuartile]
        .map { NumberText.right(shortText($0), 6) }.joined(separator: " ")
      let room = area.width - numbers.count - 1
      grid.write(shortened(name, to: room), column: area.column, row: row, limit: room)
      grid.write(numbers, column: area.column + area.width - numbers.count, row: row)
    }
    return row + 2
  }
}

extension ExplorerState {
  /// What is known of a sample: first what the view is of, then what is known of all, then tables.
  func datasetValues(of sample: Int) -> [(name: String, text: String)] {
    let facts = shelf.facts[samples[sample]]
    var values: [(name: String, text: String)] = []
    func add(_ name: String, _ text: String?) {
      guard !name.isEmpty, let text, !values.contains(where: { $0.name == name }) else { return }
      values.append((name, text))
    }
    func text(_ name: String) -> String? {
      switch name {
      case "erank": facts?.erank.map { NumberText.fixed($0, 1) }
      case "entropy": facts?.entropy.map { NumberText.fixed($0, 3) }
      case "n": facts?.tokenCount.map(shortText)
      default: shelf.table[name]?.text(of: sample)
      }
    }
    let sorted = choices.order == .column ? choices.sortColumn : ""
    for name in [choices.axes.y, choices.axes.x, choices.colorColumn, sorted, "erank", "entropy"] {
      add(name, text(name))
    }
    add("verdict", facts?.isComplex.map { $0 ? "complex" : "simple" })
    add("n", text("n"))
    // Of what differs between strategies, the current one's at this budget comes first.
    let columns = shelf.table.columns
    let parted = columns.filter { $0.name.contains("@") }
    let own = rows.indices.contains(choices.current) ? rows[choices.current].strategy.label : ""
    let ending = "@\(own)@\(keep.map { "\($0)" } ?? "\(choices.budget)")"
    for column in parted where column.name.hasSuffix(ending) {
      add(column.name, column.text(of: sample))
    }
    for column in columns { add(column.name, column.text(of: sample)) }
    return values
  }
}
