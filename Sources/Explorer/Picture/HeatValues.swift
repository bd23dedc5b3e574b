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

  /// The smallest and largest value of tokens that are no padding, or of all where all are; nil when
  /// no token has one.
  let range: ClosedRange<Double>?
  /// Whether padding has values below the range; they look like its lower end.
  let hasLower: Bool

  /// For each token how many have a smaller value, and the most of these; only for the scale by rank.
  private let ranks: [Int]
  private let lastRank: Int

  init(values: [Double?], title: String, scale: HeatScale, isPadding: [Bool]? = nil) {
    self.title = title
    // What is too large for a number has no place on a scale.
    let values = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
    self.values = values
    let known = values.compactMap { $0 }
    // Padding shows nothing: its extremes would take the colours from what the image shows.
    let shown = isPadding.map { isPadding in
      zip(values, isPadding).compactMap { value, isPadding in isPadding ? nil : value }
    }
    let spread = shown?.isEmpty == false ? shown ?? known : known
    if let smallest = spread.min(), let largest = spread.max() {
      range = smallest...largest
      hasLower = (known.min() ?? smallest) < smallest
    } else {
      range = nil
      hasLower = false
    }
    // A logarithm needs positive values; zeros among them make it linear.
    let usesLog = scale == .log && (known.min() ?? 0) > 0
    self.scale = scale == .log && !usesLog ? .linear : scale
    guard scale == .rank else {
      ranks = []
      lastRank = 0
      return
    }
    var smaller: [Double: Int] = [:]
    for (rank, value) in known.sorted().enumerated() where smaller[value] == nil {
      smaller[value] = rank
    }
    ranks = values.map { $0.flatMap { smaller[$0] } ?? 0 }
    lastRank = ranks.max() ?? 0
  }

  /// The relative difference up to which values in 32 bits may be the same.
  private static let rounding = 1e-6

  /// The position of a token's value on the colour map, 0...1; nil when it has none.
  func position(of token: Int) -> Double? {
    guard let value = values[token], let range else { return nil }
    if scale == .rank {
      return lastRank > 0 ? Double(ranks[token]) / Double(lastRank) : 1
    }
    return position(of: value, in: range)
  }

  private func position(of value: Double, in range: ClosedRange<Double>) -> Double {
    // What differs by rounding alone is the same.
    let largest = max(abs(range.lowerBound), abs(range.upperBound))
    guard range.upperBound - range.lowerBound > largest * Self.rounding else { return 1 }
    // Differences of logarithms and halves: a quotient or a difference of the values may overflow.
    let (from, to, at) =
      scale == .log
      ? (log(range.lowerBound), log(range.upperBound), log(value))
      : (range.lowerBound / 2, range.upperBound / 2, value / 2)
    return to > from ? min(max((at - from) / (to - from), 0), 1) : 1
  }
}

extension ExplorerState {
  /// The values of the layer that is shown; nil when they are not there (yet, or at all).
  func heatValues() -> HeatValues? {
    guard let (values, title) = layerValues(), let values else { return nil }
    return HeatValues(
      values: values, title: title, scale: effectiveScale, isPadding: summary?.isPadding)
  }

  /// The values of the layer as far as they are there, and what they are or why there are none; nil
  /// before the tokens are there.
  func layerValues() -> (values: [Double?]?, title: String)? {
    guard let summary else { return nil }
    let (values, title): ([Double?]?, String)
    switch choices.layer {
    case .attention:
      (values, title) = attentionValues(summary)
    case .norm: (values, title) = (summary.norms, "feature norm")
    case .similarity:
      (values, title) = probeValues()
    case .order:
      (values, title) = orderValues()
    case .groups: (values, title) = (nil, groupsTitle)
    case .agreement:
      // Who only merges keeps nothing as it is and has no vote.
      let evaluations = comparison.compactMap { rows[$0].evaluation }
        .filter { !$0.selection.kept.isEmpty }
      let votes = agreement(of: evaluations.map(\.selection), count: tokenCount)
      (values, title) = (
        votes.map(Double.init), "how many of \(evaluations.count) strategies keep it"
      )
    }
    return (
      values, values == nil && isAbsent ? "no \(choices.layer.rawValue) in this sample" : title
    )
  }

  /// The attention of the layer and head that are chosen, and what it is.
  private func attentionValues(_ summary: SampleSummary) -> ([Double?]?, String) {
    guard let field = sample?.field.field else { return (nil, "") }
    let stack = field.layerAttention
    let layer = choices.attentionLayer.flatMap { layer in stack.map { (layer, $0) } }
    let name =
      field.attentionSource.title
      + (layer.map { " of layer \($0.0 + 1) of \($0.1.layers)" } ?? "")
    let attention = layer.map { $0.1.matrix(ofLayer: $0.0) } ?? field.attention
    if let head = choices.head, let attention, head < attention.rows {
      return (Array(attention.row(head)), "\(name), head \(head + 1) of \(attention.rows)")
    }
    let heads = summary.heads > 1 ? ", mean of \(summary.heads) heads" : ""
    return (layer == nil ? summary.attention : attention?.meanRow, name + heads)
  }

  /// Whether values of the layer that are not there will never be.
  private var isAbsent: Bool {
    switch choices.layer {
    case .attention, .norm: true
    case .similarity, .order, .groups, .agreement: false
    }
  }

  /// The step at which the current strategy chose each token, from 1.
  private func orderValues() -> ([Double?]?, String) {
    guard let evaluation = currentEvaluation else {
      return (nil, currentReason ?? "selection order …")
    }
    guard let order = evaluation.selection.order else {
      return (nil, "\(rows[choices.current].strategy.title) has no selection order")
    }
    var values = [Double?](repeating: nil, count: tokenCount)
    for (step, token) in order.enumerated() { values[token] = Double(step + 1) }
    return (values, "selection order of \(rows[choices.current].strategy.title)")
  }

  /// How many groups there are of how many tokens, or why there are none.
  private var groupsTitle: String {
    guard currentEvaluation != nil else { return currentReason ?? "groups …" }
    guard let groups = tokenGroups else {
      return "\(rows[choices.current].strategy.title) merges nothing"
    }
    let count = groups.groups.count
    return "\(count) \(count == 1 ? "group" : "groups") of \(groups.tokenCount) tokens, "
      + rows[choices.current].strategy.title
  }

  /// Why the sample cannot serve the current strategy, if it cannot.
  var currentReason: String? {
    guard rows.indices.contains(choices.current),
      case .unavailable(let reason) = rows[choices.current].status
    else { return nil }
    return "\(rows[choices.current].strategy.title) \(reason)"
  }

  /// Logarithms only where they help: attention and norms.
  private var effectiveScale: HeatScale {
    guard choices.scale == .log else { return choices.scale }
    let isAttention =
      choices.layer == .attention || choices.layer == .similarity && choices.measure == .attention
    return isAttention || choices.layer == .norm ? .log : .linear
  }
}
