import Glibc

/// Adds to every sample a number of its own from a normal distribution.
///
/// Of the severities 1...5 the standard deviations are 0.08, 0.12, 0.18, 0.26 and 0.38 of the range
/// from black to white ([ImageNet-C]'s `gaussian_noise`).
///
/// The numbers are drawn from the picture's own samples and the severity: the same picture has the
/// same noise in every run, and two pictures have independent noise.
///
/// [ImageNet-C]: https://arxiv.org/abs/1903.12261
public struct GaussianNoise: ImageDisturbance {
  /// `noise`.
  public let name = "noise"
  /// What is done.
  public let summary = "normal noise on every sample"
  /// The standard deviations.
  public let strengths = "deviation 0.08, 0.12, 0.18, 0.26, 0.38 of the range"

  private static let deviations = [0.08, 0.12, 0.18, 0.26, 0.38]

  /// Creates the disturbance.
  public init() {}

  /// Returns the picture with noise.
  ///
  /// - Parameters:
  ///   - image: Any picture.
  ///   - severity: In 1...5.
  /// - Returns: A picture of the same size.
  /// - Complexity: O(1) for each sample.
  public func disturbed(_ image: Image, severity: Int) -> Image {
    let deviation = 255 * ImageDisturbances.strength(severity, of: Self.deviations)
    var draws = NormalDraws(seed: Self.seed(of: image, severity))
    var image = image
    for place in image.samples.indices {
      let value = Double(image.samples[place]) + deviation * draws.next()
      image.samples[place] = nearestSample(Float(value))
    }
    return image
  }

  /// FNV-1a of the severity, the width and all samples.
  private static func seed(of image: Image, _ severity: Int) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for number in [UInt64(severity), UInt64(image.width)] {
      hash = (hash ^ number) &* 0x100_0000_01B3
    }
    for sample in image.samples { hash = (hash ^ UInt64(sample)) &* 0x100_0000_01B3 }
    return hash
  }
}

/// Numbers of the standard normal distribution: Box and Muller's pairs over SplitMix64.
private struct NormalDraws {
  private var state: UInt64
  private var second: Double?

  init(seed: UInt64) { state = seed }

  mutating func next() -> Double {
    if let number = second {
      second = nil
      return number
    }
    // In (0, 1], so that the logarithm is finite.
    let radius = (-2 * log(Double((bits() >> 11) + 1) * 0x1p-53)).squareRoot()
    let angle = 2 * Double.pi * Double(bits() >> 11) * 0x1p-53
    second = radius * sin(angle)
    return radius * cos(angle)
  }

  private mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
