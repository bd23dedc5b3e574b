import Imaging
import Plots
import TerminalUI
import Testing

@Suite struct PointSeriesTests {
  /// Two classes of points in opposite corners.
  private static let plot = Plot(
    name: "test", title: "two classes", subject: "",
    body: .chart(
      Chart(
        x: PlotAxis("x", column: "x", holding: [0, 10]),
        y: PlotAxis("y", column: "y", holding: [0, 10]),
        series: [
          PlotSeries(
            name: "low", sign: "o", style: 0, form: .points,
            points: [.init(0, 0), .init(10, 2)]),
          PlotSeries(
            name: "high", sign: "x", style: 1, form: .points,
            points: [.init(10, 10), .init(0, 8)]),
        ])))

  private func text(unicode: Bool, tier: ColorTier) -> String {
    var grid = CellGrid(width: 40, height: 14)
    Self.plot.draw(
      on: &grid, in: grid.bounds, traits: ScreenTraits(tier: tier, unicode: unicode))
    return grid.text
  }

  private static func count(_ color: RGB, in image: Image) -> Int {
    (0..<image.height).reduce(0) { sum, y in
      sum + (0..<image.width).count { image[$0, y] == color }
    }
  }

  @Test("a figure has a shape at each point and no line between them")
  func shapes() {
    let figure = Self.plot.figure()
    // Two discs of radius 5, one of 7 in the legend: π (25 + 25 + 49) = 311 less their soft rims.
    let discs = Self.count(PlotPalette.colors[0], in: figure)
    #expect(discs > 200 && discs < 320, "\(discs)")
    let crosses = Self.count(PlotPalette.colors[1], in: figure)
    #expect(crosses > 40 && crosses < 220, "\(crosses)")
  }

  @Test("every style up to six has a shape of its own in the same place")
  func differentShapes() {
    let pictures = (0..<6).map { style in
      Plot(
        name: "test", title: "", subject: "",
        body: .chart(
          Chart(
            x: PlotAxis("x", column: "x", holding: [0, 10]),
            y: PlotAxis("y", column: "y", holding: [0, 10]),
            series: [
              PlotSeries(name: "a", style: style, form: .points, points: [.init(5.3, 4.7)])
            ]))
      ).figure()
    }
    let inked = pictures.map { picture in
      (0..<picture.height).map { y in
        (0..<picture.width).map { picture[$0, y].luma < 200 }
      }
    }
    for one in inked.indices {
      for other in inked.indices where other > one { #expect(inked[one] != inked[other]) }
    }
  }

  @Test("a screen with colours has one braille dot for each point")
  func dots() {
    let picture = text(unicode: true, tier: .direct).split(separator: "\n").dropFirst(2)
    let dots = picture.joined().unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }
    #expect(dots.count == 4)
    #expect(dots.allSatisfy { ($0.value - 0x2800).nonzeroBitCount == 1 })
  }

  @Test("without colours, and in ASCII, points are the signs of their series")
  func signs() {
    for (unicode, tier) in [(true, ColorTier.mono), (false, .mono), (false, .direct)] {
      let picture = text(unicode: unicode, tier: tier).split(separator: "\n").dropFirst(2)
        .joined(separator: "\n")
      #expect(picture.count { $0 == "o" } == 2, "\(picture)")
      #expect(picture.count { $0 == "x" } == 2 + 1, "\(picture)")
    }
  }

  @Test("the table of numbers has every point, by ascending x")
  func table() {
    #expect(
      Self.plot.csv == "series,x,y\nlow,0,0\nlow,10,2\nhigh,0,8\nhigh,10,10\n")
  }
}
