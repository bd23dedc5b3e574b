/// The budgets at which a curve is computed.
public enum BudgetSteps {
  /// How many even steps there are from nothing to all tokens.
  public static let even = 28

  /// Even steps up to all tokens, with doublings below the first, and other budgets among them.
  ///
  /// Curves rise most steeply where few tokens are kept: 1, 2, 4, … up to the first even step show it.
  ///
  /// - Parameters:
  ///   - count: The number of tokens, n, 1 or more.
  ///   - others: Budgets that must be among them, such as presets and the current one; those that are
  ///     not in 1...n are left out.
  /// - Returns: Distinct budgets in 1...n, ascending, 1 and n among them.
  public static func budgets(of count: Int, including others: [Int] = []) -> [Int] {
    precondition(count > 0, "a curve over \(count) tokens has no budgets")
    var budgets: Set<Int> = [1, count]
    for step in 1...even { budgets.insert(max(1, (count * step + even / 2) / even)) }
    var doubled = 2
    while doubled < count / even {
      budgets.insert(doubled)
      doubled *= 2
    }
    for other in others where (1...count).contains(other) { budgets.insert(other) }
    return budgets.sorted()
  }

  /// The budgets in an order in which any beginning is spread over the whole range: the first ones
  /// as given, then both ends, then what lies in the middle of the widest gaps.
  ///
  /// - Parameters:
  ///   - budgets: Distinct budgets, ascending.
  ///   - first: Budgets to begin with; those that are not among them are passed over.
  /// - Returns: A permutation of `budgets`.
  public static func coarseToFine(_ budgets: [Int], beginningWith first: [Int] = []) -> [Int] {
    var order: [Int] = []
    var isTaken = [Bool](repeating: false, count: budgets.count)
    func take(_ place: Int) {
      guard !isTaken[place] else { return }
      isTaken[place] = true
      order.append(budgets[place])
    }
    for budget in first {
      if let place = budgets.firstIndex(of: budget) { take(place) }
    }
    guard let last = budgets.indices.last else { return order }
    take(0)
    take(last)
    // Breadth first: every gap is halved once before any is halved twice.
    var gaps = [(0, last)]
    var next = 0
    while next < gaps.count {
      let (low, high) = gaps[next]
      next += 1
      guard high - low > 1 else { continue }
      let middle = (low + high) / 2
      take(middle)
      gaps += [(low, middle), (middle, high)]
    }
    return order
  }
}
