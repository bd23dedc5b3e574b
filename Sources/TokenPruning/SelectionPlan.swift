/// What a strategy computed for one sample; it answers every budget.
public protocol SelectionPlan: Sendable {
  /// The number of tokens, n.
  var count: Int { get }

  /// The tokens that are kept at a budget.
  ///
  /// - Parameter budget: How many to keep, in 1...n; anything else traps.
  /// - Returns: The selection; equal budgets give equal selections.
  /// - Throws: `PruningError` when something outside of the program fails, such as a program that
  ///   was asked; the strategies of the catalog do not throw here.
  func selection(keeping budget: Int) throws(PruningError) -> Selection

  /// The decisions behind a selection that rounding could turn.
  ///
  /// A decision counts when it was made by less than ``Instability/tolerance``: the same rule in
  /// float32, or on features rounded to float32, may decide it otherwise. A decision that could not
  /// change which tokens are handed on does not count.
  ///
  /// - Parameter budget: How many to keep, in 1...n; anything else traps.
  /// - Returns: The decisions by ascending rank; empty when the selection is stable.
  func instabilities(keeping budget: Int) -> [Instability]

  /// What led to the fates of tokens: the numbers that a reader needs to follow each decision.
  ///
  /// ``traces(of:keeping:)`` joins them with what the selection says. A strategy that only merges and
  /// compares nothing returns empty reasons.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the field.
  ///   - selection: This plan's selection at the budget.
  ///   - budget: How many were to be kept, in 1...n.
  /// - Returns: As many reasons as tokens, in their order.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason]

  /// The tokens that are kept as patches at a budget, in any order.
  ///
  /// The default asks for the whole selection; a plan that can tell without merging does.
  ///
  /// - Parameter budget: How many to keep, in 1...n; anything else traps.
  /// - Returns: Those of ``Selection/kept``.
  /// - Throws: `PruningError` where ``selection(keeping:)`` does.
  func keptTokens(keeping budget: Int) throws(PruningError) -> [Int]

  /// The smallest budget at which each of some tokens is kept as a patch.
  ///
  /// At every smaller budget a token is not kept; at a larger one it may be lost again unless
  /// selections nest. The default tries all budgets; a plan whose selections nest reads its order.
  ///
  /// - Parameter tokens: Tokens of the field.
  /// - Returns: For each a number in 1...n, or nil for a token that no budget keeps, as all of a
  ///   strategy that only merges; nothing at all when the task was cancelled.
  /// - Throws: `PruningError` where ``selection(keeping:)`` does, and for a plan that cannot be asked
  ///   for all budgets.
  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]?
}

extension SelectionPlan {
  /// Traps unless a budget is one that a field of `count` tokens can be asked for.
  func require(_ budget: Int, of count: Int) {
    precondition((1...max(count, 1)).contains(budget), "a budget of \(budget) of \(count) tokens")
  }
}

/// The plan of a strategy that knows the order of all tokens: a budget of k keeps the first k.
public struct OrderedPlan: SelectionPlan {
  /// All n tokens, best first.
  public let order: [Int]

  /// Creates a plan from a complete order.
  public init(order: [Int]) { self.order = order }

  /// The number of tokens, n.
  public var count: Int { order.count }

  /// The first `budget` tokens of the order.
  public func selection(keeping budget: Int) -> Selection {
    require(budget, of: order.count)
    return Selection(order: order.prefix(budget))
  }

  /// None: what made the order is not known.
  public func instabilities(keeping budget: Int) -> [Instability] { [] }

  /// Each token's place in the order.
  public func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    places(of: tokens, in: order).map { place in
      TokenReason(
        comparisons: place.map { [.place($0, of: count, by: .place, keeping: budget)] } ?? [])
    }
  }

  /// Each token's place in the order.
  public func smallestBudgets(of tokens: [Int]) -> [Int?]? { places(of: tokens, in: order) }
}

extension TokenReason.Comparison {
  /// A place in an order of which the first tokens are kept.
  static func place(
    _ place: Int, of count: Int, by measure: TokenReason.Measure, keeping budget: Int
  ) -> TokenReason.Comparison {
    TokenReason.Comparison(
      measure, Double(place), rank: TokenReason.Rank(place, of: count, quota: budget),
      isPassed: place <= budget)
  }
}
