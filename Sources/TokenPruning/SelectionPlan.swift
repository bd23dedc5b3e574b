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

/// The plan of a strategy that orders all tokens once: a budget of k keeps the first k.
public struct OrderedPlan: SelectionPlan {
  /// All n tokens, best first.
  public let order: [Int]
  /// What each token was ordered by, n, never smaller than that of a token after it; nil where the
  /// order was drawn and cannot turn.
  private let scores: [Double]?

  /// Creates a plan from a complete order.
  ///
  /// - Parameters:
  ///   - order: All tokens, best first.
  ///   - scores: The score of each token, n; decisions between neighbours in the order that differ by
  ///     less than the tolerance, relative to their size, are unstable. Nil when there are none.
  public init(order: [Int], scores: [Double]? = nil) {
    self.order = order
    self.scores = scores
  }

  /// The first `budget` tokens of the order.
  public func selection(keeping budget: Int) -> Selection {
    require(budget, of: order.count)
    return Selection(order: order.prefix(budget))
  }

  /// The cut behind the last kept token: inside, an exchange does not change what is kept.
  public func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: order.count)
    guard let scores, budget < order.count else { return [] }
    return [Instability(atCut: budget, of: order, scores: scores)].compactMap { $0 }
  }
}
