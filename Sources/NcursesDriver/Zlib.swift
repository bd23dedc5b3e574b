import CZlib

/// Compressed data in the frame of RFC 1950.
package enum Zlib {
  /// Compresses bytes.
  package static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    let bound = czlib_deflate_bound(bytes.count)
    let raw = [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
      filled = czlib_deflate(bytes, bytes.count, buffer.baseAddress, bound)
      precondition(filled > 0, "\(bytes.count) bytes did not deflate into \(bound)")
    }
    let sum = checksum(bytes)
    // A window of 32 kB and the usual effort.
    return [0x78, 0x9C] + raw + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) }
  }

  /// Adler-32.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    var start = 0
    // As many as the sums hold without a remainder.
    while start < bytes.count {
      let end = min(start + 5552, bytes.count)
      for byte in bytes[start..<end] {
        low &+= UInt32(byte)
        high &+= low
      }
      (low, high) = (low % 65_521, high % 65_521)
      start = end
    }
    return high << 16 | low
  }
}
