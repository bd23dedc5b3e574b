import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct UniformGridTests {
  static let grids: [TokenGrid] =
    (1...9).flatMap { rows in (1...9).map { TokenGrid(rows: rows, columns: $0) } }
    + [
      TokenGrid(rows: 12, columns: 16), TokenGrid(rows: 14, columns: 14),
      TokenGrid(tiles: 3, rows: 4, columns: 5), TokenGrid(rows: 24, columns: 7),
    ]

  @Test(arguments: grids)
  func laysTheLatticeThatTheDefinitionNames(grid: TokenGrid) throws {
    let plan = try UniformGrid().plan(for: PreparedField(TokenField(grid: grid)))
    for budget in 1...grid.count {
      #expect(
        try plan.selection(keeping: budget).order
          == ReferenceStrategies.uniformGrid(
            rows: grid.tiles * grid.rows, columns: grid.columns, keeping: budget),
        "\(grid), keep \(budget)")
    }
  }

  @Test func spreadsAQuarterEvenly() throws {
    let grid = TokenGrid(rows: 4, columns: 6)
    let plan = try UniformGrid().plan(for: PreparedField(TokenField(grid: grid)))
    // Two rows of three: cells are 2×2, their middles round to the lower right token.
    #expect(try plan.selection(keeping: 6).kept == [7, 9, 11, 19, 21, 23])
    #expect(try plan.selection(keeping: 1).kept == [15])
  }
}
