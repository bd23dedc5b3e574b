public import LinearAlgebra
public import TokenFields
public import TokenPruning

/// The tokens that a selection hands on, each as a weighted sum of the field's tokens.
///
/// Rows are patches handed on as they are, ascending, then the merged tokens in their order. Class
/// tokens have no row: their features are no part of a sample. Row *r* is the sum of
/// `weights[i]` times token `tokens[i]` over `i` in `offsets[r]..<offsets[r + 1]`: a sparse matrix in
/// compressed rows.
public struct OutputMixtures: Sendable, Equatable {
  /// For each row the kept patch in whose place it stands; −1 for a token that is added.
  public let positions: [Int]
  /// Where each row's summands begin, and after them where the last row's end.
  public let offsets: [Int]
  /// The tokens that are summed, row after row.
  public let tokens: [Int]
  /// What each is multiplied by; 1 for a patch that is handed on as it is.
  public let weights: [Double]
  /// The space in which tokens are summed; that of the erank where nothing is merged; nil for a field
  /// without features.
  public let space: FeatureSpace?
  /// The features of every row; nil for a field without features.
  public let features: Matrix?

  /// Gathers what a selection hands on.
  ///
  /// - Parameters:
  ///   - selection: The selection.
  ///   - field: The field that it is of.
  /// - Complexity: O(summands · *d*).
  public init(of selection: Selection, in field: PreparedField) {
    let groups = selection.merging?.groups ?? []
    let unmerged = selection.unmerged
    positions = unmerged + groups.map { $0.representative ?? -1 }
    let rows =
      unmerged.map { (rows: [$0], weights: [1.0]) }
      + groups.map { (rows: $0.members, weights: $0.weights) }
    offsets = rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.rows.count) }
    tokens = rows.flatMap(\.rows)
    weights = rows.flatMap(\.weights)
    let wanted = selection.merging?.space ?? .projected
    space = field.resolved(wanted)
    features = field.features(in: wanted)?.mixingRows(rows)
  }
}
