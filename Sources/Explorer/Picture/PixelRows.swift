package import Imaging

/// The pixels of a picture of half-blocks, two to a cell, made cheap to send.
///
/// Each change of colour costs a terminal of 24 bits about 18 bytes, so that a photograph on a large
/// screen takes a quarter of a megabyte. Neighbours in a patch that differ by less than can be seen
/// are drawn alike, and of a picture that is still too long those that differ a little more. Patches
/// do not depend on one another: at one tolerance a change of one sends nothing of the next.
package struct PixelRows {
  /// Bytes of the largest picture, or of all on a screen: with the numbers beside it a frame stays
  /// below 150 kB.
  package static let usualLimit = 112_000
  /// The largest difference of a sample that is not seen, and those that longer pictures are thinned
  /// by, of 255.
  package static let tolerances = [8, 12, 16, 22, 28, 36, 48]

  private let width: Int
  private let patchWidth: Int
  private var cells: [(upper: RGB?, lower: RGB?)] = []

  /// Begins a picture of so many cells in a row, of which a patch has so many.
  package init(width: Int, patchWidth: Int) {
    self.width = width
    self.patchWidth = patchWidth
  }

  /// Adds a cell behind the last one, row after row.
  package mutating func append(upper: RGB?, lower: RGB?) { cells.append((upper, lower)) }

  /// The colours of a cell.
  package subscript(column: Int, row: Int) -> (upper: RGB?, lower: RGB?) {
    cells[row * width + column]
  }

  /// Draws alike what hardly differs, until the picture has no more bytes than a limit, or as few as
  /// it can.
  package mutating func thin(to limit: Int) {
    for tolerance in Self.tolerances {
      var thinned = self
      let bytes = thinned.thin(by: tolerance)
      if bytes <= limit || tolerance == Self.tolerances.last {
        self = thinned
        return
      }
    }
  }

  /// Bytes of a change of one of the two colours of a cell, and of its character.
  private static let cost = (color: 18, character: 3)

  /// Draws neighbours in a patch alike whose samples differ by no more than a tolerance.
  ///
  /// - Returns: About how many bytes the picture then has.
  private mutating func thin(by tolerance: Int) -> Int {
    var bytes = 0
    var drawn: (upper: RGB?, lower: RGB?) = (nil, nil)
    for index in cells.indices {
      var (upper, lower) = cells[index]
      if index % width % patchWidth != 0 {
        if let old = drawn.upper, let new = upper, old.isAlike(new, tolerance) { upper = old }
        if let old = drawn.lower, let new = lower, old.isAlike(new, tolerance) { lower = old }
      }
      if let one = upper, let other = lower, one.isAlike(other, tolerance) { upper = lower }
      if upper != lower, upper != drawn.upper { bytes += Self.cost.color }
      if lower != drawn.lower { bytes += Self.cost.color }
      bytes += Self.cost.character
      cells[index] = (upper, lower)
      drawn = (upper, lower)
    }
    return bytes
  }
}

extension RGB {
  /// Whether no sample differs by more than a tolerance.
  fileprivate func isAlike(_ other: RGB, _ tolerance: Int) -> Bool {
    abs(Int(red) - Int(other.red)) <= tolerance && abs(Int(green) - Int(other.green)) <= tolerance
      && abs(Int(blue) - Int(other.blue)) <= tolerance
  }
}
