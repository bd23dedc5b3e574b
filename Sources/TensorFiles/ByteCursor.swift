/// Reads bytes from front to back and never past the end.
///
/// Every header goes through a cursor, so that a hostile file can at worst be refused: no format
/// reader indexes the bytes itself.
struct ByteCursor {
  /// What has not been taken yet.
  private(set) var remaining: ArraySlice<UInt8>

  /// Creates a cursor at the front.
  init(_ bytes: some Collection<UInt8>) { remaining = ArraySlice(bytes) }

  /// Takes the next `count` bytes.
  ///
  /// - Parameters:
  ///   - count: How many; negative counts are refused like those that are too large.
  ///   - part: What the bytes are, for the message.
  /// - Returns: Exactly `count` bytes.
  /// - Throws: ``TensorFileError/Problem/truncated(part:needed:available:)``.
  mutating func take(
    _ count: Int, for part: String
  ) throws(TensorFileError.Problem) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining.count else {
      throw .truncated(part: part, needed: count, available: remaining.count)
    }
    defer { remaining = remaining.dropFirst(count) }
    return remaining.prefix(count)
  }

  /// Takes the next bytes as an unsigned integer, least significant byte first.
  ///
  /// - Parameters:
  ///   - type: The integer's type, which says how many bytes it takes.
  ///   - part: What the integer is, for the message.
  /// - Returns: Its value.
  /// - Throws: ``TensorFileError/Problem/truncated(part:needed:available:)``.
  mutating func take<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type, for part: String
  ) throws(TensorFileError.Problem) -> Value {
    try take(Value.bitWidth / 8, for: part).reversed().reduce(0) { $0 << 8 | Value($1) }
  }

  /// Takes a signature.
  ///
  /// - Parameters:
  ///   - signature: The bytes that must come next.
  ///   - part: The record that begins with them.
  /// - Throws: A problem when other bytes come, or none.
  mutating func take(
    signature: [UInt8], of part: String
  ) throws(TensorFileError.Problem) {
    let found = try take(signature.count, for: part)
    guard Array(found) == signature else {
      throw .wrongSignature(part: part, found: Array(found))
    }
  }
}
