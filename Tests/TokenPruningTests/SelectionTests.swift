import Testing
import TokenFields
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
    let places = plan.traces(
      of: [0, 4, 3], in: plan.selection(keeping: 3), keeping: 3)
    #expect(places.map(\.outcome) == [.kept(step: 2), .kept(step: 1), .passedOver])
    #expect(
      places[2].reason.comparisons == [
        TokenReason.Comparison(
          .place, 5, rank: TokenReason.Rank(5, of: 5, quota: 3), isPassed: false)
      ])
    #expect(plan.smallestBudgets(of: [0, 4, 3]) == [2, 1, 5])
  }

  @Test func whatIsHandedOnIsPatchesGroupsAndClassTokens() {
    let merging = Merging(
      groups: [
        Merging.Group(representative: 4, meanOf: [4, 6]),
        Merging.Group(representative: nil, meanOf: [0, 2]),
        Merging.Group(representative: nil, meanOf: [3]),
      ], in: .features)
    // 4 is handed on as its group, 1 and 5 as they are.
    let selection = Selection(kept: [5, 4, 1], merging: merging, classTokens: 2)
    #expect(selection.unmerged == [1, 5])
    #expect(selection.addedTokens == 2)
    #expect(selection.outputCount == 2 + 2 + 3)
    let plain = Selection(kept: [5, 4, 1])
    #expect(plain.unmerged == [1, 4, 5] && plain.addedTokens == 0 && plain.outputCount == 3)
    #expect(plain.classTokens == 0 && plain.classTokensPerTile == nil && plain.merging == nil)
    let merged = Selection(kept: [], merging: merging)
    #expect(merged.unmerged.isEmpty && merged.outputCount == 3)
  }

  @Test(arguments: [0, 6, -1])
  func budgetsOutsideOfTheFieldTrap(budget: Int) async {
    await #expect(processExitsWith: .failure) { [budget] in
      _ = OrderedPlan(order: [4, 0, 2, 1, 3]).selection(keeping: budget)
    }
    await #expect(processExitsWith: .failure) { [budget] in
      var field = TokenField(grid: TokenGrid(rows: 1, columns: 5))
      field.llmAttention = [1, 2, 3, 4, 5]
      _ = try FastV().plan(for: PreparedField(field)).instabilities(keeping: budget)
    }
  }
}
