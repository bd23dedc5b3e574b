/// The header of an .npy file: what the numbers are and how they lie.
///
/// | offset | size | meaning |
/// |---|---|---|
/// | 0 | 6 | the byte 0x93 and `NUMPY` |
/// | 6 | 2 | version: 1.0, 2.0 or 3.0 |
/// | 8 | 2 or 4 | length of the text: 2 bytes in version 1, else 4; least significant first |
/// | 10 or 12 | that length | a Python dictionary of `descr`, `fortran_order` and `shape`, padded with spaces |
///
/// The data follows and fills the rest. Versions differ only in that length and in the text's
/// encoding (Latin-1; UTF-8 in version 3), which matters to names of record fields alone.
///
/// Source: NumPy, `numpy.lib.format`.
struct NPYHeader: Sendable, Equatable {
  /// How every .npy file begins.
  static let magic: [UInt8] = [0x93] + "NUMPY".utf8

  /// The bytes before the data.
  let byteCount: Int
  /// The type of the elements.
  let type: StoredType
  /// The length of each axis.
  let shape: [Int]
  /// Whether the first axis runs fastest.
  let columnMajor: Bool

  /// Reads a header and checks that the data behind it has the size that shape and type need.
  ///
  /// - Parameters:
  ///   - total: The bytes of the file: header and data.
  ///   - front: Gives the first bytes of the file; only as many as `total` are asked for.
  /// - Throws: A problem when the header is malformed or sizes disagree.
  init(
    total: Int, front: (Int) throws(TensorFileError.Problem) -> [UInt8]
  ) throws(TensorFileError.Problem) {
    var fixed = ByteCursor(try front(min(total, 12)))
    try fixed.take(signature: Self.magic, of: "the .npy header")
    let major = try fixed.take(UInt8.self, for: "the .npy version")
    let minor = try fixed.take(UInt8.self, for: "the .npy version")
    guard (1...3).contains(major), minor == 0 else {
      throw .unsupportedVersion(major: Int(major), minor: Int(minor))
    }
    let lengthPart = "the length of the .npy header"
    let length =
      major == 1
      ? UInt32(try fixed.take(UInt16.self, for: lengthPart))
      : try fixed.take(UInt32.self, for: lengthPart)
    let text = try size(length, of: "the .npy header", limit: Limits.npyHeaderBytes)
    byteCount = (major == 1 ? 10 : 12) + text
    guard byteCount <= total else {
      throw .truncated(
        part: "the .npy header", needed: text, available: max(total - (byteCount - text), 0))
    }
    var parser = PythonDictionary(try front(byteCount).suffix(text))
    (type, shape, columnMajor) = try parser.parse()
    let count = try elementCount(of: shape, byteCount: type.byteCount ?? 1)
    if let size = type.byteCount, count * size != total - byteCount {
      throw .wrongDataSize(needed: count * size, available: total - byteCount)
    }
  }
}

extension StoredType {
  /// Understands NumPy's spelling of a type, such as `<f4`.
  init(numpy spelling: String) {
    let kinds: [String: ElementType] = [
      "f2": .float16, "f4": .float32, "f8": .float64, "i1": .int8, "i2": .int16, "i4": .int32,
      "i8": .int64, "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
    ]
    let order = spelling.first
    let rest = String(spelling.dropFirst())
    guard let order, "<>|=".contains(order) else {
      self = .other(spelling: spelling, byteCount: nil)
      return
    }
    if let type = kinds[rest], order != "|" || type.byteCount == 1 {
      self = .numbers(type, bigEndian: order == ">")
    } else if rest == "V2" {
      self = .twoBytes(spelling: spelling, bigEndian: order == ">")
    } else {
      self = .other(spelling: spelling, byteCount: Self.size(ofKind: rest))
    }
  }

