import CPNG
import Imaging

/// Decodes PNG of every colour type, bit depth and interlacing with libpng.
///
/// A file has to be whole to the end of its last chunk, and every checksum has to be right.
///
/// Source: [PNG, third edition](https://www.w3.org/TR/png-3/).
enum PNGDecoder {
  /// Bounds for libpng, which sees only sides that were checked before.
  ///
  /// Ancillary chunks are skipped without taking memory, so that a large one is no reason to warn.
  private static let limits = CPNGLimits(
    side: UInt32(ImageFile.maximumSide), chunk_bytes: UInt32(ImageFile.maximumFileBytes), chunks: 1)

  /// The most bytes that one byte of a deflate stream can stand for: a block of two bits for each
  /// 258 bytes ([zlib's technical details](https://zlib.net/zlib_tech.html)).
  private static let bestCompression = 1032

  /// Decodes a file that begins with the signature of PNG.
  static func decode(
    _ bytes: [UInt8], background: RGB?
  ) throws(ImageFileError.Problem) -> DecodedImage {
    try checkHeader(of: bytes)
    var header = CPNGHeader()
    var report = CPNGReport()
    let outcome = bytes.withUnsafeBufferPointer {
      cpng_read_header($0.baseAddress, $0.count, limits, &header, &report)
    }
    try check(outcome, report, bytes)

    var decoded = (outcome: CPNG_DONE, opaque: true)
    let samples = pixels(of: bytes, header, over: background, &decoded, &report)
    try check(decoded.outcome, report, bytes)
    let image = Image(width: Int(header.width), height: Int(header.height), samples: samples)
    return DecodedImage(
      image: image, format: .png, storedWidth: image.width, storedHeight: image.height,
      notes: notes(header, report, isOpaque: decoded.opaque, over: background))
  }

  /// Checks what the first chunk says before libpng sees it, so that the refusal has numbers.
  ///
  /// | offset | size | meaning |
  /// |---|---|---|
  /// | 8 | 4 | length of the first chunk, 13 |
  /// | 12 | 4 | its type, `IHDR` |
  /// | 16 | 4 | width, big-endian |
  /// | 20 | 4 | height, big-endian |
  /// | 24 | 1 | bits per sample |
  static func checkHeader(of bytes: [UInt8]) throws(ImageFileError.Problem) {
    var reader = ByteReader(bytes[8...], order: .bigEndian)
    guard reader.integer(bytes: 4) != nil, let type = reader.take(4),
      let width = reader.integer(bytes: 4), let height = reader.integer(bytes: 4),
      let bits = reader.integer(bytes: 1)
    else { throw .truncated(.png, bytes: bytes.count) }
    guard type.elementsEqual("IHDR".utf8) else {
      throw .undecodable(.png, detail: "the first chunk is not IHDR")
    }
    try ImageFile.checkSides(width: width, height: height)
    guard width * height * bits / 8 <= bytes.count * bestCompression else {
      throw .tooFewBytes(width: width, height: height, bytes: bytes.count)
    }
  }

  /// All samples as opaque RGB.
  ///
  /// Where there is transparency, four samples per pixel are decoded and drawn over the background
  /// in place, or their alpha dropped, so that they are not held beside the result.
  private static func pixels(
    of bytes: [UInt8], _ header: CPNGHeader, over background: RGB?,
    _ decoded: inout (outcome: CPNGOutcome, opaque: Bool), _ report: inout CPNGReport
  ) -> [UInt8] {
    let count = Int(header.width) * Int(header.height)
    return [UInt8](unsafeUninitializedCapacity: count * Int(header.channels)) { target, filled in
      withUnsafePointer(to: header) { header in
        decoded.outcome = bytes.withUnsafeBufferPointer {
          cpng_read_pixels(
            $0.baseAddress, $0.count, limits, header, target.baseAddress, &report)
        }
      }
      guard decoded.outcome == CPNG_DONE else { return }
      if header.channels == 4 {
        decoded.opaque = drawInPlace(target, pixels: count, over: background)
      }
      filled = 3 * count
    }
  }

  /// Draws RGBA over a colour and closes the gaps; returns whether every pixel was opaque.
  ///
  /// Without a colour alpha is dropped: every pixel is drawn as if it were opaque.
  private static func drawInPlace(
    _ samples: UnsafeMutableBufferPointer<UInt8>, pixels: Int, over background: RGB?
  ) -> Bool {
    var allAlphas: UInt8 = 255
    let drops = background == nil
    let background = background ?? RGB(grey: 0)
    for pixel in 0..<pixels {
      let stored = samples[4 * pixel + 3]
      allAlphas &= stored
      let alpha = drops ? 255 : stored
      samples[3 * pixel] = blend(samples[4 * pixel], background.red, alpha)
      samples[3 * pixel + 1] = blend(samples[4 * pixel + 1], background.green, alpha)
      samples[3 * pixel + 2] = blend(samples[4 * pixel + 2], background.blue, alpha)
    }
    return allAlphas == 255
  }

  /// A sample drawn over another, rounded to nearest; 255 is odd, so no tie can occur.
  private static func blend(_ over: UInt8, _ under: UInt8, _ alpha: UInt8) -> UInt8 {
    let alpha = UInt32(alpha)
    return UInt8((UInt32(over) * alpha + UInt32(under) * (255 - alpha) + 127) / 255)
  }

  private static func notes(
    _ header: CPNGHeader, _ report: CPNGReport, isOpaque: Bool, over background: RGB?
  ) -> [String] {
    var notes: [String] = []
    if header.bit_depth == 16 { notes.append("16-bit samples reduced to 8") }
    if !isOpaque, background == nil { notes.append("alpha dropped") }
    if !isOpaque, let background {
      let white = background == RGB(grey: 255)
      let samples = "(\(background.red), \(background.green), \(background.blue))"
      notes.append("alpha drawn over \(white ? "white" : samples)")
    }
    if report.warnings > 0 {
      let others = report.warnings > 1 ? " (and \(report.warnings - 1) more)" : ""
      notes.append("libpng warns: \(libraryText(report.warning))\(others)")
    }
    return notes
  }

  /// Turns a call's outcome into an error unless it is done.
  static func check(
    _ outcome: CPNGOutcome, _ report: CPNGReport, _ bytes: [UInt8]
  ) throws(ImageFileError.Problem) {
    if outcome == CPNG_TRUNCATED { throw .truncated(.png, bytes: bytes.count) }
    guard outcome == CPNG_DONE else {
      throw .undecodable(.png, detail: libraryText(report.error))
    }
  }
}
