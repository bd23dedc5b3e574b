/// A way in which a picture is made worse, at one of five severities.
///
/// The names of the kinds are ours; their constants for each severity are those of [ImageNet-C],
/// which COCO-C uses too. They were chosen for pictures of 224 pixels a side and are applied to
/// pictures of any size as they are, so that a blur of 3 pixels is milder on a larger picture.
///
/// Results are rounded to the nearest sample; the published
/// code cuts the fraction off, so that its samples are half a level darker on average.
///
/// [ImageNet-C]: https://arxiv.org/abs/1903.12261
public protocol ImageDisturbance: Sendable {
  /// A word in lower case, by which it is chosen.
  var name: String { get }

  /// What is done, in one sentence without a full stop.
  var summary: String { get }

  /// What the severities 1...5 stand for, in their order, with the unit.
  var strengths: String { get }

  /// Returns the disturbed picture.
  ///
  /// - Parameters:
  ///   - image: Any picture; one without pixels is returned as it is.
  ///   - severity: In 1...5; anything else traps.
  /// - Returns: A picture of the same size, always the same for equal arguments.
  func disturbed(_ image: Image, severity: Int) -> Image
}

/// The disturbances that need nothing but the samples.
public enum ImageDisturbances {
  /// The severities, the mildest first.
  public static let severities = 1...5

  /// All of them, in the order of reports.
  public static let all: [any ImageDisturbance] = [
    DefocusBlur(), GaussianNoise(), Brightening(), ContrastLoss(),
  ]

  /// The constant of a severity.
  static func strength<Constant>(_ severity: Int, of constants: [Constant]) -> Constant {
    precondition(
      severities.contains(severity), "a severity of \(severity) is not in \(severities)")
    return constants[severity - 1]
  }
}

/// A sample of 8 bits for a number, the nearest one.
@inline(__always)
func nearestSample(_ value: Float) -> UInt8 { UInt8(min(max(value, 0), 255).rounded()) }
