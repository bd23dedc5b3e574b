import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct DivPruneTests {
  @Test(arguments: ReferenceFields.random + ReferenceFields.degenerate)
  func choosesAsTheDefinitionDoes(_ sample: DescribedField) throws {
    let plan = try DivPrune().plan(for: PreparedField(sample.field))
    let tokens = ReferenceTokens(sample.field)
    for budget in 1...sample.field.count {
      #expect(
        try plan.selection(keeping: budget).order
          == ReferenceStrategies.divPrune(tokens, keeping: budget),
        "\(sample.name), keep \(budget)")
    }
  }

  @Test func keepsOneOfEachDuplicateBeforeAnySecond() throws {
    var field = RandomField.make(seed: 40, grid: TokenGrid(rows: 4, columns: 6))
    field.features = field.features?.selecting(rows: (0..<24).map { $0 % 8 })
    let order = try DivPrune().plan(for: PreparedField(field)).selection(keeping: 24).order
    let distinct = try #require(order).prefix(8).map { $0 % 8 }
    #expect(distinct.sorted() == Array(0..<8))
    // What is left is all equally near: the lower index first.
    #expect(try #require(order).dropFirst(8).elementsEqual(8..<24))
  }

  @Test func startsAtTheTokenWhoseNearestOtherIsFarthest() throws {
    let directions: [(Double, Double)] = [(1, 0), (1, 0.1), (0.9, 0.2), (-1, 1), (1, -0.1)]
    let field = TokenField(
      grid: TokenGrid(rows: 1, columns: 5),
      features: Matrix(rows: 5, columns: 2, elements: directions.flatMap { [$0.0, $0.1] }))
    let order = try DivPrune().plan(for: PreparedField(field)).selection(keeping: 2).order
    #expect(order == [3, 4])
  }
}
