internal import TerminalUI

/// Where the parts of a chart stand in a rectangle of cells; what does not fit has no place.
///
/// From the largest to the smallest: a legend beside the curves from 70 columns, above them from 12
/// rows; a row for the caption of each axis; ticks with numbers; axes; the title; the curves alone.
struct ChartLayout {
  /// The curves.
  var plot: CellRect
  /// The row of the title.
  var titleRow: Int?
  /// The row of the caption of the axis upwards.
  var yCaptionRow: Int?
  /// The row of the caption of the axis to the right.
  var xCaptionRow: Int?
  /// The row of the numbers under the axis to the right.
  var xTickRow: Int?
  /// The row of the axis to the right.
  var xAxisRow: Int?
  /// The column of the axis upwards.
  var yAxisColumn: Int?
  /// Columns for the numbers beside the axis upwards, from the left side on; 0 for none.
  var yTickWidth = 0
  /// The legend.
  var legend: CellRect?
  /// Whether the legend's entries stand under one another, one in a row.
  var legendIsList = false
  /// The row of notes.
  var noteRow: Int?

  /// The width from which on a legend stands beside the curves.
  private static let wide = 70

  /// Lays out a chart.
  ///
  /// - Parameters:
  ///   - area: The rectangle.
  ///   - legend: The entries' widths.
  ///   - hasNotes: Whether there are notes.
  ///   - yTicks: The widest number beside the axis upwards if it had a number of rows.
  init(area: CellRect, legend: [Int], hasNotes: Bool, yTicks: (Int) -> Int) {
    plot = area
    if area.height > 1 { titleRow = takeTop() }
    if hasNotes, area.height >= 14 { noteRow = takeBottom() }
    if area.height >= 12 { xCaptionRow = takeBottom() }
    if area.height >= 6, area.width >= 16 { xTickRow = takeBottom() }
    if area.height >= 5, area.width >= 12 { xAxisRow = takeBottom() }
    place(legend, in: area)
    if area.height >= 9 { yCaptionRow = takeTop() }
    guard area.width >= 12, area.height >= 5 else { return }
    if area.width >= 20 {
      yTickWidth = min(yTicks(plot.height), area.width / 3)
      takeLeft(yTickWidth)
    }
    yAxisColumn = plot.column
    takeLeft(1)
  }

  /// Gives a legend its place, beside the curves or above them; none where there is no room.
  private mutating func place(_ legend: [Int], in area: CellRect) {
    guard let widest = legend.max() else { return }
    if area.width >= Self.wide, area.height >= 6 {
      let width = min(widest, max(24, area.width * 44 / 100))
      self.legend = CellRect(
        column: plot.column + plot.width - width, row: plot.row + 1, width: width,
        height: plot.height - 1)
      legendIsList = true
      plot.width -= width + 2
    } else if area.height >= 12 {
      let rows = min(Self.rows(of: legend, in: area.width), max(1, area.height / 5))
      self.legend = CellRect(column: area.column, row: plot.row, width: area.width, height: rows)
      for _ in 0..<rows { _ = takeTop() }
    }
  }

  /// Takes the uppermost row from the curves.
  private mutating func takeTop() -> Int {
    plot.row += 1
    plot.height -= 1
    return plot.row - 1
  }

  /// Takes the lowest row from the curves.
  private mutating func takeBottom() -> Int {
    plot.height -= 1
    return plot.row + plot.height
  }

  /// Takes columns from the left side of the curves.
  private mutating func takeLeft(_ columns: Int) {
    plot.column += columns
    plot.width -= columns
  }

  /// How many rows entries take that stand side by side, two columns apart.
  static func rows(of widths: [Int], in room: Int) -> Int {
    var (rows, column) = (1, 0)
    for width in widths {
      if column > 0, column + width > room {
        rows += 1
        column = 0
      }
      column += width + 2
    }
    return rows
  }
}
