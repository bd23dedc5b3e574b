public import TokenFields
public import TokenMetrics
public import TokenPruning

extension Selection {
  /// The spectrum of the kept patches, or of the tokens that are handed on where no patch is kept as
  /// such; nil without features.
  ///
  /// Its effective rank is the one that tables show.
  ///
  /// - Parameters:
  ///   - field: The field that the selection is of.
  ///   - centred: Whether the mean of these tokens is subtracted first.
  /// - Returns: The spectrum.
  /// - Complexity: O(min(*k*, *d*)³ + *k*²) for k tokens.
  public func spectrum(in field: PreparedField, centred: Bool = true) -> Spectrum? {
    kept.isEmpty
      ? workingOutput(in: field).map { Spectrum(ofRows: $0, centred: centred) }
      : Spectrum(of: kept, in: field, centred: centred)
  }
}
