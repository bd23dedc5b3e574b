import CTurboJPEG
public import Imaging

extension ImageFile {
  /// Encodes a picture as a baseline JPEG, its chroma halved along both axes.
  ///
  /// With an equal quality the tables are those of libjpeg, so that Pillow's `save(quality=)` stores
  /// the same coefficients. Equal arguments give equal bytes.
  ///
  /// - Parameters:
  ///   - image: The picture; one without pixels, or with a side above ``maximumSide``, traps.
  ///   - quality: In 1...100; anything else traps.
  /// - Returns: The content of a file.
  public static func encodeJPEG(_ image: Image, quality: Int) -> [UInt8] {
    precondition(
      (1...maximumSide).contains(image.width) && (1...maximumSide).contains(image.height),
      "a \(image.width)×\(image.height) picture cannot be stored as JPEG")
    precondition((1...100).contains(quality), "a quality of \(quality) is not in 1...100")
    var output: UnsafeMutablePointer<UInt8>?
    var size = 0
    var report = CJPEGReport()
    let outcome = cjpeg_write(
      image.samples, Int32(image.width), Int32(image.height), Int32(quality), &output, &size,
      &report)
    defer { cjpeg_free(output) }
    // Every argument was checked above, so only missing memory can be left.
    precondition(outcome == CJPEG_DONE, "no JPEG can be written: \(libraryText(report.text))")
    return Array(UnsafeBufferPointer(start: output, count: size))
  }
}
