internal import LinearAlgebra
public import TokenFields

/// The smallest cosine distance between two kept tokens: what DivPrune maximises.
///
/// Reads the space of the erank. Range 0...2; 0 when two kept tokens have one direction.
public enum MinDistance: TokenMetric {
  /// The name in files.
  public static let name = "minDistance"
  /// The heading in tables.
  public static let heading = "mind"
  /// What it says.
  public static let summary = "smallest cosine distance between two kept tokens"

  /// The smallest distance; nil without features or with fewer than two tokens.
  ///
  /// - Complexity: O(*k*²).
  public static func value(of kept: [Int], in field: PreparedField, centred: Bool) -> Double? {
    guard let cosines = field.cosines(in: .projected), kept.count > 1 else { return nil }
    return max(0, 1 - cosines.largestOffDiagonal(among: kept))
  }
}
