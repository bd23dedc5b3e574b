public import TokenFields

/// What one tile of a sample holds, whichever strategy prunes it.
public struct TileSummary: Sendable, Equatable {
  /// Whether the tile is simple or complex; nil without features.
  public let verdict: Verdict?
  /// The entropy of the class attention within the tile, in nats; nil without attention.
  public let entropy: Double?
  /// The share of the sample's class attention that falls into the tile, 0...1; nil without attention.
  public let attentionShare: Double?

  /// Summarises a tile.
  ///
  /// - Parameters:
  ///   - index: The tile, from 0.
  ///   - field: The whole sample.
  /// - Complexity: that of the tile's erank, once, and O(*n*).
  public init(ofTile index: Int, in field: PreparedField) {
    let tile = field.tiles[index]
    verdict = Verdict(tile)
    entropy = tile.entropy
    let count = field.field.grid.tileCount
    attentionShare = field.attention.map { attention in
      let largest = attention.max() ?? 0
      guard largest > 0 else { return 0 }
      // Of the largest: a sum of large values would leave the range of doubles.
      let parts = attention.map { $0 / largest }
      return parts[(index * count)..<((index + 1) * count)].reduce(0, +) / parts.reduce(0, +)
    }
  }
}
