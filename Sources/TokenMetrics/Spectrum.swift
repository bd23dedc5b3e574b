public import LinearAlgebra
public import TokenFields

/// How the variation of some tokens is spread over directions: their singular values as shares of
/// the sum, largest first.
///
/// It is the distribution whose entropy the effective rank is made of (AgilePruner Eq. 3–4; Roy &
/// Vetterli 2007). Reads the space of the erank; values that are rounding noise are left out.
public struct Spectrum: Sendable, Equatable {
  /// The shares, descending, each above 0 and together 1; none when no token differs from their mean.
  public let shares: [Double]
  /// The effective rank, the very number that is shown elsewhere: 0 without shares.
  public let erank: Double

  /// The spectrum of all tokens of a field; nil without features.
  ///
  /// - Parameters:
  ///   - field: The tokens; their singular values are computed once.
  ///   - centred: Whether the mean token is subtracted first.
  /// - Complexity: O(min(*n*, *D*)³) once, then O(*n*).
  public init?(_ field: PreparedField, centred: Bool = true) {
    guard let values = field.singularValues(centred: centred) else { return nil }
    self.init(ascending: values)
  }

  /// The spectrum of kept tokens; nil without features.
  ///
  /// - Parameters:
  ///   - kept: Distinct tokens in ascending order, at least one.
  ///   - field: The field they belong to.
  ///   - centred: Whether their mean is subtracted first.
  /// - Complexity: O(min(*k*, *D*)³ + *k*²) for *k* kept tokens of width *D*.
  public init?(of kept: [Int], in field: PreparedField, centred: Bool = true) {
    guard let values = KeptErank.singularValues(of: kept, in: field, centred: centred) else {
      return nil
    }
    self.init(ascending: values)
  }

  /// The spectrum of any tokens, one in each row.
  ///
  /// - Parameters:
  ///   - rows: The tokens, k×d.
  ///   - centred: Whether their mean is subtracted first.
  /// - Complexity: O(min(*k*, *d*)³ + *k*² *d*).
  public init(ofRows rows: Matrix, centred: Bool = true) {
    self.init(ascending: KeptErank.singularValues(ofRows: rows, centred: centred))
  }

  /// Creates a spectrum from singular values, none negative, in ascending order.
  private init(ascending values: [Double]) {
    erank = effectiveRank(singularValues: values)
    let sum = values.reduce(0, +)
    shares = sum > 0 ? values.reversed().map { $0 / sum }.filter { $0 > 0 } : []
  }
}
