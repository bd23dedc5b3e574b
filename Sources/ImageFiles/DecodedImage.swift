public import Imaging

/// The kinds of picture file that are read, told apart by their first bytes and never by a name.
public enum ImageFormat: String, Sendable, Hashable, CaseIterable {
  /// Portable Network Graphics.
  case png = "PNG"
  /// JPEG, baseline or progressive.
  case jpeg = "JPEG"
}

/// A picture read from a file, with what was done on the way from its samples to 8-bit sRGB.
public struct DecodedImage: Sendable, Equatable {
  /// The picture, upright and opaque.
  public var image: Image
  /// The kind of file it came from.
  public var format: ImageFormat
  /// Pixels in a row as stored, before an EXIF orientation turned the picture.
  public var storedWidth: Int
  /// Rows as stored, before an EXIF orientation turned the picture.
  public var storedHeight: Int
  /// What is not as it was stored, one remark each, such as `EXIF orientation 6 applied`.
  public var notes: [String]

  /// Creates the result of reading a picture.
  ///
  /// - Parameters:
  ///   - image: The picture, upright and opaque.
  ///   - format: The kind of file it came from.
  ///   - storedWidth: Pixels in a row as stored.
  ///   - storedHeight: Rows as stored.
  ///   - notes: What is not as it was stored.
  public init(
    image: Image, format: ImageFormat, storedWidth: Int, storedHeight: Int, notes: [String] = []
  ) {
    self.image = image
    self.format = format
    self.storedWidth = storedWidth
    self.storedHeight = storedHeight
    self.notes = notes
  }
}
