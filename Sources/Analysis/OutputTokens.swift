public import LinearAlgebra
public import TokenFields
internal import TokenMetrics
public import TokenPruning

extension Selection {
  /// The features of the tokens that are handed on, one row each: patches as they are, ascending, then
  /// the merged tokens; nil when nothing is merged or the field has no features.
  ///
  /// Class tokens are not among them: their features are no part of a sample.
  ///
  /// - Complexity: O(members · *d*).
  public func outputFeatures(in field: PreparedField) -> Matrix? {
    guard let merging, let tokens = field.workingFeatures(in: merging.space) else { return nil }
    let unmerged = unmerged.map { (rows: [$0], weights: [1.0]) }
    let merged = merging.groups.map { (rows: $0.members, weights: $0.weights) }
    return tokens.mixingRows(unmerged + merged)
  }

  /// The effective rank of the tokens that are handed on, where some are mixtures of several; nil
  /// otherwise.
  ///
  /// It is read in the space in which tokens are mixed, where kept patches are read in the projected
  /// one: the two compare only where the sample has one space. Weights that are attention may be so
  /// large that a mixture leaves the range of doubles; there is no rank then.
  ///
  /// - Parameters:
  ///   - field: The field that the selection is of.
  ///   - centred: Whether the mean of these tokens is subtracted first.
  /// - Returns: A number in 0...min(k, *d*) for k tokens.
  /// - Complexity: O(min(*k*, *d*)³ + members · *d*).
  public func outputErank(in field: PreparedField, centred: Bool) -> Double? {
    workingOutput(in: field).map { KeptErank.value(ofRows: $0, centred: centred) }
  }

  /// The features of the tokens that are handed on, in a range in which products of them are numbers;
  /// nil where they are none themselves.
  func workingOutput(in field: PreparedField) -> Matrix? {
    guard let rows = outputFeatures(in: field)?.scaledIntoRange,
      rows.elements.allSatisfy(\.isFinite)
    else { return nil }
    return rows
  }
}
