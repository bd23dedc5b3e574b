import CXXHash

/// A hash of content, for telling whether it is the same as before.
///
/// XXH3 with 128 bits: for two different contents to have the same one by chance is as likely as for
/// memory to fail. It is no protection against somebody who looks for two.
public struct ContentHash: Sendable, Hashable, CustomStringConvertible {
  /// The hash in 32 hexadecimal digits.
  public let description: String

  /// Hashes bytes; O(*count*), at about the speed of memory.
  public init(_ bytes: [UInt8]) {
    let digest = [UInt8](unsafeUninitializedCapacity: 16) { buffer, filled in
      xxhash128(bytes, bytes.count, buffer.baseAddress)
      filled = 16
    }
    description = digest.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
