public import TokenMetrics
public import TokenPruning

/// What metrics say of one strategy's selections, budget by budget.
///
/// A curve is filled point by point, in any order, so that a coarse one can be shown while finer
/// points are still computed.
public struct BudgetCurve: Sendable, Equatable {
  /// What is known at one budget.
  public struct Point: Sendable, Equatable {
    /// The budget that was asked for.
    public let budget: Int
    /// How many tokens are handed on.
    public let output: Int
    /// Metrics by name; those without a value are absent.
    public private(set) var values: [String: Double]
    /// The names of the metrics that were asked for, whether they have a value or not.
    public private(set) var asked: Set<String>

    /// Creates a point.
    ///
    /// - Parameters:
    ///   - budget: The budget that was asked for.
    ///   - output: How many tokens are handed on.
    ///   - values: Metrics by name.
    ///   - asked: The names of all metrics that were asked for.
    public init(budget: Int, output: Int, values: [String: Double], asked: Set<String>) {
      self.budget = budget
      self.output = output
      self.values = values
      self.asked = asked.union(values.keys)
    }

    fileprivate mutating func merge(_ other: Point) {
      values.merge(other.values) { _, new in new }
      asked.formUnion(other.asked)
    }
  }

  /// The strategy with the parameters that were given.
  public let label: String
  /// The points, by ascending budget.
  public private(set) var points: [Point] = []
  /// Why there are no more points, when the sample cannot serve the strategy.
  public var refusal: PruningError?

  /// Creates a curve without points.
  public init(label: String) { self.label = label }

  /// Adds a point; metrics of a budget that is there already are added to it.
  ///
  /// - Complexity: O(points).
  public mutating func add(_ point: Point) {
    let place = points.partitioningIndex { $0.budget >= point.budget }
    if place < points.count, points[place].budget == point.budget {
      points[place].merge(point)
    } else {
      points.insert(point, at: place)
    }
  }

  /// The values of a metric, by ascending budget; points without one are left out.
  public func values(of metric: any TokenMetric.Type) -> [(budget: Int, value: Double)] {
    points.compactMap { point in point.values[metric.name].map { (point.budget, $0) } }
  }

  /// The value of a metric at a budget; nil where it was not computed or has none.
  public func value(of metric: any TokenMetric.Type, at budget: Int) -> Double? {
    let place = points.partitioningIndex { $0.budget >= budget }
    guard place < points.count, points[place].budget == budget else { return nil }
    return points[place].values[metric.name]
  }

  /// Whether a metric was computed at a budget, with or without a value.
  public func isKnown(_ metric: any TokenMetric.Type, at budget: Int) -> Bool {
    let place = points.partitioningIndex { $0.budget >= budget }
    guard place < points.count, points[place].budget == budget else { return false }
    return points[place].asked.contains(metric.name)
  }
}

extension Array {
  /// The first place whose element satisfies a condition that, once true, stays true.
  fileprivate func partitioningIndex(_ condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
