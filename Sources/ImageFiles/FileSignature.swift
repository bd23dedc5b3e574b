/// The first bytes of picture files, which tell their format whatever their names say.
///
/// | bytes, in hexadecimal unless quoted | format |
/// |---|---|
/// | 89 `PNG` 0D 0A 1A 0A | PNG |
/// | FF D8 FF | JPEG |
/// | those of GIF, WebP, TIFF, HEIC, AVIF, BMP | named in the refusal |
enum FileSignature {
  /// The bytes that every PNG begins with.
  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// The bytes that every JPEG begins with: start of image, and the start of another marker.
  static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF]

  /// Kinds of picture that people are likely to have, by the bytes at one or two places.
  private static let others: [(name: String, marks: [(offset: Int, bytes: [UInt8])])] = [
    ("GIF", [(0, Array("GIF8".utf8))]),
    ("WebP", [(0, Array("RIFF".utf8)), (8, Array("WEBP".utf8))]),
    ("TIFF", [(0, [0x49, 0x49, 0x2A, 0x00])]),
    ("TIFF", [(0, [0x4D, 0x4D, 0x00, 0x2A])]),
    ("HEIC or AVIF", [(4, Array("ftyp".utf8))]),
    ("BMP", [(0, Array("BM".utf8)), (6, [0, 0, 0, 0])]),
  ]

  /// Tells the format of a file's content, or throws what it is instead.
  static func format(of bytes: [UInt8]) throws(ImageFileError.Problem) -> ImageFormat {
    guard !bytes.isEmpty else { throw .empty }
    if bytes.starts(with: png) { return .png }
    if bytes.starts(with: jpeg) { return .jpeg }
    // A file that is only a beginning of a signature is the beginning of such a picture.
    if png.starts(with: bytes) { throw .truncated(.png, bytes: bytes.count) }
    if jpeg.starts(with: bytes) { throw .truncated(.jpeg, bytes: bytes.count) }
    for (name, marks) in others
    where marks.allSatisfy({ bytes.dropFirst($0.offset).starts(with: $0.bytes) }) {
      throw .otherFormat(name: name)
    }
    throw .unrecognised(start: Array(bytes.prefix(8)))
  }
}
