public import TokenMetrics
public import TokenPruning

/// One strategy's selection at one budget, with its metrics.
public struct Evaluation: Sendable, Equatable {
  /// The strategy with the parameters that were given.
  public let label: String
  /// The budget that was asked for, or the strategy's own where none was.
  public let budget: Int
  /// Whether the budget is the strategy's own.
  public let isOwnBudget: Bool
  /// What is kept.
  public let selection: Selection
  /// The metrics of the kept patches by name; those without a value are absent.
  public let metrics: [String: Double]
  /// The effective rank of the tokens that are handed on, where some are mixtures of several.
  public let outputErank: Double?

  /// The value of a metric, if it has one.
  public subscript(metric: any TokenMetric.Type) -> Double? { metrics[metric.name] }

  /// Creates an evaluation.
  public init(
    label: String, budget: Int, isOwnBudget: Bool = false, selection: Selection,
    metrics: [String: Double], outputErank: Double? = nil
  ) {
    self.label = label
    self.budget = budget
    self.isOwnBudget = isOwnBudget
    self.selection = selection
    self.metrics = metrics
    self.outputErank = outputErank
  }
}

/// Returns how much two sets of tokens have in common: |A ∩ B| / |A ∪ B| (Jaccard).
///
/// Two empty sets are alike: 1.
///
/// - Parameters:
///   - one: Distinct tokens, ascending.
///   - other: Distinct tokens, ascending.
/// - Returns: A number in 0...1.
/// - Complexity: O(|A| + |B|).
public func jaccard(_ one: [Int], _ other: [Int]) -> Double {
  var common = 0
  var left = 0
  var right = 0
  while left < one.count && right < other.count {
    if one[left] == other[right] {
      common += 1
      left += 1
      right += 1
    } else if one[left] < other[right] {
      left += 1
    } else {
      right += 1
    }
  }
  let union = one.count + other.count - common
  return union == 0 ? 1 : Double(common) / Double(union)
}

/// Returns for each of `count` tokens how many of the selections keep it.
///
/// - Parameters:
///   - selections: Any number of selections of the same field.
///   - count: The number of tokens, n.
/// - Returns: n numbers in 0...selections.count.
public func agreement(of selections: some Sequence<Selection>, count: Int) -> [Int] {
  var votes = [Int](repeating: 0, count: count)
  for selection in selections {
    for token in selection.kept { votes[token] += 1 }
  }
  return votes
}
