package import LocalFiles

/// Bytes that are read piece by piece: a file's, or an array's.
package enum ByteSource: Sendable {
  /// A file held open.
  case file(OpenedFile)
  /// Bytes in memory.
  case memory([UInt8])

  /// How many bytes there are.
  var count: Int {
    switch self {
    case .file(let file): file.size
    case .memory(let bytes): bytes.count
    }
  }

  /// Reads a piece.
  ///
  /// - Parameters:
  ///   - offset: Where it begins.
  ///   - count: How many bytes; checked against what is there before memory is taken.
  ///   - part: What the bytes are, for the message.
  /// - Returns: Exactly `count` bytes.
  /// - Throws: A problem when they do not lie inside, or the file cannot be read.
  func read(
    at offset: Int, count: Int, for part: String
  ) throws(TensorFileError.Problem) -> [UInt8] {
    guard offset >= 0, offset <= self.count, count >= 0, count <= self.count - offset else {
      throw .truncated(part: part, needed: count, available: max(self.count - max(offset, 0), 0))
    }
    switch self {
    case .memory(let bytes):
      return Array(bytes[offset..<offset + count])
    case .file(let file):
      do throws(FileError) {
        return try file.read(at: offset, count: count)
      } catch {
        throw .unreadable(error)
      }
    }
  }
}

/// The sum of two sizes that a file declares.
///
/// - Parameters:
///   - first: One size.
///   - second: The other.
///   - part: What they add up to, for the message.
/// - Returns: The sum.
/// - Throws: A problem when it exceeds an `Int`.
func sum(
  _ first: Int, _ second: Int, for part: String
) throws(TensorFileError.Problem) -> Int {
  let (total, overflows) = first.addingReportingOverflow(second)
  guard !overflows else { throw .tooLarge(part: part, bytes: UInt64.max, limit: Int.max) }
  return total
}

/// A size that a file declares, as an `Int`.
///
/// - Parameters:
///   - bytes: The size.
///   - part: What has it, for the message.
///   - limit: The most to accept.
/// - Returns: The size.
/// - Throws: ``TensorFileError/Problem/tooLarge(part:bytes:limit:)``.
func size(
  _ bytes: some UnsignedInteger, of part: String, limit: Int = .max
) throws(TensorFileError.Problem) -> Int {
  guard let size = Int(exactly: bytes), size <= limit else {
    throw .tooLarge(part: part, bytes: UInt64(bytes), limit: limit)
  }
  return size
}
