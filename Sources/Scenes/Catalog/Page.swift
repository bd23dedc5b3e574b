import Figures
import Imaging

extension Scene {
  /// A printed page: small marks in regular lines, where every word differs.
  static let page = Scene(
    name: "page", summary: "a printed page with headings, two columns and a figure",
    complexity: .mixed
  ) {
    var canvas = Canvas(width: 448, height: 560, color: RGB(hex: 0x8A6B4F))
    canvas.fillAll(
      with: .linear(
        from: Point(0, 0), to: Point(448, 560),
        stops: [Stop(0, RGB(hex: 0x9C7B5C)), Stop(1, RGB(hex: 0x6E523A))]))
    canvas.dropShadow(x: 18, y: 20, width: 416, height: 528, blur: 12, opacity: 0.6)
    canvas.fillRectangle(
      x: 16, y: 16, width: 416, height: 528,
      with: .linear(
        from: Point(16, 16), to: Point(432, 544),
        stops: [Stop(0, RGB(hex: 0xFFFEFA)), Stop(1, RGB(hex: 0xEFEBDF))]))
    drawHead(on: &canvas)
    var words = Words(random: SceneRandom(17))
    drawColumn(on: &canvas, x: 38, rows: 118...318, words: &words)
    drawFigure(on: &canvas, x: 38, y: 334)
    drawColumn(on: &canvas, x: 38, rows: 472...520, words: &words)
    Lettering.draw(
      "2  Marks on paper", on: &canvas, at: Point(232, 118), size: 9, weight: 1.5, color: ink)
    drawColumn(on: &canvas, x: 232, rows: 136...330, words: &words)
    Lettering.draw(
      "3  What remains", on: &canvas, at: Point(232, 342), size: 9, weight: 1.5, color: ink)
    drawColumn(on: &canvas, x: 232, rows: 360...518, words: &words)
    Lettering.draw(
      "17", on: &canvas, at: Point(224, 529), size: 6, isCentred: true, color: ink)
    return canvas.image
  }

  private static let ink = RGB(hex: 0x23211F)

  private static func drawHead(on canvas: inout Canvas) {
    Lettering.draw(
      "JOURNAL OF SMALL THINGS", on: &canvas, at: Point(38, 32), size: 6,
      color: RGB(hex: 0x8A2A22))
    Lettering.draw(
      "vol. 12", on: &canvas, at: Point(378, 32), size: 6, color: RGB(hex: 0x6A6660))
    canvas.fillRectangle(x: 38, y: 43, width: 372, height: 1, with: .hex(0x8A2A22))
    Lettering.draw(
      "How Much of a Picture", on: &canvas, at: Point(224, 54), size: 15, weight: 1.4,
      isCentred: true, color: ink)
    Lettering.draw(
      "Does One Look At?", on: &canvas, at: Point(224, 77), size: 15, weight: 1.4,
      isCentred: true, color: ink)
    Lettering.draw(
      "I. Vogel and A. Marsh", on: &canvas, at: Point(224, 101), size: 7, isCentred: true,
      color: RGB(hex: 0x55504A))
  }

  /// Lines of justified text, 178 pixels wide, with a paragraph now and then.
  private static func drawColumn(
    on canvas: inout Canvas, x: Double, rows: ClosedRange<Double>, words: inout Words
  ) {
    let (width, size) = (178.0, 5.6)
    var y = rows.lowerBound
    var isFirst = true
    while y + 7 <= rows.upperBound {
      let indent = isFirst ? 10.0 : 0
      var line: [String] = []
      var used = 0.0
      while true {
        let next = words.next()
        let length = Lettering.width(of: next, size: size)
        if used + length + 3 * Double(line.count) > width - indent {
          words.putBack(next)
          break
        }
        line.append(next)
        used += length
      }
      let isLast = words.endsParagraph(after: &line)
      let gap =
        isLast ? 3.6 : (width - indent - used) / Double(max(line.count - 1, 1))
      var place = x + indent
      for word in line {
        Lettering.draw(word, on: &canvas, at: Point(place, y), size: size, color: ink)
        place += Lettering.width(of: word, size: size) + gap
      }
      isFirst = isLast
      y += 10
    }
  }

  private static func drawFigure(on canvas: inout Canvas, x: Double, y: Double) {
    canvas.clipped(to: .rectangle(x: x, y: y, width: 178, height: 112)) { plate in
      plate.fillAll(with: .vertical(RGB(grey: 225), RGB(grey: 170), from: y, to: y + 80))
      plate.fillCircle(center: Point(x + 128, y + 28), radius: 14, with: .solid(RGB(grey: 250)))
      for (shift, grey) in [(0.0, UInt8(130)), (60, 100), (-46, 70)] {
        plate.fillPolygon(
          [
            Point(x - 60 + shift, y + 120), Point(x + 60 + shift, y + 34 + abs(shift) * 0.3),
            Point(x + 190 + shift, y + 120),
          ], with: .solid(RGB(grey: grey)))
      }
      plate.fillRectangle(
        x: x, y: y + 92, width: 178, height: 20, with: .solid(RGB(grey: 200)))
      for line in 0..<9 {
        plate.strokeLine(
          from: Point(x + 8 + 19 * Double(line), y + 98 + Double(line * 5 % 11)),
          to: Point(x + 24 + 19 * Double(line), y + 98 + Double(line * 5 % 11)), thickness: 1,
          with: .solid(RGB(grey: 150)))
      }
    }
    Lettering.draw(
      "Fig. 1  A view that few remember.", on: &canvas, at: Point(x, y + 120), size: 5.6,
      color: RGB(hex: 0x55504A))
  }
}

/// An endless text of plain words.
private struct Words {
  private var random: SceneRandom
  private var waiting: [String] = []
  private var sentenceLength = 0
  private var linesLeft = 7

  init(random: SceneRandom) { self.random = random }

  mutating func next() -> String {
    if let word = waiting.popLast() { return word }
    var word = random.pick(Self.vocabulary)
    if sentenceLength == 0 { word = word.prefix(1).uppercased() + word.dropFirst() }
    sentenceLength += 1
    if sentenceLength > 5, random.chance(0.22) {
      sentenceLength = 0
      return word + "."
    }
    return random.chance(0.08) ? word + "," : word
  }

  mutating func putBack(_ word: String) { waiting.append(word) }

  /// Whether the line just set is a paragraph's last; then its sentence ends with it.
  mutating func endsParagraph(after line: inout [String]) -> Bool {
    linesLeft -= 1
    guard linesLeft == 0, let last = line.popLast() else { return false }
    linesLeft = 5 + random.index(below: 6)
    line.append(last.filter(\.isLetter) + ".")
    waiting = waiting.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    return true
  }

  private static let vocabulary = [
    "the", "a", "of", "and", "in", "to", "we", "eye", "light", "paper", "where", "nothing",
    "image", "small", "part", "most", "words", "empty", "edge", "line", "looks", "remains",
    "attention", "between", "margin", "reader", "which", "is", "as", "that", "few", "each",
    "measure", "pattern", "without", "returns", "quiet", "still", "page", "one", "again", "field",
    "token", "every", "detail", "memory", "seen", "then", "sparse", "whole", "picture", "kept",
  ]
}
