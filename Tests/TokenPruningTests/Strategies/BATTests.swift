import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct BATTests {
  @Test func everyOutputTokenIsAWeightedMeanAndEveryTokenIsInOne() throws {
    let field = PreparedField(RandomField.make(seed: 3, grid: TokenGrid(rows: 6, columns: 7)))
    let plan = try BAT().plan(for: field)
    for budget in 1...42 {
      let selection = try plan.selection(keeping: budget)
      let groups = try #require(selection.merging?.groups)
      #expect(selection.kept.count == budget && groups.count == budget)
      #expect(groups.allSatisfy { abs($0.weights.reduce(0, +) - 1) < 1e-12 })
      // A budget of one is one attentive token: nothing is clustered.
      if budget > 1 { #expect(groups.flatMap(\.members).sorted() == Array(0..<42)) }
    }
  }

  @Test func withoutMatchingTheAttentiveAreTheMostAttended() throws {
    let field = RandomField.make(seed: 3, grid: TokenGrid(rows: 6, columns: 7))
    let selection = try StrategyCatalog.make("bat:match=0").strategy.plan(for: PreparedField(field))
      .selection(keeping: 10)
    #expect(selection.important == ReferenceTokens(field).byAttention.prefix(5).sorted())
  }

  @Test func saysThatItIsAnInterpretation() {
    let notes = BAT().notes(for: PreparedField(RandomField.make(seed: 1)))
    #expect(notes.first?.contains("interpretation") == true)
  }
}
