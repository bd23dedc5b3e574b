internal import Imaging

/// The names of a chart's series or bars beside a figure, each with how it is drawn and its value.
struct FigureLegend {
  private struct Entry {
    let title: String
    let detail: String
    let sign: Character?
    let series: PlotSeries?
    let color: RGB
  }

  /// Columns that a name takes at most.
  private static let widest = 26 * Paper.advance
  /// Columns of the piece of a curve before a name.
  private static let sample = 40

  private let entries: [Entry]
  private let detailTitle: String

  init(_ chart: Chart) {
    var entries = chart.inOrder.map { series in
      Entry(
        title: series.title, detail: series.detail,
        sign: series.role == .reference || series.form == .points ? nil : series.sign,
        series: series,
        color: Self.style(of: series).color)
    }
    if let bars = chart.bars {
      if let title = bars.partTitle {
        entries.append(
          Entry(title: title, detail: "", sign: nil, series: nil, color: PlotPalette.colors[0]))
      }
      entries.append(
        Entry(
          title: bars.wholeTitle, detail: "", sign: nil, series: nil,
          color: bars.partTitle == nil ? PlotPalette.colors[0] : Paper.pale))
    }
    self.entries = entries
    detailTitle = entries.contains { !$0.detail.isEmpty } ? chart.detailTitle : ""
  }

  /// How a series is drawn on paper.
  static func style(of series: PlotSeries) -> (color: RGB, thickness: Double, dashes: [Int]) {
    let style = PlotPalette.style(of: series, among: PlotPalette.colors.count)
    return (
      style.color.map { PlotPalette.colors[$0] } ?? PlotPalette.reference,
      series.role == .current ? 4.5 : 3,
      // Round ends make a dash as much longer as the line is thick.
      style.dashes.enumerated().map { index, length in length * 3 + (index % 2 == 0 ? 0 : 4) }
    )
  }

  private var signWidth: Int { entries.contains { $0.sign != nil } ? 2 * Paper.advance : 0 }

  private var detailWidth: Int {
    (entries.map(\.detail) + [detailTitle]).map { Paper.width(of: $0) }.max() ?? 0
  }

  private var titleWidth: Int {
    min(Self.widest, entries.map { Paper.width(of: $0.title) }.max() ?? 0)
  }

  /// The columns that the legend takes; 0 without entries.
  var width: Int {
    guard !entries.isEmpty else { return 0 }
    return Self.sample + 12 + signWidth + titleWidth + (detailWidth > 0 ? 24 + detailWidth : 0)
  }

  /// The rows that the legend takes.
  var height: Int { (entries.count + (detailTitle.isEmpty ? 0 : 1)) * (Paper.line + 4) }

  /// Draws the legend with its upper left corner at a place.
  func draw(on paper: inout Paper, x: Int, y: Int) {
    var row = y
    if !detailTitle.isEmpty {
      paper.write(
        detailTitle, x: x + width - Paper.width(of: detailTitle), y: row, color: Paper.faint)
      row += Paper.line + 4
    }
    for entry in entries {
      let middle = Double(row) + Double(Paper.capital) / 2
      if let series = entry.series {
        let style = Self.style(of: series)
        switch series.form {
        case .line:
          paper.draw(
            [(Double(x) + 2, middle), (Double(x + Self.sample) - 2, middle)], style.thickness,
            color: style.color, dashes: style.dashes)
        case .points:
          PointShape(of: series, radius: 7)
            .draw(on: &paper, at: (Double(x + Self.sample / 2), middle), color: style.color)
        }
      } else {
        paper.canvas.fillRectangle(
          x: Double(x + 10), y: Double(row - 1), width: 20, height: Double(Paper.capital + 2),
          with: .solid(entry.color))
      }
      var at = x + Self.sample + 12
      if let sign = entry.sign { paper.write(String(sign), x: at, y: row, color: entry.color) }
      at += signWidth
      paper.write(Paper.fitted(entry.title, into: titleWidth), x: at, y: row)
      paper.write(entry.detail, x: x + width - Paper.width(of: entry.detail), y: row)
      row += Paper.line + 4
    }
  }
}
