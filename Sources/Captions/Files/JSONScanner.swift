/// What a JSON text consists of, in the order of the text.
package enum JSONToken: Sendable, Equatable {
  case beginObject
  case endObject
  case beginArray
  case endArray
  /// The name of a member; nil for one longer than is kept.
  case name(String?)
  /// A text; nil when texts are not kept.
  case string(String?)
  /// A number as it is written; nil when numbers are not kept.
  case number(String?)
  case bool(Bool)
  case null
}

/// Takes a JSON text apart, piece by piece, in memory that does not grow with it.
///
/// The grammar is that of RFC 8259, with nothing after the value. Texts and numbers are handed on
/// only while ``keepsValues`` is set; others are passed over without being stored, and the escapes
/// and bytes of their texts are then only looked at as far as it takes to find their end.
package struct JSONScanner {
  /// How deep values may lie in each other; annotations need 5.
  static let maximumDepth = 64
  /// The most bytes of a text or number that is kept.
  static let maximumKept = 1 << 16

  /// Whether the next texts and numbers that are values are handed on.
  package var keepsValues = true

  private var state = State.value
  /// Whether each open value is an object.
  private var open: [Bool] = []
  private var kept: [UInt8] = []
  /// Whether the text at hand is a name.
  private var isName = false
  private var isTooLong = false
  private var word = Word(rest: [], token: .null)
  private var digits = Digits.sign
  private var unitDigits = 0
  private var unit: UInt32 = 0
  private var high: UInt32?
  /// Bytes that were read before the piece at hand.
  private var before = 0

  private enum State {
    case value, firstValue, firstName, name, colon, afterValue, done
    case text, escape, unicode, number, word
  }

  /// Where in a number the scanner is; those that may end it are the last of each part.
  private enum Digits {
    case sign, zero, whole, point, fraction, exponent, exponentSign, power
    var mayEnd: Bool { self == .zero || self == .whole || self == .fraction || self == .power }
  }

  /// What is left of a word such as true.
  private struct Word {
    var rest: [UInt8]
    var token: JSONToken
  }

  /// Begins a text.
  package init() {}

  /// Reads a piece.
  ///
  /// - Parameters:
  ///   - piece: The bytes that follow those of the piece before.
  ///   - body: Is given each token with the scanner, so that it may set ``keepsValues``.
  /// - Throws: A problem with its offset in the whole text, and what `body` throws.
  package mutating func read(
    _ piece: ArraySlice<UInt8>,
    _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    var place = piece.startIndex
    while place < piece.endIndex {
      let byte = piece[place]
      let offset = before + place - piece.startIndex
      switch state {
      case .text:
        try inText(byte, offset, body)
        place += 1
      case .number:
        if try inNumber(byte, offset, body) { place += 1 }
      default:
        try between(byte, offset, body)
        place += 1
      }
    }
    before += piece.count
  }

  /// Tells that there are no more pieces.
  ///
  /// - Parameter body: Is given the last token, if it is a number without anything around it.
  /// - Throws: A problem when the text is cut off, and what `body` throws.
  package mutating func finish(
    _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    if state == .number { try endNumber(before, body) }
    guard state == .done else {
      throw CaptionProblem("the JSON ends after \(before) bytes, before its value does")
    }
  }

  // MARK: Between texts and numbers

  private mutating func between(
    _ byte: UInt8, _ offset: Int,
    _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    switch state {
    case .escape: return try escaped(byte, offset)
    case .unicode: return try unicode(byte, offset)
    case .word: return try inWord(byte, offset, body)
    default: break
    }
    if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { return }
    switch (state, byte) {
    case (.firstName, UInt8(ascii: "\"")), (.name, UInt8(ascii: "\"")): beginText(isName: true)
    case (.firstName, UInt8(ascii: "}")): try close(isObject: true, offset, body)
    case (.firstValue, UInt8(ascii: "]")): try close(isObject: false, offset, body)
    case (.colon, UInt8(ascii: ":")): state = .value
    case (.afterValue, UInt8(ascii: ",")): state = open.last == true ? .name : .value
    case (.afterValue, UInt8(ascii: "}")): try close(isObject: true, offset, body)
    case (.afterValue, UInt8(ascii: "]")): try close(isObject: false, offset, body)
    case (.value, _), (.firstValue, _): try beginValue(byte, offset, body)
    case (.done, _): throw problem("something follows the value", offset)
    case (.firstName, _), (.name, _): throw problem("a name in quotes must be here", offset)
    case (.colon, _): throw problem("a colon must be here", offset)
    default:
      throw problem(
        "a comma or the end of the \(open.last == true ? "object" : "list") must be here", offset)
    }
  }

  private mutating func beginValue(
    _ byte: UInt8, _ offset: Int,
    _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < Self.maximumDepth else {
        throw problem("values nest deeper than \(Self.maximumDepth) levels", offset)
      }
      let isObject = byte == UInt8(ascii: "{")
      open.append(isObject)
      state = isObject ? .firstName : .firstValue
      try body(isObject ? .beginObject : .beginArray, &self)
    case UInt8(ascii: "\""): beginText(isName: false)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      state = .number
      digits = byte == UInt8(ascii: "-") ? .sign : byte == UInt8(ascii: "0") ? .zero : .whole
      kept.removeAll(keepingCapacity: true)
      kept.append(byte)
    case UInt8(ascii: "t"): begin("rue", .bool(true))
    case UInt8(ascii: "f"): begin("alse", .bool(false))
    case UInt8(ascii: "n"): begin("ull", .null)
    default: throw problem("a value must be here", offset)
    }
  }

  private mutating func close(
    isObject: Bool, _ offset: Int,
    _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    guard open.popLast() == isObject else {
      throw problem("a bracket that closes what is not open", offset)
    }
    state = open.isEmpty ? .done : .afterValue
    try body(isObject ? .endObject : .endArray, &self)
  }

  private mutating func begin(_ rest: StaticString, _ token: JSONToken) {
    word = Word(rest: Array("\(rest)".utf8), token: token)
    state = .word
  }

  private mutating func inWord(
    _ byte: UInt8, _ offset: Int,
    _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    guard word.rest.first == byte else { throw problem("a value must be here", offset) }
    word.rest.removeFirst()
    guard word.rest.isEmpty else { return }
    try end(word.token, body)
  }

  /// Hands a value on that has no parts.
  private mutating func end(
    _ token: JSONToken, _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    state = open.isEmpty ? .done : .afterValue
    try body(token, &self)
  }

  // MARK: Numbers

  /// Returns whether the byte belongs to the number.
  private mutating func inNumber(
    _ byte: UInt8, _ offset: Int,
    _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) -> Bool {
    guard let next = Self.after(digits, byte) else {
      try endNumber(offset, body)
      return false
    }
    digits = next
    if keepsValues {
      guard kept.count < 64 else { throw problem("a number of more than 64 characters", offset) }
      kept.append(byte)
    }
    return true
  }

  private static func after(_ digits: Digits, _ byte: UInt8) -> Digits? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      switch digits {
      case .sign: return byte == UInt8(ascii: "0") ? .zero : .whole
      case .zero: return nil
      case .whole: return .whole
      case .point, .fraction: return .fraction
      case .exponent, .exponentSign, .power: return .power
      }
    case UInt8(ascii: "."): return digits == .zero || digits == .whole ? .point : nil
    case UInt8(ascii: "e"), UInt8(ascii: "E"):
      return digits.mayEnd && digits != .power ? .exponent : nil
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return digits == .exponent ? .exponentSign : nil
    default: return nil
    }
  }

  private mutating func endNumber(
    _ offset: Int, _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    guard digits.mayEnd else { throw problem("a number that is not finished", offset) }
    try end(.number(keepsValues ? String(decoding: kept, as: UTF8.self) : nil), body)
  }

  // MARK: Texts

  private mutating func beginText(isName: Bool) {
    self.isName = isName
    isTooLong = false
    high = nil
    kept.removeAll(keepingCapacity: true)
    state = .text
  }

  private mutating func inText(
    _ byte: UInt8, _ offset: Int,
    _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    switch byte {
    case UInt8(ascii: "\""):
      if high != nil { throw problem("half of a surrogate pair", offset) }
      try endText(offset, body)
    case UInt8(ascii: "\\"): state = .escape
    case 0..<0x20: throw problem("control characters must be escaped", offset)
    default:
      if high != nil { throw problem("half of a surrogate pair", offset) }
      try keep(byte, offset)
    }
  }

  private mutating func keep(_ byte: UInt8, _ offset: Int) throws(CaptionProblem) {
    guard isName || keepsValues, !isTooLong else { return }
    guard kept.count < Self.maximumKept else {
      // A name so long is none that anybody asks for.
      if !isName { throw problem("a text of more than \(Self.maximumKept) bytes", offset) }
      isTooLong = true
      return
    }
    kept.append(byte)
  }

  private mutating func endText(
    _ offset: Int, _ body: (JSONToken, inout JSONScanner) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    var text: String?
    if isName ? !isTooLong : keepsValues {
      guard let valid = String(validating: kept, as: UTF8.self) else {
        throw problem("text must be UTF-8", offset)
      }
      text = valid
    }
    guard isName else { return try end(.string(text), body) }
    state = .colon
    try body(.name(text), &self)
  }

  private mutating func escaped(_ byte: UInt8, _ offset: Int) throws(CaptionProblem) {
    if high != nil, byte != UInt8(ascii: "u") { throw problem("half of a surrogate pair", offset) }
    state = .text
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): try keep(byte, offset)
    case UInt8(ascii: "b"): try keep(0x08, offset)
    case UInt8(ascii: "f"): try keep(0x0C, offset)
    case UInt8(ascii: "n"): try keep(0x0A, offset)
    case UInt8(ascii: "r"): try keep(0x0D, offset)
    case UInt8(ascii: "t"): try keep(0x09, offset)
    case UInt8(ascii: "u"): (state, unit, unitDigits) = (.unicode, 0, 0)
    default: throw problem("no such escape", offset)
    }
  }

  private mutating func unicode(_ byte: UInt8, _ offset: Int) throws(CaptionProblem) {
    guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
      throw problem("four hexadecimal digits must be here", offset)
    }
    unit = unit << 4 | UInt32(digit)
    unitDigits += 1
    guard unitDigits == 4 else { return }
    state = .text
    var code = unit
    if let high {
      guard (0xDC00...0xDFFF).contains(unit) else {
        throw problem("half of a surrogate pair", offset)
      }
      code = 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
      self.high = nil
    } else if (0xD800...0xDBFF).contains(unit) {
      high = unit
      return
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw problem("half of a surrogate pair", offset)
    }
    for byte in String(scalar).utf8 { try keep(byte, offset) }
  }

  private func problem(_ reason: String, _ offset: Int) -> CaptionProblem {
    CaptionProblem("\(reason), at byte \(offset)")
  }
}
