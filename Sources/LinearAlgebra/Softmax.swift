import Glibc

/// e to the power of each number, divided by the sum of all.
///
/// The largest is taken off first, so that no power leaves the range of doubles.
///
/// - Parameter logits: Finite numbers; of none there are none.
/// - Returns: As many shares, which add up to 1.
/// - Complexity: O(*n*).
public func softmax(_ logits: [Double]) -> [Double] {
  let largest = logits.max() ?? 0
  let exponentials = logits.map { exp($0 - largest) }
  let sum = exponentials.reduce(0, +)
  return exponentials.map { $0 / sum }
}
