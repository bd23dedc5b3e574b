internal import TextData

extension Plot {
  /// The plot's numbers as comma-separated values (RFC 4180, with line feeds), one row for each
  /// point, bar or pair.
  ///
  /// The first line names the columns. Curves have the series and the two axes; bars have their two
  /// ends, their height and the height of their part; a matrix has both items and the value, for every
  /// ordered pair. Numbers have as many digits as read back to the same double. Series are in the
  /// order of the list; a plot that shows nothing is an empty text.
  ///
  /// - Complexity: O(numbers).
  public var csv: String {
    var table: [[String]]
    switch body {
    case .missing: return ""
    case .chart(let chart): table = chart.table
    case .matrix(let matrix):
      table = [["first", "second", matrix.column]]
      for (item, values) in zip(matrix.items, matrix.values) {
        for (other, value) in zip(matrix.items, values) {
          table.append([item.name, other.name, CSV.number(value)])
        }
      }
    }
    return CSV.text(table)
  }
}

extension Chart {
  fileprivate var table: [[String]] {
    if let bars {
      return [bars.columns]
        + bars.bars.map { bar in [bar.from, bar.to, bar.whole, bar.part].map(CSV.number) }
    }
    var table = [[seriesColumn, x.column, y.column]]
    for series in inOrder {
      for point in series.points {
        table.append([series.name, CSV.number(point.x), CSV.number(point.y)])
      }
    }
    return table
  }

  /// The series in the order of the list, what others are measured against first.
  var inOrder: [PlotSeries] {
    series.sorted { one, other in
      let references = (one.role == .reference, other.role == .reference)
      return references.0 != references.1 ? references.0 : one.style < other.style
    }
  }
}
