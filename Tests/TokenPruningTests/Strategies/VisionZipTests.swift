import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct VisionZipTests {
  @Test(arguments: [(64, 10), (32, 5), (128, 20), (192, 30), (16, 3)])
  func tenOfSixtyFourAreContextual(budget: Int, contextual: Int) throws {
    let field = RandomField.make(seed: 1, grid: TokenGrid(rows: 24, columns: 24))
    let selection = try VisionZip().plan(for: PreparedField(field)).selection(keeping: budget)
    #expect(selection.merging?.groups.count == contextual)
    #expect(selection.classTokens == 1 && selection.outputCount == budget)
    #expect(selection.important?.count == budget - contextual - 1)
  }

  @Test func aContextualTokenIsItsTargetPlusTheMeanOfTheOthers() throws {
    var field = TokenField(
      grid: TokenGrid(rows: 1, columns: 4),
      features: Matrix(rows: 4, columns: 1, elements: [100, 1, 2, 6]),
      attention: Matrix(rows: 1, columns: 4, elements: [0.9, 0.01, 0.02, 0.03]))
    field.keys = [Matrix(rows: 4, columns: 1, repeating: 1)]
    let prepared = PreparedField(field)
    let selection = try StrategyCatalog.make("visionzip:contextual=1").strategy.plan(for: prepared)
      .selection(keeping: 3)
    #expect(selection.order == [0, 1] && selection.important == [0])
    #expect(selection.merging?.features(of: prepared)?.elements == [5])
    #expect(selection.merging?.assignment(count: 4) == [-1, 0, 0, 0])
  }

  @Test func theSmallestBudgetKeepsAPatchBesideTheClassToken() throws {
    let plan = try VisionZip().plan(for: PreparedField(RandomField.make(seed: 1)))
    #expect(try plan.selection(keeping: 1).kept.count == 1)
    #expect(try plan.selection(keeping: 2).outputCount == 2)
  }
}
