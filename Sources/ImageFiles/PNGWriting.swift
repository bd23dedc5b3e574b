import CPNG
public import Imaging

extension ImageFile {
  /// Encodes a picture as a PNG of 8-bit red, green and blue.
  ///
  /// Equal arguments give equal bytes: no time is stored and the compression level is fixed.
  ///
  /// - Parameters:
  ///   - image: The picture; one without pixels traps, because a PNG cannot hold it.
  ///   - texts: What to store beside the picture, in this order.
  /// - Returns: The content of a file.
  public static func encodePNG(_ image: Image, texts: [PNGText] = []) -> [UInt8] {
    encode(image.samples, image.width, image.height, CPNG_RGB8, texts)
  }

  /// Encodes a mask as a PNG of 1-bit grey: black where it is false, white where it is true.
  ///
  /// - Parameters:
  ///   - mask: The mask; one without pixels traps, because a PNG cannot hold it.
  ///   - texts: What to store beside the mask, in this order.
  /// - Returns: The content of a file, equal for equal arguments.
  public static func encodePNG(_ mask: Mask, texts: [PNGText] = []) -> [UInt8] {
    encode(mask.pixels.map { $0 ? 1 : 0 }, mask.width, mask.height, CPNG_GREY1, texts)
  }

  /// Encodes levels of grey as a PNG of 8-bit grey.
  ///
  /// - Parameters:
  ///   - levels: `width · height` levels, 0 black to 255 white, row after row; another number of
  ///     them traps.
  ///   - width: Pixels in a row, at least 1.
  ///   - height: Rows, at least 1.
  ///   - texts: What to store beside the picture, in this order.
  /// - Returns: The content of a file, equal for equal arguments.
  public static func encodePNG(
    grey levels: [UInt8], width: Int, height: Int, texts: [PNGText] = []
  ) -> [UInt8] {
    precondition(
      levels.count == width * height,
      "a \(width)×\(height) picture needs \(width * height) levels, not \(levels.count)")
    return encode(levels, width, height, CPNG_GREY8, texts)
  }

  /// Reads the texts stored in a PNG, in the order of the file.
  ///
  /// - Parameter bytes: The content of a PNG file.
  /// - Returns: The texts of all kinds of text chunk, decompressed; an invalid UTF-8 sequence and
  ///   U+0000 become U+FFFD.
  /// - Throws: ``ImageFileError/Problem`` when the bytes are no whole PNG, or when there are more
  ///   than 254 texts or one of more than 1 MiB: no text is left out or cut.
  public static func texts(
    ofPNG bytes: [UInt8]
  ) throws(ImageFileError.Problem) -> [PNGText] {
    switch try FileSignature.format(of: bytes) {
    case .png: try PNGText.all(in: bytes)
    case .jpeg: throw .otherFormat(name: ImageFormat.jpeg.rawValue)
    }
  }

  private static func encode(
    _ samples: [UInt8], _ width: Int, _ height: Int, _ layout: CPNGLayout, _ texts: [PNGText]
  ) -> [UInt8] {
    precondition(width > 0 && height > 0, "a \(width)×\(height) picture cannot be stored as PNG")
    var pool: [UInt8] = []
    var places: [CPNGText] = []
    for text in texts {
      let keyword = pool.count
      pool += Array(text.keyword.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) + [0]
      let value = pool.count
      pool += text.encodedValue + [0]
      places.append(CPNGText(keyword: keyword, value: value, is_utf8: text.isLatin1 ? 0 : 1))
    }
    var output: UnsafeMutablePointer<UInt8>?
    var size = 0
    var report = CPNGReport()
    let outcome = pool.withUnsafeBytes { pool in
      cpng_write(
        samples, UInt32(width), UInt32(height), layout, places, Int32(places.count),
        pool.baseAddress?.assumingMemoryBound(to: CChar.self), &output, &size, &report)
    }
    defer { cpng_free(output) }
    // Every argument was checked above, so only missing memory can be left.
    precondition(
      outcome == CPNG_DONE, "libpng cannot write a PNG: \(libraryText(report.error))")
    return Array(UnsafeBufferPointer(start: output, count: size))
  }
}
