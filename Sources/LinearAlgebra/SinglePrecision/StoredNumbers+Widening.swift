extension StoredNumbers {
  /// Writes all numbers in single precision.
  ///
  /// - Parameter target: Room for exactly as many numbers.
  /// - Complexity: O(*count*); eight numbers at a time.
  func widen(into target: UnsafeMutableBufferPointer<Float>) {
    precondition(target.count == count, "room for \(target.count) of \(count) numbers")
    guard let floats = target.baseAddress, count > 0 else { return }
    switch format {
    case .float32:
      UnsafeMutableRawPointer(floats).copyMemory(from: start, byteCount: 4 * count)
    case .bfloat16:
      widen(into: floats) { SIMD8(truncatingIfNeeded: $0) &<< 16 }
    case .float16:
      widen(into: floats, Self.widenedHalves)
    }
  }

  /// The bit patterns of single-precision numbers equal to eight of half precision.
  ///
  /// The exponent's bias differs by 112, and a product with 2¹¹² of what would be a tiny single-precision
  /// number corrects it also where the half-precision number is subnormal. Infinities and numbers that
  /// are none get the largest exponent.
  @inline(__always)
  private static func widenedHalves(_ halves: SIMD8<UInt16>) -> SIMD8<UInt32> {
    let bits = SIMD8<UInt32>(truncatingIfNeeded: halves)
    let magnitude = (bits & 0x7FFF) &<< 13
    let scaled = unsafeBitCast(magnitude, to: SIMD8<Float>.self) * 0x1p112
    var result = unsafeBitCast(scaled, to: SIMD8<UInt32>.self)
    result.replace(with: magnitude | 0x7F80_0000, where: magnitude .>= 0x0F80_0000)
    return result | ((bits & 0x8000) &<< 16)
  }

  @inline(__always)
  private func widen(
    into floats: UnsafeMutablePointer<Float>, _ convert: (SIMD8<UInt16>) -> SIMD8<UInt32>
  ) {
    let raw = UnsafeMutableRawPointer(floats)
    let whole = count & ~7
    for place in stride(from: 0, to: whole, by: 8) {
      let halves = start.loadUnaligned(fromByteOffset: 2 * place, as: SIMD8<UInt16>.self)
      raw.storeBytes(of: convert(halves), toByteOffset: 4 * place, as: SIMD8<UInt32>.self)
    }
    for place in whole..<count {
      let half = start.loadUnaligned(fromByteOffset: 2 * place, as: UInt16.self)
      floats[place] = Float(bitPattern: convert(SIMD8(repeating: half))[0])
    }
  }
}
