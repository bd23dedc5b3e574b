public import Imaging

/// Stores the picture as a JPEG of low quality and reads it back.
///
/// Of the severities 1...5 the qualities are 25, 18, 15, 10 and 7 ([ImageNet-C]'s
/// `jpeg_compression`).
///
/// [ImageNet-C]: https://arxiv.org/abs/1903.12261
public struct JPEGLoss: ImageDisturbance {
  /// `jpeg`.
  public let name = "jpeg"
  /// What is done.
  public let summary = "stored as a JPEG of low quality and read back"
  /// The qualities.
  public let strengths = "quality 25, 18, 15, 10, 7"

  private static let qualities = [25, 18, 15, 10, 7]

  /// Creates the disturbance.
  public init() {}

  /// Returns the picture as it is read back.
  ///
  /// - Parameters:
  ///   - image: Any picture with sides up to ``ImageFile/maximumSide``.
  ///   - severity: In 1...5.
  /// - Returns: A picture of the same size.
  public func disturbed(_ image: Image, severity: Int) -> Image {
    precondition(
      ImageDisturbances.severities.contains(severity),
      "a severity of \(severity) is not in \(ImageDisturbances.severities)")
    guard !image.samples.isEmpty else { return image }
    let bytes = ImageFile.encodeJPEG(image, quality: Self.qualities[severity - 1])
    do throws(ImageFileError.Problem) {
      return try JPEGDecoder.decode(bytes).image
    } catch {
      preconditionFailure("a JPEG just written cannot be read: \(error)")
    }
  }
}
