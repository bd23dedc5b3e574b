internal import Synchronization

extension SelectionPlan {
  /// The tokens that are kept as patches at a budget: those of the selection.
  public func keptTokens(keeping budget: Int) throws(PruningError) -> [Int] {
    try selection(keeping: budget).kept
  }

  /// Tries one budget after the other until every token has been kept once, each time anew.
  ///
  /// - Complexity: ``keptTokens(keeping:)`` at every budget up to the largest answer, at all of them
  ///   where a token is never kept.
  public func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try BudgetSearch().budgets(of: tokens, in: self)
  }

  /// The answer of plans that keep the first tokens of an order.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the field.
  ///   - order: All tokens, the first ones first.
  /// - Returns: Each token's place, from 1.
  func places(of tokens: [Int], in order: [Int]) -> [Int?] {
    var places = [Int?](repeating: nil, count: count)
    for (place, token) in order.enumerated() { places[token] = place + 1 }
    return tokens.map { places[$0] }
  }

  /// The answer of plans that keep the same tokens at every budget: 1 for those that are kept.
  func budgets(of tokens: [Int], alwaysKeeping kept: [Int]) -> [Int?] {
    let isKept = Set(kept)
    return tokens.map { isKept.contains($0) ? 1 : nil }
  }
}

/// A search over all budgets that remembers how far it has come: whatever was found on the way to one
/// token is known when another is asked for, and what was cancelled goes on.
///
/// A plan whose selections do not nest keeps one. Safe to use from several threads.
package final class BudgetSearch: Sendable {
  private struct State {
    /// All budgets up to this one were tried.
    var tried = 0
    /// For each token the first of these that keeps it; empty before the first.
    var smallest: [Int?] = []
  }

  private let state = Mutex(State())

  /// Begins with the smallest budget.
  package init() {}

  /// Tries budgets from where it stopped until every token has been kept once.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the field.
  ///   - plan: The plan, always the same one.
  /// - Returns: The smallest budget of each, nil where none keeps it; nothing at all when the task
  ///   was cancelled.
  /// - Throws: `PruningError` where the plan does.
  /// - Complexity: ``SelectionPlan/keptTokens(keeping:)`` at every budget up to the largest answer
  ///   that was not tried before.
  package func budgets(
    of tokens: [Int], in plan: some SelectionPlan
  ) throws(PruningError) -> [Int?]? {
    while true {
      let (tried, found) = state.withLock { state -> (Int, [Int?]?) in
        let smallest = state.smallest
        let isOver = state.tried == plan.count
        let isDone = isOver || tokens.allSatisfy { state.tried > 0 && smallest[$0] != nil }
        return (state.tried, isDone ? tokens.map { smallest[$0] } : nil)
      }
      if let found { return found }
      if Task.isCancelled { return nil }
      // Outside of the lock; of two that try the same budget one is first.
      let kept = try plan.keptTokens(keeping: tried + 1)
      state.withLock { state in
        guard state.tried == tried else { return }
        if tried == 0 { state.smallest = [Int?](repeating: nil, count: plan.count) }
        for token in kept where state.smallest[token] == nil { state.smallest[token] = tried + 1 }
        state.tried = tried + 1
      }
    }
  }
}
