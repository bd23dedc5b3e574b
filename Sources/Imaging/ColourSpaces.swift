import Glibc

/// The curve of sRGB, decoded [IEC 61966-2-1].
///
/// [IEC 61966-2-1]: https://webstore.iec.ch/en/publication/6169
public enum LinearLight {
  /// Linear light, 0...1, for each of the 256 levels of an sRGB sample.
  public static let table: [Float] = (0...255).map { level in
    let sample = Double(level) / 255
    return Float(sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4))
  }
}

/// A colour in CIE Lab under D65, in which equal distances look about equally different.
public struct Lab: Sendable, Hashable {
  /// Lightness, 0 for black to 100 for white.
  public var lightness: Float
  /// Green (negative) to red, about −86...98 for colours of sRGB.
  public var a: Float
  /// Blue (negative) to yellow, about −108...94 for colours of sRGB.
  public var b: Float

  /// Creates a colour from its coordinates.
  public init(lightness: Float, a: Float, b: Float) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// Converts an sRGB colour; exact to 0.005 in every coordinate.
  public init(_ colour: RGB) {
    self = LabConversion.shared.convert(colour.red, colour.green, colour.blue)
  }
}

/// A picture's lightness and colour in CIE Lab, each a plane of its own, row after row.
public struct LabPlanes: Sendable, Equatable {
  /// Pixels in a row.
  public let width: Int
  /// Rows of pixels.
  public let height: Int
  /// Lightness of every pixel, 0...100.
  public let lightness: [Float]
  /// Green to red of every pixel.
  public let a: [Float]
  /// Blue to yellow of every pixel.
  public let b: [Float]

  /// Converts a picture; exact to 0.005 in every coordinate.
  ///
  /// - Complexity: O(width · height), two table look-ups for each sample.
  public init(_ image: Image) {
    let conversion = LabConversion.shared
    let count = image.width * image.height
    var lightness = [Float](repeating: 0, count: count)
    var a = lightness
    var b = lightness
    for pixel in 0..<count {
      let colour = conversion.convert(
        image.samples[3 * pixel], image.samples[3 * pixel + 1], image.samples[3 * pixel + 2])
      lightness[pixel] = colour.lightness
      a[pixel] = colour.a
      b[pixel] = colour.b
    }
    width = image.width
    height = image.height
    self.lightness = lightness
    self.a = a
    self.b = b
  }
}

/// The tables of the conversion from sRGB to Lab.
private struct LabConversion: Sendable {
  static let shared = LabConversion()

  /// Steps of the table of the cube root; linear between them, it errs by less than 2e-5.
  private static let steps = 4096
  /// Each level's share of X, Y and Z, divided by the white's, for red, green and blue.
  private let red: [SIMD4<Float>]
  private let green: [SIMD4<Float>]
  private let blue: [SIMD4<Float>]
  /// CIE's compressed cube root at multiples of 1/steps.
  private let root: [Float]

  private init() {
    // The primaries of sRGB and its white point D65, from IEC 61966-2-1.
    let white = SIMD4<Float>(0.95047, 1, 1.08883, 1)
    func table(_ share: SIMD4<Float>) -> [SIMD4<Float>] {
      LinearLight.table.map { share / white * $0 * Float(Self.steps) }
    }
    red = table(SIMD4(0.4124564, 0.2126729, 0.0193339, 0))
    green = table(SIMD4(0.3575761, 0.7151522, 0.1191920, 0))
    blue = table(SIMD4(0.1804375, 0.0721750, 0.9503041, 0))
    // Two more than needed: white may exceed 1 by a rounding error.
    root = (0...(Self.steps + 2)).map { step in
      let t = Double(step) / Double(Self.steps)
      let knee = 6.0 / 29
      return Float(t > knee * knee * knee ? cbrt(t) : t / (3 * knee * knee) + 4.0 / 29)
    }
  }

  @inline(__always)
  func convert(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Lab {
    let position = self.red[Int(red)] + self.green[Int(green)] + self.blue[Int(blue)]
    let y = root(position.y)
    return Lab(
      lightness: 116 * y - 16, a: 500 * (root(position.x) - y), b: 200 * (y - root(position.z)))
  }

  @inline(__always)
  private func root(_ position: Float) -> Float {
    let step = Int(position)
    let lower = root[step]
    return lower + (root[step + 1] - lower) * (position - Float(step))
  }
}
