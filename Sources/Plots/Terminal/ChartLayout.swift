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
    var (top, bottom) = (area.row, area.row + area.height)
    var (left, right) = (area.column, area.column + area.width)
    let height = area.height
    if height > 1 {
      titleRow = top
      top += 1
    }
    if hasNotes, height >= 14 {
      bottom -= 1
      noteRow = bottom
    }
    if height >= 12 {
      bottom -= 1
      xCaptionRow = bottom
    }
    if height >= 6, area.width >= 16 {
      bottom -= 1
      xTickRow = bottom
    }
    if height >= 5, area.width >= 12 {
      bottom -= 1
      xAxisRow = bottom
    }
    if let widest = legend.max(), area.width >= Self.wide, height >= 6 {
      let width = min(widest, max(24, area.width * 38 / 100))
      self.legend = CellRect(
        column: right - width, row: top + 1, width: width, height: bottom - top - 1)
      legendIsList = true
      right -= width + 2
    } else if !legend.isEmpty, height >= 12 {
      let rows = min(Self.rows(of: legend, in: area.width), max(1, height / 5))
      self.legend = CellRect(column: left, row: top, width: area.width, height: rows)
      top += rows
    }
    if height >= 9 {
      yCaptionRow = top
      top += 1
    }
    if area.width >= 12, height >= 5 {
      if area.width >= 20 {
        yTickWidth = min(yTicks(bottom - top), area.width / 3)
        left += yTickWidth
      }
      yAxisColumn = left
      left += 1
    }
    plot = CellRect(column: left, row: top, width: right - left, height: bottom - top)
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
