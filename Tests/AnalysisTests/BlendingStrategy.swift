import TokenFields
import TokenPruning

/// A strategy that hands on a class token, the first patches and the mean of all others, and drops
/// tokens after a layer of the language model.
struct BlendingStrategy: PruningStrategy {
  static let name = "blending"
  static let family = StrategyFamily.baseline
  static let summary = "keep the first tokens and blend the others"
  static let source = "a test"
  static let parameters = [
    ParameterSpecification("layer", .integer(0...100), default: .integer(0), "where tokens go")
  ]
  var evidence: [Evidence] { [] }
  var promises: StrategyPromises { [.merging, .deterministic] }
  let pruningLayer: Int

  init(_ values: ParameterValues) { pruningLayer = values.integer("layer") ?? 0 }

  func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    Plan(count: field.count)
  }

  /// The strategy with a layer of its own.
  static func configured(layer: Int = 0) -> ConfiguredStrategy {
    var values = ParameterValues()
    values.set("layer", .integer(layer))
    return ConfiguredStrategy(BlendingStrategy.self, given: values)
  }

  private struct Plan: SelectionPlan {
    let count: Int

    func selection(keeping budget: Int) -> Selection {
      let kept = Array(0..<min(budget, count))
      let rest = Array(kept.count..<count)
      let merging = Merging(
        groups: rest.isEmpty ? [] : [Merging.Group(representative: nil, meanOf: rest)],
        in: .features)
      return Selection(kept: kept, merging: merging, classTokens: 1)
    }

    func instabilities(keeping budget: Int) -> [Instability] { [] }

    func reasons(
      for tokens: [Int], in selection: Selection, keeping budget: Int
    ) -> [TokenReason] { tokens.map { _ in TokenReason() } }
  }
}
