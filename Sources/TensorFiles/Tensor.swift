/// Numbers in a shape, still in the type they were stored in.
///
/// However the file stored them, the bytes here lie row after row (the last axis fastest) with the
/// least significant byte first. They are decoded to doubles only when asked, all or in part, since
/// of a large attention tensor often a single row is wanted.
public struct Tensor: Sendable, Equatable {
  /// The length of each axis; empty for a single number.
  public let shape: [Int]
  /// The type of each element.
  public let elementType: ElementType
  /// The elements' bytes: `count` times the type's size.
  package let bytes: ArraySlice<UInt8>

  /// Creates a tensor from bytes that are already in order.
  ///
  /// - Parameters:
  ///   - shape: The length of each axis.
  ///   - elementType: The type of each element.
  ///   - bytes: The elements; a count that disagrees with shape and type traps.
  package init(shape: [Int], elementType: ElementType, bytes: ArraySlice<UInt8>) {
    let needed = shape.reduce(elementType.byteCount, *)
    precondition(
      bytes.count == needed,
      "a tensor of \(shape) \(elementType) needs \(needed) bytes, not \(bytes.count)")
    self.shape = shape
    self.elementType = elementType
    self.bytes = bytes
  }

  /// Creates a tensor of single-precision numbers; their count must fit the shape.
  public init(shape: [Int], float32 values: [Float]) {
    self.init(
      shape: shape, elementType: .float32, bytes: littleEndian(values.map(\.bitPattern)))
  }

  /// Creates a tensor of double-precision numbers; their count must fit the shape.
  public init(shape: [Int], float64 values: [Double]) {
    self.init(
      shape: shape, elementType: .float64, bytes: littleEndian(values.map(\.bitPattern)))
  }

  /// Creates a tensor of doubles rounded to single precision, where that does not lose all.
  ///
  /// They stay in double precision where a value would overflow or all would become zero. Their count
  /// must fit the shape.
  public init(shape: [Int], narrowing values: [Double]) {
    let narrow = values.map { Float($0) }
    let vanishes = narrow.allSatisfy { $0 == 0 } && values.contains { $0 != 0 }
    if vanishes || !narrow.allSatisfy(\.isFinite) {
      self.init(shape: shape, float64: values)
    } else {
      self.init(shape: shape, float32: narrow)
    }
  }

  /// Creates a tensor of integers of 64 bits; their count must fit the shape.
  public init(shape: [Int], int64 values: [Int64]) {
    self.init(shape: shape, elementType: .int64, bytes: littleEndian(values))
  }

  /// Creates a tensor of one axis that holds bytes.
  public init(uint8 values: [UInt8]) {
    self.init(shape: [values.count], elementType: .uint8, bytes: values[...])
  }

  /// Creates a tensor of bytes; their count must fit the shape.
  public init(shape: [Int], uint8 values: [UInt8]) {
    self.init(shape: shape, elementType: .uint8, bytes: values[...])
  }

  /// The number of elements: the product of the shape.
  public var count: Int { bytes.count / elementType.byteCount }

  /// All elements as doubles, row after row.
  ///
  /// - Complexity: O(*count*).
  public func values() -> [Double] { values(in: 0..<count) }

