/// Where a text is not JSON, and why.
public struct JSONProblem: Error, Sendable, Equatable {
  /// What is wrong, a phrase.
  public let reason: String
  /// The byte where it is, from 0.
  public let offset: Int

  /// Creates a problem.
  public init(reason: String, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// A JSON value as other people's files have it: names in order, none of them twice.
///
/// The general decoders keep one of two equal names without a word, which lets two readers see two
/// different files; here that is refused. Numbers are kept as they are written.
public enum StrictJSON: Sendable, Equatable {
  /// Names with their values, in the order of the text.
  case object([Member])
  /// Values in order.
  case array([StrictJSON])
  /// Text.
  case string(String)
  /// A number as it is written.
  case number(String)
  /// True or false.
  case bool(Bool)
  /// The word null.
  case null

  /// A name and its value.
  public struct Member: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: StrictJSON

    /// Creates a member.
    public init(name: String, value: StrictJSON) {
      self.name = name
      self.value = value
    }
  }

  /// Reads a whole JSON text.
  ///
  /// - Parameter bytes: The text in UTF-8; white space may surround the value, nothing else.
  /// - Returns: The value.
  /// - Throws: ``JSONProblem``, also for names that are there twice, and for nesting deeper than 16.
  public static func parse(
    _ bytes: ArraySlice<UInt8>
  ) throws(JSONProblem) -> StrictJSON {
    var parser = JSONParser(bytes)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.next == nil else { throw parser.problem("something follows the value") }
    return value
  }

  /// How deep values may lie in each other; a safetensors header needs 3.
  static let depth = 16

  /// A name from a file, shortened, with its control characters made visible.
  fileprivate static func shown(_ name: String) -> String {
    let scalars = name.unicodeScalars.prefix(60).map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// The text of a string as JSON, with its quotes.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Reads JSON from front to back.
private struct JSONParser {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    self.position = bytes.startIndex
  }

  /// The next byte; nil at the end.
  var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  /// A problem at the present place.
  func problem(_ reason: String) -> JSONProblem {
    JSONProblem(reason: reason, offset: position - bytes.startIndex)
  }

  mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// Reads the value that comes next, white space before it included.
  mutating func value(depth: Int) throws(JSONProblem) -> StrictJSON {
    guard depth < StrictJSON.depth else {
      throw problem("it nests deeper than \(StrictJSON.depth) levels")
    }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
    case nil: throw problem("it ends where a value must be")
    default: throw problem("a value must be here")
    }
  }

  private mutating func object(depth: Int) throws(JSONProblem) -> StrictJSON {
    position += 1
    var members: [StrictJSON.Member] = []
    var names: Set<String> = []
    skipSpace()
    if consume("}") { return .object([]) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw problem("a name in quotes must be here") }
      let name = try string()
      guard names.insert(name).inserted else {
        throw problem("the name '\(StrictJSON.shown(name))' is there twice")
      }
      skipSpace()
      guard consume(":") else { throw problem("a colon must be here") }
      members.append(.init(name: name, value: try value(depth: depth + 1)))
      skipSpace()
      if consume("}") { return .object(members) }
      guard consume(",") else { throw problem("a comma or a closing brace must be here") }
    }
  }

  private mutating func array(depth: Int) throws(JSONProblem) -> StrictJSON {
    position += 1
    var values: [StrictJSON] = []
    skipSpace()
    if consume("]") { return .array([]) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if consume("]") { return .array(values) }
      guard consume(",") else { throw problem("a comma or a closing bracket must be here") }
    }
  }

  private mutating func word(
    _ word: String, _ value: StrictJSON
  ) throws(JSONProblem) -> StrictJSON {
    guard bytes[position...].starts(with: word.utf8) else { throw problem("no such word") }
    position += word.utf8.count
    return value
  }

  /// Reads a number by JSON's grammar: sign, digits without leading zeros, fraction, exponent.
  private mutating func number() throws(JSONProblem) -> StrictJSON {
    let start = position
    _ = consume("-")
    let leadingZero = next == UInt8(ascii: "0")
    guard let whole = digits(), !leadingZero || whole == 1 else {
      throw problem("a number must be here, without leading zeros")
    }
    if consume("."), digits() == nil { throw problem("digits must follow the point") }
    if consume("e") || consume("E") {
      if !consume("+") { _ = consume("-") }
      if digits() == nil { throw problem("digits must follow the exponent") }
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  /// Skips digits and says how many there were; nil for none.
  private mutating func digits() -> Int? {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position > start ? position - start : nil
  }

  private mutating func string() throws(JSONProblem) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let valid = String(validating: text, as: UTF8.self) else {
          throw problem("text must be UTF-8")
        }
        position += 1
        return valid
      case UInt8(ascii: "\\"):
        position += 1
        text += String(try escaped()).utf8
      case 0..<0x20:
        throw problem("control characters must be escaped")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw problem("it ends inside of text")
  }

  /// Reads what follows a backslash.
  private mutating func escaped() throws(JSONProblem) -> Unicode.Scalar {
    guard let byte = next else { throw problem("it ends inside of text") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar()
    default: throw problem("no such escape")
    }
  }

  private mutating func escapedScalar() throws(JSONProblem) -> Unicode.Scalar {
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xD800...0xDBFF).contains(high), consume("\\"), consume("u") else {
      throw problem("half of a surrogate pair")
    }
    let low = try codeUnit()
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    else { throw problem("half of a surrogate pair") }
    return scalar
  }

  private mutating func codeUnit() throws(JSONProblem) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem("four hexadecimal digits must be here") }
    position += 4
    return unit
  }

  /// Skips a byte if it comes next.
  private mutating func consume(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}
