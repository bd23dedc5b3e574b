import Figures
import Imaging

/// Printed letters as round strokes, for signs, titles and labels inside scenes.
///
/// The strokes are the bitmap font's glyphs with neighbouring pixels joined, so they can be drawn
/// at any size with smooth edges.
enum Lettering {
  /// The width of a line of letters.
  static func width(of text: String, size: Double) -> Double {
    text.map { advance(of: $0) * unit(size) }.reduce(0, +)
  }

  /// Draws a line of letters.
  ///
  /// - Parameters:
  ///   - text: One line.
  ///   - canvas: Where to draw.
  ///   - origin: The upper left corner of the first capital, or its upper middle when centred.
  ///   - size: The height of capitals in pixels.
  ///   - weight: The thickness of strokes as a share of a seventh of the size.
  ///   - isCentred: Whether `origin` is the middle of the line.
  ///   - angle: A turn about `origin` in radians, clockwise.
  ///   - color: The ink.
  static func draw(
    _ text: String, on canvas: inout Canvas, at origin: Point, size: Double, weight: Double = 1.1,
    isCentred: Bool = false, turned angle: Double = 0, color: RGB
  ) {
    let unit = unit(size)
    let turn = Canvas.Transform(turned: angle, movedTo: origin)
    var x = isCentred ? -width(of: text, size: size) / 2 : 0
    for character in text {
      let inset = Double(inkColumns(of: character).lowerBound)
      let path = strokes(of: character).transformed(
        .init(scaleX: unit, movedTo: Point(x + (0.5 - inset) * unit, 0.5 * unit))
      ).transformed(turn)
      if !path.contours.isEmpty {
        canvas.stroke(path, thickness: weight * unit, with: .solid(color))
      }
      x += advance(of: character) * unit
    }
  }

  private static func unit(_ size: Double) -> Double { size / 7 }

  /// Columns that hold ink; narrow letters take less room.
  private static func inkColumns(of character: Character) -> ClosedRange<Int> {
    let rows = BitmapFont.rows(of: character)
    let inked = (0..<BitmapFont.glyphWidth).filter { column in rows.contains { $0[column] } }
    guard let first = inked.first, let last = inked.last else { return 0...1 }
    return first...last
  }

  private static func advance(of character: Character) -> Double {
    Double(inkColumns(of: character).count) + (character == " " ? 0.6 : 1.3)
  }

  /// Lines between neighbouring pixels of ink: straight ones, and diagonals where no two straight
  /// ones join the same pixels.
  private static func strokes(of character: Character) -> Path {
    let rows = BitmapFont.rows(of: character)
    func isInk(_ column: Int, _ row: Int) -> Bool {
      rows.indices.contains(row) && rows[row].indices.contains(column) && rows[row][column]
    }
    var path = Path()
    for row in rows.indices {
      for column in rows[row].indices where isInk(column, row) {
        let here = Point(Double(column), Double(row))
        var neighbours: [(Int, Int)] = []
        if isInk(column + 1, row) { neighbours.append((1, 0)) }
        if isInk(column, row + 1) { neighbours.append((0, 1)) }
        for side in [-1, 1]
        where isInk(column + side, row + 1) && !isInk(column + side, row)
          && !isInk(column, row + 1)
        {
          neighbours.append((side, 1))
        }
        path.move(to: here)
        for (right, down) in neighbours {
          path.move(to: here)
          path.line(to: here + Point(Double(right), Double(down)))
        }
      }
    }
    return path
  }
}
