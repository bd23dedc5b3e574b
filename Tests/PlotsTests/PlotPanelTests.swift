import Plots
import TerminalUI
import Testing

@Suite struct PlotPanelTests {
  private static let traits = ColorTier.allCases.flatMap { tier in
    [true, false].map { ScreenTraits(tier: tier, unicode: $0) }
  }

  @Test func anySizeIsDrawnWithinItsRectangle() {
    let inputs = ["usual", "every strategy", "one token", "no attention", "huge attention"]
    for named in NamedInput.all where inputs.contains(named.description) {
      for kind in PlotCatalog.all {
        let plot = kind.plot(of: named.input)
        for height in [0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 14, 20, 37] {
          for width in [0, 1, 2, 3, 5, 8, 11, 12, 16, 20, 23, 40, 69, 70, 71, 120] {
            let traits = Self.traits[(height * 31 + width) % Self.traits.count]
            var grid = CellGrid(width: width + 4, height: height + 2)
            let mark = Cell("\u{2592}")
            grid.fill(grid.bounds, with: mark)
            let rect = CellRect(column: 3, row: 1, width: width, height: height)
            plot.draw(on: &grid, in: rect, traits: traits)
            for row in 0..<grid.height {
              for column in 0..<grid.width where !rect.contains(column: column, row: row) {
                #expect(
                  grid[column, row] == mark,
                  "\(kind.name) of \(named) at \(width)×\(height) leaves its rectangle")
              }
            }
            if width > 0, height > 0 {
              #expect((0..<width).contains { grid[3 + $0, 1] != mark }, "\(kind.name)")
            }
          }
        }
      }
    }
  }

  /// A plot of two plain curves and a mark.
  private static let plot = Plot(
    name: "test", title: "values over budget", subject: "",
    body: .chart(
      Chart(
        x: PlotAxis("budget", unit: "tokens", column: "budget", holding: [0, 100]),
        y: PlotAxis("value", column: "value", holding: [0, 10]),
        series: [
          PlotSeries(
            name: "rising", detail: "5.0", sign: "1", style: 0, role: .current,
            points: [.init(0, 0), .init(100, 10)]),
          PlotSeries(
            name: "falling", detail: "5.0", sign: "2", style: 1,
            points: [.init(0, 10), .init(100, 0)]),
        ], detailTitle: "at 50", marks: [PlotMark(.x, at: 25, "keep 25")])))

  private func text(_ width: Int, _ height: Int, unicode: Bool, tier: ColorTier = .mono) -> String {
    var grid = CellGrid(width: width, height: height)
    Self.plot.draw(
      on: &grid, in: grid.bounds, traits: ScreenTraits(tier: tier, unicode: unicode))
    return grid.text
  }

  @Test func curvesAxesMarkAndLegendAreOnAScreen() {
    #expect(
      text(48, 14, unicode: true, tier: .direct)
        == """
        values over budget
        at 50: ⠤⠤⠤⠤ 1 rising  5.0  ⠤⠤⠤⠤ 2 falling  5.0
        value
        10┤⠉⠒⠢⠤⣀⡀     ┊ keep 25                   ⢀⣀⠤⠔⠒⠉
          │     ⠈⠑⠒⠤⢄⣀┊                      ⣀⡠⠤⠒⠊⠁
          │           ⠉⠑⠒2⢄⣀           ⣀⡠1⠒⠊⠉
          │           ┊     ⠉⠒⠢⠤⣀⣀⣀⠤⠔⠒⠉
         5┤           ┊     ⣀⠤⠔⠒⠉⠉⠉⠒⠢⠤⣀
          │           ⣀⡠⠤⠒⠊⠉           ⠉⠑⠒⠤⢄⣀
          │     ⢀⡠⠤⠒⠊⠉┊                      ⠉⠑⠒⠤⢄⡀
         0┤⣀⠤⠔⠒⠉⠁     ┊                           ⠈⠉⠒⠢⠤⣀
          └┬────────┬─┴──────┬───────┬────────┬────────┬
           0        20       40      60       80     100
                                         budget (tokens)
        """)
  }

  @Test func withoutUnicodeCurvesAreMadeOfTheirSigns() {
    #expect(
      text(48, 14, unicode: false)
        == """
        values over budget
        at 50: 11 1 rising  5.0  22 2 falling  5.0
        value
        10┤2222       : keep 25                     1111
          │    222222 :                       111111
          │          222222             111111
          │           :    2222221111111
         5┤           :    1111112222222
          │          111111             222222
          │    111111 :                       222222
         0┤1111       :                             2222
          └┬────────┬─^──────┬───────┬────────┬────────┬
           0        20       40      60       80     100
                                         budget (tokens)
        """)
  }
}
