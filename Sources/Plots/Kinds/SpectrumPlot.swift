internal import TerminalUI
internal import TokenMetrics

/// The singular values of all tokens and of what each compared strategy keeps, as shares of their
/// sum, on logarithmic axes.
///
/// The flatter a spectrum, the more directions its tokens span: the effective rank in the legend is
/// the exponential of its entropy.
public enum SpectrumPlot: PlotKind {
  /// The name in files.
  public static let name = "spectrum"
  /// What it shows.
  public static let summary = "singular values of all tokens and of the kept ones"
  /// The spectra.
  public static var reads: [PlotReading] { [.spectra] }

  /// The spectra as far as they are known.
  ///
  /// - Parameter input: Results.
  /// - Returns: A chart of places in the spectrum and shares, or the reason why there is none.
  public static func plot(of input: PlotInput) -> Plot {
    let title = "spectrum of all and of kept tokens"
    guard input.hasFeatures else {
      return make(title, of: input, .missing("this sample has no features"))
    }
    let all = input.spectrum.map { spectrum in
      PlotSeries(
        name: "all", title: "all \(input.tokens) tokens", detail: erank(spectrum), sign: "·",
        style: 0, role: .reference, points: points(of: spectrum))
    }
    let kept = input.compared.compactMap { strategy in
      strategy.spectrum.map {
        strategy.series(detail: erank($0), points: points(of: $0))
      }
    }
    let series = ((all.map { [$0] } ?? []) + kept).filter { !$0.points.isEmpty }
    guard !series.isEmpty else {
      let isKnown = input.spectrum != nil || input.compared.contains { $0.spectrum != nil }
      return make(
        title, of: input, .missing(isKnown ? "all tokens are alike: nothing varies" : "computing…"))
    }
    let chart = Chart(
      x: PlotAxis(
        "number of the singular value", unit: "largest first", column: "index", scale: .log,
        holding: series.lazy.flatMap(\.points).map(\.x), isCount: true),
      y: PlotAxis(
        "share of their sum", column: "share", scale: .log,
        holding: series.lazy.flatMap(\.points).map(\.y), rounding: true),
      seriesColumn: "tokens", series: series, detailTitle: "erank")
    return make(title, of: input, .chart(chart))
  }

  private static func erank(_ spectrum: Spectrum) -> String {
    NumberText.fixed(spectrum.erank, 1)
  }

  private static func points(of spectrum: Spectrum) -> [PlotSeries.Point] {
    spectrum.shares.enumerated().map { PlotSeries.Point(Double($0.offset + 1), $0.element) }
  }
}
