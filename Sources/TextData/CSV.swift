/// Comma-separated values (RFC 4180), with line feeds.
public enum CSV {
  /// Rows as text, each ending with a line feed.
  ///
  /// - Parameter rows: The fields; those with commas, quotes or line breaks are quoted.
  /// - Returns: The text.
  public static func text(_ rows: [[String]]) -> String {
    rows.map { line($0) + "\n" }.joined()
  }

  /// One row as text, without a line feed at its end.
  ///
  /// - Parameter fields: The fields; those with commas, quotes or line breaks are quoted.
  /// - Returns: The line; of more than one if a field holds line breaks.
  public static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",")
  }

  /// A number with as many digits as read back to the same double; whole ones without a point.
  public static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { isSpecial($0) }) else { return text }
    // By scalars: a quote and a mark that combines with it are one character.
    var quoted = String.UnicodeScalarView()
    quoted.append("\"")
    for scalar in text.unicodeScalars {
      quoted.append(scalar)
      if scalar == "\"" { quoted.append(scalar) }
    }
    quoted.append("\"")
    return String(quoted)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D
  }

  /// Reads a whole text.
  ///
  /// Lines end with a line feed, with or without a carriage return before it; the last one may lack
  /// it. A byte order mark is passed over, and so are empty lines. A field that begins with a quote
  /// ends with one, and two inside of it stand for one.
  ///
  /// - Parameter bytes: The text in UTF-8.
  /// - Returns: The fields of each row, with the line on which it begins, from 1.
  /// - Throws: ``CSVProblem`` for a quote that is not closed or stands where none may, and for text
  ///   that is not UTF-8.
  /// - Complexity: O(bytes).
  public static func rows(
    of bytes: ArraySlice<UInt8>
  ) throws(CSVProblem) -> [(line: Int, fields: [String])] {
    var reader = CSVReader(bytes)
    var rows: [(line: Int, fields: [String])] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }
}

/// Where a text is not CSV, and why.
public struct CSVProblem: Error, Sendable, Equatable {
  /// What is wrong, a phrase.
  public let reason: String
  /// The line, from 1.
  public let line: Int

  /// Creates a problem.
  public init(reason: String, line: Int) {
    self.reason = reason
    self.line = line
  }
}

/// Reads rows from front to back.
private struct CSVReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var line = 1

  init(_ bytes: ArraySlice<UInt8>) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.bytes = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes
    position = self.bytes.startIndex
  }

  /// The next row that is not empty; nil at the end.
  mutating func next() throws(CSVProblem) -> (line: Int, fields: [String])? {
    while skipLineEnd() {}
    guard position < bytes.endIndex else { return nil }
    let start = line
    var fields = [try field()]
    while position < bytes.endIndex, bytes[position] == UInt8(ascii: ",") {
      position += 1
      fields.append(try field())
    }
    guard position == bytes.endIndex || skipLineEnd() else {
      throw CSVProblem(reason: "a comma must follow the closing quote", line: line)
    }
    return (start, fields)
  }

  /// Skips one end of a line, if one is here.
  private mutating func skipLineEnd() -> Bool {
    var rest = bytes[position...]
    if rest.first == 0x0D { rest = rest.dropFirst() }
    guard rest.first == 0x0A else { return false }
    position = rest.startIndex + 1
    line += 1
    return true
  }

  private mutating func field() throws(CSVProblem) -> String {
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else {
      let start = position
      while position < bytes.endIndex, !isEnd(bytes[position]) {
        if bytes[position] == UInt8(ascii: "\"") {
          throw CSVProblem(
            reason: "a quote inside a field that does not begin with one", line: line)
        }
        position += 1
      }
      var end = position
      if position < bytes.endIndex, bytes[position] == 0x0A, end > start, bytes[end - 1] == 0x0D {
        end -= 1
        position -= 1
      }
      return try text(bytes[start..<end])
    }
    return try quotedField()
  }

  private mutating func quotedField() throws(CSVProblem) -> String {
    let start = line
    position += 1
    var content: [UInt8] = []
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else {
          return try text(content[...])
        }
        position += 1
      }
      if byte == 0x0A { line += 1 }
      content.append(byte)
    }
    throw CSVProblem(reason: "a quote that is not closed", line: start)
  }

  private func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == 0x0A }

  private func text(_ bytes: ArraySlice<UInt8>) throws(CSVProblem) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CSVProblem(reason: "text must be UTF-8", line: line)
    }
    return text
  }
}
