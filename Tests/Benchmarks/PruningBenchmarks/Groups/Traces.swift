import TokenFields
import TokenPruning

/// What it takes to say why: of one token and of all, given the selection; and the smallest budgets
/// of all tokens of one tile, which are searched where selections do not nest.
func measureTraces(_ cases: [SelectionCase], in table: inout Table) async {
  for size in cases {
    let prepared = PreparedField(
      SyntheticField.make(tokens: size.tokens, width: size.width))
    let plans = plans(for: prepared)
    let all = Array(0..<size.tokens)
    for (title, tokens) in [("ONE TOKEN", [size.tokens / 2]), ("ALL TOKENS", all)] {
      table.heading("WHY, \(title) OF \(size.tokens), \(size.keep) KEPT, SELECTION GIVEN")
      for (name, plan) in plans {
        guard let selection = try? plan.selection(keeping: size.keep) else { continue }
        func explained() -> Double {
          checksum(plan.traces(of: tokens, in: selection, keeping: size.keep))
        }
        await table.measure(Row(name, expecting: explained()) { explained() })
      }
    }
    // Of several tiles a search takes seconds, and no row is worth a minute.
    guard size.tokens <= 576 else { continue }
    table.heading("SMALLEST BUDGETS OF ALL \(size.tokens) TOKENS")
    for (name, plan) in plans {
      func found() -> Double {
        ((try? plan.smallestBudgets(of: all)) ?? [])?.reduce(0) { $0 + Double($1 ?? 0) } ?? -1
      }
      await table.measure(Row(name, expecting: found()) { found() })
    }
  }
}

private func plans(for field: PreparedField) -> [(name: String, plan: any SelectionPlan)] {
  StrategyCatalog.all.compactMap { type in
    (try? ConfiguredStrategy(type).strategy.plan(for: field)).map { (type.name, $0) }
  }
}

/// A number that depends on every comparison.
private func checksum(_ traces: [TokenTrace]) -> Double {
  traces.reduce(0) { total, trace in
    trace.reason.comparisons.reduce(total) { $0 + $1.value + Double($1.other ?? 0) }
  }
}
