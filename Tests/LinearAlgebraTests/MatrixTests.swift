import LinearAlgebra
import TestSupport
import Testing

@Suite struct MatrixTests {
  /// Rows, inner size and columns of products, around the sizes at which kernels change.
  static let shapes: [(rows: Int, inner: Int, columns: Int)] = [
    (1, 1, 1), (1, 5, 1), (2, 3, 4), (7, 1, 9), (16, 16, 16), (33, 17, 31), (5, 64, 70), (65, 3, 2),
  ]

  private func product(_ left: Matrix, _ right: Matrix) -> Matrix {
    var result = Matrix(rows: left.rows, columns: right.columns)
    for row in 0..<left.rows {
      for column in 0..<right.columns {
        for place in 0..<left.columns {
          result[row, column] += left[row, place] * right[place, column]
        }
      }
    }
    return result
  }

  private func transposed(_ matrix: Matrix) -> Matrix {
    var result = Matrix(rows: matrix.columns, columns: matrix.rows)
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { result[column, row] = matrix[row, column] }
    }
    return result
  }

  private func largestDifference(_ one: Matrix, _ other: Matrix) -> Double {
    guard one.rows == other.rows, one.columns == other.columns else { return .infinity }
    return zip(one.elements, other.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test func centringLeavesColumnsThatSumToZero() {
    let matrix = Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 5, 5, 11])
    #expect(matrix.meanRow == [3, 6])
    #expect(matrix.centred.elements == [-2, -4, 0, -1, 2, 5])
    #expect(Matrix(rows: 0, columns: 2).meanRow == [0, 0])
  }

  @Test func rowsAndElementsAreWhereTheyAreSaidToBe() {
    var matrix = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(matrix[1, 0] == 4 && Array(matrix.row(1)) == [4, 5, 6])
    matrix[0, 2] = 9
    #expect(matrix.elements == [1, 2, 9, 4, 5, 6])
    #expect(matrix.selecting(rows: [1, 1, 0]).elements == [4, 5, 6, 4, 5, 6, 1, 2, 9])
    #expect(matrix.selecting(rows: [Int]()) == Matrix(rows: 0, columns: 3))
    #expect(Matrix(rows: 2, columns: 2, repeating: 7).elements == [7, 7, 7, 7])
  }

  @Test(arguments: shapes)
  func productsMatchPlainLoops(rows: Int, inner: Int, columns: Int) {
    let left = RandomField.matrix(seed: 1, rows: rows, columns: inner)
    let right = RandomField.matrix(seed: 2, rows: inner, columns: columns)
    #expect(largestDifference(left.multiplied(by: right), product(left, right)) < 1e-12)
  }

  @Test(arguments: shapes)
  func gramsMatchPlainLoopsAndAreExactlySymmetric(rows: Int, inner: Int, columns: Int) {
    let matrix = RandomField.matrix(seed: 3, rows: rows, columns: columns)
    let gram = matrix.gram
    #expect(largestDifference(gram, product(matrix, transposed(matrix))) < 1e-12)
    #expect(gram == transposed(gram))
    let columnGram = matrix.columnGram
    #expect(largestDifference(columnGram, product(transposed(matrix), matrix)) < 1e-12)
    #expect(columnGram == transposed(columnGram))
  }

  @Test func productsWithoutElementsAreZeros() {
    #expect(
      Matrix(rows: 2, columns: 0).multiplied(by: Matrix(rows: 0, columns: 3))
        == Matrix(rows: 2, columns: 3))
    #expect(Matrix(rows: 2, columns: 0).gram == Matrix(rows: 2, columns: 2))
    #expect(Matrix(rows: 0, columns: 2).gram == Matrix(rows: 0, columns: 0))
    #expect(Matrix(rows: 0, columns: 2).columnGram == Matrix(rows: 2, columns: 2))
  }

  @Test func theLargestMagnitudeIsFoundWhateverItsSign() {
    #expect(Matrix(rows: 2, columns: 3, elements: [1, -2, 3, 0, -7, 5]).largestMagnitude == 7)
    #expect(Matrix(rows: 3, columns: 1, elements: [0, 0x1p-1060, 0]).largestMagnitude == 0x1p-1060)
    #expect(Matrix(rows: 0, columns: 4).largestMagnitude == 0)
    #expect(Matrix(rows: 4, columns: 0).largestMagnitude == 0)
    for shape in Self.shapes {
      let matrix = RandomField.matrix(seed: 4, rows: shape.rows, columns: shape.columns)
      #expect(matrix.largestMagnitude == matrix.elements.map(abs).max())
    }
  }

  @Test(arguments: [[0], [4], [3, 1], [0, 5, 2, 9], Array(0..<12)])
  func centringASubmatrixIsCentringTheTokens(kept: [Int]) {
    // Centred twice: by the mean of all tokens, then by that of the kept ones.
    let tokens = RandomField.matrix(seed: 5, rows: 12, columns: 6)
    let gram = tokens.centred.gram
    let (submatrix, scale) = gram.centredSubmatrix(kept)
    let explicit = tokens.selecting(rows: kept).centred.gram
    #expect(largestDifference(submatrix, explicit) < 1e-12)
    #expect(scale == kept.map { gram[$0, $0] }.max())
  }

  @Test func submatricesTakeRowsAndColumnsInTheOrderGiven() {
    let matrix = Matrix(rows: 3, columns: 3, elements: (0..<9).map(Double.init))
    #expect(matrix.submatrix([2, 0]).elements == [8, 6, 2, 0])
    #expect(matrix.submatrix([]) == Matrix(rows: 0, columns: 0))
    #expect(matrix.centredSubmatrix([]).gram == Matrix(rows: 0, columns: 0))
  }

  @Test(arguments: shapes)
  func innerProductsMatchPlainLoops(rows: Int, inner: Int, columns: Int) {
    let left = RandomField.matrix(seed: 6, rows: rows, columns: inner)
    let right = RandomField.matrix(seed: 7, rows: columns, columns: inner)
    #expect(
      largestDifference(left.innerProducts(with: right), product(left, transposed(right))) < 1e-12)
  }

  @Test func innerProductsOfEveryRowWithEveryOther() {
    let left = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 0, -1, 4])
    let right = Matrix(rows: 3, columns: 3, elements: [1, 0, 0, 2, 2, 2, -1, 5, 0.5])
    let products = left.innerProducts(with: right)
    #expect(products == Matrix(rows: 2, columns: 3, elements: [1, 12, 10.5, 0, 6, -3]))
    // Without rows or columns the sums are empty.
    #expect(
      Matrix(rows: 2, columns: 0).innerProducts(with: Matrix(rows: 3, columns: 0))
        == Matrix(rows: 2, columns: 3))
    #expect(
      left.innerProducts(with: Matrix(rows: 0, columns: 3)) == Matrix(rows: 2, columns: 0))
    #expect(
      Matrix(rows: 0, columns: 3).innerProducts(with: right) == Matrix(rows: 0, columns: 3))
  }

  @Test func mixturesAreWeightedSumsOfRows() {
    let matrix = Matrix(rows: 3, columns: 2, elements: [1, 10, 2, 20, 4, 40])
    let mixed = matrix.mixingRows([
      (rows: [2], weights: [1]), (rows: [0, 1, 2], weights: [0.5, -1, 0.25]),
      (rows: [1, 1], weights: [1, 2]), (rows: [], weights: []),
    ])
    #expect(mixed == Matrix(rows: 4, columns: 2, elements: [4, 40, -0.5, -5, 6, 60, 0, 0]))
    #expect(matrix.mixingRows([]) == Matrix(rows: 0, columns: 2))
  }

  @Test func appendedRowsComeBelow() {
    let upper = Matrix(rows: 1, columns: 2, elements: [1, 2])
    let lower = Matrix(rows: 2, columns: 2, elements: [3, 4, 5, 6])
    #expect(upper.appending(lower) == Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 4, 5, 6]))
    #expect(lower.appending(Matrix(rows: 0, columns: 2)) == lower)
    #expect(Matrix(rows: 0, columns: 2).appending(lower) == lower)
  }

  @Test func rowsOfDifferentWidthsDoNotGoTogether() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 1, columns: 2).appending(Matrix(rows: 1, columns: 3))
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 1, columns: 2).innerProducts(with: Matrix(rows: 1, columns: 3))
    }
  }
}
