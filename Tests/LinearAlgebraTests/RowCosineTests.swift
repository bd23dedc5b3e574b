import LinearAlgebra
import TestSupport
import Testing

/// Cosines of one row to all, beside those of all pairs.
@Suite struct RowCosineTests {
  @Test(arguments: [(1, 1), (2, 3), (19, 40), (30, 7)])
  func areARowOfTheCosinesOfAllPairs(rows: Int, columns: Int) {
    let tokens = RandomField.matrix(seed: 3, rows: rows, columns: columns)
    let all = tokens.gram.cosinesFromGram()
    for row in 0..<rows {
      let cosines = tokens.cosines(ofRow: row)
      #expect(cosines.count == rows && cosines[row] == 1)
      for (one, other) in zip(cosines, all.row(row)) { #expect(abs(one - other) < 1e-14) }
    }
  }

  @Test func whatLiesWithinRoundingOfOneIsOne() {
    let tokens = Matrix(rows: 3, columns: 3, elements: [1, 2, 3, 0.1, 0.2, 0.3, -7, -14, -21])
    #expect(tokens.cosines(ofRow: 1) == [1, 1, -1])
  }

  @Test func rowsOfZeroLengthAreLikeNone() {
    let tokens = Matrix(rows: 3, columns: 2, elements: [1, 0, 0, 0, 1e-160, 0])
    #expect(tokens.cosines(ofRow: 0) == [1, 0, 0])
    #expect(tokens.cosines(ofRow: 1) == [0, 0, 0])
    #expect(Matrix(rows: 2, columns: 0).cosines(ofRow: 0) == [0, 0])
  }
}
