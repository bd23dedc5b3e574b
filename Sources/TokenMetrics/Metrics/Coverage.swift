internal import LinearAlgebra
public import TokenFields

/// How well the kept tokens stand for all: the mean over all tokens of the largest cosine to a kept
/// one.
///
/// Reads the space of the erank. Range −1...1; 1 when every token has a kept one in its direction.
public enum Coverage: TokenMetric {
  /// The name in files.
  public static let name = "coverage"
  /// The heading in tables.
  public static let heading = "cover"
  /// What it says.
  public static let summary = "mean over all tokens of the largest cosine to a kept one"

  /// The mean largest cosine; nil without features.
  ///
  /// - Complexity: O(*n* · *k*).
  public static func value(of kept: [Int], in field: PreparedField, centred: Bool) -> Double? {
    guard let cosines = field.cosines(in: .projected), !kept.isEmpty else { return nil }
    var best = [Double](repeating: -.infinity, count: field.count)
    for token in kept { best.raise(toRow: token, of: cosines) }
    return best.reduce(0, +) / Double(best.count)
  }
}
