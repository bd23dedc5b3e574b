import Testing
import TokenPruning

@Suite struct SelectionTests {
  @Test func keptAndImportantTokensAreSortedAndTheOrderStays() {
    let selection = Selection(kept: [5, 1, 3], order: [5, 1, 3], important: [3, 1])
    #expect(selection.kept == [1, 3, 5])
    #expect(selection.order == [5, 1, 3])
    #expect(selection.important == [1, 3])
    #expect(Selection(order: [2, 0]) == Selection(kept: [0, 2], order: [2, 0]))
  }

  @Test func flagsMarkTheKeptTokens() {
    #expect(Selection(kept: [0, 3]).flags(count: 5) == [true, false, false, true, false])
  }

  @Test func anOrderedPlanKeepsAPrefix() {
    let plan = OrderedPlan(order: [4, 0, 2, 1, 3])
    #expect(plan.selection(keeping: 3) == Selection(order: [4, 0, 2]))
    #expect(plan.trace(of: 4, keeping: 3) == nil)
  }
}
