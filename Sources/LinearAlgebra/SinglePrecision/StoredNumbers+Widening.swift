extension StoredNumbers {
  /// Writes all numbers in single precision.
  ///
  /// - Parameter target: Room for exactly as many numbers.
  /// - Complexity: O(*count*); sixteen numbers at a time.
  func widen(into target: UnsafeMutableBufferPointer<Float>) {
    precondition(target.count == count, "room for \(target.count) of \(count) numbers")
    guard let floats = target.baseAddress, count > 0 else { return }
    switch format {
    case .float32:
      UnsafeMutableRawPointer(floats).copyMemory(from: start, byteCount: 4 * count)
    case .bfloat16: widen(into: floats) { $0 }
    case .float16: widen(into: floats, Self.widenedHalves)
    }
  }

  /// The bit patterns of single-precision numbers equal to eight of half precision, which stand in the
  /// upper halves of their lanes.
  ///
  /// The exponent's bias differs by 112, and a product with 2¹¹² of what would be a tiny single-precision
  /// number corrects it also where the half-precision number is subnormal. Infinities and numbers that
  /// are none get the largest exponent.
  @inline(__always)
  private static func widenedHalves(_ halves: SIMD8<UInt32>) -> SIMD8<UInt32> {
    let magnitude = (halves & 0x7FFF_0000) &>> 3
    let scaled = unsafeBitCast(magnitude, to: SIMD8<Float>.self) * 0x1p112
    let result = unsafeBitCast(scaled, to: SIMD8<UInt32>.self)
    // All ones from the exponent that infinities have on; a comparison would be done lane by lane.
    let isLargest = 0 &- ((magnitude &+ 0x7080_0000) &>> 31)
    return result | (isLargest & 0x7F80_0000) | (halves & 0x8000_0000)
  }

  /// Widens pairs: a lane of 32 bits holds two numbers of 16, the first one in its lower half.
  @inline(__always)
  private func widen(
    into floats: UnsafeMutablePointer<Float>, _ convert: (SIMD8<UInt32>) -> SIMD8<UInt32>
  ) {
    let raw = UnsafeMutableRawPointer(floats)
    let whole = count & ~15
    for place in stride(from: 0, to: whole, by: 16) {
      let pairs = start.loadUnaligned(fromByteOffset: 2 * place, as: SIMD8<UInt32>.self)
      var widened = SIMD16<UInt32>()
      widened.evenHalf = convert(pairs &<< 16)
      widened.oddHalf = convert(pairs & 0xFFFF_0000)
      raw.storeBytes(of: widened, toByteOffset: 4 * place, as: SIMD16<UInt32>.self)
    }
    for place in whole..<count {
      let half = start.loadUnaligned(fromByteOffset: 2 * place, as: UInt16.self)
      let lane = convert(SIMD8(repeating: UInt32(half) << 16))[0]
      floats[place] = Float(bitPattern: lane)
    }
  }
}
