import Imaging

/// The seeded generator of the scenes (xorshift64*), so that each is always the same picture.
struct SceneRandom {
  private var state: UInt64

  /// Creates a generator; different seeds give different sequences.
  init(_ seed: UInt64) {
    // The multiplier spreads small seeds over all bits, and a state of 0 would stay 0.
    state = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15 | 1
    for _ in 0..<4 { _ = next() }
  }

  private mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }

  /// A number in 0 ..< 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from `low` to below `high`.
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// A whole number in `0 ..< count`.
  mutating func index(below count: Int) -> Int { min(Int(unit() * Double(count)), count - 1) }

  /// One of several things; there must be one.
  mutating func pick<Thing>(_ things: [Thing]) -> Thing { things[index(below: things.count)] }

  /// True with a probability.
  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// A point somewhere in a box.
  mutating func point(
    _ columns: ClosedRange<Double>, _ rows: ClosedRange<Double>
  ) -> Point {
    Point(
      between(columns.lowerBound, columns.upperBound), between(rows.lowerBound, rows.upperBound))
  }
}
