import LinearAlgebra
import Testing

@Suite struct MatrixTests {
  @Test func centringLeavesColumnsThatSumToZero() {
    let matrix = Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 5, 5, 11])
    #expect(matrix.meanRow == [3, 6])
    #expect(matrix.centred.elements == [-2, -4, 0, -1, 2, 5])
  }
}
