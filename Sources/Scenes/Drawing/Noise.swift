/// Smooth random values over the plane, for clouds, wood, water and the like.
struct Noise: Sendable {
  private let seed: UInt64

  /// Creates a noise; different seeds give different ones.
  init(_ seed: UInt64) { self.seed = seed }

  /// A value in 0...1 that changes smoothly over distances of 1.
  func value(_ x: Double, _ y: Double) -> Double {
    let (column, row) = (x.rounded(.down), y.rounded(.down))
    let (u, v) = (Self.eased(x - column), Self.eased(y - row))
    let (i, j) = (Int(column), Int(row))
    let upper = corner(i, j) + (corner(i + 1, j) - corner(i, j)) * u
    let lower = corner(i, j + 1) + (corner(i + 1, j + 1) - corner(i, j + 1)) * u
    return upper + (lower - upper) * v
  }

  /// A sum of octaves, each half as wide and half as strong as the one before, in 0...1.
  func fractal(_ x: Double, _ y: Double, octaves: Int) -> Double {
    var (sum, total, strength, scale) = (0.0, 0.0, 1.0, 1.0)
    for octave in 0..<octaves {
      // The shift keeps the lattices from meeting at the origin.
      let shift = 17.3 * Double(octave)
      sum += strength * value(x * scale + shift, y * scale + shift)
      total += strength
      strength /= 2
      scale *= 2
    }
    return sum / total
  }

  private static func eased(_ t: Double) -> Double { t * t * (3 - 2 * t) }

  private func corner(_ i: Int, _ j: Int) -> Double {
    var bits = seed &+ UInt64(bitPattern: Int64(i)) &* 0x9E37_79B9_7F4A_7C15
    bits ^= UInt64(bitPattern: Int64(j)) &* 0xC2B2_AE3D_27D4_EB4F
    bits = (bits ^ (bits >> 29)) &* 0xBF58_476D_1CE4_E5B9
    bits ^= bits >> 32
    return Double(bits >> 40) * 0x1p-24
  }
}
