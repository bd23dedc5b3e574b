internal import Plots
internal import SampleSets
internal import TokenPruning

extension ExplorerState {
  /// Asks for what the plot on screen reads, where that is neither known nor asked: after the
  /// selections, which everything on screen waits for.
  mutating func questionPlot() -> [ExplorerEffect] {
    guard let kind = choices.view.plot, let sample, let keep else { return [] }
    let rows = comparison.contains(choices.current) ? comparison : [choices.current] + comparison
    let isOfBudget = kind.reads.contains { reading in
      if case .spectra = reading { true } else { false }
    }
    let question = PlotQuestion(
      view: choices.view, rows: rows.filter { !self.rows[$0].isRefused },
      keep: isOfBudget ? keep : nil)
    guard question != openPlot, kind.readsInBackground else { return [] }
    openPlot = question
    requests.plot += 1
    return [
      .readPlot(
        request: requests.plot, sample, kind.name,
        strategies: question.rows.map(requested),
        keep: keep, presets: presets, known: plots)
    ]
  }

  /// The plot on screen, from what is known by now; nil before the tokens are there.
  var plot: Plot? {
    guard let kind = choices.view.plot, let sample, let keep else { return nil }
    var input = PlotInput(
      subject: sample.reference.name, field: sample.field, budget: keep, spectrum: plots.spectrum)
    let compared = Set(comparison)
    input.strategies = rows.indices.filter { !rows[$0].isRefused }.map { index in
      let row = rows[index]
      var plotted = PlottedStrategy(
        place: index, strategy: row.strategy, isCompared: compared.contains(index),
        isCurrent: index == choices.current)
      plotted.evaluation = row.evaluation
      plotted.curve = plots.curves[row.strategy.label]
      plotted.spectrum = plots.keptSpectra[index]
      plotted.thresholds = plots.thresholds[index]?.thresholds ?? []
      plotted.averageThreshold = plots.thresholds[index]?.averageThreshold
      return plotted
    }
    return kind.plot(of: input)
  }
}

extension StrategyRow {
  /// Whether the sample cannot serve the strategy.
  var isRefused: Bool { if case .unavailable = status { true } else { false } }
}

extension PlotKind {
  /// Whether it shows more than the selections on screen.
  fileprivate static var readsInBackground: Bool {
    reads.contains { reading in
      switch reading {
      case .attention, .selections: false
      case .curve, .spectra, .thresholds: true
      }
    }
  }
}
