/// Makes every pixel brighter: adds to its value in HSV, and keeps hue and saturation.
///
/// Of the severities 1...5 0.1, 0.2, 0.3, 0.4 and 0.5 of the range are added; the value ends at 1
/// ([ImageNet-C]'s `brightness`). The value is the largest of the three samples, so the others grow
/// in proportion; black has no hue and becomes grey.
///
/// [ImageNet-C]: https://arxiv.org/abs/1903.12261
public struct Brightening: ImageDisturbance {
  /// `brightness`.
  public let name = "brightness"
  /// What is done.
  public let summary = "a higher value in HSV, hue and saturation as they are"
  /// What is added.
  public let strengths = "0.1, 0.2, 0.3, 0.4, 0.5 of the range"

  private static let steps: [Float] = [0.1, 0.2, 0.3, 0.4, 0.5]

  /// Creates the disturbance.
  public init() {}

  /// Returns the brighter picture.
  ///
  /// - Parameters:
  ///   - image: Any picture.
  ///   - severity: In 1...5.
  /// - Returns: A picture of the same size; no sample is smaller than before.
  /// - Complexity: O(1) for each sample.
  public func disturbed(_ image: Image, severity: Int) -> Image {
    let step = 255 * ImageDisturbances.strength(severity, of: Self.steps)
    var image = image
    for start in stride(from: 0, to: image.samples.count, by: 3) {
      let pixel = start..<(start + 3)
      let value = Float(image.samples[pixel].max() ?? 0)
      let brighter = min(value + step, 255)
      for place in pixel {
        let share = value == 0 ? 1 : Float(image.samples[place]) / value
        image.samples[place] = nearestSample(share * brighter)
      }
    }
    return image
  }
}
