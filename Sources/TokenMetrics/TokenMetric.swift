public import TokenFields

/// A number that says something about a set of kept tokens.
///
/// To add a metric, put one file in `Metrics/`, one line in ``MetricCatalog`` and one file in
/// `Tests/TokenMetricsTests/`.
public protocol TokenMetric: Sendable {
  /// The name used in files and tables, in camel case as JSON spells it.
  static var name: String { get }
  /// The heading of a table's column, at most six characters.
  static var heading: String { get }
  /// One sentence for documentation, without a final period.
  static var summary: String { get }

  /// The metric of a kept set.
  ///
  /// - Parameters:
  ///   - kept: Distinct tokens in ascending order, at least one.
  ///   - field: The field they belong to.
  ///   - centred: Whether eranks subtract the mean token; other metrics do not read it.
  /// - Returns: The value, or nil when the field lacks what the metric reads or the metric has no
  ///   value for so few tokens.
  static func value(of kept: [Int], in field: PreparedField, centred: Bool) -> Double?
}
