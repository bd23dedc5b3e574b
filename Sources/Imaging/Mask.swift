/// A picture of two levels: kept or not, pixel by pixel, row after row.
public struct Mask: Sendable, Equatable {
  /// Pixels in a row.
  public let width: Int
  /// Rows of pixels.
  public let height: Int
  /// All pixels: `width · height` of them, true for white.
  public var pixels: [Bool]

  /// Creates a mask from its pixels; a wrong number of them traps.
  public init(width: Int, height: Int, pixels: [Bool]) {
    precondition(
      pixels.count == width * height,
      "a \(width)×\(height) mask needs \(width * height) pixels, not \(pixels.count)")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The pixel at column `x` and row `y`, both counted from 0 at the upper left.
  public subscript(x: Int, y: Int) -> Bool {
    get { pixels[y * width + x] }
    set { pixels[y * width + x] = newValue }
  }
}
