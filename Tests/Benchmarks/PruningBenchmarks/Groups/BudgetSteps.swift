import Analysis
import TokenFields
import TokenMetrics
import TokenPruning

/// What one move of the slider computes: every strategy's selection with every metric.
func measureBudgetSteps(in table: inout Table) async {
  let field = SyntheticField.make(tokens: 576, width: 1024)
  let strategies = StrategyCatalog.all.map { ConfiguredStrategy($0) }
  let evaluator = SampleEvaluator(PreparedField(field))
  await measureSmallSteps(evaluator, strategies, in: &table)
  await measureParts(evaluator, strategies, in: &table)
  await measureLargeSteps(in: &table)
  table.heading("THE WHOLE TABLE, 576×1024, FROM FEATURES")
  let budgets = stride(from: 28, through: 576, by: 28).map { $0 }
  var all = 0.0
  for keep in budgets { all += await checksum(evaluator, strategies, keep) }
  await table.measure(
    Row("all strategies at \(budgets.count) budgets", goal: 1500, expecting: all) {
      let evaluator = SampleEvaluator(PreparedField(field))
      var sum = 0.0
      for keep in budgets { sum += await checksum(evaluator, strategies, keep) }
      return sum
    })
  table.heading("THE FIRST STEP, 576×1024, FROM FEATURES")
  let expected = await checksum(evaluator, strategies, 64)
  await table.measure(
    Row("64 kept, nothing known", expecting: expected) {
      await checksum(SampleEvaluator(PreparedField(field)), strategies, 64)
    })
}

/// Steps of one tile: of seven strategies that only select, which have goals, and of all.
private func measureSmallSteps(
  _ evaluator: SampleEvaluator, _ all: [ConfiguredStrategy], in table: inout Table
) async {
  let names = [
    "agilepruner", "fastervlm", "divprune", "vispruner", "fpspruner", "uniform-grid", "random",
  ]
  let seven = all.filter { names.contains($0.label) }
  let goals = [64: 1.0, 192: 5, 288: 12]
  for (title, strategies) in [("SEVEN STRATEGIES", seven), ("ALL STRATEGIES", all)] {
    table.heading("ONE BUDGET STEP, 576×1024, \(title) AND METRICS")
    for keep in [64, 128, 192, 288, 432, 560] {
      let expected = await checksum(evaluator, strategies, keep)
      await table.compare([
        Row(
          "\(keep) kept, side by side", goal: strategies.count == 7 ? goals[keep] : nil,
          expecting: expected
        ) { await checksum(evaluator, strategies, keep) },
        Row("\(keep) kept, one after the other", expecting: expected) {
          sum(strategies.map { try? evaluator.evaluate($0, keeping: keep) })
        },
      ])
    }
  }
}

/// What a move computes of five tiles as one list: of ten strategies that only select, and of the
/// ten that are listed first, three of which merge.
private func measureLargeSteps(in table: inout Table) async {
  let field = SyntheticField.make(tokens: 2880, width: 1024)
  let all = StrategyCatalog.all.map { ConfiguredStrategy($0) }
  let evaluator = SampleEvaluator(PreparedField(field))
  let selecting = all.filter { !$0.strategy.promises.contains(.merging) }.prefix(10)
  for (title, strategies) in [("SELECT", Array(selecting)), ("ARE FIRST", Array(all.prefix(10)))] {
    table.heading("ONE BUDGET STEP, 2880×1024, TEN STRATEGIES THAT \(title)")
    for (keep, goal) in [(320, 30.0), (640, 100)] {
      let expected = await checksum(evaluator, strategies, keep)
      await table.measure(
        Row("\(keep) kept, side by side", goal: goal, expecting: expected) {
          await checksum(evaluator, strategies, keep)
        })
    }
  }
  for keep in [320, 640] {
    table.heading("PARTS OF A STEP, 2880×1024, \(keep) KEPT, ONE CORE")
    for strategy in all {
      let one = sum([try? evaluator.evaluate(strategy, keeping: keep)])
      await table.measure(
        Row("\(strategy.label), \(keep) kept", expecting: one) {
          sum([try? evaluator.evaluate(strategy, keeping: keep)])
        })
    }
  }
}

/// Each part of a step by itself, on one core.
private func measureParts(
  _ evaluator: SampleEvaluator, _ strategies: [ConfiguredStrategy], in table: inout Table
) async {
  for keep in [64, 288] {
    table.heading("PARTS OF A STEP, \(keep) KEPT, ALL STRATEGIES, ONE CORE")
    let kept = strategies.compactMap {
      try? evaluator.evaluate($0, keeping: keep, metrics: []).selection.kept
    }
    await table.measure(
      Row("selections", expecting: Double(kept.reduce(0) { $0 + $1.count })) {
        strategies.reduce(0) { total, strategy in
          let evaluation = try? evaluator.evaluate(strategy, keeping: keep, metrics: [])
          return total + Double(evaluation?.selection.kept.count ?? 0)
        }
      })
    for metric in MetricCatalog.all {
      func total() -> Double {
        kept.reduce(0) { $0 + (metric.value(of: $1, in: evaluator.field, centred: true) ?? 0) }
      }
      await table.measure(Row(metric.name, expecting: total()) { total() })
    }
  }
}

private func checksum(
  _ evaluator: SampleEvaluator, _ strategies: [ConfiguredStrategy], _ keep: Int
) async -> Double {
  sum(await evaluator.evaluateAll(strategies, keeping: keep).map { try? $0?.get() })
}

/// A number that depends on every metric and every count.
private func sum(_ evaluations: [Evaluation?]) -> Double {
  evaluations.reduce(0) { total, evaluation in
    guard let evaluation else { return total }
    // In the catalog's order: sums of doubles depend on it, and a dictionary has none.
    return MetricCatalog.all.reduce(total + Double(evaluation.selection.kept.count)) {
      $0 + (evaluation[$1] ?? 0)
    }
  }
}
