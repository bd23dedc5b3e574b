import Plots
import TerminalUI
import Testing

/// What every kind of plot promises, whatever its input.
@Suite struct PlotLaws {
  /// Every kind with every input.
  private static let plots = NamedInput.all.flatMap { named in
    PlotCatalog.all.map { (name: "\($0.name) of \(named)", plot: $0.plot(of: named.input)) }
  }

  @Test func everyNumberIsFiniteAndWithinTheAxes() {
    for (name, plot) in Self.plots {
      switch plot.body {
      case .chart(let chart):
        #expect(!chart.series.isEmpty || chart.bars != nil, "\(name)")
        for series in chart.series {
          #expect(!series.points.isEmpty, "\(name): \(series.name)")
          #expect(
            series.points.allSatisfy {
              chart.x.range.contains($0.x) && chart.y.range.contains($0.y)
            }, "\(name): \(series.name)")
        }
        for bar in chart.bars?.bars ?? [] {
          #expect(bar.from < bar.to && bar.from >= chart.x.range.lowerBound, "\(name)")
          #expect(bar.to <= chart.x.range.upperBound && bar.whole <= chart.y.range.upperBound)
          #expect(bar.part >= 0 && bar.part <= bar.whole, "\(name)")
        }
      case .matrix(let matrix):
        for (row, values) in matrix.values.enumerated() {
          #expect(values[row] == 1, "\(name)")
          for (column, value) in values.enumerated() {
            #expect(matrix.values[column][row] == value, "\(name)")
          }
        }
      case .missing(let reason): #expect(!reason.isEmpty && reason.last != ".", "\(name)")
      }
    }
  }

  @Test func nothingOnScreenIsNotANumber() {
    for (name, plot) in Self.plots {
      var grid = CellGrid(width: 90, height: 24)
      plot.draw(on: &grid, in: grid.bounds, traits: ScreenTraits(tier: .mono, unicode: true))
      let text = grid.text.lowercased()
      #expect(!text.contains("nan") && !text.contains("inf"), "\(name)")
      #expect(text.contains(plot.title.prefix(20).lowercased()), "\(name)")
    }
  }

  @Test func namesAreFilesAndDiffer() {
    let names = PlotCatalog.all.map { $0.name }
    #expect(Set(names).count == names.count)
    for kind in PlotCatalog.all {
      #expect(kind.name.allSatisfy { $0 == "-" || $0.isLowercase })
      #expect(!kind.summary.isEmpty && kind.summary.last != "." && !kind.reads.isEmpty)
      #expect(PlotCatalog.named(kind.name) == kind)
      #expect(kind.plot(of: NamedInput.usual).name == kind.name)
    }
  }

  @Test func whatIsMissingIsSaid() throws {
    func reason(_ kind: any PlotKind.Type, _ name: String) throws -> String? {
      let named = try #require(NamedInput.all.first { $0.description == name })
      guard case .missing(let reason) = kind.plot(of: named.input).body else { return nil }
      return reason
    }
    #expect(
      try reason(AttentionHistogram.self, "no attention") == "this sample has no class attention")
    #expect(
      try reason(AttentionCurves.self, "no attention") == "this sample has no class attention")
    #expect(try reason(SpectrumPlot.self, "no features") == "this sample has no features")
    #expect(try reason(CoverageCurves.self, "no features")?.contains("no features") == true)
    #expect(try reason(ErankCurves.self, "nothing computed") == "computing…")
    #expect(try reason(ErankCurves.self, "no strategy") == "no strategy is compared")
    #expect(
      try reason(ThresholdByRank.self, "one strategy")
        == "no strategy of the list has a threshold; agilepruner does")
    #expect(try reason(JaccardMatrix.self, "merging only") == "no strategy keeps patches as such")
    #expect(try reason(SpectrumPlot.self, "usual") == nil)
  }
}
