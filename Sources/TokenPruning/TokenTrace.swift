/// Why a token is kept or not.
public struct TokenTrace: Sendable, Equatable {
  /// How a token fared.
  public enum Outcome: Sendable, Equatable {
    /// Chosen as the n-th, from 1.
    case chosen(step: Int)
    /// Removed because it lies closer to a chosen token than that token's threshold.
    case removed(by: Int, distance: Double, threshold: Double)
    /// Removed first, then taken back as the n-th to fill the budget.
    case filled(step: Int, removedBy: Int?)
    /// The budget was spent before its turn came.
    case notReached
  }

  /// How it fared.
  public let outcome: Outcome
  /// Its place in the descending order of attention, from 1.
  public let rank: Int
  /// The distance below which it removes others, or would if it were chosen.
  public let threshold: Double

  /// Creates a trace.
  public init(outcome: Outcome, rank: Int, threshold: Double) {
    self.outcome = outcome
    self.rank = rank
    self.threshold = threshold
  }
}
