internal import TerminalUI
internal import TokenPruning

/// The threshold within which AgilePruner's chosen tokens remove others, over their attention rank.
///
/// τ grows with the rank, the faster the larger the image's signal is beside its average, and is
/// saturated from a rank on that is marked (AgilePruner Eq. 6).
public enum ThresholdByRank: PlotKind {
  /// The name in files.
  public static let name = "threshold"
  /// What it shows.
  public static let summary = "AgilePruner's threshold over the attention rank, with its saturation"
  /// The thresholds.
  public static var reads: [PlotReading] { [.thresholds] }

  /// The thresholds of every strategy that has one; of those that are compared, if any is.
  ///
  /// - Parameter input: Results.
  /// - Returns: A chart of ranks and thresholds, or the reason why there is none.
  public static func plot(of input: PlotInput) -> Plot {
    let title = "threshold τ over attention rank"
    let all = input.strategies.filter { !$0.thresholds.isEmpty }
    let compared = all.filter { $0.isCompared || $0.isCurrent }
    let shown = compared.isEmpty ? all : compared
    guard let first = shown.first(where: \.isCurrent) ?? shown.first,
      let rule = first.thresholds.first
    else {
      let isListed = input.strategies.contains { $0.strategy.strategy is AgilePruner }
      return make(
        title, of: input,
        .missing(
          isListed
            ? "agilepruner needs class attention and features, and has no threshold without"
            : "no strategy of the list has a threshold; agilepruner does"))
    }
    let last = lastRank(of: shown, input)
    let curves = shown.flatMap { Self.curves(of: $0, upTo: last) }
    let average = first.averageThreshold.map { rule in
      PlotSeries(
        name: "average", title: "average image", detail: saturation(of: rule), sign: "·", style: 0,
        role: .reference, points: points(of: rule, upTo: last))
    }
    let series = (average.map { [$0] } ?? []) + curves
    let chart = Chart(
      x: PlotAxis(
        "attention rank", unit: "1 is the most attended", column: "rank",
        holding: [0, Double(last)], isCount: true),
      y: PlotAxis(
        "threshold τ", unit: "cosine distance", column: "tau",
        // Room above the largest, so that its line is none of the frame's.
        holding: [0, 1.1 * rule.largest] + series.lazy.flatMap(\.points).map(\.y), rounding: true),
      seriesColumn: "strategy", series: series, detailTitle: "saturated",
      marks: marks(of: rule))
    return make(title, of: input, .chart(chart))
  }

  /// The rank at which the chart ends: thrice where the last threshold is saturated, and no more than
  /// there are tokens.
  private static func lastRank(of shown: [PlottedStrategy], _ input: PlotInput) -> Int {
    let rules = shown.flatMap(\.thresholds) + shown.compactMap(\.averageThreshold)
    let latest = rules.map { $0.saturationRank ?? input.tokens }.max() ?? 1
    return min(input.tokens, max(latest > input.tokens / 3 ? input.tokens : 3 * latest, 12))
  }

  private static func marks(of rule: ThresholdRule) -> [PlotMark] {
    guard rule.slope > 0, let rank = rule.saturationRank else { return [] }
    return [
      PlotMark(.x, at: Double(rank), "saturated from rank \(rank)"),
      PlotMark(.y, at: rule.largest, "τ max \(NumberText.short(rule.largest))"),
    ]
  }

  private static func curves(of strategy: PlottedStrategy, upTo last: Int) -> [PlotSeries] {
    guard strategy.thresholds.count > 1 else {
      return strategy.thresholds.map { rule in
        strategy.series(detail: saturation(of: rule), points: points(of: rule, upTo: last))
      }
    }
    return strategy.thresholds.enumerated().map { tile, rule in
      PlotSeries(
        name: "\(strategy.strategy.label) tile \(tile)",
        title: "\(strategy.strategy.title) tile \(tile)", detail: saturation(of: rule),
        sign: PlottedStrategy.sign(ofPlace: tile), style: tile, points: points(of: rule, upTo: last)
      )
    }
  }

  private static func saturation(of rule: ThresholdRule) -> String {
    guard rule.slope > 0 else { return "fixed" }
    return rule.saturationRank.map { "rank \($0)" } ?? "never"
  }

  private static func points(of rule: ThresholdRule, upTo last: Int) -> [PlotSeries.Point] {
    (1...last).map { PlotSeries.Point(Double($0), max(rule.threshold(rank: $0), 0)) }
  }
}
