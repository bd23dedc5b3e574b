package import Plots

/// What the screen shows of the strategies.
public enum ViewKind: String, Sendable, Hashable, CaseIterable {
  /// The current strategy, large, with all numbers beside it.
  case single
  /// Two strategies side by side.
  case split
  /// Four strategies.
  case quad
  /// Every strategy of the comparison, small.
  case gallery
  /// Which patches only one of two strategies keeps.
  case diff
  /// All samples as dots over two of their numbers.
  case dataset
  /// Why each strategy keeps the patch under the cursor or not.
  case why
  /// The effective rank of what is kept over budgets.
  case erankCurves = "erank-curves"
  /// The coverage over budgets.
  case coverageCurves = "coverage-curves"
  /// The share of the attention over budgets.
  case attentionCurves = "attention-curves"
  /// The singular values of all tokens and of those kept.
  case spectrum
  /// How the attention is distributed, with the cut at the budget.
  case histogram
  /// AgilePruner's threshold by the rank of attention.
  case threshold
  /// How much every pair of strategies has in common.
  case jaccard

  /// Whether several pictures are on screen.
  var hasPanels: Bool { self == .split || self == .quad || self == .gallery }

  /// The plot of the view; nil for pictures.
  package var plot: (any PlotKind.Type)? { PlotCatalog.named(rawValue) }

  /// The views of pictures.
  package static let pictures = allCases.filter { $0.plot == nil && $0 != .why && $0 != .dataset }

  /// The views of plots.
  static let plots = allCases.filter { $0.plot != nil }
}
