public import Analysis
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
  /// How each head spreads its attention; none without attention.
  public let headDetails: [AttentionHead]
  /// How the mean of the heads does; nil without attention.
  public let meanDetail: AttentionHead?
  /// The length of each token's features, n; nil without features.
  public let norms: [Double]?
  /// The tokens that are sinks; nil without features.
  public let sinks: TokenSinks?
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
    headDetails = AttentionHead.all(of: field.field)
    meanDetail = field.attention.map { AttentionHead($0) }
    norms = field.features(in: .features).map(\.rowLengths)
    sinks = TokenSinks(field)
    isPadding = field.field.paddingFraction.map { $0.map { $0 > 0.5 } }
  }
}

extension SampleSummary {
  /// How many tokens are padding; nil when that is not known.
  public var paddingCount: Int? { isPadding.map { $0.count { $0 } } }

  /// What makes a token a sink; nil for others.
  func sink(at token: Int) -> TokenSinks.Sink? { sinks?.all.first { $0.token == token } }
}
