internal import TerminalUI

/// The numbers beside the picture, one section above the other.
///
/// Sections that do not fit are left out from the least important on; what room is left over
/// separates the others.
struct SidePanel {
  let state: ExplorerState
  let area: CellRect
  let hasLegend: Bool

  /// The panel of a screen.
  init(state: ExplorerState, layout: ScreenLayout) {
    self.state = state
    area = layout.panel
    hasLegend = layout.legend.height == 0 && state.view.plot == nil
  }

  /// A part of the panel.
  enum Section: Equatable {
    case image, budget, strategies, patch, pins, legend, histogram
  }

  private static let tallestHistogram = 14
  /// The height from which on a patch has lines of its own for its group and its stability.
  private static let roomy = 30

  /// Lines of the budget: the value, the slider, its cost, and presets where they fit.
  private var budgetHeight: Int { area.height > 24 ? 4 : area.height > 20 ? 3 : 2 }

  /// Lines of the image: sinks and padding where there is room, or where they are marked.
  private var imageHeight: Int { area.height > 24 || state.marksSinks ? 3 : 2 }

  private var patchHeight: Int { area.height > Self.roomy ? 6 : 4 }

  private var pinsHeight: Int { PinSection.height(for: state) }

  /// Lines of budget, image, patch, pins, legend and the gaps between them.
  private var besideTheList: Int {
    budgetHeight + imageHeight + patchHeight + pinsHeight + (hasLegend ? 2 : 0)
      + (area.height > 24 ? 3 + (pinsHeight > 0 ? 1 : 0) + (hasLegend ? 1 : 0) : 2)
  }

  /// The sections that fit, with their rectangles.
  var sections: [(section: Section, rect: CellRect)] {
    // A list longer than the panel scrolls with the current strategy and leaves the rest its place.
    let list = min(1 + state.rows.count, max(area.height - besideTheList, 4))
    let ranked: [(Section, Int)] = [
      (.strategies, list), (.budget, budgetHeight), (.image, imageHeight),
      (.patch, patchHeight), (.pins, pinsHeight), (.legend, hasLegend ? 2 : 0),
      (.histogram, area.height > 26 ? 5 : 3),
    ]
    let shown: [Section] = [
      .image, .budget, .strategies, .patch, .pins, .legend, .histogram,
    ]
    var heights: [(Section, Int)] = []
    var left = area.height
    for (section, height) in ranked where height > 0 && height <= left {
      heights.append((section, height))
      left -= height
    }
    let gaps = max(heights.count - 1, 1)
    let gap = min(1, left / gaps)
    // What is left over makes the histogram readable.
    if gap == 1, let histogram = heights.firstIndex(where: { $0.0 == .histogram }) {
      heights[histogram].1 += min(left - gaps, Self.tallestHistogram - heights[histogram].1)
    }
    let inOrder = shown.compactMap { section in heights.first { $0.0 == section } }
    var extra = gap == 0 ? left : 0
    var row = area.row
    return inOrder.map { section, height in
      defer {
        row += height + gap
        if extra > 0 {
          row += 1
          extra -= 1
        }
      }
      return (
        section, CellRect(column: area.column, row: row, width: area.width, height: height)
      )
    }
  }

  func draw(on grid: inout CellGrid) {
    guard area.width >= 20 else { return }
    for (section, rect) in sections {
      switch section {
      case .image: ImageSection(state: state, area: rect).draw(on: &grid)
      case .budget: BudgetSection(state: state, area: rect).draw(on: &grid)
      case .strategies: StrategySection(state: state, area: rect).draw(on: &grid)
      case .patch: PatchSection(state: state, area: rect).draw(on: &grid)
      case .pins: PinSection(state: state, area: rect).draw(on: &grid)
      case .legend: LegendSection(state: state, area: rect).draw(on: &grid)
      case .histogram: HistogramSection(state: state, area: rect).draw(on: &grid)
      }
    }
  }
}

/// The layer's name and its colours, where no line under the picture shows them.
struct LegendSection {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    grid.write(
      ReasonText.words(of: layerText(state), into: area.width), column: area.column, row: area.row,
      style: CellStyle(dim: true), limit: area.width)
    LegendLine(
      state: state,
      area: CellRect(column: area.column - 1, row: area.row + 1, width: area.width + 1, height: 1)
    ).draw(on: &grid)
  }
}