  /// Some elements as doubles.
  ///
  /// - Parameter range: Positions in row-major order; beyond ``count`` it traps.
  /// - Returns: One number for each position; every value is exact except for integers beyond 2⁵³.
  /// - Complexity: O(*k*) for *k* positions.
  public func values(in range: Range<Int>) -> [Double] {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count,
      "elements \(range) do not lie in a tensor of \(count)")
    switch elementType {
    case .float16: return decode(range) { (raw: UInt16) in Double(Float16(bitPattern: raw)) }
    case .bfloat16: return decode(range) { Double(Float(bitPattern: UInt32($0 as UInt16) << 16)) }
    case .float32: return decode(range) { Double(Float(bitPattern: $0)) }
    case .float64: return decode(range) { Double(bitPattern: $0) }
    case .int8: return decode(range) { (raw: Int8) in Double(raw) }
    case .int16: return decode(range) { (raw: Int16) in Double(raw) }
    case .int32: return decode(range) { (raw: Int32) in Double(raw) }
    case .int64: return decode(range) { (raw: Int64) in Double(raw) }
    case .uint8: return decode(range) { (raw: UInt8) in Double(raw) }
    case .uint16: return decode(range) { (raw: UInt16) in Double(raw) }
    case .uint32: return decode(range) { (raw: UInt32) in Double(raw) }
    case .uint64: return decode(range) { (raw: UInt64) in Double(raw) }
    }
  }

  /// The elements that are infinite or not a number; nil when all are finite.
  ///
  /// Works through the tensor piece by piece, so that it takes no memory to speak of.
  ///
  /// - Complexity: O(*count*).
  public func nonFiniteValues() -> NonFiniteValues? {
    guard !elementType.isInteger else { return nil }
    let piece = 1 << 14
    var found: NonFiniteValues?
    for start in stride(from: 0, to: count, by: piece) {
      let range = start..<min(start + piece, count)
      guard let here = NonFiniteValues(in: values(in: range), shape: shape, from: start) else {
        continue
      }
      found = found.map { $0.adding(here.count) } ?? here
    }
    return found
  }

  @inline(__always)
  private func decode<Raw: FixedWidthInteger>(
    _ range: Range<Int>, _ convert: (Raw) -> Double
  ) -> [Double] {
    let size = MemoryLayout<Raw>.size
    return [Double](unsafeUninitializedCapacity: range.count) { buffer, filled in
      bytes.withUnsafeBytes { source in
        for position in 0..<range.count {
          let raw = source.loadUnaligned(
            fromByteOffset: (range.lowerBound + position) * size, as: Raw.self)
          buffer.initializeElement(at: position, to: convert(Raw(littleEndian: raw)))
        }
      }
      filled = range.count
    }
  }
}

/// Where numbers stop being finite: how many do, and the first of them.
public struct NonFiniteValues: Sendable, Equatable {
  /// How many elements are infinite or not a number.
  public let count: Int
  /// The position of the first along each axis, counted from 0.
  public let first: [Int]
  /// The first one: an infinity or not a number.
  public let kind: String

  /// Looks for numbers that are not finite; nil when every value is finite.
  ///
  /// - Parameters:
  ///   - values: The numbers, row after row.
  ///   - shape: The shape of the tensor that they are part of.
  ///   - offset: The position of the first value in that tensor.
  public init?(in values: [Double], shape: [Int], from offset: Int = 0) {
    // Counting without a branch lets the compiler look at several numbers at once.
    let count = values.reduce(0) { $0 &+ ($1.isFinite ? 0 : 1) }
    guard count > 0, let index = values.firstIndex(where: { !$0.isFinite }) else { return nil }
    var rest = offset + index
    var position: [Int] = []
    for length in shape.reversed() {
      position.append(rest % max(length, 1))
      rest /= max(length, 1)
    }
    self.count = count
    self.first = position.reversed()
    self.kind = values[index].isNaN ? "nan" : values[index] > 0 ? "infinity" : "-infinity"
  }

  private init(count: Int, first: [Int], kind: String) {
    self.count = count
    self.first = first
    self.kind = kind
  }

  fileprivate func adding(_ more: Int) -> NonFiniteValues {
    NonFiniteValues(count: count + more, first: first, kind: kind)
  }
}

/// The bytes of integers, least significant byte first.
private func littleEndian<Value: FixedWidthInteger>(_ values: [Value]) -> ArraySlice<UInt8> {
  let size = MemoryLayout<Value>.size
  let bytes = [UInt8](unsafeUninitializedCapacity: values.count * size) { buffer, filled in
    let raw = UnsafeMutableRawBufferPointer(buffer)
    for (position, value) in values.enumerated() {
      raw.storeBytes(of: value.littleEndian, toByteOffset: position * size, as: Value.self)
    }
    filled = values.count * size
  }
  return bytes[...]
}
