import Figures
import Glibc
import Imaging
import Testing
import TokenFields

@Suite struct HeatMapTests {
  private static let grid = TokenGrid(rows: 1, columns: 3)

  private static func map(
    _ values: [Double], _ scale: HeatMap.Scale = .linear, range: ClosedRange<Double>? = nil
  ) -> HeatMap {
    HeatMap(values: values, grid: grid, colorMap: .grey, scale: scale, range: range)
  }

  @Test func spreadsValuesOverTheWholeMap() {
    #expect(Self.map([2, 4, 3]).colors == [.black, .white, RGB(grey: 128)])
    #expect(Self.map([1, 100, 10], .log).colors == [.black, .white, RGB(grey: 128)])
    #expect(Self.map([5, 5, 5]).colors == [RGB](repeating: RGB(grey: 128), count: 3))
  }

  @Test func aRangeHoldsValuesToItsEnds() {
    #expect(Self.map([-7, 0.5, 9], range: 0...1).colors == [.black, RGB(grey: 128), .white])
    #expect(Self.map([-7, 0.5, 9], range: 0...1).legend == (0, 0.5, 1))
  }

  @Test func theLogarithmicScaleStartsAtTheSmallestValueAboveZero() {
    let map = Self.map([0, 0.001, 0.1], .log)
    #expect(map.colors == [.black, .black, .white])
    #expect(map.legend.low == 0.001 && map.legend.high == 0.1)
    #expect(abs(map.legend.middle - 0.01) < 1e-15)
  }

  @Test func withoutAPositiveValueTheScaleIsLinear() {
    #expect(Self.map([-3, -2, -1], .log).colors == [.black, RGB(grey: 128), .white])
    #expect(Self.map([-3, -2, -1], .log).legend == (-3, -2, -1))
    #expect(Self.map([0, 0, 0], .log).legend == (0, 0, 0))
  }

  @Test func valuesThatAreNotFiniteStandOut() {
    let map = Self.map([.nan, 1, .infinity])
    #expect(map.colors == [HeatMap.missing, RGB(grey: 128), HeatMap.missing])
    #expect(Self.map([.nan, .nan, .nan]).legend == (0, 0, 0))
    for colorMap in ColorMap.allCases {
      #expect(!colorMap.entries(256).contains(HeatMap.missing))
    }
  }

  @Test func theLargestRangesDoNotOverflow() {
    let map = Self.map([-.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude])
    #expect(map.colors == [.black, RGB(grey: 128), .white])
    #expect(map.legend.middle == 0)
    let log = Self.map([.leastNonzeroMagnitude, 1e-20, .greatestFiniteMagnitude], .log)
    #expect(log.colors[0] == .black && log.colors[2] == .white)
    #expect(log.legend.middle > 0 && log.legend.middle.isFinite)
  }

  @Test func patchesTakeTheirPixels() {
    let image = Self.map([0, 2, 1]).drawnPatches(width: 7, height: 2)
    #expect((0..<7).map { image[$0, 1].red } == [0, 0, 255, 255, 128, 128, 128])
    let tiles = HeatMap(
      values: [0, 1], grid: TokenGrid(tiles: 2, rows: 1, columns: 1), colorMap: .grey)
    #expect(
      tiles.drawnPatches(width: 1, height: 4).samples.map { $0 > 0 } == [
        false, false, false, false, false, false, true, true, true, true, true, true,
      ])
  }

  // MARK: The figure

  @Test func theLegendNamesTheRealNumbers() {
    #expect(Self.map([0.0002, 0.0121, 0.001]).legendLabels == ["0.0002", "0.00615", "0.0121"])
    #expect(
      Self.map([0.0002, 0.0128, 0.001], .log).legendLabels == ["0.0002", "0.0016 log", "0.0128"])
    #expect(Self.map([4, 4, 4]).legendLabels == ["4"])
  }

  @Test func theFigureHoldsTitleMapAndLegendAtTheirPlaces() throws {
    var map = Self.map([0, 2, 1])
    map.title = "attention"
    let figure = map.drawn(width: 120, height: 40)
    #expect(figure.width == 144)
    let patches = map.drawnPatches(width: 120, height: 40)
    let top = 12 + 11 + 4
    for y in 0..<40 {
      for x in 0..<120 { #expect(figure[12 + x, top + y] == patches[x, y]) }
    }
    var title = Image(width: 60, height: 9, filledWith: .white)
    BitmapFont.draw("attention", on: &title, x: 0, y: 0, color: figure[12 + 1, 12 + 2])
    for y in 0..<9 {
      for x in 0..<60 { #expect(figure[12 + x, 12 + y] == title[x, y]) }
    }
    let bar = top + 40 + 6
    #expect((0..<120).map { figure[12 + $0, bar] } == ColorMap.grey.entries(120))
    let labels = bar + 8 + 3
    let right = Image.lettered("2", width: 5)
    for y in 0..<9 {
      for x in 0..<5 {
        #expect((figure[12 + 115 + x, labels + y] == .white) == (right[x, y] == .white))
      }
    }
  }

  @Test func aNarrowMapGetsRoomForItsNumbersAndALongTitleIsShortened() {
    var map = Self.map([0.00021, 0.0121, 0.001])
    map.title = "a title that is much too long for so small a map"
    let figure = map.drawn(width: 6, height: 6)
    let numbers = map.legendLabels.map { BitmapFont.width(of: $0) }.reduce(0, +)
    #expect(figure.width >= numbers + 24)
    for y in 0..<figure.height {
      for x in [0, 5, figure.width - 6, figure.width - 1] { #expect(figure[x, y] == .white) }
    }
  }

  @Test func countsWhatIsNotFiniteUnderTheLegend() {
    let plain = Self.map([0, 1, 2]).drawn(width: 200, height: 20)
    let odd = Self.map([0, .nan, 2]).drawn(width: 200, height: 20)
    #expect(odd.height == plain.height + 11)
    #expect(odd[12, odd.height - 14] == HeatMap.missing)
  }

  @Test(
    arguments: [
      (0, "0"), (1, "1"), (-1, "-1"), (0.0082, "0.0082"), (0.00615, "0.00615"), (12.345, "12.3"),
      (99.96, "100"), (999.6, "1000"), (123_456, "123000"), (1_234_567, "1.23e6"),
      (0.000_099_96, "0.0001"), (0.000_012_3, "1.23e-5"), (1e-300, "1e-300"),
      (.leastNonzeroMagnitude, "4.94e-324"),
      (1.797e308, "1.8e308"), (0.1, "0.1"), (1000, "1000"), (.infinity, "inf"),
      (-.infinity, "-inf"),
      (.nan, "nan"), (-0.25, "-0.25"), (62.5, "62.5"),
    ] as [(Double, String)])
  func writesNumbersWithThreeDigits(value: Double, text: String) {
    #expect(NumberLabel.text(value) == text)
  }
}

extension Image {
  /// A white picture as wide as asked with a text in its upper left corner.
  fileprivate static func lettered(_ text: String, width: Int) -> Image {
    var image = Image(width: width, height: 9, filledWith: .white)
    BitmapFont.draw(text, on: &image, x: 0, y: 0)
    return image
  }
}
