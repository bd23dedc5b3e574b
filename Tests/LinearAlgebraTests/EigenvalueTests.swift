import Glibc
import LinearAlgebra
import TestSupport
import Testing

@Suite struct EigenvalueTests {
  private func isClose(_ values: [Double], _ expected: [Double], _ tolerance: Double) -> Bool {
    values.count == expected.count
      && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance }
  }

  @Test func thoseOfADiagonalMatrixAreItsDiagonalAscending() {
    var matrix = Matrix(rows: 5, columns: 5)
    for (place, value) in [3.0, -1, 0, 1e6, 0.5].enumerated() { matrix[place, place] = value }
    #expect(matrix.symmetricEigenvalues() == [-1, 0, 0.5, 3, 1e6])
  }

  @Test(arguments: [(2.0, 1.0, 2.0), (5, -3, 1), (0, 4, 0), (1, 0, 1), (1e-3, 1e-6, 2e-3)])
  func thoseOfTwoByTwoAreTheRootsOfItsPolynomial(a: Double, b: Double, c: Double) {
    let middle = (a + c) / 2
    let radius = ((a - c) * (a - c) / 4 + b * b).squareRoot()
    let values = Matrix(rows: 2, columns: 2, elements: [a, b, b, c]).symmetricEigenvalues()
    #expect(isClose(values, [middle - radius, middle + radius], 1e-15 * max(1, abs(a), abs(c))))
  }

  @Test(arguments: [1, 2, 3, 10, 33, 100])
  func thoseOfTheSecondDifferenceAreCosines(order: Int) {
    var matrix = Matrix(rows: order, columns: order)
    for place in 0..<order {
      matrix[place, place] = 2
      if place > 0 { (matrix[place, place - 1], matrix[place - 1, place]) = (-1, -1) }
    }
    let expected = (1...order).map { 2 - 2 * cos(Double($0) * .pi / Double(order + 1)) }
    #expect(isClose(matrix.symmetricEigenvalues(), expected, 1e-13))
  }

  @Test func thoseOfAnOuterProductAreOneLengthAndZeros() {
    let vector = Matrix(rows: 20, columns: 1, elements: (0..<20).map { Double($0) - 7 })
    let squared = vector.elements.reduce(0) { $0 + $1 * $1 }
    let values = vector.gram.symmetricEigenvalues()
    #expect(isClose(values, [Double](repeating: 0, count: 19) + [squared], 1e-12 * squared))
  }

  /// To 17 digits, computed with 60 by mpmath 1.3; NumPy agrees to rounding of the largest.
  static let hilbert: [(order: Int, values: [Double])] = [
    (4, [9.6702304022586886e-05, 0.0067382736057607480, 0.16914122022145003, 1.5002142800592428]),
    (
      6,
      [
        1.0827994845655498e-7, 1.2570757122625195e-5, 0.00061574835418265770,
        0.016321521319875822, 0.24236087057520955, 1.6188998589243391,
      ]
    ),
    (
      8,
      [
        1.1115389663724424e-10, 1.7988737458175767e-8, 1.2943320918728115e-6,
        5.4369433697499424e-5, 0.0014676881177418673, 0.026212843578119048,
        0.29812521131693071, 1.6959389969219495,
      ]
    ),
  ]

  @Test(arguments: hilbert)
  func thoseOfHilbertMatricesAreTheKnownOnes(order: Int, values: [Double]) {
    var matrix = Matrix(rows: order, columns: order)
    for row in 0..<order {
      for column in 0..<order { matrix[row, column] = 1 / Double(row + column + 1) }
    }
    #expect(isClose(matrix.symmetricEigenvalues(), values, 4 * Double.ulpOfOne))
  }

  @Test(arguments: [2, 17, 40])
  func theirSumIsTheTraceAndTheSumOfTheirSquaresThatOfTheElements(order: Int) {
    let gram = RandomField.matrix(seed: UInt64(order), rows: order, columns: order + 3).gram
    let values = gram.symmetricEigenvalues()
    let trace = (0..<order).reduce(0) { $0 + gram[$1, $1] }
    let squares = gram.elements.reduce(0) { $0 + $1 * $1 }
    #expect(abs(values.reduce(0, +) - trace) < 1e-12 * trace)
    #expect(abs(values.reduce(0) { $0 + $1 * $1 } - squares) < 1e-12 * squares)
    #expect(values == values.sorted())
  }

  @Test func anEmptyMatrixHasNone() {
    #expect(Matrix(rows: 0, columns: 0).symmetricEigenvalues() == [])
  }
}
