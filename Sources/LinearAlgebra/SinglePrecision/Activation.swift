/// What a model applies to each number between two linear maps.
public enum Activation: String, Sendable, Hashable, CaseIterable {
  /// x · σ(1.702 x) [Hendrycks & Gimpel 2016], as OpenAI's CLIP has it.
  case quickGELU = "quick_gelu"
  /// x · Φ(x) by the error function.
  case gelu
  /// x · Φ(x) by its approximation with tanh [ibid.], as SigLIP has it.
  case tanhGELU = "gelu_pytorch_tanh"
}

extension Activation {
  /// Replaces numbers by what the activation makes of them plus a bias.
  ///
  /// - Parameters:
  ///   - values: The numbers.
  ///   - count: How many they are.
  ///   - bias: As many numbers that are added first; nil for none.
  @inline(__always)
  func apply(
    to values: UnsafeMutablePointer<Float>, count: Int, adding bias: UnsafePointer<Float>?
  ) {
    switch self {
    case .quickGELU: Self.map(values, count, bias) { $0 * sigmoid($0 * 1.702) }
    case .tanhGELU:
      Self.map(values, count, bias) { x in
        // ½(1 + tanh u) = σ(2u).
        x * sigmoid((x + x * x * x * 0.044715) * 1.595_769_121_605_73)
      }
    case .gelu: Self.map(values, count, bias) { $0 * normalShare($0) }
    }
  }

  @inline(__always)
  private static func map(
    _ values: UnsafeMutablePointer<Float>, _ count: Int, _ bias: UnsafePointer<Float>?,
    _ function: (SIMD8<Float>) -> SIMD8<Float>
  ) {
    let whole = count & ~7
    for place in stride(from: 0, to: whole, by: 8) {
      var x = SIMD8<Float>(at: values + place)
      if let bias { x += SIMD8(at: bias + place) }
      function(x).store(at: values + place)
    }
    for place in whole..<count {
      let x = values[place] + (bias?[place] ?? 0)
      values[place] = function(SIMD8(repeating: x))[0]
    }
  }
}

/// 1 / (1 + e^−x).
@inline(__always)
private func sigmoid(_ x: SIMD8<Float>) -> SIMD8<Float> { 1 / (1 + exponential(-x)) }

/// The share of a normal distribution below x, Φ(x) = ½(1 + erf(x/√2)), to about 10⁻⁷.
///
/// Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 7.1.26.
@inline(__always)
private func normalShare(_ x: SIMD8<Float>) -> SIMD8<Float> {
  let z = x * 0.707_106_781_186_547_5
  let magnitude = z.replacing(with: -z, where: z .< 0)
  let t = 1 / (1 + magnitude * 0.327_591_1)
  var sum = SIMD8<Float>(repeating: 1.061_405_429)
  sum = sum * t - 1.453_152_027
  sum = sum * t + 1.421_413_741
  sum = sum * t - 0.284_496_736
  sum = sum * t + 0.254_829_592
  let tail = sum * t * exponential(-magnitude * magnitude) * 0.5
  return (1 - tail).replacing(with: tail, where: z .< 0)
}

/// e^x for eight numbers, to about one unit in the last place; 0 far below, and no larger than e^88.
///
/// The exponent's whole part in base 2 goes into the bits of the result, the rest through a polynomial.
/// Source of its coefficients: Cephes, `expf`.
@inline(__always)
func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
  let (least, most) = (SIMD8<Float>(repeating: -87.336), SIMD8<Float>(repeating: 88))
  let clamped = x.replacing(with: least, where: x .< least).replacing(with: most, where: x .> most)
  // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the lowest bits.
  let magic = SIMD8<Float>(repeating: 12_582_912)
  let shifted = clamped * 1.442_695_040_888_963 + magic
  let whole = shifted - magic
  let rest = clamped - whole * 0.693_359_375 + whole * 2.121_944_4e-4
  var sum = SIMD8<Float>(repeating: 1.987_569_15e-4)
  sum = sum * rest + 1.398_199_950_7e-3
  sum = sum * rest + 8.333_451_907_3e-3
  sum = sum * rest + 4.166_579_589_4e-2
  sum = sum * rest + 1.666_666_545_9e-1
  sum = sum * rest + 0.500_000_012_01
  let fraction = sum * rest * rest + rest + 1
  let bits = unsafeBitCast(shifted, to: SIMD8<Int32>.self)
  let power = (bits &- 0x4B40_0000 &+ 127) &<< 23
  return fraction * unsafeBitCast(power, to: SIMD8<Float>.self)
}
