extension SelectionPlan {
  /// The tokens that are kept as patches at a budget: those of the selection.
  public func keptTokens(keeping budget: Int) throws(PruningError) -> [Int] {
    try selection(keeping: budget).kept
  }

  /// Tries one budget after the other until every token has been kept once.
  public func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try searchedBudgets(of: tokens)
  }

  /// Tries one budget after the other until every token has been kept once.
  ///
  /// - Complexity: ``keptTokens(keeping:)`` at every budget up to the largest answer, at all of them
  ///   where a token is never kept.
  func searchedBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    var smallest = [Int?](repeating: nil, count: count)
    var isWanted = [Bool](repeating: false, count: count)
    for token in tokens { isWanted[token] = true }
    var missing = isWanted.count { $0 }
    var budget = 1
    while missing > 0, budget <= count {
      if Task.isCancelled { return nil }
      for token in try keptTokens(keeping: budget) where isWanted[token] {
        isWanted[token] = false
        smallest[token] = budget
        missing -= 1
      }
      budget += 1
    }
    return tokens.map { smallest[$0] }
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
