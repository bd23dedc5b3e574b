/// A colour of three 8-bit samples in sRGB.
public struct RGB: Sendable, Hashable {
  /// The red sample, 0...255.
  public var red: UInt8
  /// The green sample, 0...255.
  public var green: UInt8
  /// The blue sample, 0...255.
  public var blue: UInt8

  /// Creates a colour from its samples.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Creates a grey of one level.
  public init(grey level: UInt8) { self.init(level, level, level) }
}

/// A picture of 8-bit sRGB samples, red, green and blue for each pixel, row after row.
public struct Image: Sendable, Equatable {
  /// Pixels in a row.
  public let width: Int
  /// Rows of pixels.
  public let height: Int
  /// All samples: `3 · width · height` of them.
  public var samples: [UInt8]

  /// Creates a picture from its samples; a wrong number of them traps.
  public init(width: Int, height: Int, samples: [UInt8]) {
    precondition(
      samples.count == 3 * width * height,
      "a \(width)×\(height) picture needs \(3 * width * height) samples, not \(samples.count)")
    self.width = width
    self.height = height
    self.samples = samples
  }

  /// Creates a picture of one colour.
  public init(width: Int, height: Int, filledWith colour: RGB) {
    var samples: [UInt8] = []
    samples.reserveCapacity(3 * width * height)
    for _ in 0..<(width * height) {
      samples.append(colour.red)
      samples.append(colour.green)
      samples.append(colour.blue)
    }
    self.init(width: width, height: height, samples: samples)
  }

  /// The pixel at column `x` and row `y`, both counted from 0 at the upper left.
  public subscript(x: Int, y: Int) -> RGB {
    get {
      let start = 3 * (y * width + x)
      return RGB(samples[start], samples[start + 1], samples[start + 2])
    }
    set {
      let start = 3 * (y * width + x)
      samples[start] = newValue.red
      samples[start + 1] = newValue.green
      samples[start + 2] = newValue.blue
    }
  }
}
