import CZlib

/// Raw deflate streams and checksums, as zip members have them.
package enum Deflate {
  /// Inflates the front of a stream.
  ///
  /// - Parameters:
  ///   - bytes: The stream or its front.
  ///   - limit: The most bytes to produce.
  /// - Returns: What the stream begins with; fewer than `limit` bytes when it ends earlier.
  /// - Throws: ``TensorFileError/Problem/damagedDeflate`` when the bytes are no deflate stream.
  static func prefix(
    of bytes: [UInt8], limit: Int
  ) throws(TensorFileError.Problem) -> [UInt8] {
    let result = inflate(bytes, limit: limit)
    guard result.end != CZLIB_DAMAGED, result.end != CZLIB_NO_MEMORY else {
      throw .damagedDeflate
    }
    return result.bytes
  }

  /// Inflates a whole stream that says how long its content is.
  ///
  /// - Parameters:
  ///   - bytes: The stream, and nothing behind it.
  ///   - size: The length of its content, already checked against what the content must be.
  /// - Returns: Exactly `size` bytes.
  /// - Throws: A problem when the stream is damaged, longer or shorter than it says.
  static func content(
    of bytes: [UInt8], size: Int
  ) throws(TensorFileError.Problem) -> [UInt8] {
    let result = inflate(bytes, limit: size)
    switch result.end {
    case CZLIB_ENDED:
      guard result.bytes.count == size else {
        throw .inflatedSize(declared: size, produced: result.bytes.count)
      }
      guard result.consumed == bytes.count else {
        throw .compressedSize(declared: bytes.count, used: result.consumed)
      }
      return result.bytes
    case CZLIB_OUTPUT_FULL:
      throw .inflatedSize(declared: size, produced: nil)
    case CZLIB_INPUT_ENDED where result.bytes.count < size:
      throw .inflatedSize(declared: size, produced: result.bytes.count)
    default:
      throw .damagedDeflate
    }
  }

  /// Deflates bytes to a raw stream.
  package static func compress(_ bytes: [UInt8]) -> [UInt8] {
    let bound = czlib_deflate_bound(bytes.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
      filled = czlib_deflate(bytes, bytes.count, buffer.baseAddress, bound)
      precondition(filled > 0, "\(bytes.count) bytes did not deflate into \(bound)")
    }
  }

  /// The CRC-32 of bytes.
  package static func checksum(of bytes: [UInt8]) -> UInt32 {
    czlib_crc32(bytes, bytes.count)
  }

  private static func inflate(
    _ bytes: [UInt8], limit: Int
  ) -> (bytes: [UInt8], consumed: Int, end: CZlibEnd) {
    var consumed = 0
    var end = CZLIB_DAMAGED
    let content = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      end = czlib_inflate(bytes, bytes.count, buffer.baseAddress, limit, &consumed, &filled)
    }
    return (content, consumed, end)
  }
}
