import CTurboJPEG
import Imaging

/// Decodes JPEG with TurboJPEG: grey, colour and four inks, baseline, extended and progressive.
///
/// Damage that libjpeg would paint over with grey is refused. Pixels are those of libjpeg's
/// defaults (the exact inverse cosine transform, smooth chroma upsampling), as Pillow's are.
enum JPEGDecoder {
  /// What libjpeg says when the bytes end inside the picture.
  private static let endsEarly = "Premature end of JPEG file"

  /// Decodes a file that begins with the signature of JPEG.
  static func decode(_ bytes: [UInt8]) throws(ImageFileError.Problem) -> DecodedImage {
    let markers = try JPEGMarkers(of: bytes)
    try markers.frame?.check()
    let bytes = withHarmlessScanParameters(bytes, markers)

    var header = CJPEGHeader()
    var report = CJPEGReport()
    let outcome = bytes.withUnsafeBufferPointer {
      cjpeg_read_header($0.baseAddress, $0.count, &header, &report)
    }
    guard outcome == CJPEG_DONE else { throw problem(report, bytes) }
    // TurboJPEG's own reading is what the memory is taken by.
    try ImageFile.checkSides(width: Int(header.width), height: Int(header.height))

    var notes: [String] = []
    let samples = try samples(of: bytes, header, &notes)
    if header.has_four_inks == 1 { notes.append("CMYK converted") }
    let stored = Image(width: Int(header.width), height: Int(header.height), samples: samples)
    let image = upright(stored, markers.orientation, &notes)
    return DecodedImage(
      image: image, format: .jpeg, storedWidth: stored.width, storedHeight: stored.height,
      notes: notes)
  }

  /// All samples as RGB, as stored.
  private static func samples(
    of bytes: [UInt8], _ header: CJPEGHeader, _ notes: inout [String]
  ) throws(ImageFileError.Problem) -> [UInt8] {
    var report = CJPEGReport()
    var outcome = CJPEG_DONE
    let samples = decoded(bytes, header, stopOnWarning: true, &outcome, &report)
    if outcome == CJPEG_DONE { return samples }
    let warning = libraryText(report.text)
    guard isHarmless(warning) else { throw problem(report, bytes) }

    // The picture itself is whole, but the call may have ended before writing it.
    let again = decoded(bytes, header, stopOnWarning: false, &outcome, &report)
    guard outcome == CJPEG_DONE || libraryText(report.text) == warning else {
      throw problem(report, bytes)
    }
    notes.append("libjpeg warns: \(warning)")
    return again
  }

  /// Whether a warning tells only of surplus bytes after the last scan.
  ///
  /// Many files of the large photo collections have some; every pixel has been decoded when the
  /// end marker is looked for.
  private static func isHarmless(_ warning: String) -> Bool {
    warning.hasPrefix("Corrupt JPEG data: ")
      && warning.hasSuffix(" extraneous bytes before marker 0xd9")
  }

  /// One call of the decoder; the samples have no meaning when it refuses.
  private static func decoded(
    _ bytes: [UInt8], _ header: CJPEGHeader, stopOnWarning: Bool, _ outcome: inout CJPEGOutcome,
    _ report: inout CJPEGReport
  ) -> [UInt8] {
    let pixels = Int(header.width) * Int(header.height)
    let channels = header.has_four_inks == 1 ? 4 : 3
    return [UInt8](unsafeUninitializedCapacity: pixels * channels) { target, filled in
      withUnsafePointer(to: header) { header in
        outcome = bytes.withUnsafeBufferPointer {
          cjpeg_read_pixels(
            $0.baseAddress, $0.count, header, stopOnWarning ? 1 : 0, target.baseAddress, &report)
        }
      }
      guard outcome != CJPEG_REFUSED, !(stopOnWarning && outcome == CJPEG_WARNED) else { return }
      if channels == 4 { convertInksInPlace(target, pixels: pixels) }
      filled = 3 * pixels
    }
  }

  /// Turns four inks into three colours and closes the gaps.
  ///
  /// Adobe's programs store inks inverted (255 is no ink), and every reader in wide use takes all
  /// JPEG inks so, with or without Adobe's marker (that marker still tells libjpeg CMYK from
  /// YCCK). An inverted ink is the light its colour lets through, to be dimmed by the black's.
  private static func convertInksInPlace(
    _ samples: UnsafeMutableBufferPointer<UInt8>, pixels: Int
  ) {
    for pixel in 0..<pixels {
      let black = UInt32(samples[4 * pixel + 3])
      for ink in 0..<3 {
        samples[3 * pixel + ink] = UInt8((UInt32(samples[4 * pixel + ink]) * black + 127) / 255)
      }
    }
  }

  /// The same file with the scan parameters that a sequential one must have.
  ///
  /// Some cameras write others. libjpeg ignores them but warns, and its first warning would hide a
  /// later one of real damage.
  private static func withHarmlessScanParameters(
    _ bytes: [UInt8], _ markers: JPEGMarkers
  ) -> [UInt8] {
    guard let place = markers.scanParameters, markers.frame?.isSequential == true,
      !bytes[place].elementsEqual([0, 63, 0])
    else { return bytes }
    var bytes = bytes
    bytes.replaceSubrange(place, with: [0, 63, 0])
    return bytes
  }

  private static func upright(_ image: Image, _ value: Int?, _ notes: inout [String]) -> Image {
    guard let value else { return image }
    guard let orientation = ExifOrientation(rawValue: value) else {
      notes.append("EXIF orientation \(value) is none of 1...8 and was ignored")
      return image
    }
    if orientation != .upright { notes.append("EXIF orientation \(value) applied") }
    return orientation.applied(to: image)
  }

  private static func problem(
    _ report: CJPEGReport, _ bytes: [UInt8]
  ) -> ImageFileError.Problem {
    let text = libraryText(report.text)
    return text == endsEarly
      ? .truncated(.jpeg, bytes: bytes.count) : .undecodable(.jpeg, detail: text)
  }
}
