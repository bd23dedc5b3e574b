import Synchronization
public import TokenFields
public import TokenMetrics
public import TokenPruning

/// Strategies applied to one sample, with their plans kept between budgets.
///
/// Safe to use from several threads.
public final class SampleEvaluator: Sendable {
  /// The sample's tokens.
  public let field: PreparedField
  /// Whether strategies are applied to every tile by itself.
  public let perTile: Bool
  /// Whether eranks subtract the mean token.
  public let centred: Bool

  private let plans = Mutex<[String: any SelectionPlan]>([:])

  /// Creates an evaluator; nothing is computed yet.
  public init(_ field: PreparedField, perTile: Bool = false, centred: Bool = true) {
    self.field = field
    self.perTile = perTile
    self.centred = centred
  }

  /// The plan of a strategy for this sample, computed at first use.
  ///
  /// - Throws: `PruningError` when the sample lacks what the strategy reads.
  public func plan(
    of strategy: ConfiguredStrategy
  ) throws(PruningError) -> any SelectionPlan {
    if let plan = plans.withLock({ $0[strategy.label] }) { return plan }
    // Computed outside the lock, so that strategies are planned side by side; if two threads plan
    // the same one, both results are equal and either may stay.
    let plan: any SelectionPlan =
      if perTile && field.field.grid.tiles > 1 {
        try PerTilePlan(strategy.strategy, for: field)
      } else {
        try strategy.strategy.plan(for: field)
      }
    plans.withLock { $0[strategy.label] = plan }
    return plan
  }

  /// A strategy's selection at a budget, with the metrics asked for.
  ///
  /// - Parameters:
  ///   - strategy: The strategy.
  ///   - budget: How many tokens to keep, in 1...n; nil for the strategy's own budget.
  ///   - metrics: The metrics to compute; all by default.
  /// - Throws: `PruningError` when the sample lacks what the strategy reads, when it has no budget of
  ///   its own and none is given, or when it fails.
  /// - Returns: The evaluation; equal input gives equal evaluations.
  public func evaluate(
    _ strategy: ConfiguredStrategy, keeping budget: Int?,
    metrics: [any TokenMetric.Type] = MetricCatalog.all
  ) throws(PruningError) -> Evaluation {
    let plan = try plan(of: strategy)
    guard let keep = budget ?? ownBudget(of: strategy) else {
      throw .refused(
        strategy: strategy.label, reason: "it has no budget of its own; give it one with --keep")
    }
    let selection = try plan.selection(keeping: keep)
    var values: [String: Double] = [:]
    // Where nothing is kept as it is, there is nothing that a metric of patches could say.
    for metric in metrics where !selection.kept.isEmpty {
      values[metric.name] = metric.value(of: selection.kept, in: field, centred: centred)
    }
    return Evaluation(
      label: strategy.label, budget: keep, isOwnBudget: budget == nil, selection: selection,
      metrics: values,
      outputErank: metrics.isEmpty ? nil : selection.outputErank(in: field, centred: centred))
  }

  /// The strategy's own budget; the sum of those of the tiles where each is pruned by itself.
  private func ownBudget(of strategy: ConfiguredStrategy) -> Int? {
    guard perTile else { return strategy.strategy.ownBudget(for: field) }
    let budgets = field.tiles.compactMap { strategy.strategy.ownBudget(for: $0) }
    return budgets.count == field.tiles.count ? budgets.reduce(0, +) : nil
  }

  /// The decisions behind a selection that rounding could turn; none where there is no selection.
  public func instabilities(
    of strategy: ConfiguredStrategy, keeping budget: Int
  ) -> [Instability] {
    (try? plan(of: strategy))?.instabilities(keeping: budget) ?? []
  }

  /// How tokens fared in an evaluation, and why.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the sample, each in 0..<n; others trap.
  ///   - strategy: The strategy that was evaluated.
  ///   - evaluation: What ``evaluate(_:keeping:metrics:)`` returned for it.
  /// - Returns: As many traces as tokens, in their order.
  /// - Throws: `PruningError` when the sample lacks what the strategy reads.
  public func traces(
    of tokens: [Int], by strategy: ConfiguredStrategy, in evaluation: Evaluation
  ) throws(PruningError) -> [TokenTrace] {
    try plan(of: strategy).traces(
      of: tokens, in: evaluation.selection, keeping: evaluation.budget)
  }

  /// The smallest budget at which a strategy keeps each of some tokens as a patch.
  ///
  /// Where selections do not nest budgets are tried one after the other: of a large sample that can
  /// take seconds. It ends early when the task is cancelled, and goes on from there when it is asked
  /// for the next time.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the sample, each in 0..<n; others trap.
  ///   - strategy: The strategy.
  /// - Returns: For each a number in 1...n, or nil for a token that no budget keeps; nothing at all
  ///   when the task was cancelled.
  /// - Throws: `PruningError` when the sample lacks what the strategy reads, or when the strategy
  ///   cannot be asked for all budgets.
  public func smallestBudgets(
    of tokens: [Int], by strategy: ConfiguredStrategy
  ) throws(PruningError) -> [Int?]? {
    try plan(of: strategy).smallestBudgets(of: tokens)
  }

  /// Several strategies at one budget, side by side on all cores, in their order.
  ///
  /// Checks for cancellation before each; what was not computed by then is left out.
  public func evaluateAll(
    _ strategies: [ConfiguredStrategy], keeping budget: Int
  ) async -> [Result<Evaluation, PruningError>?] {
    await withTaskGroup(of: (Int, Result<Evaluation, PruningError>?).self) { group in
      for (index, strategy) in strategies.enumerated() {
        group.addTask {
          if Task.isCancelled { return (index, nil) }
          do throws(PruningError) {
            return (index, .success(try self.evaluate(strategy, keeping: budget)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var results = [Result<Evaluation, PruningError>?](repeating: nil, count: strategies.count)
      for await (index, result) in group { results[index] = result }
      return results
    }
  }
}
