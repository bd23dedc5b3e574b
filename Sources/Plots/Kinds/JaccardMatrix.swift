internal import Analysis
internal import TokenPruning

/// How much every two strategies of the list have in common: |A ∩ B| / |A ∪ B| of the patches they
/// keep.
public enum JaccardMatrix: PlotKind {
  /// The name in files.
  public static let name = "jaccard"
  /// What it shows.
  public static let summary = "overlap of the kept patches of every two strategies"
  /// The selections.
  public static var reads: [PlotReading] { [.selections] }

  /// The matrix over all strategies whose selection is known.
  ///
  /// Strategies that keep no patch as such overlap with none; they are left out and named.
  ///
  /// - Parameter input: Results.
  /// - Returns: A square of numbers in 0...1, or the reason why there is none.
  public static func plot(of input: PlotInput) -> Plot {
    let title = "overlap of kept patches (Jaccard) at \(input.budget)"
    let known = input.strategies.filter { $0.evaluation != nil }
    let shown = known.filter { $0.evaluation?.selection.kept.isEmpty == false }
    guard !shown.isEmpty else {
      return make(
        title, of: input,
        .missing(known.isEmpty ? "no selection is known yet" : "no strategy keeps patches as such"))
    }
    let kept = shown.map { $0.evaluation?.selection.kept ?? [] }
    let values = kept.map { one in kept.map { jaccard(one, $0) } }
    let matrix = PlotMatrix(
      items: shown.map {
        PlotMatrix.Item(name: $0.strategy.label, title: $0.strategy.title, sign: $0.sign)
      },
      values: values, column: "jaccard", current: shown.firstIndex(where: \.isCurrent))
    let without = known.filter { $0.evaluation?.selection.kept.isEmpty != false }
      .map { $0.strategy.title }
    return make(
      title, of: input, .matrix(matrix),
      notes: without.isEmpty ? [] : ["no patches as such: \(without.joined(separator: ", "))"])
  }
}
