/// How numbers are distributed.
public struct Distribution: Sendable, Equatable {
  /// How many there are.
  public let count: Int
  /// The arithmetic mean.
  public let mean: Double
  /// The standard deviation of the sample, with n − 1; 0 for a single number.
  public let deviation: Double
  /// The smallest number.
  public let minimum: Double
  /// The first quartile.
  public let lowerQuartile: Double
  /// The median.
  public let median: Double
  /// The third quartile.
  public let upperQuartile: Double
  /// The largest number.
  public let maximum: Double

  /// Summarises numbers; nil without any.
  ///
  /// Quantiles lie between neighbours in proportion, as those of NumPy's and pandas' default
  /// (Hyndman and Fan 1996, type 7).
  ///
  /// - Parameter values: Finite numbers in any order.
  /// - Complexity: O(n log n).
  public init?(_ values: some Sequence<Double>) {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    count = sorted.count
    let mean = sorted.reduce(0, +) / Double(sorted.count)
    self.mean = mean
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = sorted.count > 1 ? (squares / Double(sorted.count - 1)).squareRoot() : 0
    (minimum, maximum) = (first, last)
    lowerQuartile = quantile(0.25, of: sorted)
    median = quantile(0.5, of: sorted)
    upperQuartile = quantile(0.75, of: sorted)
  }
}

/// Returns a quantile of sorted numbers, between neighbours in proportion (type 7).
///
/// - Parameters:
///   - share: In 0...1.
///   - sorted: Finite numbers, ascending, at least one.
/// - Returns: A number between the smallest and the largest.
public func quantile(_ share: Double, of sorted: [Double]) -> Double {
  precondition(!sorted.isEmpty, "there is no quantile of no numbers")
  let place = share * Double(sorted.count - 1)
  let low = Int(place.rounded(.down))
  let high = min(low + 1, sorted.count - 1)
  let (one, other, share) = (sorted[low], sorted[high], place - Double(low))
  let step = (other - one) * share
  // Neighbours of opposite signs may lie farther apart than there are numbers.
  return step.isFinite ? one + step : one * (1 - share) + other * share
}

/// Returns Pearson's correlation of pairs; nil for fewer than two, where one of both does not vary, and
/// where squares are beyond all numbers.
///
/// - Parameter pairs: Finite numbers.
/// - Returns: A number in −1...1.
/// - Complexity: O(n).
public func correlation(of pairs: [(Double, Double)]) -> Double? {
  guard pairs.count > 1 else { return nil }
  let count = Double(pairs.count)
  let (x, y) = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
  var (xx, yy, xy) = (0.0, 0.0, 0.0)
  for pair in pairs {
    xx += (pair.0 - x) * (pair.0 - x)
    yy += (pair.1 - y) * (pair.1 - y)
    xy += (pair.0 - x) * (pair.1 - y)
  }
  // The root of the product is nearer, but the product may overflow or vanish.
  let square = xx * yy
  let product = square.isNormal ? square.squareRoot() : xx.squareRoot() * yy.squareRoot()
  guard product > 0, product.isFinite, xy.isFinite else { return nil }
  return min(max(xy / product, -1), 1)
}
