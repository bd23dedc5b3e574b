import Analysis
import TokenFields
import TokenMetrics
import TokenPruning

/// What a plot of curves computes: every strategy at every budget of the curve, one metric at a time.
func measureCurves(_ cases: [SelectionCase], in table: inout Table) async {
  let strategies = StrategyCatalog.all.map { ConfiguredStrategy($0) }
  for sample in cases {
    let field = SyntheticField.make(tokens: sample.tokens, width: sample.width)
    let evaluator = SampleEvaluator(PreparedField(field))
    let budgets = BudgetSteps.coarseToFine(
      BudgetSteps.budgets(of: sample.tokens, including: [sample.keep]),
      beginningWith: [sample.keep])
    table.heading(
      "CURVES OF \(strategies.count) STRATEGIES AT \(budgets.count) BUDGETS, "
        + "\(sample.tokens)×\(sample.width), PLANS KNOWN")
    for metric in [AttentionMass.self, Coverage.self, KeptErank.self] as [any TokenMetric.Type] {
      for (name, part) in [("first five budgets", Array(budgets.prefix(5))), ("all", budgets)] {
        let expected = sum(await evaluator.curves(of: strategies, at: part, metrics: [metric]))
        await table.measure(
          Row("\(metric.name), \(name)", expecting: expected) {
            sum(await evaluator.curves(of: strategies, at: part, metrics: [metric]))
          })
      }
    }
  }
}

private func sum(_ curves: [BudgetCurve]) -> Double {
  curves.reduce(0) { total, curve in
    curve.points.reduce(total) { $0 + $1.values.values.reduce(0, +) }
  }
}
