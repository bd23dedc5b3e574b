public import Imaging

/// The one font of all figures: glyphs of 5×7 pixels with room for descenders.
///
/// It covers printable ASCII and the signs that titles and legends use (`× · – — ° τ ≥ ≤ …` and
/// more); any other character is drawn as a box, so that nothing vanishes silently. Every character
/// is as wide as every other.
public enum BitmapFont {
  /// Columns of a glyph.
  public static let glyphWidth = 5
  /// Rows of a glyph: seven above the baseline and two below.
  public static let glyphHeight = 9
  /// Rows from the top of a capital to the baseline.
  public static let capHeight = 7
  /// Columns from one character to the next.
  public static let advance = 6
  /// Rows from one line to the next.
  public static let lineHeight = 11

  /// Every character that has a glyph.
  public static var characters: Set<Character> { Set(glyphs.keys) }

  /// The rows of a character's glyph, each of ``glyphWidth`` pixels, true for ink.
  ///
  /// - Parameter character: Any character; one without a glyph gives a box.
  /// - Returns: ``glyphHeight`` rows.
  public static func rows(of character: Character) -> [[Bool]] { glyphs[character] ?? box }

  /// The width of a line of text without the gap after its last character; 0 for no text.
  ///
  /// - Parameters:
  ///   - text: One line.
  ///   - scale: Pixels for each pixel of a glyph, 1 or more.
  /// - Returns: A width in pixels.
  public static func width(of text: String, scale: Int = 1) -> Int {
    text.isEmpty ? 0 : (text.count * advance - 1) * scale
  }

  /// The text, or its beginning with `…` when the whole is too wide.
  ///
  /// - Parameters:
  ///   - text: One line.
  ///   - width: The room in pixels.
  ///   - scale: Pixels for each pixel of a glyph, 1 or more.
  /// - Returns: A text no wider than `width`; empty when not even `…` fits.
  public static func fitted(_ text: String, into width: Int, scale: Int = 1) -> String {
    guard self.width(of: text, scale: scale) > width else { return text }
    let room = (width / scale + 1) / advance
    guard room > 0 else { return "" }
    var start = text.prefix(room - 1)
    while start.last == " " { start.removeLast() }
    return start + "…"
  }

  /// Draws a line of text; what lies outside the picture is left out.
  ///
  /// - Parameters:
  ///   - text: One line; a line break is drawn as a box.
  ///   - image: The picture to draw on.
  ///   - x: The column of the first glyph's left side.
  ///   - y: The row of the capitals' top.
  ///   - scale: Pixels for each pixel of a glyph, 1 or more.
  ///   - color: The ink.
  public static func draw(
    _ text: String, on image: inout Image, x: Int, y: Int, scale: Int = 1, color: RGB = .black
  ) {
    precondition(scale > 0, "text at scale \(scale) cannot be seen; take 1 or more")
    for (index, character) in text.enumerated() {
      let left = x + index * advance * scale
      for (row, line) in rows(of: character).enumerated() {
        for (column, isInk) in line.enumerated() where isInk {
          image.fill(
            x: left + column * scale, y: y + row * scale, width: scale, height: scale, with: color)
        }
      }
    }
  }

  private static let box: [[Bool]] = (0..<glyphHeight).map { row in
    (0..<glyphWidth).map { column in
      row < capHeight
        && (row == 0 || row == capHeight - 1 || column == 0 || column == glyphWidth - 1)
    }
  }

  private static let glyphs: [Character: [[Bool]]] = {
    var glyphs: [Character: [[Bool]]] = [:]
    let lines = GlyphSheet.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map(Array.init)
    for band in stride(from: 0, to: lines.count, by: glyphHeight + 1) {
      for column in stride(from: 0, to: lines[band].count, by: advance) {
        glyphs[lines[band][column]] = (1...glyphHeight).map { row in
          lines[band + row][column..<(column + glyphWidth)].map { $0 == "#" }
        }
      }
    }
    return glyphs
  }()
}

extension Image {
  /// Fills an upright rectangle of whole pixels, as far as it lies in the picture.
  mutating func fill(x: Int, y: Int, width: Int, height: Int, with color: RGB) {
    let columns = max(x, 0)..<max(max(x, 0), min(x + width, self.width))
    for row in max(y, 0)..<max(max(y, 0), min(y + height, self.height)) {
      for column in columns { self[column, row] = color }
    }
  }

  /// Copies another picture, its upper left pixel to column `x` and row `y`; it must fit.
  mutating func paste(_ other: Image, x: Int, y: Int) {
    precondition(
      x >= 0 && y >= 0 && x + other.width <= width && y + other.height <= height,
      "a \(other.width)×\(other.height) picture at \(x), \(y) leaves one of \(width)×\(height)")
    for row in 0..<other.height {
      let source = 3 * row * other.width
      let target = 3 * ((y + row) * width + x)
      samples.replaceSubrange(
        target..<(target + 3 * other.width),
        with: other.samples[source..<(source + 3 * other.width)])
    }
  }
}
