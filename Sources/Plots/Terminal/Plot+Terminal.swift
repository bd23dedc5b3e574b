public import TerminalUI

extension Plot {
  /// Draws the plot into a rectangle of a screen.
  ///
  /// Curves are lines of braille dots, or of their own signs where only ASCII can be shown; a sign
  /// stands on each where it is most apart from the others, and dashes differ where there is no
  /// colour. Points are single dots, or signs where there is no colour. Beside or above the curves a legend tells names and values, as far as there is room.
  /// Nothing is written outside the rectangle or over other text, whatever its size: what does not
  /// fit is left out, first the captions, then the legend, the axes, the title.
  ///
  /// - Parameters:
  ///   - grid: The screen.
  ///   - rect: Where to draw; cells of it that nothing is drawn on stay as they are.
  ///   - traits: What the screen can show.
  /// - Complexity: O(cells · series + points).
  public func draw(on grid: inout CellGrid, in rect: CellRect, traits: ScreenTraits) {
    guard rect.width > 0, rect.height > 0 else { return }
    // Drawn on a grid of its own, so that nothing can leave the rectangle.
    var panel = CellGrid(width: rect.width, height: rect.height)
    let area = panel.bounds
    switch body {
    case .chart(let chart):
      ChartPanel(plot: self, chart: chart, area: area, traits: traits).draw(on: &panel)
    case .matrix(let matrix):
      MatrixPanel(plot: self, matrix: matrix, area: area, traits: traits).draw(on: &panel)
    case .missing(let reason):
      panel.write(title, column: 0, row: 0, style: CellStyle(bold: true))
      panel.write(
        reason, column: 0, row: area.height > 2 ? 2 : area.height - 1,
        style: CellStyle(dim: area.height > 1))
    }
    for row in 0..<rect.height {
      for column in 0..<rect.width where panel[column, row] != Cell() {
        grid[rect.column + column, rect.row + row] = panel[column, row]
      }
    }
  }
}

/// The styles of series on a screen.
struct PlotInk {
  let traits: ScreenTraits
  private let colors: [CellColor]
  private let reference: CellColor

  init(_ traits: ScreenTraits) {
    self.traits = traits
    colors = PlotPalette.colors(on: traits.tier, ground: traits.background).map { .rgb($0) }
    reference = .rgb(PlotPalette.reference(on: traits.background))
  }

  /// Whether series have colours.
  var hasColors: Bool { !colors.isEmpty }

  /// How a series is drawn.
  func style(of series: PlotSeries) -> CellStyle {
    let color = PlotPalette.style(of: series, among: colors.count).color
    let ink: CellColor =
      color.map { colors[$0] } ?? (hasColors ? reference : .standard)
    return CellStyle(ink: ink, bold: series.role == .current)
  }

  /// The dashes of a series.
  func dashes(of series: PlotSeries) -> [Int] {
    PlotPalette.style(of: series, among: colors.count).dashes
  }

  /// What a cell shows of a series: its dots, or its sign where only ASCII can be shown, and where no
  /// colour would tell its points from others.
  func character(of series: PlotSeries, dots: Character) -> Character {
    guard traits.unicode else { return series.sign?.asPlain ?? dots }
    return series.form == .points && !hasColors ? series.sign ?? dots : dots
  }

  /// The colour of parts of bars, and of their wholes.
  var bars: (part: CellColor, whole: CellColor) {
    hasColors ? (colors[0], reference) : (.standard, .standard)
  }
}
