internal import LinearAlgebra
public import TokenFields

/// What is known of a sample's tokens without any strategy: computed once, read by every frame.
public struct SampleSummary: Sendable, Equatable {
  /// The mean class attention, n; nil without attention.
  public let attention: [Double]?
  /// All tokens in descending attention.
  public let attentionOrder: [Int]?
  /// Each token's place in that order, from 1.
  public let attentionRank: [Int]?
  /// The entropy of the attention, in nats.
  public let entropy: Double?
  /// The number of heads; 0 without attention.
  public let heads: Int
  /// The length of each token's features, n; nil without features.
  public let norms: [Double]?
  /// Whether each token is padding: more than half its pixels are; nil when that is not known.
  public let isPadding: [Bool]?

  /// Summarises a field.
  ///
  /// - Complexity: O(*n* · (*h* + *d* + log *n*)).
  public init(_ field: PreparedField) {
    attention = field.attention
    attentionOrder = field.attentionOrder
    attentionRank = field.attentionOrder.map { order in
      var rank = [Int](repeating: 0, count: order.count)
      for (index, token) in order.enumerated() { rank[token] = index + 1 }
      return rank
    }
    entropy = field.entropy
    heads = field.field.attention?.rows ?? 0
    norms = field.features(in: .features).map { tokens in
      (0..<tokens.rows).map { index in
        tokens.row(index).reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
    }
    isPadding = field.field.paddingFraction.map { $0.map { $0 > 0.5 } }
  }
}
