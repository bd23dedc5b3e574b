import Imaging
import Plots
import Testing

@Suite struct PlotFigureTests {
  /// How many pixels have a colour.
  private static func count(_ color: RGB, in image: Image) -> Int {
    var count = 0
    for y in 0..<image.height {
      for x in 0..<image.width where image[x, y] == color { count += 1 }
    }
    return count
  }

  /// A chart of one falling line between two values, and a mark.
  private static func plot(_ series: Int) -> Plot {
    Plot(
      name: "test", title: "values", subject: "street",
      body: .chart(
        Chart(
          x: PlotAxis("x", column: "x", holding: [0, 10]),
          y: PlotAxis("y", column: "y", holding: [0, 10]),
          series: (0..<series).map { index in
            PlotSeries(
              name: "series \(index)", sign: "1", style: index,
              points: [.init(0, 10 - Double(index)), .init(10, Double(index))])
          }, marks: [PlotMark(.x, at: 5, "half")])))
  }

  @Test func everySeriesHasItsColourOnWhite() {
    let figure = Self.plot(3).figure()
    for color in PlotPalette.colors.prefix(3) {
      // A line of 820 pixels, three thick, and a disc: more than a sample in a legend.
      #expect(Self.count(color, in: figure) > 1500, "\(color)")
    }
    #expect(Self.count(PlotPalette.colors[3], in: figure) == 0)
    for x in 0..<figure.width {
      #expect(figure[x, 0] == .white && figure[x, figure.height - 1] == .white)
    }
    for y in 0..<figure.height {
      #expect(figure[0, y] == .white && figure[figure.width - 1, y] == .white)
    }
  }

  @Test func equalPlotsGiveEqualPictures() {
    #expect(Self.plot(2).figure() == Self.plot(2).figure())
    #expect(Self.plot(2).figure() != Self.plot(1).figure())
  }

  @Test func seriesBeyondTheColoursAreDashed() {
    let whole = Plot(
      name: "test", title: "values", subject: "",
      body: .chart(
        Chart(
          x: PlotAxis("x", column: "x", holding: [0, 10]),
          y: PlotAxis("y", column: "y", holding: [0, 10]),
          series: [
            PlotSeries(name: "a", style: 0, points: [.init(0, 2), .init(10, 2)]),
            PlotSeries(
              name: "b", style: 1 + PlotPalette.colors.count,
              points: [.init(0, 7), .init(10, 7)]),
          ])))
    let figure = whole.figure()
    let drawn = PlotPalette.colors.prefix(2).map { Self.count($0, in: figure) }
    #expect(drawn[1] < drawn[0] * 9 / 10 && drawn[1] > drawn[0] / 3)
  }

  @Test func everyPlotOfEveryInputIsAPicture() {
    for named in NamedInput.all {
      for kind in PlotCatalog.all {
        let figure = kind.plot(of: named.input).figure()
        #expect(figure.width > 60 && figure.width < 4000 && figure.height < 4000, "\(named)")
        #expect(Self.count(.white, in: figure) < figure.width * figure.height, "\(named)")
      }
    }
  }
}
