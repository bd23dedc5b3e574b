/// Brings stored elements into the order of ``Tensor``: rows first, least significant byte first.
///
/// - Parameters:
///   - bytes: The elements as stored; as many as shape and type need.
///   - shape: The length of each axis.
///   - elementType: The type of each element.
///   - bigEndian: Whether the most significant byte comes first.
///   - columnMajor: Whether the first axis runs fastest, as in Fortran.
/// - Returns: The tensor.
/// - Complexity: O(*count*); nothing is copied when the order is right already.
func tensor(
  from bytes: ArraySlice<UInt8>, shape: [Int], elementType: ElementType, bigEndian: Bool,
  columnMajor: Bool
) -> Tensor {
  let swaps = bigEndian && elementType.byteCount > 1
  // With at most one axis longer than 1 both orders are the same.
  let transposes = columnMajor && shape.count(where: { $0 != 1 }) > 1
  guard swaps || transposes, !bytes.isEmpty else {
    return Tensor(shape: shape, elementType: elementType, bytes: bytes)
  }
  let ordered =
    switch elementType.byteCount {
    case 1: reordered(bytes, as: UInt8.self, shape, swaps: swaps, transposes: transposes)
    case 2: reordered(bytes, as: UInt16.self, shape, swaps: swaps, transposes: transposes)
    case 4: reordered(bytes, as: UInt32.self, shape, swaps: swaps, transposes: transposes)
    default: reordered(bytes, as: UInt64.self, shape, swaps: swaps, transposes: transposes)
    }
  return Tensor(shape: shape, elementType: elementType, bytes: ordered[...])
}

/// Copies elements one after the other, each swapped and fetched from its place in column order.
private func reordered<Raw: FixedWidthInteger>(
  _ bytes: ArraySlice<UInt8>, as type: Raw.Type, _ shape: [Int], swaps: Bool, transposes: Bool
) -> [UInt8] {
  let size = MemoryLayout<Raw>.size
  let lengths = transposes ? shape : [bytes.count / size]
  // In column order a step along an axis passes all elements of the axes before it.
  var steps: [Int] = []
  for axis in lengths.indices { steps.append(lengths[..<axis].reduce(1, *)) }
  let inner = lengths.count - 1
  return [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, filled in
    let target = UnsafeMutableRawBufferPointer(buffer)
    bytes.withUnsafeBytes { source in
      var position = [Int](repeating: 0, count: lengths.count)
      var written = 0
      while written < bytes.count {
        var place = 0
        for axis in 0..<inner { place += position[axis] * steps[axis] }
        for _ in 0..<lengths[inner] {
          let raw = source.loadUnaligned(fromByteOffset: place * size, as: Raw.self)
          target.storeBytes(of: swaps ? raw.byteSwapped : raw, toByteOffset: written, as: Raw.self)
          place += steps[inner]
          written += size
        }
        advance(&position, in: lengths, below: inner)
      }
    }
    filled = bytes.count
  }
}

/// Counts one up in the axes before `end`, the last of them fastest.
private func advance(_ position: inout [Int], in lengths: [Int], below end: Int) {
  for axis in (0..<end).reversed() {
    position[axis] += 1
    if position[axis] < lengths[axis] { return }
    position[axis] = 0
  }
}
