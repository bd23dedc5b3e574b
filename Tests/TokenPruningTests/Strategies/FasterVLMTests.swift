import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct FasterVLMTests {
  @Test(arguments: ReferenceFields.random + ReferenceFields.degenerate)
  func keepsTheLargestAttention(_ sample: DescribedField) throws {
    let plan = try FasterVLM().plan(for: PreparedField(sample.field))
    let expected = ReferenceTokens(sample.field).byAttention
    for budget in 1...sample.field.count {
      #expect(
        try plan.selection(keeping: budget).order == Array(expected.prefix(budget)),
        "\(sample.name), keep \(budget)")
    }
  }

  @Test func readsTheMeanOverHeadsAndBreaksTiesByIndex() throws {
    // The second head outweighs the first; tokens 1 and 3 come out equal.
    let field = TokenField(
      grid: TokenGrid(rows: 1, columns: 4),
      attention: Matrix(rows: 2, columns: 4, elements: [0.4, 0.25, 0, 0.125, 0, 0.25, 0.5, 0.375]))
    let order = try FasterVLM().plan(for: PreparedField(field)).selection(keeping: 4).order
    #expect(order == [1, 2, 3, 0])
  }
}
