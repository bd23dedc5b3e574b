internal import LinearAlgebra
public import TokenFields

/// The effective rank of the kept tokens: how many directions they still span.
///
/// Reads projected features, else features; centred by the kept tokens' own mean unless asked
/// otherwise. Range 0...min(k, D); 0 for one token or identical tokens (centred). Unchanged by
/// scaling all features or by rotating the space. Source: AgilePruner, mean erank of retained
/// tokens (Tables 1, 3 and 12; Roy & Vetterli 2007).
public enum KeptErank: TokenMetric {
  /// The name in files.
  public static let name = "erank"
  /// The heading in tables.
  public static let heading = "erank"
  /// What it says.
  public static let summary = "effective rank of the kept tokens: the directions they still span"

  /// The effective rank of the kept tokens.
  ///
  /// - Complexity: O(min(*k*, *D*)³ + *k*²) for *k* kept tokens of width *D*.
  public static func value(of kept: [Int], in field: PreparedField, centred: Bool) -> Double? {
    guard let tokens = field.workingFeatures(in: .projected) else { return nil }
    if kept.count > tokens.columns {
      return ofRows(tokens.selecting(rows: kept), centred: centred)
    }
    if centred {
      guard let gram = field.centredGram else { return nil }
      let (submatrix, scale) = gram.centredSubmatrix(kept)
      return effectiveRank(gramEigenvalues: submatrix.symmetricEigenvalues(), scale: scale)
    }
    return field.gram(of: .projected).map {
      effectiveRank(gramEigenvalues: $0.submatrix(kept).symmetricEigenvalues())
    }
  }

  /// With more tokens than dimensions the Gram matrix of the columns is the smaller one.
  private static func ofRows(_ rows: Matrix, centred: Bool) -> Double {
    let scale = (0..<rows.rows).reduce(0.0) { largest, index in
      max(largest, rows.row(index).reduce(0) { $0 + $1 * $1 })
    }
    return effectiveRank(
      gramEigenvalues: (centred ? rows.centred : rows).columnGram.symmetricEigenvalues(),
      scale: centred ? scale : 0)
  }
}
