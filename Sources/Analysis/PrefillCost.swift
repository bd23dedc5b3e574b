public import TokenPruning

/// A language model behind a vision encoder, as far as the cost of its prefill depends on it.
public struct LanguageModel: Sendable, Hashable {
  /// The name on the command line.
  public let name: String
  /// Transformer layers.
  public let layers: Int
  /// The hidden width, d.
  public let width: Int
  /// The width of the feed-forward network, m.
  public let feedForward: Int
  /// The share of attention heads that carry keys and values of their own; 1 without grouping.
  public let keyValueShare: Double
  /// How visual tokens are counted for it, for reports.
  public let counting: String

  /// The models that costs are told for; the first is the default.
  ///
  /// Sizes are those of the models' published configurations.
  public static let all: [LanguageModel] = [
    LanguageModel(
      name: "llava-1.5-7b", layers: 32, width: 4096, feedForward: 11008, keyValueShare: 1,
      counting: "576 patches of one image"),
    LanguageModel(
      name: "llava-1.5-13b", layers: 40, width: 5120, feedForward: 13824, keyValueShare: 1,
      counting: "576 patches of one image"),
    LanguageModel(
      name: "llava-next-7b", layers: 32, width: 4096, feedForward: 11008, keyValueShare: 1,
      counting: "patches of all tiles; newline tokens are not counted"),
    LanguageModel(
      name: "qwen2.5-vl-7b", layers: 28, width: 3584, feedForward: 18944,
      keyValueShare: 4.0 / 28, counting: "tokens after the 2×2 merge"),
  ]

  /// The model of a name; nil when there is none.
  public static func named(_ name: String) -> LanguageModel? { all.first { $0.name == name } }

  /// The cost of one layer over `tokens` tokens as the field counts it.
  ///
  /// 4·n·d² + 2·n²·d + 2·n·d·m: multiply–accumulates counted once, the gate of the feed-forward
  /// network left out (FastV, arXiv 2403.06764, and those after it).
  private func conventional(_ tokens: Double) -> Double {
    let (d, m) = (Double(width), Double(feedForward))
    return 4 * tokens * d * d + 2 * tokens * tokens * d + 2 * tokens * d * m
  }

  /// The cost of one layer counted in full: two operations for each multiply–accumulate, the gate
  /// included, keys and values as wide as they are.
  private func exact(_ tokens: Double) -> Double {
    let (d, m) = (Double(width), Double(feedForward))
    let projections = (2 + 2 * keyValueShare) * tokens * d * d
    return 2 * (projections + 2 * tokens * tokens * d + 3 * tokens * d * m)
  }

  /// What prefilling a prompt costs.
  ///
  /// - Parameters:
  ///   - visual: Visual tokens that go on after the pruning layer.
  ///   - all: Visual tokens before it.
  ///   - layer: The layer after which tokens are dropped; 0 when they never enter the model.
  ///   - text: Text tokens.
  /// - Returns: The cost; never negative.
  public func prefill(
    visual: Int, of all: Int, prunedAfter layer: Int = 0, text: Int
  ) -> PrefillCost {
    let before = Double(min(max(layer, 0), layers))
    let after = Double(layers) - before
    let (full, pruned) = (Double(all + text), Double(visual + text))
    return PrefillCost(
      equivalentTokens: (before * Double(all) + after * Double(visual)) / Double(layers),
      conventional: before * conventional(full) + after * conventional(pruned),
      exact: before * exact(full) + after * exact(pruned))
  }
}

/// What prefilling a prompt costs a language model.
public struct PrefillCost: Sendable, Hashable {
  /// Visual tokens averaged over the layers: ((L₁ − 0)·T₀ + (L − L₁)·T₁) / L.
  public let equivalentTokens: Double
  /// Operations as the field's papers count them.
  public let conventional: Double
  /// Floating-point operations counted in full.
  public let exact: Double

  /// The number of text tokens of the papers' tables.
  public static let usualText = 30
}

extension PrefillCost {
  /// What a selection costs a model.
  ///
  /// - Parameters:
  ///   - selection: The selection; class tokens and merged tokens count.
  ///   - strategy: The strategy that made it.
  ///   - count: The number of the field's tokens, n.
  ///   - model: The model.
  ///   - text: Text tokens.
  public init(
    of selection: Selection, by strategy: any PruningStrategy, count: Int,
    in model: LanguageModel, text: Int = usualText
  ) {
    self = model.prefill(
      visual: selection.outputCount, of: count, prunedAfter: strategy.pruningLayer, text: text)
  }
}
