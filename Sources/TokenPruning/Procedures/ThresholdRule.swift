/// The threshold by attention rank: `min(offset + rank · slope, largest)`, a cosine distance.
///
/// A chosen token removes what lies closer to it than its threshold. Source: AgilePruner, ICLR 2026,
/// arXiv 2603.01236, Eq. 6.
public struct ThresholdRule: Sendable, Hashable {
  /// What each rank adds, 0 or more.
  public let slope: Double
  /// The threshold before the first rank.
  public let offset: Double
  /// The largest threshold.
  public let largest: Double

  /// Creates a rule.
  public init(slope: Double, offset: Double, largest: Double) {
    self.slope = slope
    self.offset = offset
    self.largest = largest
  }

  /// The threshold of the token with an attention rank, from 1.
  public func threshold(rank: Int) -> Double { min(offset + Double(rank) * slope, largest) }

  /// The first rank from which on the threshold is the largest one; nil when no rank reaches it.
  public var saturationRank: Int? {
    if offset + slope >= largest { return 1 }
    let wanted = ((largest - offset) / slope).rounded(.up)
    guard wanted < 1e15 else { return nil }
    // The quotient may be off by a rounding error to either side.
    var rank = max(Int(wanted) - 1, 1)
    while threshold(rank: rank) < largest { rank += 1 }
    return rank
  }
}
