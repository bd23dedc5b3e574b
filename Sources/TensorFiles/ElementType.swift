/// The types of number that a tensor can hold.
///
/// Booleans, complex numbers, text and records are listed by a file but not read.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 half precision.
  case float16
  /// IEEE 754 single precision.
  case float32
  /// IEEE 754 double precision.
  case float64
  /// The upper half of a single-precision number.
  case bfloat16
  /// A signed integer of 8 bits.
  case int8
  /// A signed integer of 16 bits.
  case int16
  /// A signed integer of 32 bits.
  case int32
  /// A signed integer of 64 bits; beyond ±2⁵³ its value as a double is rounded.
  case int64
  /// An unsigned integer of 8 bits.
  case uint8
  /// An unsigned integer of 16 bits.
  case uint16
  /// An unsigned integer of 32 bits.
  case uint32
  /// An unsigned integer of 64 bits; beyond 2⁵³ its value as a double is rounded.
  case uint64

  /// The bytes that one element takes: 1, 2, 4 or 8.
  public var byteCount: Int {
    switch self {
    case .int8, .uint8: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// Whether the type holds whole numbers.
  public var isInteger: Bool {
    switch self {
    case .float16, .float32, .float64, .bfloat16: false
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: true
    }
  }
}

/// The type of a stored tensor's elements as its file spells it.
enum StoredType: Sendable, Equatable {
  /// Numbers that are read.
  case numbers(ElementType, bigEndian: Bool)
  /// Two bytes without meaning, NumPy's `|V2`: what bfloat16 becomes when its type is not known.
  case twoBytes(spelling: String, bigEndian: Bool)
  /// Something that is listed but not read, with the bytes of one element where they are known.
  case other(spelling: String, byteCount: Int?)

  /// The bytes of one element; nil when they cannot be known.
  var byteCount: Int? {
    switch self {
    case .numbers(let type, _): type.byteCount
    case .twoBytes: 2
    case .other(_, let byteCount): byteCount
    }
  }

  /// The type to decode as.
  ///
  /// - Parameter bfloat16Integers: Whether 2-byte integers hold the bits of bfloat16 numbers.
  /// - Returns: The type and the order of its bytes.
  /// - Throws: A problem when such elements are not read.
  func decodable(
    bfloat16Integers: Bool
  ) throws(TensorFileError.Problem) -> (type: ElementType, bigEndian: Bool) {
    switch self {
    case .numbers(.int16, let bigEndian) where bfloat16Integers,
      .numbers(.uint16, let bigEndian) where bfloat16Integers,
      .twoBytes(_, let bigEndian) where bfloat16Integers:
      return (.bfloat16, bigEndian)
    case .numbers(let type, let bigEndian):
      return (type, bigEndian)
    case .twoBytes(let spelling, _):
      throw .bfloat16NotAsked(type: spelling)
    case .other(let spelling, _):
      throw .unsupportedElements(type: spelling)
    }
  }
}