  /// The bytes of an element such as `b1`, `c16`, `S5` or `U5`; nil for what has no fixed size.
  private static func size(ofKind kind: String) -> Int? {
    guard let letter = kind.first, let number = Int(kind.dropFirst()), number >= 0 else {
      return nil
    }
    switch letter {
    case "b", "c", "S", "V", "f": return number
    // Four bytes for every character.
    case "U": return number.multipliedReportingOverflow(by: 4).overflow ? nil : number * 4
    default: return nil
    }
  }
}

/// Reads the dictionary of an .npy header, and nothing else of Python.
private struct PythonDictionary {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: some Collection<UInt8>) { self.bytes = Array(bytes) }

  mutating func parse() throws(TensorFileError.Problem) -> (StoredType, [Int], Bool) {
    var type: StoredType?
    var shape: [Int]?
    var columnMajor: Bool?
    try expect("{")
    while !consume("}") {
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where type == nil: type = try elementType()
      case "fortran_order" where columnMajor == nil: columnMajor = try truth()
      case "shape" where shape == nil: shape = try tuple()
      case "descr", "fortran_order", "shape":
        throw .malformedHeader(reason: "'\(key)' is there twice")
      default:
        throw .malformedHeader(reason: "'\(printable(key, limit: 60))' is not one of its keys")
      }
      if !consume(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard position == bytes.count else {
      throw .malformedHeader(reason: "something follows the dictionary")
    }
    guard let type else { throw .malformedHeader(reason: "'descr' is missing") }
    guard let columnMajor else { throw .malformedHeader(reason: "'fortran_order' is missing") }
    guard let shape else { throw .malformedHeader(reason: "'shape' is missing") }
    return (type, shape, columnMajor)
  }

  /// A type in quotes, or the list that describes a record.
  private mutating func elementType() throws(TensorFileError.Problem) -> StoredType {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "[") else {
      return StoredType(numpy: try string())
    }
    try skipList()
    return .other(spelling: "a record", byteCount: nil)
  }

  /// Skips brackets and what is between them, text in quotes included.
  private mutating func skipList() throws(TensorFileError.Problem) {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        _ = try string()
        continue
      default: break
      }
      position += 1
      if depth == 0 { return }
    }
    throw .malformedHeader(reason: "it ends inside of a list")
  }

  private mutating func truth() throws(TensorFileError.Problem) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw .malformedHeader(reason: "'fortran_order' must be True or False")
  }

  private mutating func tuple() throws(TensorFileError.Problem) -> [Int] {
    var lengths: [Int] = []
    try expect("(")
    while !consume(")") {
      lengths.append(try length())
      guard lengths.count <= Limits.axes else {
        throw .tooManyAxes(count: lengths.count, limit: Limits.axes)
      }
      if !consume(",") {
        try expect(")")
        break
      }
    }
    return lengths
  }

  /// A length of 0 or more; Python 2 wrote an L behind some.
  private mutating func length() throws(TensorFileError.Problem) -> Int {
    skipSpace()
    let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let length = Int(String(decoding: digits, as: UTF8.self)) else {
      throw .malformedHeader(
        reason: "'shape' must hold whole numbers of 0 or more that fit 64 bits")
    }
    position += digits.count
    if position < bytes.count, bytes[position] == UInt8(ascii: "L") { position += 1 }
    return length
  }

  /// Text in either kind of quotes.
  private mutating func string() throws(TensorFileError.Problem) -> String {
    skipSpace()
    guard position < bytes.count,
      bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "\"")
    else { throw .malformedHeader(reason: "text in quotes must be at byte \(position)") }
    let quote = bytes[position]
    let content = bytes[(position + 1)...].prefix { $0 != quote }
    guard content.endIndex < bytes.count, !content.contains(UInt8(ascii: "\\")) else {
      throw .malformedHeader(reason: "text at byte \(position) does not end, or has escapes")
    }
    position = content.endIndex + 1
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(TensorFileError.Problem) {
    guard consume(character) else {
      throw .malformedHeader(reason: "'\(character)' must be at byte \(position)")
    }
  }

  private mutating func consume(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }
}
