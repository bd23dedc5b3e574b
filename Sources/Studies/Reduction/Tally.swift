/// A sum of numbers that does not depend on their order, to the last bit.
///
/// Numbers are whole multiples of 2⁻⁶⁰ in 128 bits. Those that are not finite or beyond ±2²⁰, which no
/// metric of fewer than a million tokens is, are not taken: files may say anything.
struct ExactSum: Sendable, Equatable {
  private(set) var steps: Int128 = 0

  /// The largest magnitude that is taken.
  static let limit = 1_048_576.0
  private static let unit = 0x1p60

  mutating func add(_ value: Double) {
    // 2⁶⁰ is a power of two, so that only what lies below 2⁻⁶⁰ is rounded.
    steps &+= Int128((value * Self.unit).rounded())
  }

  var value: Double { Double(steps) / Self.unit }
}

/// How many numbers there were, and their mean and spread, in memory that does not grow.
struct Tally: Sendable, Equatable {
  /// How many were taken.
  private(set) var count = 0
  private var sum = ExactSum()
  private var squares = ExactSum()
  private var low = Double.infinity
  private var high = -Double.infinity

  /// Takes a number; one that is missing, not finite or beyond ±2²⁰ is passed over.
  mutating func add(_ value: Double?) {
    guard let value, abs(value) <= ExactSum.limit else { return }
    count += 1
    sum.add(value)
    // Squares reach 2⁴⁰ and leave room for 2²⁷ of them.
    squares.add(value * value)
    low = min(low, value)
    high = max(high, value)
  }

  /// The arithmetic mean; nil of nothing.
  var mean: Double? { count > 0 ? sum.value / Double(count) : nil }

  /// The standard deviation of the sample, with n − 1; nil for fewer than two.
  var deviation: Double? {
    guard count > 1, let mean else { return nil }
    // Equal numbers must not differ by the rounding of their squares.
    guard low < high else { return 0 }
    let variance = (squares.value - Double(count) * mean * mean) / Double(count - 1)
    return max(variance, 0).squareRoot()
  }

  /// The standard error of the mean; nil for fewer than two.
  var standardError: Double? { deviation.map { $0 / Double(count).squareRoot() } }
}
