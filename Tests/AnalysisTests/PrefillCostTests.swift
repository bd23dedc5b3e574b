import Analysis
import Testing
import TokenPruning

@Suite struct PrefillCostTests {
  private func model(_ name: String) throws -> LanguageModel {
    try #require(LanguageModel.named(name))
  }

  @Test func theConventionGivesTheNumbersOfThePapers() throws {
    // 32 · (4·606·4096² + 2·606²·4096 + 2·606·4096·11008) and the same of 94 tokens. AgilePruner's
    // Table 9 prints 3.14 and 0.48.
    let llava = try model("llava-1.5-7b")
    let all = llava.prefill(visual: 576, of: 576, text: 30)
    #expect(all.conventional == 3_146_366_582_784)
    let few = llava.prefill(visual: 64, of: 576, text: 30)
    #expect(few.conventional == 475_433_795_584)
    #expect(all.equivalentTokens == 576 && few.equivalentTokens == 64)
  }

  @Test func theExactCountHasTheGateAndTwoOperationsForEachProduct() throws {
    // 2 · 32 · (4·606·4096² + 2·606²·4096 + 3·606·4096·11008)
    let llava = try model("llava-1.5-7b").prefill(visual: 576, of: 576, text: 30)
    #expect(llava.exact == 8_041_455_943_680)
    // Keys and values of 4 of 28 heads: 2 + 2·4/28 = 16/7 squares of 3584.
    // 2 · 28 · (16/7·10·3584² + 2·10²·3584 + 3·10·3584·18944)
    let qwen = try model("qwen2.5-vl-7b").prefill(visual: 10, of: 10, text: 0)
    let expected = 2.0 * 28 * (293_601_280 + 716_800 + 2_036_858_880)
    #expect(abs(qwen.exact - expected) < 1e-12 * expected)
  }

  @Test func layersBeforePruningSeeAllTokens() throws {
    // FastV at K = 2, 144 of 576 tokens: (2·576 + 30·144) / 32 = 171.
    let llava = try model("llava-1.5-7b")
    let cost = llava.prefill(visual: 144, of: 576, prunedAfter: 2, text: 30)
    #expect(cost.equivalentTokens == 171)
    let (all, few) = (
      llava.prefill(visual: 576, of: 576, text: 30), llava.prefill(visual: 144, of: 576, text: 30)
    )
    let expected = (2 * all.conventional + 30 * few.conventional) / 32
    #expect(abs(cost.conventional - expected) < 1e-12 * expected)
  }

  @Test func layersBeyondTheLastPruneNothing() throws {
    let llava = try model("llava-1.5-7b")
    let all = llava.prefill(visual: 576, of: 576, text: 30)
    #expect(llava.prefill(visual: 64, of: 576, prunedAfter: 99, text: 30) == all)
    let none = llava.prefill(visual: 0, of: 0, text: 0)
    #expect(none.conventional == 0 && none.exact == 0 && none.equivalentTokens == 0)
  }

  @Test func modelsAreFoundByTheirNames() {
    #expect(LanguageModel.usual == LanguageModel.all[0])
    #expect(Set(LanguageModel.all.map(\.name)).count == LanguageModel.all.count)
    for model in LanguageModel.all { #expect(LanguageModel.named(model.name) == model) }
    #expect(LanguageModel.named("gpt") == nil)
  }
}
