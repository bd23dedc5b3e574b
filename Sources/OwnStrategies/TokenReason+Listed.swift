internal import TokenPruning

extension TokenReason {
  /// That somebody named tokens, or did not.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the field.
  ///   - selection: What was named for a budget.
  ///   - order: All that were named, the first ones first, where a budget takes the beginning.
  ///   - budget: How many of the order are taken.
  /// - Returns: As many reasons as tokens: of an order the place in it, of others nothing more.
  static func listed(
    _ tokens: [Int], in selection: Selection, of order: [Int]? = nil, keeping budget: Int = 0
  ) -> [TokenReason] {
    let kept = Set(selection.kept)
    let order = order ?? []
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0 + 1) })
    return tokens.map { token in
      let place = places[token].map { place in
        Comparison(
          .place, Double(place), rank: Rank(place, of: order.count, quota: budget),
          isPassed: place <= budget)
      }
      return TokenReason(
        stage: kept.contains(token) ? .listed : nil, comparisons: [place].compactMap { $0 })
    }
  }
}
