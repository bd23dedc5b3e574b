/// Lines made of the dots of braille characters, eight to a cell, or of one dot to a cell where only
/// ASCII can be shown.
///
/// Dots are counted from the upper left corner. Every dot belongs to a layer, a number that the
/// caller gives a meaning such as a colour; a cell is of the layer that drew in it last. Whatever
/// lies outside is left out, and a line takes no longer than its part inside.
public struct BrailleCanvas: Sendable {
  /// Columns of cells.
  public let columns: Int
  /// Rows of cells.
  public let rows: Int
  /// Dots side by side in a cell: 2, or 1 in ASCII.
  public let dotColumns: Int
  /// Dots on top of one another in a cell: 4, or 1 in ASCII.
  public let dotRows: Int

  private var masks: [UInt8]
  private var layers: [Int]

  /// The dots of a braille character, column by column, as the bits of its code point (Unicode 15,
  /// Braille Patterns).
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// Creates an empty canvas; negative sizes become 0.
  ///
  /// - Parameters:
  ///   - columns: Columns of cells.
  ///   - rows: Rows of cells.
  ///   - unicode: Whether there are braille characters.
  public init(columns: Int, rows: Int, unicode: Bool) {
    self.columns = max(columns, 0)
    self.rows = max(rows, 0)
    dotColumns = unicode ? 2 : 1
    dotRows = unicode ? 4 : 1
    masks = Array(repeating: 0, count: self.columns * self.rows)
    layers = Array(repeating: 0, count: masks.count)
  }

  /// Dots in a row.
  public var width: Int { columns * dotColumns }
  /// Rows of dots.
  public var height: Int { rows * dotRows }

  /// Sets a dot, if it lies inside.
  public mutating func set(x: Int, y: Int, layer: Int) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let cell = y / dotRows * columns + x / dotColumns
    masks[cell] |= Self.bits[x % dotColumns][y % dotRows]
    layers[cell] = layer
  }

  /// Draws a line through points.
  ///
  /// - Parameters:
  ///   - points: Places in dots, inside or not; those that are not finite end one line and begin
  ///     another.
  ///   - dashes: Lengths in dots that are drawn and left out in turn; empty for a whole line.
  ///   - layer: What the dots belong to.
  /// - Complexity: O(points + dots).
  public mutating func draw(
    _ points: some Sequence<(x: Double, y: Double)>, dashes: [Int] = [], layer: Int
  ) {
    let period = dashes.reduce(0, +)
    var travelled = 0
    var last: (x: Double, y: Double)?
    func isDrawn(_ distance: Int) -> Bool {
      guard period > 0 else { return true }
      var rest = distance % period
      for (index, length) in dashes.enumerated() {
        if rest < length { return index % 2 == 0 }
        rest -= length
      }
      return true
    }
    for point in points {
      guard point.x.isFinite, point.y.isFinite else {
        last = nil
        continue
      }
      let from = last ?? point
      if let (start, end) = clipped(from, point) {
        let (startX, startY) = (Int(start.x.rounded()), Int(start.y.rounded()))
        let (stepX, stepY) = (Int(end.x.rounded()) - startX, Int(end.y.rounded()) - startY)
        let steps = max(abs(stepX), abs(stepY))
        // The first dot of a piece is the last one of the piece before.
        for step in (last == nil ? 0 : min(1, steps))...steps {
          let share = steps == 0 ? 0 : Double(step) / Double(steps)
          if isDrawn(travelled + step) {
            set(
              x: startX + Int((Double(stepX) * share).rounded()),
              y: startY + Int((Double(stepY) * share).rounded()), layer: layer)
          }
        }
        travelled += steps
      }
      last = point
    }
  }

  /// The part of a straight line that lies on the canvas; nil when none does (Liang and Barsky, "A New
  /// Concept and Method for Line Clipping", 1984).
  private func clipped(
    _ start: (x: Double, y: Double), _ end: (x: Double, y: Double)
  ) -> ((x: Double, y: Double), (x: Double, y: Double))? {
    var (enter, leave) = (0.0, 1.0)
    let (stepX, stepY) = (end.x - start.x, end.y - start.y)
    guard stepX.isFinite, stepY.isFinite else { return nil }
    let (right, bottom) = (Double(width) - 0.5, Double(height) - 0.5)
    for (step, room) in [
      (-stepX, start.x + 0.5), (stepX, right - start.x), (-stepY, start.y + 0.5),
      (stepY, bottom - start.y),
    ] {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        enter = max(enter, room / step)
      } else {
        leave = min(leave, room / step)
      }
    }
    guard enter <= leave else { return nil }
    return (
      (start.x + stepX * enter, start.y + stepY * enter),
      (start.x + stepX * leave, start.y + stepY * leave)
    )
  }

  /// The character of a cell and its layer; nil where there is no dot, and outside.
  ///
  /// - Parameters:
  ///   - column: The cell's column.
  ///   - row: The cell's row.
  /// - Returns: A braille character, or `*` in ASCII.
  public func cell(column: Int, row: Int) -> (character: Character, layer: Int)? {
    guard column >= 0, row >= 0, column < columns, row < rows else { return nil }
    let cell = row * columns + column
    guard masks[cell] != 0 else { return nil }
    guard dotColumns > 1, let scalar = Unicode.Scalar(0x2800 + UInt32(masks[cell])) else {
      return ("*", layers[cell])
    }
    return (Character(scalar), layers[cell])
  }
}
