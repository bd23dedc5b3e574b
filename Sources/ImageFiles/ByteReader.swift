/// Reads bytes from front to back and never past the end.
///
/// Whatever this module reads of a file by itself goes through here, so that a hostile file can at
/// worst end the reading.
struct ByteReader {
  /// Which byte of an integer comes first.
  enum Order { case littleEndian, bigEndian }

  /// What has not been read yet; its indices are those of the whole content.
  private(set) var remaining: ArraySlice<UInt8>
  private let order: Order

  init(_ bytes: ArraySlice<UInt8>, order: Order) {
    remaining = bytes
    self.order = order
  }

  /// Takes the next bytes; nil, and nothing is taken, when fewer are left.
  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= remaining.count else { return nil }
    defer { remaining = remaining.dropFirst(count) }
    return remaining.prefix(count)
  }

  /// Takes an unsigned integer of at most 4 bytes; nil when fewer are left.
  mutating func integer(bytes count: Int) -> Int? {
    guard let bytes = take(count) else { return nil }
    switch order {
    case .bigEndian: return bytes.reduce(0) { $0 << 8 | Int($1) }
    case .littleEndian: return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }
}
