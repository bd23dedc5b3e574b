import Glibc
import Imaging
import Testing

@Suite struct ColourSpacesTests {
  /// Bruce Lindbloom's calculator, sRGB to Lab under D65 without adaptation.
  static let known: [(RGB, Float, Float, Float)] = [
    (RGB(0, 0, 0), 0, 0, 0),
    (RGB(255, 255, 255), 100, 0, 0),
    (RGB(255, 0, 0), 53.2408, 80.0925, 67.2032),
    (RGB(0, 255, 0), 87.7347, -86.1827, 83.1793),
    (RGB(0, 0, 255), 32.2970, 79.1875, -107.8602),
    (RGB(128, 128, 128), 53.5850, 0, 0),
  ]

  @Test(arguments: known)
  func agreesWithKnownColours(_ colour: RGB, lightness: Float, a: Float, b: Float) {
    let lab = Lab(colour)
    #expect(abs(lab.lightness - lightness) < 0.005)
    #expect(abs(lab.a - a) < 0.005)
    #expect(abs(lab.b - b) < 0.005)
  }

  /// The formulas of IEC 61966-2-1 and CIE 15, without tables.
  private func formula(_ colour: RGB) -> (lightness: Double, a: Double, b: Double) {
    func linear(_ level: UInt8) -> Double {
      let sample = Double(level) / 255
      return sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4)
    }
    func root(_ t: Double) -> Double {
      t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116
    }
    let (red, green, blue) = (linear(colour.red), linear(colour.green), linear(colour.blue))
    let x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    let y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    let z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  @Test func agreesWithTheFormulasEverywhere() {
    var largest = 0.0
    for red in stride(from: UInt8(0), through: 255, by: 15) {
      for green in stride(from: UInt8(0), through: 255, by: 15) {
        for blue in (0...255 as ClosedRange<UInt8>).filter({ $0 < 24 || $0 % 15 == 0 }) {
          let expected = formula(RGB(red, green, blue))
          let lab = Lab(RGB(red, green, blue))
          largest = max(
            largest, abs(Double(lab.lightness) - expected.lightness),
            abs(Double(lab.a) - expected.a), abs(Double(lab.b) - expected.b))
        }
      }
    }
    #expect(largest < 0.005)
  }

  @Test func convertsPicturesPixelByPixel() {
    let picture = Image(width: 2, height: 1, samples: [255, 0, 0, 3, 4, 5])
    let planes = LabPlanes(picture)
    let colours = [Lab(picture[0, 0]), Lab(picture[1, 0])]
    #expect(planes.lightness == colours.map(\.lightness))
    #expect(planes.a == colours.map(\.a))
    #expect(planes.b == colours.map(\.b))
  }

  @Test func decodesSamplesToLinearLight() {
    #expect(LinearLight.table.count == 256)
    #expect(LinearLight.table[0] == 0)
    #expect(LinearLight.table[255] == 1)
    #expect(abs(LinearLight.table[128] - 0.2158605) < 1e-6)
    #expect(zip(LinearLight.table, LinearLight.table.dropFirst()).allSatisfy { $0 < $1 })
  }
}
