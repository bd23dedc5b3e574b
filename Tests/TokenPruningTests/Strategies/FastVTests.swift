import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct FastVTests {
  @Test func keepsWhatTheLanguageModelAttendsTo() throws {
    var field = TokenField(grid: TokenGrid(rows: 1, columns: 5))
    field.llmAttention = [0.1, 0.4, 0.2, 0.4, 0.3]
    let plan = try FastV().plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 4).order == [1, 3, 4, 2])
    #expect(plan.instabilities(keeping: 1).first?.rival == 3)
    #expect(plan.instabilities(keeping: 3).isEmpty)
  }

  @Test func tellsTheLayerAfterWhichItPrunes() throws {
    #expect(FastV().pruningLayer == 2)
    #expect(try StrategyCatalog.make("fastv:layer=3").strategy.pruningLayer == 3)
    #expect(FasterVLM().pruningLayer == 0)
  }
}
