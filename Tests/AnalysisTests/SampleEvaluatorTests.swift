import Analysis
import TestSupport
import Testing
import TokenFields
import TokenMetrics
import TokenPruning

@Suite struct SampleEvaluatorTests {
  private let field = RandomField.make(seed: 1, projectedWidth: 5)
  private let all = StrategyCatalog.all.map { ConfiguredStrategy($0) }

  @Test func plansOnceForAllBudgets() throws {
    let evaluator = SampleEvaluator(PreparedField(field))
    let strategy = CountingStrategy.configured(series: 1)
    for budget in 1...field.count {
      #expect(try evaluator.evaluate(strategy, keeping: budget).selection.kept.count == budget)
    }
    let evaluation = try evaluator.evaluate(strategy, keeping: 3)
    _ = try evaluator.traces(of: [0], by: strategy, in: evaluation)
    #expect(try evaluator.smallestBudgets(of: [4], by: strategy) == [5])
    #expect(CountingStrategy.plans(series: 1) == 1)
    // Other parameters are another strategy.
    _ = try evaluator.evaluate(CountingStrategy.configured(series: 2), keeping: 3)
    #expect(CountingStrategy.plans(series: 2) == 1)
  }

  @Test func evaluatesAsThePlanAndTheMetricsDo() throws {
    let prepared = PreparedField(field)
    let evaluator = SampleEvaluator(prepared)
    for strategy in all {
      for budget in [1, 7, field.count] {
        let evaluation = try evaluator.evaluate(strategy, keeping: budget)
        let selection = try strategy.strategy.plan(for: prepared).selection(keeping: budget)
        #expect(evaluation.selection == selection)
        #expect(evaluation.label == strategy.label && evaluation.budget == budget)
        for metric in MetricCatalog.all {
          let value =
            selection.kept.isEmpty
            ? nil : metric.value(of: selection.kept, in: prepared, centred: true)
          #expect(evaluation[metric] == value && evaluation.metrics[metric.name] == value)
        }
      }
    }
  }

  @Test func metricsWithoutAValueAreAbsentAndOthersAreNotComputed() throws {
    let evaluator = SampleEvaluator(PreparedField(field))
    let one = try evaluator.evaluate(ConfiguredStrategy(FasterVLM.self), keeping: 1)
    // One token has no distance to another, and the field does not know its padding.
    #expect(one.metrics.keys.sorted() == ["attentionMass", "coverage", "erank"])
    let mass = try evaluator.evaluate(
      ConfiguredStrategy(FasterVLM.self), keeping: 2, metrics: [AttentionMass.self])
    #expect(mass.metrics.keys.sorted() == ["attentionMass"])
  }

