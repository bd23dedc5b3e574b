import Glibc
import Imaging

/// A colour in Oklab, where equal distances look about equally different.
///
/// Source: Björn Ottosson, "A perceptual color space for image processing" (2020),
/// <https://bottosson.github.io/posts/oklab/>.
struct Oklab: Sendable, Equatable {
  /// Lightness, 0 (black) to 1 (white).
  var lightness: Float
  /// Green (negative) to red.
  var a: Float
  /// Blue (negative) to yellow.
  var b: Float

  /// Creates the Oklab value of an sRGB colour.
  init(_ colour: RGB) {
    let red = Self.linear[Int(colour.red)]
    let green = Self.linear[Int(colour.green)]
    let blue = Self.linear[Int(colour.blue)]
    let long = cbrtf(0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue)
    let medium = cbrtf(0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue)
    let short = cbrtf(0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue)
    lightness = 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short
    a = 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short
    b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short
  }

  /// The square of the distance to another colour.
  func squaredDistance(to other: Oklab) -> Float {
    let first = lightness - other.lightness
    let second = a - other.a
    let third = b - other.b
    return first * first + second * second + third * third
  }

  /// The linear light of each 8-bit sRGB sample (IEC 61966-2-1).
  private static let linear: [Float] = (0..<256).map { sample in
    let value = Double(sample) / 255
    return Float(value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
  }
}
