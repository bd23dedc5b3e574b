public import Analysis
internal import TokenFields
internal import TokenMetrics
public import TokenPruning

extension PlotInput {
  /// Computes what kinds of plot read of a sample, for those who can wait for it.
  ///
  /// - Parameters:
  ///   - kinds: The kinds; what none of them reads is not computed.
  ///   - subject: What the sample is.
  ///   - evaluator: The evaluator of the sample.
  ///   - evaluations: The strategies and their selections at the budget, in the order of the list.
  ///   - budget: The budget that is marked.
  ///   - current: The place of the strategy that the plots are about; nil for none.
  /// - Complexity: For curves of the effective rank, O(min(*k*, *D*)³) for every strategy and budget
  ///   *k*.
  public init(
    for kinds: [any PlotKind.Type], subject: String, evaluator: SampleEvaluator,
    evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)], budget: Int,
    current: Int? = 0
  ) {
    let field = evaluator.field
    self.init(subject: subject, field: field, budget: budget)
    let reads = kinds.flatMap { $0.reads }
    var metrics: [any TokenMetric.Type] = []
    var (readsSpectra, readsThresholds) = (false, false)
    for reading in reads {
      switch reading {
      case .curve(let metric): metrics.append(metric)
      case .spectra: readsSpectra = true
      case .thresholds: readsThresholds = true
      case .attention, .selections: break
      }
    }
    if readsSpectra { spectrum = Spectrum(field, centred: evaluator.centred) }
    let budgets = BudgetSteps.budgets(of: field.count, including: [budget])
    strategies = evaluations.enumerated().map { place, pair in
      var strategy = PlottedStrategy(
        place: place, strategy: pair.strategy, isCurrent: place == current)
      strategy.evaluation = pair.evaluation
      if !metrics.isEmpty {
        strategy.curve = evaluator.curve(of: pair.strategy, at: budgets, metrics: metrics)
      }
      if readsSpectra {
        strategy.spectrum = pair.evaluation.selection.spectrum(
          in: field, centred: evaluator.centred)
      }
      if readsThresholds { strategy.readThresholds(of: field, perTile: evaluator.perTile) }
      return strategy
    }
  }
}
