import Analysis
import TokenFields
import TokenMetrics
import TokenPruning

/// What one move of the slider computes: every strategy's selection with every metric.
func measureBudgetSteps(in table: inout Table) async {
  let goals = [64: 1.0, 192: 5, 288: 12]
  let field = SyntheticField.make(tokens: 576, width: 1024)
  let strategies = StrategyCatalog.all.map { ConfiguredStrategy($0) }
  let evaluator = SampleEvaluator(PreparedField(field))
  table.heading("ONE BUDGET STEP, 576×1024, ALL STRATEGIES AND METRICS")
  for keep in [64, 128, 192, 288, 432, 560] {
    let expected = await checksum(evaluator, strategies, keep)
    await table.compare([
      Row("\(keep) kept, side by side", goal: goals[keep], expecting: expected) {
        await checksum(evaluator, strategies, keep)
      },
      Row("\(keep) kept, one after the other", expecting: expected) {
        sum(strategies.map { try? evaluator.evaluate($0, keeping: keep) })
      },
    ])
  }
  await measureParts(evaluator, strategies, in: &table)
  table.heading("THE FIRST STEP, 576×1024, FROM FEATURES")
  let expected = await checksum(evaluator, strategies, 64)
  await table.measure(
    Row("64 kept, nothing known", expecting: expected) {
      await checksum(SampleEvaluator(PreparedField(field)), strategies, 64)
    })
}

/// Each part of a step by itself, on one core.
private func measureParts(
  _ evaluator: SampleEvaluator, _ strategies: [ConfiguredStrategy], in table: inout Table
) async {
  for keep in [64, 288] {
    table.heading("PARTS OF A STEP, \(keep) KEPT, ALL STRATEGIES, ONE CORE")
    await table.measure(
      Row("selections", expecting: Double(keep * strategies.count)) {
        strategies.reduce(0) { total, strategy in
          let evaluation = try? evaluator.evaluate(strategy, keeping: keep, metrics: [])
          return total + Double(evaluation?.selection.kept.count ?? 0)
        }
      })
    let kept = strategies.compactMap {
      try? evaluator.evaluate($0, keeping: keep, metrics: []).selection.kept
    }
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
