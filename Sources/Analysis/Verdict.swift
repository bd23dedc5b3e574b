public import TokenFields

/// Whether an image is simple or complex, as AgilePruner tells them apart.
public struct Verdict: Sendable, Equatable {
  /// The effective rank that was judged: that of tile 0, centred.
  public let erank: Double
  /// What it was judged against.
  public let average: Double
  /// Where the average comes from.
  public let source: String

  /// Judges a field; nil without features.
  ///
  /// - Complexity: that of the erank, once.
  public init?(_ field: PreparedField) {
    guard let first = field.tiles.first, let erank = first.erank() else { return nil }
    self.erank = erank
    average = field.field.averages.erank
    source = field.field.averages.source
  }

  /// Whether the erank reaches its average.
  public var isComplex: Bool { erank >= average }

  /// `complex` or `simple`.
  public var word: String { isComplex ? "complex" : "simple" }
}
