import Imaging
import TestSupport
import Testing

@Suite struct DisturbanceTests {
  static let kinds = ImageDisturbances.all.map(\.name)
  static let sizes = [(1, 1), (1, 9), (13, 1), (2, 3), (40, 31)]

  private func disturbance(_ name: String) throws -> any ImageDisturbance {
    try #require(ImageDisturbances.all.first { $0.name == name })
  }

  @Test("names are unique words, and each says what its severities are")
  func names() {
    #expect(Self.kinds == ["blur", "noise", "brightness", "contrast"])
    for kind in ImageDisturbances.all {
      #expect(!kind.summary.hasSuffix("."))
      #expect(kind.strengths.count { $0 == "," } == 4)
    }
  }

  @Test("sizes stay, and equal pictures give equal results", arguments: kinds)
  func sizesAndDeterminism(kind: String) throws {
    let disturbance = try disturbance(kind)
    for (width, height) in Self.sizes {
      let picture = Image.synthetic(seed: 8, width: width, height: height)
      for severity in ImageDisturbances.severities {
        let result = disturbance.disturbed(picture, severity: severity)
        #expect(result.width == width && result.height == height)
        #expect(result == disturbance.disturbed(picture, severity: severity))
      }
    }
    let empty = Image(width: 0, height: 4, samples: [])
    #expect(disturbance.disturbed(empty, severity: 5) == empty)
  }

  @Test("the picture changes more with every severity", arguments: kinds)
  func monotone(kind: String) throws {
    let disturbance = try disturbance(kind)
    let picture = Image.square(width: 64, height: 52)
    var before = 0.0
    for severity in ImageDisturbances.severities {
      let change = disturbance.disturbed(picture, severity: severity).difference(from: picture)
      #expect(change > before, "\(kind):\(severity)")
      before = change
    }
  }

  @Test("a picture of one colour is not changed by blur and contrast", arguments: [0, 1, 97, 255])
  func flat(level: UInt8) {
    let flat = Image(width: 11, height: 23, filledWith: RGB(level, 255 - level, 40))
    for severity in ImageDisturbances.severities {
      let blurred = DefocusBlur().disturbed(flat, severity: severity)
      let flattened = ContrastLoss().disturbed(flat, severity: severity)
      #expect((blurred == flat, flattened == flat) == (true, true), "severity \(severity)")
    }
  }

  @Test("brightness adds to greys and scales colours up to their hue's brightest")
  func brightness() {
    let picture = Image(
      width: 4, height: 1,
      samples: [0, 0, 0, 100, 100, 100, 100, 50, 0, 255, 0, 51])
    // 0.3 of the range is 76.5; the value 100 becomes 176.5, and the largest cannot grow.
    let result = Brightening().disturbed(picture, severity: 3)
    #expect(result[0, 0] == RGB(77, 77, 77))
    #expect(result[1, 0] == RGB(177, 177, 177))
    #expect(result[2, 0] == RGB(177, 88, 0))
    #expect(result[3, 0] == RGB(255, 0, 51))
  }

  @Test("contrast shrinks the distance from the mean of the channel")
  func contrast() {
    let picture = Image(width: 2, height: 1, samples: [0, 100, 200, 200, 100, 100])
    let result = ContrastLoss().disturbed(picture, severity: 4)
    #expect(result.samples == [90, 100, 155, 110, 100, 145])
  }

  @Test("a point becomes a disc of equal weights")
  func disc() {
    var picture = Image(width: 31, height: 31, filledWith: RGB(grey: 0))
    picture[15, 15] = RGB(grey: 255)
    // Of radius 3 the disc has 29 pixels, and its Gaussian is too narrow to soften anything.
    let result = DefocusBlur().disturbed(picture, severity: 1)
    for y in 0..<31 {
      for x in 0..<31 {
        let inside = (x - 15) * (x - 15) + (y - 15) * (y - 15) <= 9
        #expect(result[x, y] == RGB(grey: inside ? 9 : 0))
      }
    }
  }

  @Test("places outside are mirrored without repeating the outermost")
  func mirroring() {
    let expected = [1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3]
    #expect((-7...9).map { mirrored($0, count: 4) } == expected)
    #expect((-3...3).map { mirrored($0, count: 1) } == [0, 0, 0, 0, 0, 0, 0])
  }

  @Test("noise has the mean 0 and the deviation of its severity")
  func noise() {
    let picture = Image(width: 200, height: 200, filledWith: RGB(grey: 128))
    let result = GaussianNoise().disturbed(picture, severity: 1)
    let errors = result.samples.map { Double($0) - 128 }
    let count = Double(errors.count)
    let mean = errors.reduce(0, +) / count
    let deviation = (errors.reduce(0) { $0 + $1 * $1 } / count - mean * mean).squareRoot()
    // 120 000 numbers of deviation 20.4: five standard errors, and rounding adds 1/12.
    #expect(abs(mean) < 5 * 20.4 / count.squareRoot())
    #expect(abs(deviation - 20.4) < 5 * 20.4 / (2 * count).squareRoot() + 0.01)
    // Neighbours are independent.
    let product = zip(errors, errors.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / count
    #expect(abs(product) < 5 * 20.4 * 20.4 / count.squareRoot())
  }

  @Test("another picture and another severity have other noise")
  func seeds() {
    let picture = Image(width: 9, height: 9, filledWith: RGB(grey: 128))
    var other = picture
    other[8, 8] = RGB(128, 128, 129)
    let noise = GaussianNoise()
    let one = noise.disturbed(picture, severity: 1)
    let signs = { (image: Image) in image.samples.map { $0 >= 128 } }
    #expect(signs(one) != signs(noise.disturbed(other, severity: 1)))
    #expect(signs(one) != signs(noise.disturbed(picture, severity: 2)))
  }

  @Test("blur, brightness and contrast are those of SciPy and scikit-image")
  func references() throws {
    let expected = try Fixture.bytes("imaging/disturbances-20x14.bin")
    let picture = Image.synthetic(seed: 2, width: 20, height: 14)
    for (index, kind) in ["blur", "brightness", "contrast"].enumerated() {
      for severity in ImageDisturbances.severities {
        let result = try disturbance(kind).disturbed(picture, severity: severity).samples
        let start = 840 * (5 * index + severity - 1)
        let errors = zip(result, expected[start...]).map { abs(Int($0) - Int($1)) }
        // Single precision may round what lies next to a half to the other side.
        let (largest, different) = (errors.max() ?? 9, errors.count { $0 > 0 })
        #expect(largest <= 1 && different <= 4, "\(kind):\(severity)")
      }
    }
  }
}

extension Image {
  /// The picture that `Tests/Scripts/synthetic_pictures.py` makes of a seed.
  fileprivate static func synthetic(seed: UInt64, width: Int, height: Int) -> Image {
    Image(
      width: width, height: height,
      samples: SyntheticSamples.samples(seed: seed, count: 3 * width * height))
  }

  /// A bright square on a dark ground, large against every disc.
  fileprivate static func square(width: Int, height: Int) -> Image {
    var image = Image(width: width, height: height, filledWith: RGB(90, 70, 60))
    for y in (height / 4)..<(3 * height / 4) {
      for x in (width / 4)..<(3 * width / 4) { image[x, y] = RGB(30, 100, 200) }
    }
    return image
  }

  /// The mean absolute difference of the samples.
  fileprivate func difference(from other: Image) -> Double {
    let sum = zip(samples, other.samples).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(samples.count)
  }
}
