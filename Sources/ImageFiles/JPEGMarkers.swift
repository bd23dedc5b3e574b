/// What the marker segments of a JPEG say before its first scan.
///
/// | bytes | meaning |
/// |---|---|
/// | FF D8 | start of image |
/// | FF, then 01 or D0 … D7 | a marker without content |
/// | FF, marker, length (2, big-endian, counts itself), content | a segment |
/// | … FF C0 … CF but C4, C8, CC | frame: precision (1), height (2), width (2), components (1) |
/// | … FF E1 | application data 1; EXIF begins with `Exif` 00 00 |
/// | … FF DA | scan: components (1), 2 bytes for each, spectral start, end, approximation |
///
/// As libjpeg does, bytes before a marker that are no marker are passed over.
///
/// Source: ITU-T T.81, annex B.
struct JPEGMarkers: Equatable {
  /// The header of the picture itself.
  struct Frame: Equatable {
    /// The second byte of its marker, which tells the process.
    var marker: UInt8
    /// Bits per sample.
    var precision: Int
    var width: Int
    var height: Int
  }

  /// The first frame; nil when a scan or the end comes first.
  private(set) var frame: Frame?
  /// The value of the first orientation tag, whatever it is; nil without one.
  private(set) var orientation: Int?
  /// Where the three parameters that end the first scan's header lie, if they are there.
  private(set) var scanParameters: Range<Int>?

  /// Reads the segments up to the first scan.
  ///
  /// - Parameter bytes: The file, beginning with the start of image.
  /// - Throws: ``ImageFileError/Problem/truncated(_:bytes:)`` when the bytes end before a scan.
  init(of bytes: [UInt8]) throws(ImageFileError.Problem) {
    var reader = ByteReader(bytes.dropFirst(2), order: .bigEndian)
    while let marker = Self.nextMarker(&reader) {
      if marker == 0x01 || (0xD0...0xD8).contains(marker) { continue }
      if marker == 0xD9 { return }
      guard let length = reader.integer(bytes: 2), let content = reader.take(max(length - 2, 0))
      else { break }
      switch marker {
      case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
        if frame == nil { frame = Self.frame(marker, content) }
      case 0xE1:
        if orientation == nil { orientation = ExifOrientation.value(in: content) }
      case 0xDA:
        if content.count >= 3 { scanParameters = content.endIndex - 3..<content.endIndex }
        return
      default:
        break
      }
    }
    throw .truncated(.jpeg, bytes: bytes.count)
  }

  /// The second byte of the next marker; nil at the end of the bytes.
  private static func nextMarker(_ reader: inout ByteReader) -> UInt8? {
    while let start = reader.remaining.firstIndex(of: 0xFF) {
      _ = reader.take(start - reader.remaining.startIndex)
      // Any number of FF may fill the space before a marker; FF 00 is a byte of data.
      while reader.remaining.first == 0xFF { _ = reader.take(1) }
      guard let marker = reader.take(1)?.first else { return nil }
      if marker != 0 { return marker }
    }
    return nil
  }

  private static func frame(_ marker: UInt8, _ content: ArraySlice<UInt8>) -> Frame? {
    var reader = ByteReader(content, order: .bigEndian)
    guard let precision = reader.integer(bytes: 1), let height = reader.integer(bytes: 2),
      let width = reader.integer(bytes: 2)
    else { return nil }
    return Frame(marker: marker, precision: precision, width: width, height: height)
  }
}

extension JPEGMarkers.Frame {
  /// Checks that the frame is of a kind that is read.
  func check() throws(ImageFileError.Problem) {
    switch marker {
    case 0xC3, 0xCB: throw .compression(name: "lossless")
    case 0xC5...0xC7, 0xCD...0xCF: throw .compression(name: "hierarchical")
    default: break
    }
    guard precision == 8 else { throw .samplePrecision(bits: precision) }
    try ImageFile.checkSides(width: width, height: height)
  }

  /// Whether the whole picture is in scans that hold each coefficient once, at full precision.
  var isSequential: Bool { marker == 0xC0 || marker == 0xC1 }
}
