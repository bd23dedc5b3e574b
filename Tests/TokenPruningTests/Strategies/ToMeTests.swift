import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct ToMeTests {
  /// Directions in degrees as features.
  private func field(_ directions: [(Double, Double)]) -> PreparedField {
    PreparedField(
      TokenField(
        grid: TokenGrid(rows: 1, columns: directions.count),
        features: Matrix(
          rows: directions.count, columns: 2, elements: directions.flatMap { [$0.0, $0.1] })))
  }

  @Test func mergesTheMostAlikePairOfAnEvenAndAnOddToken() throws {
    // Evens 0 and 2, odds 1 and 3; 2 and 3 are the most alike.
    let field = field([(1, 0), (0, 1), (3, 4), (6, 8)])
    let plan = try StrategyCatalog.make("tome:metric=features").strategy.plan(for: field)
    let selection = try plan.selection(keeping: 3)
    #expect(selection.kept.isEmpty && selection.outputCount == 3)
    // First the even ones that are left, then the odd ones.
    #expect(selection.merging?.groups.map(\.members) == [[0], [1], [2, 3]])
    #expect(selection.merging?.features(of: field)?.elements == [1, 0, 0, 1, 4.5, 6])
  }

  @Test func everyTokenIsInExactlyOneGroupAtEveryBudget() throws {
    let field = PreparedField(RandomField.make(seed: 5, grid: TokenGrid(rows: 5, columns: 9)))
    let plan = try ToMe().plan(for: field)
    for budget in [2, 45, 1, 30, 11, 23] {
      let merging = try #require(try plan.selection(keeping: budget).merging)
      #expect(merging.groups.count == budget)
      #expect(merging.groups.flatMap(\.members).sorted() == Array(0..<45))
      #expect(merging.groups.allSatisfy { abs($0.weights.reduce(0, +) - 1) < 1e-12 })
    }
  }
}
