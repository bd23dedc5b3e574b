public import TokenMetrics
public import TokenPruning

extension SampleEvaluator {
  /// What metrics say of a strategy's selection at one budget; only what is asked for is computed.
  ///
  /// Where a strategy keeps no patch as such, the effective rank is that of the tokens it hands on.
  ///
  /// - Parameters:
  ///   - strategy: The strategy; its plan is computed at first use.
  ///   - budget: How many tokens to keep, in 1...n.
  ///   - metrics: The metrics.
  /// - Returns: A point of the strategy's curve.
  /// - Throws: `PruningError` when the sample cannot serve the strategy.
  public func point(
    of strategy: ConfiguredStrategy, keeping budget: Int, metrics: [any TokenMetric.Type]
  ) throws(PruningError) -> BudgetCurve.Point {
    let selection = try plan(of: strategy).selection(keeping: budget)
    var values: [String: Double] = [:]
    for metric in metrics {
      if !selection.kept.isEmpty {
        values[metric.name] = metric.value(of: selection.kept, in: field, centred: centred)
      } else if metric == KeptErank.self {
        values[metric.name] = selection.outputErank(in: field, centred: centred)
      }
    }
    return BudgetCurve.Point(
      budget: budget, output: selection.outputCount, values: values,
      asked: Set(metrics.map { $0.name }))
  }

  /// A strategy's curve at the budgets given; ends early when the task is cancelled.
  ///
  /// - Parameters:
  ///   - strategy: The strategy.
  ///   - budgets: Budgets in 1...n, in the order in which they are computed.
  ///   - metrics: The metrics; only these are computed.
  /// - Returns: The points that were computed; none, and the reason, when the sample cannot serve it.
  /// - Complexity: For effective ranks, O(min(*k*, *D*)³) at each budget *k*.
  public func curve(
    of strategy: ConfiguredStrategy, at budgets: [Int], metrics: [any TokenMetric.Type]
  ) -> BudgetCurve {
    var curve = BudgetCurve(label: strategy.label)
    for budget in budgets where !Task.isCancelled {
      do throws(PruningError) {
        curve.add(try point(of: strategy, keeping: budget, metrics: metrics))
      } catch {
        curve.refusal = error
        return curve
      }
    }
    return curve
  }

  /// The curves of several strategies, side by side on all cores, told of after every budget.
  ///
  /// All strategies have a budget before any has the next, so that what is shown in between compares
  /// them. What a curve knows already is not computed again. Ends early when the task is cancelled.
  ///
  /// - Parameters:
  ///   - strategies: The strategies.
  ///   - budgets: Budgets in 1...n, in the order in which they are computed:
  ///     ``BudgetSteps/coarseToFine(_:beginningWith:)``.
  ///   - metrics: The metrics; only these are computed.
  ///   - known: Curves of an earlier call on this sample, in any order.
  ///   - report: Called after every budget at which something was computed, with all curves.
  /// - Returns: A curve for each strategy, in their order.
  public func curves(
    of strategies: [ConfiguredStrategy], at budgets: [Int], metrics: [any TokenMetric.Type],
    knowing known: [BudgetCurve] = [], report: ([BudgetCurve]) async -> Void = { _ in }
  ) async -> [BudgetCurve] {
    var curves = strategies.map { strategy in
      known.first { $0.label == strategy.label } ?? BudgetCurve(label: strategy.label)
    }
    for budget in budgets where !Task.isCancelled {
      let wanted = strategies.indices.compactMap { place in
        let missing = metrics.filter { !curves[place].isKnown($0, at: budget) }
        return curves[place].refusal == nil && !missing.isEmpty ? (place, missing) : nil
      }
      guard !wanted.isEmpty else { continue }
      await withTaskGroup(of: (Int, Result<BudgetCurve.Point, PruningError>?).self) { group in
        for (place, missing) in wanted {
          group.addTask {
            if Task.isCancelled { return (place, nil) }
            do throws(PruningError) {
              return (
                place,
                .success(
                  try self.point(of: strategies[place], keeping: budget, metrics: missing))
              )
            } catch {
              return (place, .failure(error))
            }
          }
        }
        for await (place, result) in group {
          switch result {
          case .success(let point): curves[place].add(point)
          case .failure(let error): curves[place].refusal = error
          case nil: break
          }
        }
      }
      await report(curves)
    }
    return curves
  }
}
