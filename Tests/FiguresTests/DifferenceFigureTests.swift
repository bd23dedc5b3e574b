import Figures
import Imaging
import Testing
import TokenFields

@Suite struct DifferenceFigureTests {
  private let grid = TokenGrid(rows: 2, columns: 2)

  private func overlay(_ first: [Int], _ second: [Int]) -> DifferenceOverlay {
    DifferenceOverlay(first, named: "one", second, named: "other", grid: grid)
  }

  /// The colour of a patch's corner, where no letter stands.
  private func corner(_ token: Int, of image: Image) -> RGB {
    image[token % 2 * image.width / 2, token / 2 * image.height / 2]
  }

  @Test func everyFateHasItsColour() {
    let image = Image(width: 28, height: 28, filledWith: RGB(grey: 100))
    let drawn = overlay([0, 2], [1, 2]).drawn(on: image)
    let colors = (0..<4).map { corner($0, of: drawn) }
    #expect(Set(colors).count == 4)
    // Blue, orange, green, and the picture four fifths white.
    #expect(colors[0].blue > colors[0].red && colors[1].red > colors[1].blue)
    #expect(colors[2].green > colors[2].red && colors[2].green > colors[2].blue)
    #expect(colors[3] == RGB(grey: 224))
  }

  @Test func everyFateHasItsLettersWhereTheyFit() {
    let image = Image(width: 28, height: 28, filledWith: .white)
    let drawn = overlay([0, 2], [1, 2]).drawn(on: image)
    func ink(_ token: Int) -> Int {
      let (left, top) = (token % 2 * 14, token / 2 * 14)
      var count = 0
      for y in top..<(top + 14) {
        for x in left..<(left + 14) where drawn[x, y] != corner(token, of: drawn) { count += 1 }
      }
      return count
    }
    func ink(of letters: String) -> Int {
      letters.reduce(0) { $0 + BitmapFont.rows(of: $1).joined().count { $0 } }
    }
    #expect((0..<4).map(ink) == ["A", "B", "AB", "·"].map(ink(of:)))
    // In patches of 6 pixels nothing is written.
    let small = overlay([0, 2], [1, 2]).drawn(on: Image(width: 12, height: 12, filledWith: .white))
    #expect(small[2, 2] == small[0, 0])
  }

  @Test func lettersCanBeReadOnAnyPicture() {
    for ground in [RGB.white, .black, RGB(255, 255, 0)] {
      let drawn = overlay([0, 2], [1, 2])
        .drawn(on: Image(width: 28, height: 28, filledWith: ground))
      for token in 0..<3 {
        #expect(Self.contrast(corner(token, of: drawn), .white) >= 4.5, "\(token) on \(ground)")
      }
    }
  }

  @Test func theLegendCountsAndTellsTheOverlap() {
    #expect(
      overlay([0, 2], [1, 2]).legend == [
        "only one 1", "only other 1", "both 1", "neither 1", "Jaccard 0.333 = 1/3 of 4 tokens",
      ])
    #expect(overlay([], []).legend.last == "Jaccard 1 = 0/0 of 4 tokens")
  }

  @Test func theFigureHoldsPictureTitleAndLegend() {
    let image = Image(width: 600, height: 300, filledWith: RGB(grey: 100))
    let figure = overlay([0, 2], [1, 2]).figure(on: image, title: "street  keep 64")
    #expect(figure.width == 600 + 24 && figure.height == 12 + 26 + 300 + 10 + 5 * 32 + 12)
    #expect(figure[12, 38] == corner(0, of: overlay([0, 2], [1, 2]).drawn(on: image)))
    // Whatever the picture's size, the legend is not cut off.
    let narrow = overlay([0], [1]).figure(
      on: Image(width: 10, height: 10, filledWith: .black), title: "street")
    let widest = overlay([0], [1]).legend.map { BitmapFont.width(of: $0) }.max() ?? 0
    #expect(narrow.width >= widest + 24)
  }

  @Test func countsHaveNoFractionInTheLegendOfAHeatMap() {
    var map = HeatMap(values: [0, 1, 2, 3], grid: grid, range: 0...3)
    #expect(map.legendLabels == ["0", "1.5", "3"])
    map.isCount = true
    #expect(map.legendLabels == ["0", "3"])
    map.range = 0...4
    #expect(map.legendLabels == ["0", "2", "4"])
  }

  /// The contrast of two colours by WCAG 2.2.
  private static func contrast(_ one: RGB, _ other: RGB) -> Double {
    func luminance(_ color: RGB) -> Double {
      let light = [color.red, color.green, color.blue].map {
        Double(LinearLight.table[Int($0)])
      }
      return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    }
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }
}
