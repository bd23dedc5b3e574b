import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct DownsampleTests {
  @Test func averagesTheCellsOfALattice() throws {
    let field = PreparedField(
      TokenField(
        grid: TokenGrid(rows: 2, columns: 4),
        features: Matrix(rows: 8, columns: 1, elements: [1, 3, 5, 7, 9, 11, 13, 15])))
    let selection = try Downsample().plan(for: field).selection(keeping: 2)
    #expect(selection.merging?.groups.map(\.members) == [[0, 1, 4, 5], [2, 3, 6, 7]])
    #expect(selection.merging?.features(of: field)?.elements == [6, 10])
  }

  @Test func everyTokenIsInExactlyOneCell() throws {
    let field = PreparedField(RandomField.make(seed: 5, grid: TokenGrid(rows: 7, columns: 5)))
    let plan = try Downsample().plan(for: field)
    for budget in 1...35 {
      let selection = try plan.selection(keeping: budget)
      #expect(selection.outputCount <= budget)
      #expect(selection.merging?.groups.flatMap(\.members).sorted() == Array(0..<35))
    }
  }
}
