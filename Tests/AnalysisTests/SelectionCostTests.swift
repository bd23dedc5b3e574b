import Analysis
import TestSupport
import Testing
import TokenFields
import TokenPruning
import TextData

@Suite struct SelectionCostTests {
  private let grid = TokenGrid(rows: 24, columns: 24)
  private let blending = BlendingStrategy.configured().strategy

  /// What VisionZip hands on at 64 of 576: 53 patches, the class token and ten merged tokens.
  private var visionZip: Selection {
    Selection(
      kept: Array(0..<53),
      merging: Merging(
        groups: (0..<10).map {
          Merging.Group(representative: nil, meanOf: [100 + 2 * $0, 101 + 2 * $0])
        }, in: .features), classTokens: 1)
  }

  @Test func classTokensAndMergedTokensCount() throws {
    let cost = SelectionCost(of: visionZip, by: blending, on: grid)
    #expect((cost.patches, cost.classTokens, cost.mergedTokens) == (53, 1, 10))
    #expect(cost.output == 64 && cost.output == visionZip.outputCount)
    #expect(cost.prefill.equivalentTokens == 64)
    #expect(cost.prefill.conventional == 475_433_795_584)
    #expect(cost.prefillOfAll.conventional == 3_146_366_582_784)
    #expect(cost.model == .usual && cost.textTokens == 30 && cost.tiles.isEmpty)
  }

  @Test func tokensMixedIntoKeptPatchesAddNone() {
    let selection = Selection(
      kept: [4, 9],
      merging: Merging(
        groups: [Merging.Group(representative: 9, members: [9, 10, 11], weights: [1, 0.5, 0.5])],
        in: .projected))
    let cost = SelectionCost(of: selection, by: blending, on: grid)
    #expect((cost.patches, cost.mergedTokens, cost.output) == (2, 0, 2))
  }

  @Test func methodsInsideTheLanguageModelCostTheirFirstLayers() throws {
    let strategy = BlendingStrategy.configured(layer: 2).strategy
    let selection = Selection(kept: Array(0..<144))
    let cost = SelectionCost(of: selection, by: strategy, on: grid)
    #expect(cost.pruningLayer == 2 && cost.prefill.equivalentTokens == 171)
    #expect(cost.prefillOfAll.equivalentTokens == 576)
  }

  @Test func jsonHasEveryCount() throws {
    let cost = SelectionCost(
      of: visionZip, by: blending, on: grid, in: try #require(.named("llava-1.5-13b")),
      textTokens: 0)
    // 40 · (4·576·5120² + 2·576²·5120 + 2·576·5120·13824)
    let all = 5_813_305_344_000
    let text = cost.json.text
    #expect(
      text.hasPrefix(
        #"{"patches":53,"classTokens":1,"mergedTokens":10,"budget":"global","#
          + #""model":"llava-1.5-13b","counting":"576 patches of one image","textTokens":0,"#
          + #""prunedAfterLayer":0,"equivalentTokens":64,"prefillFLOPs":{"conventional":"#))
    #expect(
      text.contains(
        #""allTokens":{"equivalentTokens":576,"prefillFLOPs":{"conventional":\#(all),"exact":"#
      ))
  }

  // MARK: Tiles

  private let tiled = PreparedField(
    RandomField.make(seed: 4, grid: TokenGrid(tiles: 3, rows: 2, columns: 4)))

  @Test func aGlobalBudgetCountsPatchesOfEachTileOnly() throws {
    let evaluator = SampleEvaluator(tiled)
    let strategy = BlendingStrategy.configured()
    let cost = SelectionCost(
      of: try evaluator.evaluate(strategy, keeping: 11), by: strategy, in: evaluator)
    #expect(!cost.isPerTile && cost.tiles.map(\.patches) == [8, 3, 0])
    #expect(cost.tiles.allSatisfy { $0.classTokens == nil && $0.mergedTokens == nil })
    // 11 patches, the class token and one blend.
    #expect(cost.output == 13)
    #expect(
      cost.json.text.contains(
        #""budget":"global","perTile":[{"patches":8},{"patches":3},{"patches":0}],"#))
  }

  @Test func aBudgetPerTileCountsAllOfEachTile() throws {
    let evaluator = SampleEvaluator(tiled, perTile: true)
    let strategy = BlendingStrategy.configured()
    let evaluation = try evaluator.evaluate(strategy, keeping: 2)
    let cost = SelectionCost(of: evaluation, by: strategy, in: evaluator)
    // Two tiles have a share of one, the third has none and hands on nothing.
    #expect(cost.isPerTile && cost.tiles.map(\.patches) == [1, 1, 0])
    #expect(cost.tiles.map(\.classTokens) == [1, 1, 0])
    #expect(cost.tiles.map(\.mergedTokens) == [1, 1, 0])
    #expect(cost.output == 6 && cost.output == evaluation.selection.outputCount)
    #expect(
      cost.json.text.contains(
        #""budget":"per-tile","perTile":[{"patches":1,"classTokens":1,"mergedTokens":1},"#))
  }

  @Test func aSingleTileHasNoShares() throws {
    let field = PreparedField(RandomField.make(seed: 5))
    let evaluator = SampleEvaluator(field, perTile: true)
    let strategy = BlendingStrategy.configured()
    let cost = SelectionCost(
      of: try evaluator.evaluate(strategy, keeping: 5), by: strategy, in: evaluator)
    #expect(!cost.isPerTile && cost.tiles.isEmpty && cost.output == 7)
  }
}
