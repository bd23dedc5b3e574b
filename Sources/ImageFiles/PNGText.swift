import CPNG
import Glibc

/// A text stored in a PNG, such as how the picture was made.
public struct PNGText: Sendable, Hashable {
  /// What the text is about: 1 to 79 characters of printable Latin-1, with single spaces inside.
  public let keyword: String
  /// The text, of any length and without U+0000.
  public let value: String

  /// Creates a text to write.
  ///
  /// The format has no place for U+0000 in a text; it becomes U+FFFD, the replacement character.
  ///
  /// - Parameters:
  ///   - keyword: 1 to 79 characters of printable Latin-1, with no space at either end and no two
  ///     in a row. The program chooses it, so another one traps.
  ///   - value: The text.
  public init(keyword: String, value: String) {
    precondition(
      Self.isKeyword(keyword),
      "'\(keyword)' is not 1 to 79 printable Latin-1 characters with single spaces inside")
    self.keyword = keyword
    self.value = String(
      String.UnicodeScalarView(value.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
  }

  private static func isKeyword(_ text: String) -> Bool {
    let characters = text.unicodeScalars.map(\.value)
    return (1...79).contains(characters.count)
      && characters.allSatisfy { (0x20..<0x7F).contains($0) || (0xA1...0xFF).contains($0) }
      && characters.first != 0x20 && characters.last != 0x20
      && !zip(characters, characters.dropFirst()).contains { $0 == 0x20 && $1 == 0x20 }
  }

  /// Whether the value fits a `tEXt` chunk, whose characters are Latin-1 without control
  /// characters other than the line feed; an `iTXt` chunk with UTF-8 takes all others.
  var isLatin1: Bool {
    value.unicodeScalars.allSatisfy {
      $0 == "\n" || (0x20..<0x7F).contains($0.value) || (0xA0...0xFF).contains($0.value)
    }
  }

  /// The value in the encoding of its chunk.
  var encodedValue: [UInt8] {
    isLatin1 ? value.unicodeScalars.map { UInt8($0.value) } : Array(value.utf8)
  }
}

extension PNGText {
  /// What the texts of a file are gathered in while C code hands them over.
  private final class Collector {
    var texts: [(keyword: String, value: String)] = []
  }

  /// Bounds for libpng: 254 texts (its count starts at 2) of 1 MiB, the first of which no settings
  /// or prompts come near, and all of which fit in memory.
  private static let limits = CPNGLimits(
    side: UInt32(ImageFile.maximumSide), chunk_bytes: 1 << 20, chunks: 256)

  /// Reads all texts of a PNG: `tEXt`, `zTXt` and `iTXt`, in the order of the file.
  ///
  /// - Parameter bytes: The content of a file that begins with the signature of PNG.
  /// - Returns: The texts, decompressed.
  /// - Throws: ``ImageFileError/Problem`` when the file is not whole, has more texts than are
  ///   kept, one of more than 1 MiB, or a keyword that is none: no text is left out or cut.
  static func all(in bytes: [UInt8]) throws(ImageFileError.Problem) -> [PNGText] {
    try PNGDecoder.checkHeader(of: bytes)
    let collector = Collector()
    var report = CPNGReport()
    let outcome = bytes.withUnsafeBufferPointer { buffer in
      cpng_read_texts(
        buffer.baseAddress, buffer.count, limits,
        { context, keyword, value, length, isUTF8 in
          guard let context, let keyword, let value else { return }
          let collector = Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue()
          let text = UnsafeRawBufferPointer(start: value, count: length)
          collector.texts.append(
            (
              latin1(UnsafeRawBufferPointer(start: keyword, count: strlen(keyword))),
              isUTF8 != 0 ? String(decoding: text, as: UTF8.self) : latin1(text)
            ))
        }, Unmanaged.passUnretained(collector).toOpaque(), &report)
    }
    try PNGDecoder.check(outcome, report, bytes)
    guard collector.texts.allSatisfy({ isKeyword($0.keyword) }) else {
      throw .undecodable(.png, detail: "a text has an invalid keyword")
    }
    return collector.texts.map { PNGText(keyword: $0.keyword, value: $0.value) }
  }
}

/// Characters of one byte each, as Latin-1 has them.
private func latin1(_ bytes: UnsafeRawBufferPointer) -> String {
  String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
}
