internal import Plots
internal import TerminalUI

/// Where the parts of the view of the data set stand.
///
/// From 72 columns on, numbers stand beside the dots; below, two lines under them name the sample. The
/// map of kept patches has half of the dots' room from 150 columns on, else all of it.
struct DatasetLayout: Equatable {
  /// The line that says what is shown.
  var title = CellRect.none
  /// The dots; empty where the map takes their place.
  var plot = CellRect.none
  /// The dots with axes and captions.
  var chart = CellRect.none
  /// Columns for the numbers beside the axis upwards; 0 for none.
  var tickWidth = 0
  /// The map of kept patches; empty where it is not shown.
  var map = CellRect.none
  /// The numbers beside the dots.
  var side = CellRect.none
  /// The lines under the dots; empty where numbers stand beside them.
  var foot = CellRect.none
  /// Hints, messages and prompts.
  var status = CellRect.none

  /// Divides a screen that is not too small for anything.
  init(_ state: ExplorerState) {
    let (width, height) = (state.size.width, state.size.height)
    title = CellRect(column: 0, row: 0, width: width, height: 1)
    status = CellRect(column: 0, row: height - 1, width: width, height: 1)
    let sideWidth = width >= 180 ? 56 : width >= 110 ? 40 : width >= 72 ? 27 : 0
    var main = CellRect(
      column: 0, row: 1, width: width - (sideWidth > 0 ? sideWidth + 1 : 0), height: height - 2)
    if sideWidth > 0 {
      side = CellRect(column: width - sideWidth, row: 1, width: sideWidth, height: height - 2)
    } else if height >= 12 {
      main.height -= 2
      foot = CellRect(column: 0, row: main.row + main.height, width: width, height: 2)
    }
    if state.datasetView.showsMap {
      guard width >= 150 else {
        map = main
        return
      }
      let half = main.width / 2
      map = CellRect(
        column: main.column + half + 1, row: main.row, width: main.width - half - 1,
        height: main.height)
      main.width = half
    }
    chart = main
    placePlot(state)
  }

  private mutating func placePlot(_ state: ExplorerState) {
    plot = chart
    guard chart.height >= 6, chart.width >= 20 else { return }
    // The caption above, the axis with its numbers below.
    plot.row += 1
    plot.height -= 3
    if let axis = state.datasetView.scatter?.yAxis {
      tickWidth = min(
        9, axis.ticks(atMost: Self.tickCount(plot.height)).map(\.text.count).max() ?? 0)
    }
    plot.column += tickWidth + 1
    plot.width -= tickWidth + 2
  }

  /// How many numbers an axis upwards has.
  static func tickCount(_ rows: Int) -> Int { max(2, min(rows * 2 / 5, 9)) }
}

extension CellRect {
  fileprivate static let none = CellRect(column: 0, row: 0, width: 0, height: 0)
}
