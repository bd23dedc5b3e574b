internal import Analysis
internal import TerminalUI
internal import TokenPruning
import Glibc

/// How the class attention is distributed over tokens, which of them the current strategy keeps, and
/// the attention of the budget's last token by attention.
public enum AttentionHistogram: PlotKind {
  /// The name in files.
  public static let name = "histogram"
  /// What it shows.
  public static let summary = "class attention of all tokens and of the kept ones, with the cut"
  /// Attention and the current strategy's selection.
  public static var reads: [PlotReading] { [.attention, .selections] }

  /// How many bars there are.
  static let bins = 48

  /// The histogram; the part of a bar that the current strategy keeps is told apart once it is known.
  ///
  /// - Parameter input: Results.
  /// - Returns: Bars over a logarithmic axis of attention, or the reason why there are none.
  public static func plot(of input: PlotInput) -> Plot {
    let title = "class attention of \(input.tokens) tokens"
    guard let attention = input.attention, attention.contains(where: { $0 > 0 }) else {
      return make(title, of: input, .missing("this sample has no class attention"))
    }
    let axis = PlotAxis(
      "class attention", unit: "mean of heads", column: "attention", scale: .log,
      holding: attention)
    let kept = input.current?.evaluation?.selection.kept ?? []
    let bars = self.bars(of: attention, kept: kept, on: axis)
    let cut = attention.sorted(by: >)[input.budget - 1]
    let zeros = attention.count { $0 <= 0 }
    let current = input.current?.evaluation == nil ? nil : input.current?.strategy.title
    let chart = Chart(
      x: axis,
      y: PlotAxis(
        "tokens", column: "tokens", holding: [0] + bars.map(\.whole), rounding: true,
        isCount: true),
      bars: PlotBars(
        bars: bars, wholeTitle: "all tokens",
        partTitle: current.map { "kept by \($0)" },
        columns: ["from", "to", "tokens", "kept"]),
      marks: [
        PlotMark(.x, at: cut, "cut \(NumberText.short(cut)): the \(input.budget) most attended")
      ])
    return make(
      title, of: input, .chart(chart),
      notes: zeros == 0 ? [] : ["\(zeros) tokens without attention are in the first bar"])
  }

  /// Bars of equal width on the axis.
  private static func bars(
    of attention: [Double], kept: [Int], on axis: PlotAxis
  ) -> [PlotBars.Bar] {
    let bins = min(Self.bins, max(8, Int((3 * Double(attention.count).squareRoot()).rounded())))
    var whole = [Int](repeating: 0, count: bins)
    var part = whole
    func bin(of value: Double) -> Int {
      guard value > 0 else { return 0 }
      return min(max(Int(axis.position(of: value) * Double(bins)), 0), bins - 1)
    }
    for value in attention { whole[bin(of: value)] += 1 }
    for token in kept { part[bin(of: attention[token])] += 1 }
    // The outer ends are the axis's own: a logarithm and back would miss them by a hair.
    let edges = (0...bins).map { edge in
      edge == 0
        ? axis.range.lowerBound
        : edge == bins ? axis.range.upperBound : axis.value(at: Double(edge) / Double(bins))
    }
    return whole.indices.map { bin in
      PlotBars.Bar(
        from: edges[bin], to: edges[bin + 1], whole: Double(whole[bin]), part: Double(part[bin]))
    }
  }
}
