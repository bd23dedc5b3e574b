import Figures
import Imaging
import Testing

@Suite struct StripTests {
  private static func panel(_ grey: UInt8, _ width: Int, _ height: Int, _ lines: [String])
    -> Strip.Panel
  {
    Strip.Panel(
      image: Image(width: width, height: height, filledWith: RGB(grey: grey)), lines: lines)
  }

  /// Where pixels of a grey lie: columns and rows, half open.
  private static func box(of grey: UInt8, in image: Image) -> [Int] {
    var (left, top, right, bottom) = (Int.max, Int.max, 0, 0)
    for y in 0..<image.height {
      for x in 0..<image.width where image[x, y] == RGB(grey: grey) {
        (left, top) = (min(left, x), min(top, y))
        (right, bottom) = (max(right, x + 1), max(bottom, y + 1))
      }
    }
    return [left, top, right, bottom]
  }

  @Test func panelsStandSideBySideUnderTheirText() {
    let figure = Strip(panels: [
      Self.panel(200, 100, 60, ["street", "erank 118.4  entropy 5.03"]),
      Self.panel(180, 80, 50, ["divprune 64/576 11.1 %"]),
    ]).drawn()
    // Two lines of 11 rows and 2 rows of air; cells as wide as the widest picture.
    #expect(figure.width == 12 + 100 + 12 + 100 + 12)
    #expect(figure.height == 12 + 24 + 60 + 12)
    #expect(Self.box(of: 200, in: figure) == [12, 36, 112, 96])
    #expect(Self.box(of: 180, in: figure) == [124, 36, 204, 86])
  }

  @Test func aNewRowBeginsAfterTheLastColumn() {
    let panels = (0..<3).map { Self.panel(UInt8(200 + $0), 40, 30, []) }
    let figure = Strip(panels: panels, columns: 2).drawn()
    #expect(figure.width == 116 && figure.height == 96)
    #expect(Self.box(of: 202, in: figure) == [12, 54, 52, 84])
    #expect(Strip(panels: panels, columns: 9).columns == 3)
  }

  @Test func aTitleNeverLeavesItsPanel() {
    let long = "agilepruner:tau-max=0.25:erank-average=90 64/576 11.1 %"
    let figure = Strip(panels: [
      Self.panel(200, 90, 20, [long, long]), Self.panel(180, 90, 20, [""]),
    ]).drawn()
    for y in 0..<34 {
      for x in Array(0..<12) + Array(102..<114) { #expect(figure[x, y] == .white) }
    }
    var title = Image(width: 90, height: 9, filledWith: .white)
    BitmapFont.draw(BitmapFont.fitted(long, into: 90), on: &title, x: 0, y: 0)
    for y in 0..<9 {
      for x in 0..<90 { #expect((figure[12 + x, 12 + y] == .white) == (title[x, y] == .white)) }
    }
  }

  @Test func aPictureOfModelSizeHoldsTheUsualTextInLargeLetters() {
    for line in ["agilepruner 64/576 11.1 %", "erank 21.3  attention 38.2 %"] {
      #expect(BitmapFont.fitted(line, into: 336, scale: 2) == line)
    }
    let figure = Strip(panels: [Self.panel(200, 336, 336, ["a", "b"])]).drawn()
    #expect(figure.height == 12 + 2 * 22 + 2 + 336 + 12)
  }

  @Test func aLineTooLongForLargeLettersMakesAllSmall() {
    let long = "divprune:a-long-parameter=0.25 64/576"
    let figure = Strip(panels: [
      Self.panel(200, 336, 20, ["a"]), Self.panel(180, 336, 20, [long]),
    ]).drawn()
    #expect(figure.height == 12 + 11 + 2 + 20 + 12)
  }

  @Test func aThinFrameSetsPicturesOffFromTheGround() {
    let figure = Strip(panels: [Self.panel(255, 20, 10, [])]).drawn()
    #expect(Self.box(of: 208, in: figure) == [11, 11, 33, 23])
    #expect(figure[12, 12] == .white && figure[31, 21] == .white)
  }

  @Test func theSecondLineIsFainterThanTheTitle() {
    let figure = Strip(panels: [Self.panel(200, 60, 10, ["I", "I"])]).drawn()
    #expect(figure[14, 12].red < figure[14, 23].red)
    #expect(figure[14, 23] != .white)
  }

  @Test func refusesAStripOfNothing() async {
    await #expect(processExitsWith: .failure) { _ = Strip(panels: []) }
  }
}
