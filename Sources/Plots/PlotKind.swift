public import TokenMetrics

/// A kind of plot: what it shows of the results it is given.
///
/// To add one, put one file in `Kinds/`, one line in ``PlotCatalog``, and a view and a kind of export
/// of its name. The laws in `PlotLaws` then hold it to what every plot promises: axes that contain all
/// data, no number that is none, and a reason where there is nothing to show.
public protocol PlotKind: Sendable {
  /// The name in files, in kebab case.
  static var name: String { get }
  /// What it shows, a phrase for lists without a final period.
  static var summary: String { get }
  /// What it reads of ``PlotInput``, so that only this need be computed.
  static var reads: [PlotReading] { get }

  /// The plot of what is known.
  ///
  /// - Parameter input: Results, as far as they are known.
  /// - Returns: A plot of all that is known, or one that says why there is nothing to show.
  /// - Complexity: O(n log n) for n tokens, and O(points).
  static func plot(of input: PlotInput) -> Plot
}

/// Something that a plot reads of its input.
public enum PlotReading: Sendable {
  /// The mean class attention.
  case attention
  /// A metric over budgets, of every strategy that is compared.
  case curve(any TokenMetric.Type)
  /// The spectra of all tokens and of what is kept.
  case spectra
  /// The selections of every strategy of the list.
  case selections
  /// How thresholds grow with the rank.
  case thresholds
}

/// All kinds of plot, in the order of lists.
public enum PlotCatalog {
  /// The kinds.
  public static let all: [any PlotKind.Type] = [
    ErankCurves.self, CoverageCurves.self, AttentionCurves.self, SpectrumPlot.self,
    AttentionHistogram.self, ThresholdByRank.self, JaccardMatrix.self,
  ]

  /// The kind of a name; nil when there is none.
  public static func named(_ name: String) -> (any PlotKind.Type)? {
    all.first { $0.name == name }
  }
}

extension PlotKind {
  /// A plot of this kind.
  static func make(
    _ title: String, of input: PlotInput, _ body: Plot.Body, notes: [String] = []
  ) -> Plot {
    Plot(name: name, title: title, subject: input.subject, body: body, notes: notes)
  }
}
