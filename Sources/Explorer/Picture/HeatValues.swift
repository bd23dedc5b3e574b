internal import LinearAlgebra
internal import TokenFields
internal import SampleSets
internal import TokenPruning
internal import Analysis
import Glibc
internal import TerminalUI

/// The values that the heat shows, with what a legend must say of them.
struct HeatValues: Sendable, Equatable {
  /// A value for each token; nil where a token has none, such as a rank in an order it is not in.
  let values: [Double?]
  /// What the values are.
  let title: String
  /// How values become positions.
  let scale: HeatScale

  /// The smallest and largest value; nil when no token has one.
  let range: ClosedRange<Double>?

  /// Ranks of the values, from 0; only for the scale by rank.
  private let ranks: [Int]

  init(values: [Double?], title: String, scale: HeatScale) {
    self.values = values
    self.title = title
    let known = values.compactMap { $0 }
    if let smallest = known.min(), let largest = known.max() {
      range = smallest...largest
    } else {
      range = nil
    }
    // A logarithm needs positive values; zeros among them make it linear.
    let usesLog = scale == .log && (known.min() ?? 0) > 0
    self.scale = scale == .log && !usesLog ? .linear : scale
    guard scale == .rank else {
      ranks = []
      return
    }
    var ranks = [Int](repeating: 0, count: values.count)
    let order = values.indices.sorted {
      (values[$0] ?? -.infinity, $1) < (values[$1] ?? -.infinity, $0)
    }
    for (rank, token) in order.enumerated() { ranks[token] = rank }
    self.ranks = ranks
  }

  /// The position of a token's value on the colour map, 0...1; nil when it has none.
  func position(of token: Int) -> Double? {
    guard let value = values[token], let range else { return nil }
    if scale == .rank {
      return ranks.count > 1 ? Double(ranks[token]) / Double(ranks.count - 1) : 1
    }
    return position(of: value, in: range)
  }

  private func position(of value: Double, in range: ClosedRange<Double>) -> Double {
    guard range.upperBound > range.lowerBound else { return 1 }
    if scale == .log {
      return log(value / range.lowerBound)
        / log(range.upperBound / range.lowerBound)
    }
    return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }
}

extension ExplorerState {
  /// The values of the layer that is shown; nil when they are not there (yet, or at all).
  func heatValues() -> HeatValues? {
    guard let summary else { return nil }
    let (values, title): ([Double?]?, String)
    switch layer {
    case .attention:
      if let head, let attention = sample?.field.field.attention, head < attention.rows {
        (values, title) = (
          Array(attention.row(head)), "class attention, head \(head + 1) of \(summary.heads)"
        )
      } else {
        let heads = summary.heads > 1 ? ", mean of \(summary.heads) heads" : ""
        (values, title) = (summary.attention, "class attention" + heads)
      }
    case .norm: (values, title) = (summary.norms, "feature norm")
    case .similarity:
      (values, title) = (similarities, "cosine to #\(similarityToken ?? cursor)")
    case .order:
      (values, title) = orderValues()
    case .agreement:
      let evaluations = rows.filter(\.isEnabled).compactMap(\.evaluation)
      let votes = agreement(of: evaluations.map(\.selection), count: tokenCount)
      (values, title) = (
        votes.map(Double.init), "how many of \(evaluations.count) strategies keep it"
      )
    }
    return values.map { HeatValues(values: $0, title: title, scale: effectiveScale) }
  }

  /// The step at which the current strategy chose each token, from 1.
  private func orderValues() -> ([Double?]?, String) {
    guard let evaluation = currentEvaluation else { return (nil, "selection order") }
    guard let order = evaluation.selection.order else {
      return (nil, "\(evaluation.label) has no selection order")
    }
    var values = [Double?](repeating: nil, count: tokenCount)
    for (step, token) in order.enumerated() { values[token] = Double(step + 1) }
    return (values, "selection order of \(evaluation.label)")
  }

  /// Logarithms only where they help: attention and norms.
  private var effectiveScale: HeatScale {
    guard scale == .log else { return scale }
    return layer == .attention || layer == .norm ? .log : .linear
  }
}
