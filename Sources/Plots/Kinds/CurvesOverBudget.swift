internal import Analysis
internal import TerminalUI
public import TokenMetrics
internal import TokenPruning

/// A metric of every compared strategy over the budget, with the current budget marked.
///
/// The family's members differ in the metric only.
public protocol CurvesOverBudget: PlotKind {
  /// The metric.
  static var metric: any TokenMetric.Type { get }
  /// What the plot is about, in a word or two.
  static var heading: String { get }
  /// What the axis upwards measures.
  static var label: String { get }
  /// The unit of the axis upwards; empty for plain numbers.
  static var unit: String { get }
  /// Values of the axis that it always reaches.
  static var bounds: [Double] { get }
  /// Why a sample has no such curves.
  static var lack: String { get }
  /// How many decimals the values of a legend have.
  static var decimals: Int { get }
}

extension CurvesOverBudget {
  /// The metric over budgets.
  public static var reads: [PlotReading] { [.curve(metric)] }

  /// The curves as far as they are computed.
  ///
  /// - Parameter input: Results; the value at the budget is read of curves, else of evaluations.
  /// - Returns: A chart of the budget and the metric, or the reason why there is none.
  public static func plot(of input: PlotInput) -> Plot {
    let compared = input.compared
    let title = "\(heading) over budget"
    let lines = compared.map { strategy in
      points(of: strategy).map { PlotSeries.Point($0.x, $0.y) }
    }
    guard lines.contains(where: { !$0.isEmpty }) else {
      return make(title, of: input, .missing(reason(input, compared)))
    }
    let series = zip(compared, lines).compactMap { strategy, points in
      points.isEmpty
        ? nil
        : strategy.series(detail: detail(of: strategy, at: input.budget), points: points)
    }
    let chart = Chart(
      x: PlotAxis(
        "budget", unit: "tokens kept", column: "budget", holding: [0, Double(input.tokens)],
        isCount: true),
      y: PlotAxis(
        label, unit: unit, column: metric.name, holding: lines.joined().map(\.y) + bounds,
        rounding: true),
      seriesColumn: "strategy", series: series, detailTitle: "at \(input.budget)",
      marks: [PlotMark(.x, at: Double(input.budget), "keep \(input.budget)")])
    let absent = zip(compared, lines).filter { $0.1.isEmpty && $0.0.curve != nil }
      .map { $0.0.strategy.title }
    return make(
      title, of: input, .chart(chart),
      notes: (absent.isEmpty ? [] : ["no curve: \(absent.joined(separator: ", "))"])
        + outputNote(compared))
  }

  /// Whose curve is that of the tokens that are handed on, because they keep no patch as such.
  private static func outputNote(_ compared: [PlottedStrategy]) -> [String] {
    guard metric == KeptErank.self else { return [] }
    let names = compared.filter { strategy in
      guard let evaluation = strategy.evaluation else { return false }
      return evaluation.selection.kept.isEmpty && evaluation.outputErank != nil
    }.map { $0.strategy.title }
    return names.isEmpty ? [] : ["of merged tokens: \(names.joined(separator: ", "))"]
  }

  private static func points(of strategy: PlottedStrategy) -> [(x: Double, y: Double)] {
    strategy.curve?.values(of: metric).map { (Double($0.budget), $0.value) } ?? []
  }

  private static func detail(of strategy: PlottedStrategy, at budget: Int) -> String {
    guard let value = strategy.curve?.value(of: metric, at: budget) else { return "" }
    return NumberText.fixed(value, decimals)
  }

  private static func reason(_ input: PlotInput, _ compared: [PlottedStrategy]) -> String {
    if compared.isEmpty { return "no strategy is compared" }
    if metric == AttentionMass.self ? input.attention == nil : !input.hasFeatures { return lack }
    return compared.allSatisfy { $0.curve?.refusal != nil }
      ? "no compared strategy can be applied to this sample" : "computing…"
  }
}

/// The effective rank of the kept tokens over the budget.
public enum ErankCurves: CurvesOverBudget {
  /// The name in files.
  public static let name = "erank-curves"
  /// What it shows.
  public static let summary = "effective rank of the kept tokens over the budget"
  /// The effective rank; of strategies that keep no patch as such, that of what they hand on.
  public static var metric: any TokenMetric.Type { KeptErank.self }
  /// What the plot is about.
  public static let heading = "effective rank"
  /// What the axis upwards measures.
  public static let label = "erank of kept tokens"
  /// A plain number.
  public static let unit = ""
  /// From nothing.
  public static let bounds = [0.0]
  /// Effective ranks need features.
  public static let lack = "this sample has no features, of which an effective rank is made"
  /// As in tables.
  public static let decimals = 1
}

/// How well the kept tokens stand for all over the budget.
public enum CoverageCurves: CurvesOverBudget {
  /// The name in files.
  public static let name = "coverage-curves"
  /// What it shows.
  public static let summary =
    "mean over all tokens of the largest cosine to a kept one, over the budget"
  /// The coverage.
  public static var metric: any TokenMetric.Type { Coverage.self }
  /// What the plot is about.
  public static let heading = "coverage"
  /// What the axis upwards measures.
  public static let label = "coverage"
  /// A cosine.
  public static let unit = "mean largest cosine"
  /// Up to 1, where every token is kept.
  public static let bounds = [1.0]
  /// Cosines need features.
  public static let lack = "this sample has no features, between which cosines could be"
  /// As in tables.
  public static let decimals = 3
}

/// The share of the class attention that kept tokens hold over the budget.
public enum AttentionCurves: CurvesOverBudget {
  /// The name in files.
  public static let name = "attention-curves"
  /// What it shows.
  public static let summary = "share of the class attention on kept tokens, over the budget"
  /// The share of attention.
  public static var metric: any TokenMetric.Type { AttentionMass.self }
  /// What the plot is about.
  public static let heading = "attention share"
  /// What the axis upwards measures.
  public static let label = "attention on kept tokens"
  /// A share.
  public static let unit = "share of all"
  /// From nothing to all.
  public static let bounds = [0.0, 1]
  /// There must be some.
  public static let lack = "this sample has no class attention"
  /// As in JSON.
  public static let decimals = 3
}
