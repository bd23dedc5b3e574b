internal import Figures
internal import Imaging

/// A white sheet with shapes and, on top of them, lettering.
struct Paper {
  /// The white around a figure.
  static let margin = 28
  /// Pixels for each pixel of a letter.
  static let scale = 2
  /// The ink of text and axes.
  static let ink = RGB(grey: 28)
  /// The ink of what matters less; 5.9 to 1 on white.
  static let faint = RGB(grey: 100)
  /// Lines of the grid.
  static let gridInk = RGB(grey: 228)
  /// What bars are made of beside their parts.
  static let pale = RGB(hex: 0xB9C3D3)

  /// Rows from one line of text to the next.
  static let line = BitmapFont.lineHeight * scale
  /// Rows of a capital.
  static let capital = BitmapFont.capHeight * scale
  /// Columns of a letter with the gap behind it.
  static let advance = BitmapFont.advance * scale

  /// What shapes are painted on.
  var canvas: Canvas
  private var texts: [(text: String, x: Int, y: Int, scale: Int, color: RGB)] = []

  /// Creates an empty sheet.
  init(width: Int, height: Int) {
    canvas = Canvas(width: width, height: height, color: .white)
  }

  /// The width of a line of text.
  static func width(of text: String, scale: Int = scale) -> Int {
    BitmapFont.width(of: text, scale: scale)
  }

  /// The text, shortened to fit a width.
  static func fitted(_ text: String, into width: Int, scale: Int = scale) -> String {
    BitmapFont.fitted(text, into: max(width, 0), scale: scale)
  }

  /// Writes a line of text, the top of its capitals at a row.
  mutating func write(_ text: String, x: Int, y: Int, color: RGB = ink, scale: Int = scale) {
    texts.append((text, x, y, scale, color))
  }

  /// Draws a straight line.
  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ thickness: Double,
    color: RGB = ink, dashes: [Int] = []
  ) {
    draw([from, to], thickness, color: color, dashes: dashes)
  }

  /// Draws a line through points, cut into dashes along its whole length.
  mutating func draw(
    _ points: [(x: Double, y: Double)], _ thickness: Double, color: RGB, dashes: [Int] = []
  ) {
    let points = points.map { Canvas.Point($0.x, $0.y) }
    let pieces = dashes.isEmpty ? [points] : Self.dashed(points, dashes.map(Double.init))
    canvas.stroke(Canvas.Path(pieces), thickness: thickness, with: .solid(color))
  }

  private static func dashed(
    _ points: [Canvas.Point], _ dashes: [Double]
  ) -> [[Canvas.Point]] {
    var pieces: [[Canvas.Point]] = []
    var (dash, left) = (0, dashes[0])
    for (start, end) in zip(points, points.dropFirst()) {
      let length = (end - start).length
      var at = 0.0
      while at < length {
        let step = min(left, length - at)
        if dash % 2 == 0 {
          let from = start.towards(end, at / length)
          // A dash that began in the piece before goes on.
          if left < dashes[dash], let last = pieces.last?.last, last == from {
            pieces[pieces.count - 1].append(start.towards(end, (at + step) / length))
          } else {
            pieces.append([from, start.towards(end, (at + step) / length)])
          }
        }
        at += step
        left -= step
        if left <= 0 {
          dash = (dash + 1) % dashes.count
          left = dashes[dash]
        }
      }
    }
    return pieces
  }

  /// How many pixels of a rectangle are dark or coloured, as far as shapes are drawn.
  func inked(x: Int, y: Int, width: Int, height: Int) -> Int {
    var count = 0
    for row in max(y, 0)..<max(max(y, 0), min(y + height, canvas.height)) {
      for column in max(x, 0)..<max(max(x, 0), min(x + width, canvas.width))
      where canvas.image[column, row].luma < 200 {
        count += 1
      }
    }
    return count
  }

  /// The shapes with the lettering over them.
  func finished() -> Image {
    var image = canvas.image
    for text in texts {
      BitmapFont.draw(
        text.text, on: &image, x: text.x, y: text.y, scale: text.scale, color: text.color)
    }
    return image
  }
}
