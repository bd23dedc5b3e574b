internal import LinearAlgebra
public import TokenFields

/// How one head, or the mean of all, spreads its class attention over patches.
public struct AttentionHead: Sendable, Equatable {
  /// The Shannon entropy of the attention divided by its sum, in nats: 0...ln n.
  public let entropy: Double
  /// The largest attention, as dumped.
  public let largest: Double
  /// The share of the attention that the tenth of the patches with the most of it has, 0...1; a tenth
  /// is rounded up.
  public let topShare: Double

  /// Describes attention over one patch or more.
  ///
  /// Attention that is all zero has entropy 0 and no share.
  ///
  /// - Parameter attention: n values, none below 0.
  /// - Complexity: O(*n* log *n*).
  public init(_ attention: [Double]) {
    let top = LargestFirst(attention).prefix((attention.count + 9) / 10)
    let largest = top.first.map { attention[$0] } ?? 0
    self.largest = largest
    // Of the largest: a sum of large values would leave the range of doubles.
    let parts = largest > 0 ? attention.map { $0 / largest } : []
    let sum = parts.reduce(0, +)
    entropy = shannonEntropy(parts)
    topShare = sum > 0 ? top.reduce(0) { $0 + parts[$1] } / sum : 0
  }

  /// Describes every head of a field; none without class attention.
  ///
  /// - Complexity: O(*h* · *n* log *n*).
  public static func all(of field: TokenField) -> [AttentionHead] {
    guard let attention = field.attention else { return [] }
    return (0..<attention.rows).map { AttentionHead(Array(attention.row($0))) }
  }

  /// How much the patches with the most attention of each head have in common with those of the mean:
  /// their Jaccard index.
  ///
  /// - Parameters:
  ///   - count: How many patches of each are looked at, in 1...n.
  ///   - field: The tokens.
  /// - Returns: A number in 0...1 for each head; none without class attention.
  /// - Complexity: O(*h* · (*n* + *k* log *k*)).
  public static func overlaps(ofTop count: Int, in field: PreparedField) -> [Double] {
    guard let attention = field.field.attention, let mean = field.attentionRanking else {
      return []
    }
    let reference = mean.prefix(count).sorted()
    return (0..<attention.rows).map {
      jaccard(reference, LargestFirst(Array(attention.row($0))).prefix(count).sorted())
    }
  }
}
