/// A small seeded generator whose sequence is the same everywhere.
///
/// SplitMix64 [Steele, Lea & Flood 2014]: equal seeds give equal sequences on every machine and in
/// every version, which is what makes `random` selections and the handcrafted encoder repeatable.
///
/// [Steele, Lea & Flood 2014]: https://doi.org/10.1145/2660193.2660195
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates a generator from a seed; every seed is a good one.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The next number in 0 ..< 1, from the upper 53 bits.
  public mutating func nextUnit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number in `0 ..< bound`, without the bias of a plain remainder.
  ///
  /// - Parameter bound: 1 or more.
  /// - Returns: Every value with the same probability.
  public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "a bound of \(bound) leaves nothing to draw")
    let width = UInt64(bound)
    let rejected = (0 &- width) % width
    while true {
      let (high, low) = next().multipliedFullWidth(by: width)
      if low >= rejected { return Int(high) }
    }
  }
}
