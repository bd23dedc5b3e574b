import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct DownsampleTests {
  /// The most cells that fit, of these the shape nearest to the grid's: |r/c − rows/columns| over
  /// the common denominator.
  private func shape(_ budget: Int, rows: Int, columns: Int) -> (rows: Int, columns: Int) {
    var shapes: [(rows: Int, columns: Int)] = []
    for cellRows in 1...rows {
      for cellColumns in 1...columns where cellRows * cellColumns <= budget {
        shapes.append((cellRows, cellColumns))
      }
    }
    let most = shapes.map { $0.rows * $0.columns }.max() ?? 0
    func distortion(_ shape: (rows: Int, columns: Int)) -> Double {
      abs(Double(shape.rows) / Double(shape.columns) - Double(rows) / Double(columns))
    }
    let largest = shapes.filter { $0.rows * $0.columns == most }
    return largest.min { distortion($0) < distortion($1) - 1e-12 } ?? (0, 0)
  }

  @Test(
    arguments: [
      TokenGrid(rows: 4, columns: 6), TokenGrid(rows: 7, columns: 5),
      TokenGrid(rows: 1, columns: 9),
      TokenGrid(rows: 9, columns: 1), TokenGrid(tiles: 3, rows: 2, columns: 4),
    ])
  func cellsDivideTheGrid(grid: TokenGrid) throws {
    let rows = grid.tiles * grid.rows
    let plan = try Downsample().plan(
      for: PreparedField(RandomField.make(seed: 124, grid: grid)))
    for budget in 1...grid.count {
      let selection = try plan.selection(keeping: budget)
      let shape = shape(budget, rows: rows, columns: grid.columns)
      var cells = [[Int]](repeating: [], count: shape.rows * shape.columns)
      for token in 0..<grid.count {
        let (row, column) = (token / grid.columns, token % grid.columns)
        // The cell that begins at or before the token, and the last of those.
        let cellRow = (0..<shape.rows).last { $0 * rows / shape.rows <= row } ?? 0
        let cellColumn =
          (0..<shape.columns).last { $0 * grid.columns / shape.columns <= column } ?? 0
        cells[cellRow * shape.columns + cellColumn].append(token)
      }
      let place = "\(grid), keep \(budget)"
      let members = try #require(selection.merging?.groups.map(\.members))
      #expect(members == cells, "\(place)")
      #expect(members.joined().sorted() == Array(0..<grid.count), "\(place)")
      #expect(selection.outputCount == cells.count && cells.count <= budget, "\(place)")
      #expect(selection.kept.isEmpty && selection.order == nil, "\(place)")
    }
  }

  @Test func cellsBecomeTheMeansOfTheirTokens() throws {
    // Six cells of 4×6 are 2×3, the shape of the grid, each with two by two tokens.
    let field = RandomField.make(seed: 125, grid: TokenGrid(rows: 4, columns: 6), width: 3)
    let prepared = PreparedField(field)
    let selection = try Downsample().plan(for: prepared).selection(keeping: 6)
    let cells = [
      [0, 1, 6, 7], [2, 3, 8, 9], [4, 5, 10, 11], [12, 13, 18, 19], [14, 15, 20, 21],
      [16, 17, 22, 23],
    ]
    #expect(selection.merging?.groups.map(\.members) == cells)
    let tokens = ReferenceTokens(field).features
    let means = cells.map { cell in
      (0..<3).map { column in cell.reduce(0) { $0 + tokens[$1][column] } / 4 }
    }
    #expect(selection.merging?.space == .features)
    let merged = try #require(selection.merging?.features(of: prepared))
    #expect(merged.largestDifference(to: means) < 1e-14)
  }

  @Test func whatABudgetLeavesOverIsNotUsed() throws {
    let field = PreparedField(
      RandomField.make(seed: 126, grid: TokenGrid(rows: 5, columns: 5)))
    let plan = try Downsample().plan(for: field)
    // The most cells of at most 7, 11 and 24: 7 does not fit five columns or rows.
    for (budget, cells) in [(1, 1), (7, 6), (11, 10), (24, 20), (25, 25)] {
      #expect(try plan.selection(keeping: budget).outputCount == cells, "keep \(budget)")
    }
    #expect(plan.instabilities(keeping: 7).isEmpty)
  }

  @Test func featuresAreNeededAndNamed() {
    var field = RandomField.make(seed: 127)
    field.features = nil
    #expect(throws: PruningError.missingEvidence(strategy: "downsample", evidence: .features)) {
      try Downsample().plan(for: PreparedField(field))
    }
  }
}
