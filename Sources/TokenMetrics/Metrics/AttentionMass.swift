public import TokenFields

/// The share of the class attention over patches that falls on kept tokens.
///
/// Range 0...1; 1 when all are kept. Source: AgilePruner, Table 3 (mean attention).
public enum AttentionMass: TokenMetric {
  /// The name in files.
  public static let name = "attentionMass"
  /// The heading in tables.
  public static let heading = "attn"
  /// What it says.
  public static let summary = "share of the class attention that falls on kept tokens"

  /// The share of attention on kept tokens; nil without class attention.
  ///
  /// - Complexity: O(*n*).
  public static func value(of kept: [Int], in field: PreparedField, centred: Bool) -> Double? {
    guard let attention = field.attention else { return nil }
    let total = attention.reduce(0, +)
    guard total > 0 else { return nil }
    if kept.count == attention.count { return 1 }
    return kept.reduce(0) { $0 + attention[$1] } / total
  }
}
