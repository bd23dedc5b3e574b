internal import TerminalUI

/// The names of a chart's series or bars, each with how it is drawn and its value.
struct PlotLegend {
  private struct Entry {
    let title: String
    let detail: String
    let sign: Character?
    let sample: [Cell]
    let style: CellStyle
  }

  private let entries: [Entry]
  private let detailTitle: String

  init(_ chart: Chart, _ ink: PlotInk) {
    detailTitle = chart.series.contains { !$0.detail.isEmpty } ? chart.detailTitle : ""
    var entries = chart.inOrder.map { series in
      Entry(
        title: series.title, detail: series.detail,
        // Points that are drawn as signs show them already.
        sign: series.form == .points ? nil : series.sign,
        sample: Self.sample(of: series, ink), style: CellStyle(bold: series.role == .current))
    }
    if let bars = chart.bars {
      let (part, whole) = ink.bars
      let signs: (part: Character, whole: Character) =
        ink.traits.unicode ? ("█", ink.hasColors ? "█" : "░") : ("#", ":")
      if let title = bars.partTitle {
        entries.append(
          Entry(
            title: title, detail: "", sign: nil,
            sample: [Cell(signs.part, CellStyle(ink: part))], style: .plain))
      }
      entries.append(
        Entry(
          title: bars.wholeTitle, detail: "", sign: nil,
          sample: [
            bars.partTitle == nil
              ? Cell(signs.part, CellStyle(ink: part)) : Cell(signs.whole, CellStyle(ink: whole))
          ], style: .plain))
    }
    self.entries = entries
  }

  /// A short piece of a curve.
  private static func sample(of series: PlotSeries, _ ink: PlotInk) -> [Cell] {
    let style = ink.style(of: series)
    guard ink.traits.unicode else {
      return Array(repeating: Cell(series.sign?.asPlain ?? "*", style), count: 2)
    }
    var canvas = BrailleCanvas(columns: 4, rows: 1, unicode: true)
    switch series.form {
    case .line:
      canvas.draw([(x: 0, y: 2), (x: 7, y: 2)], dashes: ink.dashes(of: series), layer: 0)
    case .points:
      for (x, y) in [(0, 2), (3, 1), (4, 3), (7, 2)] { canvas.set(x: x, y: y, layer: 0) }
    }
    return (0..<4).map { column in
      let dots = canvas.cell(column: column, row: 0)?.character
      return Cell(dots.map { ink.character(of: series, dots: $0) } ?? " ", style)
    }
  }

  /// The columns that the heading and each entry take.
  var widths: [Int] {
    (detailTitle.isEmpty ? [] : [detailTitle.count + 1]) + entries.map { width(of: $0) }
  }

  private func width(of entry: Entry) -> Int {
    let detail = DisplayWidth.columns(of: entry.detail)
    return entry.sample.count + 1 + (entry.sign == nil ? 0 : 2)
      + DisplayWidth.columns(of: entry.title) + (detail > 0 ? detail + 2 : 0)
  }

  /// Writes the entries; those that do not fit are counted in the last place.
  ///
  /// - Parameters:
  ///   - grid: The screen.
  ///   - rect: Where to write.
  ///   - asList: Whether each entry has a row of its own, with its value at the right side.
  func draw(on grid: inout CellGrid, in rect: CellRect, asList: Bool) {
    guard rect.width > 6, rect.height > 0 else { return }
    var (column, row) = (rect.column, rect.row)
    if !detailTitle.isEmpty {
      let heading = DisplayWidth.fit(detailTitle + (asList ? "" : ":"), into: rect.width)
      let width = DisplayWidth.columns(of: heading)
      grid.write(
        heading, column: asList ? column + rect.width - width : column, row: row,
        style: CellStyle(dim: true))
      if asList { row += 1 } else { column += width + 1 }
    }
    for (index, entry) in entries.enumerated() {
      let left = entries.count - index
      let width = min(width(of: entry), rect.width)
      if asList {
        if row == rect.row + rect.height - 1, left > 1 {
          grid.write("… \(left) more", column: column, row: row, limit: rect.width)
          return
        }
        write(entry, on: &grid, column: column, row: row, room: rect.width, detailAtRight: true)
        row += 1
        continue
      }
      let more = "… \(left) more"
      let isLastRow = row == rect.row + rect.height - 1
      let reserve = isLastRow && left > 1 ? more.count + 2 : 0
      if column + width + reserve > rect.column + rect.width, column > rect.column || isLastRow {
        guard !isLastRow else {
          let room = rect.column + rect.width - column
          if column + width <= rect.column + rect.width, left == 1 {
            write(entry, on: &grid, column: column, row: row, room: width, detailAtRight: false)
          } else if room > 3 {
            grid.write(more, column: column, row: row, limit: room)
          }
          return
        }
        (column, row) = (rect.column, row + 1)
      }
      write(entry, on: &grid, column: column, row: row, room: width, detailAtRight: false)
      column += width + 2
    }
  }

  private func write(
    _ entry: Entry, on grid: inout CellGrid, column: Int, row: Int, room: Int, detailAtRight: Bool
  ) {
    var at = column
    for cell in entry.sample {
      grid[at, row] = cell
      at += 1
    }
    at += 1
    if let sign = entry.sign {
      var style = entry.sample.first?.style ?? .plain
      style.bold = true
      grid[at, row] = Cell(sign, style)
      at += 2
    }
    let end = column + room
    let detail = DisplayWidth.columns(of: entry.detail)
    // A name that would lose more than its tail leaves the value out.
    let showsDetail =
      detail > 0 && end - at - detail - 2 >= min(8, DisplayWidth.columns(of: entry.title))
    at += grid.write(
      entry.title, column: at, row: row, style: entry.style,
      limit: max(0, end - at - (showsDetail ? detail + 2 : 0)))
    guard showsDetail else { return }
    grid.write(
      entry.detail, column: detailAtRight ? end - detail : at + 2, row: row, style: entry.style)
  }
}
