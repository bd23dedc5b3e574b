internal import TextData

/// Gives each record of a text to `body`: the objects of JSON lines, or of one list.
///
/// - Parameters:
///   - bytes: The text in UTF-8; a byte order mark and empty lines are passed over.
///   - body: Is given the line, from 1 (in a list the record's number), and the members.
/// - Throws: ``CaptionProblem`` for what is not JSON or no object, and what `body` throws.
func forEachRecord(
  of bytes: ArraySlice<UInt8>,
  _ body: (Int, [StrictJSON.Member]) throws(CaptionProblem) -> Void
) throws(CaptionProblem) {
  let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
  let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
  if bytes.first(where: { !isBlank($0) }) == UInt8(ascii: "[") {
    guard case .array(let values) = try json(bytes, line: 1) else { return }
    for (index, value) in values.enumerated() {
      guard case .object(let members) = value else {
        throw CaptionProblem("record \(index + 1) of the list is no object")
      }
      try body(index + 1, members)
    }
    return
  }
  var line = 0
  for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
    line += 1
    guard !part.allSatisfy(isBlank) else { continue }
    guard case .object(let members) = try json(part, line: line) else {
      throw CaptionProblem("an object must be on each line", line: line)
    }
    try body(line, members)
  }
}

private func json(_ bytes: ArraySlice<UInt8>, line: Int) throws(CaptionProblem) -> StrictJSON {
  do throws(JSONProblem) {
    return try StrictJSON.parse(bytes)
  } catch {
    throw CaptionProblem("\(error.reason), at byte \(error.offset) of the line", line: line)
  }
}

extension [StrictJSON.Member] {
  /// The value of a name.
  func value(of name: String) -> StrictJSON? { first { $0.name == name }?.value }

  /// The value of the first of these names that is there as a text or a number, as text.
  func text(of names: [String]) -> String? {
    for name in names {
      switch value(of: name) {
      case .string(let text)? where text.contains(where: { !$0.isWhitespace }): return text
      case .number(let text)?: return text
      default: continue
      }
    }
    return nil
  }
}