  @Test func uncentredEvaluatorsReportUncentredEranks() throws {
    let prepared = PreparedField(field)
    let strategy = ConfiguredStrategy(DivPrune.self)
    let kept = try DivPrune().plan(for: prepared).selection(keeping: 9).kept
    for centred in [true, false] {
      let evaluation = try SampleEvaluator(prepared, centred: centred)
        .evaluate(strategy, keeping: 9)
      #expect(
        evaluation[KeptErank.self] == KeptErank.value(of: kept, in: prepared, centred: centred))
    }
  }

  @Test func perTileEvaluatorsGiveEachTileItsShare() throws {
    let tiled = PreparedField(
      RandomField.make(seed: 2, grid: TokenGrid(tiles: 3, rows: 2, columns: 5)))
    let evaluator = SampleEvaluator(tiled, perTile: true)
    for strategy in all {
      let expected = try PerTilePlan(strategy.strategy, for: tiled)
      for budget in [1, 4, 15, 30] {
        #expect(
          try evaluator.evaluate(strategy, keeping: budget).selection
            == expected.selection(keeping: budget), "\(strategy.label), keep \(budget)")
      }
    }
  }

  @Test func missingEvidenceIsThrownEachTime() {
    var bare = field
    bare.attention = nil
    let evaluator = SampleEvaluator(PreparedField(bare))
    let strategy = ConfiguredStrategy(AgilePruner.self)
    for _ in 0..<2 {
      #expect(
        throws: PruningError.missingEvidence(strategy: "agilepruner", evidence: .attention)
      ) { try evaluator.evaluate(strategy, keeping: 3) }
      #expect(
        throws: PruningError.missingEvidence(strategy: "agilepruner", evidence: .attention)
      ) { try evaluator.smallestBudgets(of: [0], by: strategy) }
    }
  }

  @Test func tracesAreThoseOfThePlan() throws {
    let prepared = PreparedField(field)
    let evaluator = SampleEvaluator(prepared)
    let tokens = Array(0..<field.count)
    for strategy in all {
      let plan = try strategy.strategy.plan(for: prepared)
      let evaluation = try evaluator.evaluate(strategy, keeping: 6)
      #expect(
        try evaluator.traces(of: tokens, by: strategy, in: evaluation)
          == plan.traces(of: tokens, keeping: 6), "\(strategy.label)")
    }
  }

  @Test func smallestBudgetsAreThoseOfThePlanInWhateverPartsTheyAreAsked() throws {
    let prepared = PreparedField(field)
    let evaluator = SampleEvaluator(prepared)
    let tokens = Array(0..<field.count)
    for strategy in all {
      let expected = try #require(
        try strategy.strategy.plan(for: prepared).smallestBudgets(of: tokens))
      for part in [[7], [3, 7, 3], tokens] {
        #expect(
          try evaluator.smallestBudgets(of: part, by: strategy) == part.map { expected[$0] },
          "\(strategy.label), \(part)")
      }
    }
  }

  @Test func aCancelledSearchRemembersNothingWrong() async throws {
    let evaluator = SampleEvaluator(PreparedField(field))
    let strategy = ConfiguredStrategy(VisPruner.self)
    let tokens = Array(0..<field.count)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try evaluator.smallestBudgets(of: tokens, by: strategy)
    }
    task.cancel()
    #expect(try await task.value == nil)
    #expect(
      try evaluator.smallestBudgets(of: tokens, by: strategy)
        == VisPruner().plan(for: PreparedField(field)).smallestBudgets(of: tokens))
  }

  @Test func severalStrategiesComeBackInTheirOrder() async throws {
    var bare = field
    bare.attention = nil
    let evaluator = SampleEvaluator(PreparedField(bare))
    let results = await evaluator.evaluateAll(all, keeping: 8)
    #expect(results.count == all.count)
    for (strategy, result) in zip(all, results) {
      switch try #require(result) {
      case .success(let evaluation):
        #expect(evaluation.label == strategy.label)
        #expect(try evaluation == evaluator.evaluate(strategy, keeping: 8))
      case .failure(let error):
        guard case .missingEvidence(_, .attention) = error else {
          Issue.record("\(strategy.label): \(error)")
          continue
        }
      }
    }
    let failed = zip(all, results).filter { if case .failure = $0.1 { true } else { false } }
    let readers = all.filter { $0.strategy.evidence.contains(.attention) }
    #expect(failed.map { $0.0.label } == readers.map(\.label) && readers.count > 3)
  }

  @Test func aCancelledComparisonLeavesOutWhatWasNotComputed() async {
    let evaluator = SampleEvaluator(PreparedField(field))
    let strategies = [CountingStrategy.configured(series: 3)]
    let task = Task {
      // Waits until it is cancelled, so that the comparison begins afterwards.
      while !Task.isCancelled { await Task.yield() }
      return await evaluator.evaluateAll(strategies, keeping: 4)
    }
    task.cancel()
    let results = await task.value
    #expect(results.count == 1 && results[0] == nil)
    #expect(CountingStrategy.plans(series: 3) == 0)
  }

  @Test func manyThreadsShareOneEvaluator() async throws {
    let evaluator = SampleEvaluator(PreparedField(field))
    let expected = await SampleEvaluator(PreparedField(field)).evaluateAll(all, keeping: 11)
    let same = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<6 {
        group.addTask { await evaluator.evaluateAll(all, keeping: 11) == expected }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(same == [Bool](repeating: true, count: 6))
  }
}
