public import LinearAlgebra
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
    // Of all tokens it is known already.
    if kept.count == field.count { return field.erank(centred: centred) }
    return singularValues(of: kept, in: field, centred: centred)
      .map { effectiveRank(singularValues: $0) }
  }

  /// The effective rank of any tokens, by the smaller of their two Gram matrices.
  ///
  /// - Complexity: O(min(*k*, *d*)³ + *k*² *d*) for *k* tokens of width *d*.
  public static func value(ofRows rows: Matrix, centred: Bool) -> Double {
    effectiveRank(singularValues: singularValues(ofRows: rows, centred: centred))
  }

  /// The singular values of the kept tokens, ascending, in the space of the erank; nil without
  /// features.
  ///
  /// - Complexity: O(min(*k*, *D*)³ + *k*²) for *k* kept tokens of width *D*.
  static func singularValues(
    of kept: [Int], in field: PreparedField, centred: Bool
  ) -> [Double]? {
    guard let tokens = field.workingFeatures(in: .projected) else { return nil }
    if kept.count == field.count { return field.singularValues(centred: centred) }
    if kept.count > tokens.columns {
      return singularValues(ofRows: tokens.selecting(rows: kept), centred: centred)
    }
    if centred {
      guard let gram = field.centredGram else { return nil }
      let (submatrix, scale) = gram.centredSubmatrix(kept)
      let eigenvalues = submatrix.symmetricEigenvalues()
      // Centring the Gram matrix leaves rounding errors of the size of its elements before. Where
      // those are no longer small beside what is left, the tokens themselves are centred.
      let largest = eigenvalues.last ?? 0
      guard largest >= scale * 8 / Double(kept.count) else {
        return singularValues(ofRows: tokens.selecting(rows: kept), centred: true)
      }
      return LinearAlgebra.singularValues(gramEigenvalues: eigenvalues, scale: scale)
    }
    return field.gram(of: .projected).map {
      LinearAlgebra.singularValues(gramEigenvalues: $0.submatrix(kept).symmetricEigenvalues())
    }
  }

  /// The singular values of any tokens, ascending, by the smaller of their two Gram matrices.
  ///
  /// - Complexity: O(min(*k*, *d*)³ + *k*² *d*) for *k* tokens of width *d*.
  static func singularValues(ofRows rows: Matrix, centred: Bool) -> [Double] {
    let scale = centred ? rows.largestSquaredRowLength : 0
    let tokens = centred ? rows.centred : rows
    let gram = rows.rows > rows.columns ? tokens.columnGram : tokens.gram
    return LinearAlgebra.singularValues(
      gramEigenvalues: gram.symmetricEigenvalues(), scale: scale)
  }
}
