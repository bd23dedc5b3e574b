import Figures
import Imaging
import Testing

@Suite struct BitmapFontTests {
  private static let ascii = (32...126).map { Character(Unicode.Scalar(UInt8($0))) }

  /// The picture as text, `#` for ink.
  private static func text(_ image: Image) -> [String] {
    (0..<image.height).map { y in
      String((0..<image.width).map { image[$0, y] == .white ? "." : "#" })
    }
  }

  @Test func coversPrintableASCIIAndTheSignsOfFigures() {
    for character in Self.ascii + "×·–—°τ≥≤…±≈→µ²" {
      #expect(BitmapFont.characters.contains(character), "\(character)")
    }
  }

  @Test func everyGlyphHasTheSameSizeAndNoTwoLookAlike() {
    var seen: [[[Bool]]: Character] = [:]
    for character in BitmapFont.characters {
      let rows = BitmapFont.rows(of: character)
      #expect(rows.count == BitmapFont.glyphHeight)
      #expect(rows.allSatisfy { $0.count == BitmapFont.glyphWidth })
      #expect(rows.joined().contains(true) != (character == " "), "\(character)")
      #expect(seen[rows] == nil, "\(character) looks like \(seen[rows] ?? " ")")
      seen[rows] = character
    }
  }

  @Test func onlyDescendersReachBelowTheBaseline() {
    let below = BitmapFont.characters.filter { character in
      BitmapFont.rows(of: character)[BitmapFont.capHeight...].joined().contains(true)
    }
    #expect(below == Set("gjpqyµ,;"))
  }

  @Test func drawsTheLetterInItsPlace() {
    var image = Image(width: 13, height: 9, filledWith: .white)
    BitmapFont.draw("Fg", on: &image, x: 1, y: 0)
    #expect(
      Self.text(image) == [
        ".#####.......", ".#...........", ".#......####.", ".####..#...#.", ".#.....#...#.",
        ".#.....#...#.", ".#......####.", "...........#.", "........###..",
      ])
  }

  @Test func anUnknownCharacterIsABox() {
    var image = Image(width: 5, height: 9, filledWith: .white)
    BitmapFont.draw("雪", on: &image, x: 0, y: 0)
    let sides = [String](repeating: "#...#", count: 5)
    #expect(Self.text(image) == ["#####"] + sides + ["#####", ".....", "....."])
    #expect(BitmapFont.rows(of: "\n") == BitmapFont.rows(of: "雪"))
  }

  @Test func scalesByWholePixels() {
    var small = Image(width: 11, height: 9, filledWith: .white)
    BitmapFont.draw("k≥", on: &small, x: 0, y: 0)
    var large = Image(width: 33, height: 27, filledWith: .white)
    BitmapFont.draw("k≥", on: &large, x: 0, y: 0, scale: 3)
    for y in 0..<27 {
      for x in 0..<33 { #expect(large[x, y] == small[x / 3, y / 3]) }
    }
  }

  @Test func leavesOutWhatLiesOutside() {
    var window = Image(width: 6, height: 5, filledWith: .white)
    BitmapFont.draw("WM", on: &window, x: -5, y: -3, scale: 2)
    var whole = Image(width: 40, height: 30, filledWith: .white)
    BitmapFont.draw("WM", on: &whole, x: 5, y: 7, scale: 2)
    for y in 0..<5 {
      for x in 0..<6 { #expect(window[x, y] == whole[x + 10, y + 10]) }
    }
    #expect(Self.text(window).joined().contains("#"))
    let before = window
    BitmapFont.draw("M", on: &window, x: 400, y: -400)
    #expect(window == before)
  }

  @Test func measuresWhatItDraws() {
    #expect(BitmapFont.width(of: "") == 0)
    #expect(BitmapFont.width(of: "a") == 5)
    #expect(BitmapFont.width(of: "τ ≥ 0.25", scale: 2) == (8 * 6 - 1) * 2)
  }

  @Test(arguments: 0...130, [1, 2])
  func shortensToTheRoomThereIs(width: Int, scale: Int) {
    let text = "agilepruner 64/576"
    let fitted = BitmapFont.fitted(text, into: width, scale: scale)
    #expect(BitmapFont.width(of: fitted, scale: scale) <= width)
    if BitmapFont.width(of: text, scale: scale) <= width {
      #expect(fitted == text)
    } else if width >= 5 * scale {
      #expect(fitted.last == "…" && text.hasPrefix(fitted.dropLast()))
      // One more character would not have fitted, spaces before the ellipsis aside.
      let dropped = fitted.dropLast().count == 11 ? 2 : 1
      #expect(BitmapFont.width(of: fitted, scale: scale) + dropped * 6 * scale > width)
    } else {
      #expect(fitted.isEmpty)
    }
  }
}
