import Analysis
import Synchronization
import TestSupport
import Testing
import TokenFields
import TokenMetrics
import TokenPruning

@Suite struct BudgetCurveTests {
  private let field = RandomField.make(seed: 3)
  private let metrics: [any TokenMetric.Type] = [KeptErank.self, AttentionMass.self]

  @Test(arguments: [1, 2, 3, 27, 28, 29, 30, 100, 576, 2880])
  func budgetsSpanAllTokensAndContainTheOthers(count: Int) {
    let budgets = BudgetSteps.budgets(of: count, including: [7, 64, count + 1, 0])
    #expect(budgets.first == 1 && budgets.last == count)
    #expect(zip(budgets, budgets.dropFirst()).allSatisfy { $0 < $1 })
    for other in [7, 64] { #expect(budgets.contains(other) == (other <= count)) }
    #expect(budgets.count <= 40)
    // No gap is wider than an even step.
    let widest = zip(budgets, budgets.dropFirst()).map { $1 - $0 }.max() ?? 0
    #expect(widest <= count / BudgetSteps.even + 1)
  }

  @Test func coarseComesBeforeFine() {
    let budgets = BudgetSteps.budgets(of: 576, including: [64])
    let order = BudgetSteps.coarseToFine(budgets, beginningWith: [64, 5])
    #expect(order.sorted() == budgets)
    #expect(Array(order.prefix(3)) == [64, 1, 576])
    // Any beginning leaves no gap of more than about twice the places that an even one would.
    for length in [5, 9, 17] {
      let places = order.prefix(length).compactMap { budgets.firstIndex(of: $0) }.sorted()
      let widest = zip(places, places.dropFirst()).map { $1 - $0 }.max() ?? 0
      #expect(widest <= 2 * budgets.count / (length - 2) + 1, "\(length)")
    }
    #expect(BudgetSteps.coarseToFine([]).isEmpty && BudgetSteps.coarseToFine([4]) == [4])
  }

  @Test func pointsAreThoseOfEvaluations() throws {
    let evaluator = SampleEvaluator(PreparedField(field))
    for type in StrategyCatalog.all {
      let strategy = ConfiguredStrategy(type)
      let curve = evaluator.curve(of: strategy, at: [30, 1, 9], metrics: metrics)
      if let refusal = curve.refusal {
        #expect(throws: refusal) { try evaluator.evaluate(strategy, keeping: 9) }
        continue
      }
      #expect(curve.points.map(\.budget) == [1, 9, 30])
      for point in curve.points {
        let evaluation = try evaluator.evaluate(strategy, keeping: point.budget)
        let erank =
          evaluation.selection.kept.isEmpty ? evaluation.outputErank : evaluation[KeptErank.self]
        #expect(point.values["erank"] == erank, "\(strategy.label)")
        #expect(point.values["attentionMass"] == evaluation[AttentionMass.self])
        #expect(point.values["coverage"] == nil && point.output == evaluation.selection.outputCount)
      }
    }
  }

  @Test func pointsOfOneBudgetAreMerged() {
    var curve = BudgetCurve(label: "a")
    curve.add(.init(budget: 5, output: 5, values: ["erank": 2], asked: ["erank"]))
    curve.add(.init(budget: 2, output: 2, values: [:], asked: ["erank"]))
    curve.add(.init(budget: 5, output: 5, values: ["coverage": 0.5], asked: ["coverage"]))
    #expect(curve.points.map(\.budget) == [2, 5])
    #expect(curve.value(of: KeptErank.self, at: 5) == 2)
    #expect(curve.value(of: Coverage.self, at: 5) == 0.5)
    #expect(curve.values(of: KeptErank.self).map(\.budget) == [5])
    #expect(curve.isKnown(KeptErank.self, at: 2) && !curve.isKnown(Coverage.self, at: 2))
    #expect(curve.value(of: KeptErank.self, at: 3) == nil)
  }

  @Test func curvesAreToldOfAsTheyGrowAndNotComputedTwice() async {
    var field = field
    field.textEmbeds = nil
    let evaluator = SampleEvaluator(PreparedField(field))
    let strategies = [AgilePruner.self, CDPruner.self, ToMe.self].map { ConfiguredStrategy($0) }
    let budgets = [9, 1, 30]
    var reports: [[BudgetCurve]] = []
    let curves = await evaluator.curves(of: strategies, at: budgets, metrics: metrics) {
      reports.append($0)
    }
    #expect(curves.map(\.label) == strategies.map(\.label))
    #expect(reports.map { $0[0].points.map(\.budget) } == [[9], [1, 9], [1, 9, 30]])
    #expect(curves[1].refusal != nil && curves[1].points.isEmpty)
    #expect(curves[0] == evaluator.curve(of: strategies[0], at: budgets, metrics: metrics))
    // A further budget and a further metric add to what is known.
    reports = []
    let more = await evaluator.curves(
      of: strategies, at: budgets + [12], metrics: metrics, knowing: curves
    ) { reports.append($0) }
    #expect(reports.count == 1 && more[0].points.count == 4)
    let covered = await evaluator.curves(
      of: [strategies[0]], at: budgets, metrics: [Coverage.self], knowing: more)
    #expect(covered[0].value(of: Coverage.self, at: 9) != nil)
    #expect(
      covered[0].value(of: KeptErank.self, at: 9) == curves[0].value(of: KeptErank.self, at: 9))
  }

  @Test func aCancelledTaskComputesNothingMore() async {
    let evaluator = SampleEvaluator(PreparedField(field))
    let strategy = ConfiguredStrategy(DivPrune.self)
    let reports = Mutex(0)
    let task = Task {
      await evaluator.curves(of: [strategy], at: [1, 2, 3, 4], metrics: metrics) { curves in
        reports.withLock { $0 += 1 }
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    let curves = await task.value
    #expect(curves[0].points.map(\.budget) == [1] && reports.withLock { $0 } == 1)
  }
}
