public import TokenFields
public import TokenPruning
public import TextData

/// How many tokens a selection hands on, of which kinds, and what they cost a language model.
public struct SelectionCost: Sendable, Equatable {
  /// The tokens that one tile hands on.
  public struct Tile: Sendable, Equatable {
    /// Patches that are kept.
    public let patches: Int
    /// Class tokens that are kept; nil where all tiles were pruned as one list, of which class
    /// tokens belong to none.
    public let classTokens: Int?
    /// Merged tokens that are added; nil where all tiles were pruned as one list, since a merged
    /// token may then be made of patches of several.
    public let mergedTokens: Int?
  }

  /// Patches that are kept, those that others are mixed into among them.
  public let patches: Int
  /// Class tokens that are kept.
  public let classTokens: Int
  /// Merged tokens that are added, in place of no kept patch.
  public let mergedTokens: Int
  /// Each tile's own count; empty for a single tile.
  public let tiles: [Tile]
  /// Whether each tile had a share of the budget of its own.
  public let isPerTile: Bool
  /// The layer of the language model after which tokens are dropped; 0 when they never enter it.
  public let pruningLayer: Int
  /// The language model.
  public let model: LanguageModel
  /// Text tokens of the prompt.
  public let textTokens: Int
  /// What is handed on costs this.
  public let prefill: PrefillCost
  /// All tokens would cost this.
  public let prefillOfAll: PrefillCost

  /// How many tokens are handed on.
  public var output: Int { patches + classTokens + mergedTokens }

  /// Counts a selection's tokens.
  ///
  /// - Parameters:
  ///   - selection: The selection.
  ///   - strategy: The strategy that made it.
  ///   - grid: How the field's tokens lie.
  ///   - isPerTile: Whether each tile was pruned by itself; with a single tile it says nothing.
  ///   - model: The language model.
  ///   - textTokens: Text tokens of the prompt, 0 or more.
  public init(
    of selection: Selection, by strategy: any PruningStrategy, on grid: TokenGrid,
    isPerTile: Bool = false, in model: LanguageModel = .usual,
    textTokens: Int = PrefillCost.usualText
  ) {
    patches = selection.kept.count
    classTokens = selection.classTokens
    mergedTokens = selection.addedTokens
    self.isPerTile = isPerTile && grid.tiles > 1
    tiles = Self.tiles(of: selection, on: grid, isPerTile: self.isPerTile)
    pruningLayer = strategy.pruningLayer
    self.model = model
    self.textTokens = textTokens
    prefill = PrefillCost(
      of: selection, by: strategy, count: grid.count, in: model, text: textTokens)
    prefillOfAll = model.prefill(visual: grid.count, of: grid.count, text: textTokens)
  }

  /// Counts the tokens of an evaluation.
  ///
  /// - Parameters:
  ///   - evaluation: The evaluation.
  ///   - strategy: The strategy that is evaluated.
  ///   - evaluator: The evaluator that made it.
  ///   - model: The language model.
  ///   - textTokens: Text tokens of the prompt, 0 or more.
  public init(
    of evaluation: Evaluation, by strategy: ConfiguredStrategy, in evaluator: SampleEvaluator,
    model: LanguageModel = .usual, textTokens: Int = PrefillCost.usualText
  ) {
    self.init(
      of: evaluation.selection, by: strategy.strategy, on: evaluator.field.field.grid,
      isPerTile: evaluator.perTile, in: model, textTokens: textTokens)
  }

  private static func tiles(
    of selection: Selection, on grid: TokenGrid, isPerTile: Bool
  ) -> [Tile] {
    guard grid.tiles > 1 else { return [] }
    var patches = [Int](repeating: 0, count: grid.tiles)
    for token in selection.kept { patches[token / grid.tileCount] += 1 }
    var merged = [Int](repeating: 0, count: grid.tiles)
    for group in selection.merging?.groups ?? [] where group.representative == nil {
      if let first = group.members.first { merged[first / grid.tileCount] += 1 }
    }
    return (0..<grid.tiles).map { tile in
      Tile(
        patches: patches[tile],
        classTokens: isPerTile ? selection.classTokensPerTile?[tile] : nil,
        mergedTokens: isPerTile ? merged[tile] : nil)
    }
  }
}

extension SelectionCost {
  /// The cost as reports write it.
  ///
  /// `patches + classTokens + mergedTokens` is the number of tokens that are handed on. `perTile` is
  /// there for several tiles. Both counts of `prefillFLOPs` are those of ``PrefillCost``.
  public var json: JSONValue {
    .object([
      "patches": .integer(patches),
      "classTokens": .integer(classTokens),
      "mergedTokens": .integer(mergedTokens),
      "budget": .string(isPerTile ? "per-tile" : "global"),
      "perTile": tiles.isEmpty ? nil : .array(tiles.map(\.json)),
      "model": .string(model.name),
      "counting": .string(model.counting),
      "textTokens": .integer(textTokens),
      "prunedAfterLayer": .integer(pruningLayer),
      "equivalentTokens": .number(prefill.equivalentTokens),
      "prefillFLOPs": prefill.json,
      "allTokens": .object([
        "equivalentTokens": .number(prefillOfAll.equivalentTokens),
        "prefillFLOPs": prefillOfAll.json,
      ]),
    ])
  }
}

extension SelectionCost.Tile {
  fileprivate var json: JSONValue {
    .object([
      "patches": .integer(patches), "classTokens": classTokens.map(JSONValue.integer),
      "mergedTokens": mergedTokens.map(JSONValue.integer),
    ])
  }
}

extension PrefillCost {
  fileprivate var json: JSONValue {
    .object(["conventional": .number(conventional), "exact": .number(exact)])
  }
}

extension LanguageModel {
  /// The model that costs are told for where none is named.
  public static var usual: LanguageModel { all[0] }
}
