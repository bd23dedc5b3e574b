/// Draws every sample towards the picture's mean, each channel by itself.
///
/// Of the severities 1...5 the distances from the mean shrink to 0.4, 0.3, 0.2, 0.1 and 0.05 of what
/// they were ([ImageNet-C]'s `contrast`).
///
/// [ImageNet-C]: https://arxiv.org/abs/1903.12261
public struct ContrastLoss: ImageDisturbance {
  /// `contrast`.
  public let name = "contrast"
  /// What is done.
  public let summary = "samples drawn towards the mean of their channel"
  /// What is left of the distance from the mean.
  public let strengths = "0.4, 0.3, 0.2, 0.1, 0.05 of the contrast is left"

  private static let shares = [0.4, 0.3, 0.2, 0.1, 0.05]

  /// Creates the disturbance.
  public init() {}

  /// Returns the picture with less contrast.
  ///
  /// - Parameters:
  ///   - image: Any picture.
  ///   - severity: In 1...5.
  /// - Returns: A picture of the same size; one of a single colour is unchanged.
  /// - Complexity: O(1) for each sample.
  public func disturbed(_ image: Image, severity: Int) -> Image {
    let share = ImageDisturbances.strength(severity, of: Self.shares)
    var sums = [0, 0, 0]
    for place in image.samples.indices { sums[place % 3] += Int(image.samples[place]) }
    let pixels = max(image.width * image.height, 1)
    let tables = sums.map { sum in
      let mean = Double(sum) / Double(pixels)
      return (0...255).map { nearestSample(Float((Double($0) - mean) * share + mean)) }
    }
    var image = image
    for place in image.samples.indices {
      image.samples[place] = tables[place % 3][Int(image.samples[place])]
    }
    return image
  }
}
