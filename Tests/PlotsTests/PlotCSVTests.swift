import Plots
import Testing

@Suite struct PlotCSVTests {
  private func plot(_ body: Plot.Body) -> Plot {
    Plot(name: "test", title: "test", subject: "", body: body)
  }

  @Test func curvesAreInLongForm() {
    let chart = Chart(
      x: PlotAxis("budget", column: "budget", holding: [0, 4]),
      y: PlotAxis("erank", column: "erank", holding: [0, 3]), seriesColumn: "strategy",
      series: [
        PlotSeries(
          name: "agilepruner:tau=0.1", style: 0, role: .current,
          points: [.init(4, 0.1 + 0.2), .init(1, 0)]),
        PlotSeries(name: "a,\"b\"", style: 1, points: [.init(2, 2.5)]),
        PlotSeries(name: "all", style: 0, role: .reference, points: [.init(3, 3)]),
      ])
    #expect(
      plot(.chart(chart)).csv == #"""
        strategy,budget,erank
        all,3,3
        agilepruner:tau=0.1,1,0
        agilepruner:tau=0.1,4,0.30000000000000004
        "a,""b""",2,2.5

        """#)
  }

  @Test func barsHaveTheirEndsAndHeights() {
    let bars = PlotBars(
      bars: [.init(from: 0.5, to: 1, whole: 7, part: 2)], wholeTitle: "all", partTitle: "kept",
      columns: ["from", "to", "tokens", "kept"])
    let chart = Chart(
      x: PlotAxis("attention", column: "attention", holding: [0.5, 1]),
      y: PlotAxis("tokens", column: "tokens", holding: [0, 7]), bars: bars)
    #expect(plot(.chart(chart)).csv == "from,to,tokens,kept\n0.5,1,7,2\n")
  }

  @Test func aMatrixHasEveryOrderedPair() {
    let matrix = PlotMatrix(
      items: [.init(name: "a", title: "a", sign: "1"), .init(name: "b", title: "b", sign: "2")],
      values: [[1, 0.25], [0.25, 1]], column: "jaccard")
    #expect(
      plot(.matrix(matrix)).csv
        == "first,second,jaccard\na,a,1\na,b,0.25\nb,a,0.25\nb,b,1\n")
  }

  @Test func whatShowsNothingHasNoRows() {
    #expect(plot(.missing("no attention")).csv.isEmpty)
  }

  @Test func everyNumberOfAPlotIsInItsTable() throws {
    for kind in PlotCatalog.all {
      let plot = kind.plot(of: NamedInput.usual)
      let rows = plot.csv.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
      switch plot.body {
      case .chart(let chart):
        let count = chart.bars?.bars.count ?? chart.series.reduce(0) { $0 + $1.points.count }
        #expect(rows.count == count, "\(kind.name)")
        let last = try #require(chart.bars?.bars.last?.part ?? chart.series.last?.points.last?.y)
        #expect(rows.contains { $0.last.flatMap { Double($0) } == last }, "\(kind.name)")
      case .matrix(let matrix): #expect(rows.count == matrix.items.count * matrix.items.count)
      case .missing: Issue.record("the usual input lacks what \(kind.name) reads")
      }
    }
  }
}
