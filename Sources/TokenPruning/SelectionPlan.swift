/// What a strategy computed for one sample; it answers every budget.
public protocol SelectionPlan: Sendable {
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

  /// Why a token is kept or not at a budget, where the strategy can tell.
  func trace(of token: Int, keeping budget: Int) -> TokenTrace?
}

extension SelectionPlan {
  /// Nothing to tell.
  public func trace(of token: Int, keeping budget: Int) -> TokenTrace? { nil }

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

  /// The first `budget` tokens of the order.
  public func selection(keeping budget: Int) -> Selection {
    require(budget, of: order.count)
    return Selection(order: order.prefix(budget))
  }

  /// None: what made the order is not known.
  public func instabilities(keeping budget: Int) -> [Instability] { [] }
}
