public import Analysis
public import Plots
public import TokenMetrics

/// What plots read of the sample on screen, as far as it is computed.
public struct PlotFacts: Sendable, Equatable {
  /// The spectrum of all tokens.
  public var spectrum: Spectrum?
  /// The curve of each strategy over budgets, by its label.
  public var curves: [String: BudgetCurve] = [:]
  /// The spectrum of what each strategy keeps, by its place in the list; until the one at the current
  /// budget is there the one before stays, so that nothing flickers.
  public var keptSpectra: [Int: Spectrum] = [:]
  /// How each strategy's threshold grows with the rank, by its place in the list.
  public var thresholds: [Int: PlottedStrategy] = [:]

  /// Creates facts of which nothing is known.
  public init() {}

  /// Takes over what is known newly.
  mutating func merge(_ newer: PlotFacts) {
    spectrum = newer.spectrum ?? spectrum
    curves.merge(newer.curves) { _, new in new }
    keptSpectra.merge(newer.keptSpectra) { _, new in new }
    thresholds.merge(newer.thresholds) { _, new in new }
  }
}

/// What is asked of the sample for a plot.
public struct PlotQuestion: Sendable, Equatable {
  /// The plot.
  public let view: ViewKind
  /// The strategies on it, indices into the state's rows.
  public let rows: [Int]
  /// The budget; nil where the plot shows all of them.
  public let keep: Int?
}
