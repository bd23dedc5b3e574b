/// The tokens that a strategy keeps at one budget.
public struct Selection: Sendable, Equatable {
  /// The kept tokens, ascending and distinct.
  public let kept: [Int]
  /// The kept tokens in the order in which they were chosen; nil where a strategy has none.
  public let order: [Int]?
  /// The tokens kept for their attention, where a strategy keeps the others for another reason;
  /// ascending.
  public let important: [Int]?

  /// Creates a selection from tokens in any order.
  public init(kept: [Int], order: [Int]? = nil, important: [Int]? = nil) {
    self.kept = kept.sorted()
    self.order = order
    self.important = important?.sorted()
  }

  /// Creates a selection whose order is known.
  public init(order: some Collection<Int>) {
    self.init(kept: Array(order), order: Array(order))
  }

  /// Whether a token is kept, for each of `count` tokens.
  public func flags(count: Int) -> [Bool] {
    var flags = [Bool](repeating: false, count: count)
    for token in kept { flags[token] = true }
    return flags
  }
}

/// What a strategy computed for one sample; it answers every budget.
public protocol SelectionPlan: Sendable {
  /// The tokens that are kept at a budget.
  ///
  /// - Parameter budget: How many to keep, in 1...n; anything else traps.
  /// - Returns: The selection; equal budgets give equal selections.
  func selection(keeping budget: Int) -> Selection

  /// Why a token is kept or not at a budget, where the strategy can tell.
  func trace(of token: Int, keeping budget: Int) -> TokenTrace?
}

extension SelectionPlan {
  /// Nothing to tell.
  public func trace(of token: Int, keeping budget: Int) -> TokenTrace? { nil }
}

/// The plan of a prefix-consistent strategy: all tokens in the order in which they are chosen.
public struct OrderedPlan: SelectionPlan {
  /// All n tokens; a budget of k keeps the first k.
  public let order: [Int]

  /// Creates a plan from a complete order.
  public init(order: [Int]) { self.order = order }

  /// The first `budget` tokens of the order.
  public func selection(keeping budget: Int) -> Selection {
    precondition(
      (1...max(order.count, 1)).contains(budget), "a budget of \(budget) of \(order.count) tokens")
    return Selection(order: order.prefix(budget))
  }
}

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
