public import TokenFields

/// The share of kept tokens that lie on padding.
///
/// A token is padding when more than half its pixels are. Range 0...1.
public enum PaddingShare: TokenMetric {
  /// The name in files.
  public static let name = "paddingShare"
  /// The heading in tables.
  public static let heading = "pad"
  /// What it says.
  public static let summary = "share of kept tokens that lie on padding"

  /// The share on padding; nil when the field does not know its padding.
  ///
  /// - Complexity: O(*k*).
  public static func value(of kept: [Int], in field: PreparedField, centred: Bool) -> Double? {
    guard let padding = field.field.paddingFraction, !kept.isEmpty else { return nil }
    return Double(kept.count { padding[$0] > 0.5 }) / Double(kept.count)
  }
}
