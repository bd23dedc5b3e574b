import Analysis
import Explorer
import Plots
import TokenFields
import TokenMetrics
import TokenPruning

/// What a plot wants to know of a sample.
struct PlotWork {
  let kind: any PlotKind.Type
  let evaluator: SampleEvaluator
  let strategies: [RequestedStrategy]
  let keep: Int
  let presets: [Int]
  let known: PlotFacts

  /// Computes it, with what is known in between every 60 ms; stops when the task is cancelled.
  func run(report: @escaping (PlotFacts) -> Void) async {
    for reading in kind.reads where !Task.isCancelled {
      switch reading {
      case .attention, .selections: break
      case .curve(let metric): await readCurves(metric, report)
      case .spectra: readSpectra(report)
      case .thresholds: readThresholds(report)
      }
    }
  }

  private func readCurves(
    _ metric: any TokenMetric.Type, _ report: @escaping (PlotFacts) -> Void
  ) async {
    let budgets = BudgetSteps.coarseToFine(
      BudgetSteps.budgets(of: evaluator.field.count, including: presets))
    let clock = ContinuousClock()
    var last = clock.now
    func facts(_ curves: [BudgetCurve]) -> PlotFacts {
      var facts = PlotFacts()
      for curve in curves { facts.curves[curve.label] = curve }
      return facts
    }
    let curves = await evaluator.curves(
      of: strategies.map(\.strategy), at: budgets, metrics: [metric],
      knowing: Array(known.curves.values)
    ) { curves in
      guard clock.now - last > .milliseconds(60) else { return }
      last = clock.now
      report(facts(curves))
    }
    report(facts(curves))
  }

  private func readSpectra(_ report: (PlotFacts) -> Void) {
    var facts = PlotFacts()
    facts.spectrum = known.spectrum ?? Spectrum(evaluator.field, centred: evaluator.centred)
    for requested in strategies where !Task.isCancelled {
      guard let plan = try? evaluator.plan(of: requested.strategy),
        let selection = try? plan.selection(keeping: keep)
      else { continue }
      facts.keptSpectra[requested.row] = selection.spectrum(
        in: evaluator.field, centred: evaluator.centred)
    }
    report(facts)
  }

  private func readThresholds(_ report: (PlotFacts) -> Void) {
    var facts = PlotFacts()
    for requested in strategies where !Task.isCancelled {
      var plotted = PlottedStrategy(place: requested.row, strategy: requested.strategy)
      plotted.readThresholds(of: evaluator.field, perTile: evaluator.perTile)
      facts.thresholds[requested.row] = plotted
    }
    report(facts)
  }
}
