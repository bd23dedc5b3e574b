/// Bytes as text, for terminals that take them so.
package enum Base64 {
  /// The text form of RFC 4648, with padding.
  package static func text(_ bytes: [UInt8]) -> String {
    String(decoding: coded(bytes), as: UTF8.self)
  }

  /// Likewise, as ASCII.
  package static func coded(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var value = 0
      for byte in group { value = value << 8 | Int(byte) }
      value <<= 8 * (3 - group.count)
      for place in 0..<4 {
        let isPadding = place > group.count
        text.append(isPadding ? 0x3D : digits[value >> (18 - 6 * place) & 63])
      }
    }
    return text
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
