import LinearAlgebra
import TestSupport
import Testing

@Suite struct RowMaximaTests {
  private let matrix = Matrix(
    rows: 4, columns: 4, elements: [1, 5, 5, 2, -3, -1, -2, -9, 7, 1, 6, 1, 0, 0, 0, 0])

  @Test func theFirstLargestElementAndTheNext() {
    let maxima = matrix.rowMaxima
    #expect(maxima.map(\.column) == [1, 1, 0, 0])
    #expect(maxima.map(\.value) == [5, -1, 7, 0])
    #expect(maxima.map(\.second) == [5, -2, 6, 0])
    #expect(maxima.map(\.lead) == [0, 1, 1, 0])
    let narrow = Matrix(rows: 1, columns: 1, elements: [4]).rowMaxima[0]
    #expect(narrow.column == 0 && narrow.value == 4 && narrow.lead == .infinity)
  }

  @Test func amongSomeColumnsTheirOrderDecidesTies() {
    let columns = [3, 2, 1, 0]
    let all = matrix.maximum(ofRow: 0, among: columns[...])
    #expect(all.column == 1 && all.value == 5 && all.lead == 0)
    let some = matrix.maximum(ofRow: 0, among: columns[2...])
    #expect(some.column == 0 && some.value == 5 && some.second == 1)
    #expect(matrix.maximum(ofRow: 0, among: []).value == -.infinity)
  }

  @Test func theLargestOfSomeColumnsDescend() {
    #expect(matrix.largest(2, ofRow: 2, among: [0, 1, 2, 3], leavingOut: 0) == [6, 1])
    #expect(matrix.largest(9, ofRow: 1, among: [3, 1], leavingOut: 0) == [-1, -9])
    #expect(matrix.largest(3, ofRow: 0, among: [0], leavingOut: 0) == [])
    let random = RandomField.matrix(seed: 4, rows: 3, columns: 200)
    for row in 0..<3 {
      let expected = Array(random.row(row).enumerated().filter { $0.offset != 7 }.map(\.element))
        .sorted(by: >)
      #expect(
        random.largest(5, ofRow: row, among: Array(0..<200), leavingOut: 7)
          == Array(expected.prefix(5)))
    }
  }

  @Test func rowsAreAddedAndScaledInPlace() {
    var sums = Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4])
    sums.addRow(
      3, of: Matrix(rows: 4, columns: 2, elements: [0, 0, 0, 0, 0, 0, 5, 7]), times: 2, to: 0)
    sums.scaleRow(1, by: -1)
    #expect(sums.elements == [11, 16, -3, -4])
  }

  @Test(arguments: [1, 2, 3, 8])
  func theMeanOfMatricesIsElementByElement(count: Int) {
    let matrices = (0..<count).map { RandomField.matrix(seed: UInt64($0), rows: 40, columns: 64) }
    let mean = Matrix.mean(of: matrices)
    for index in mean.elements.indices {
      let expected = matrices.reduce(0) { $0 + $1.elements[index] / Double(count) }
      #expect(mean.elements[index] == expected)
    }
  }

  @Test(arguments: [1, 3, 4, 5, 9])
  func theMeanRowAddsRowsInTheirOrder(rows: Int) {
    let matrix = RandomField.matrix(seed: 6, rows: rows, columns: 11)
    let expected = (0..<11).map { column in
      (0..<rows).reduce(0) { $0 + matrix[$1, column] } / Double(rows)
    }
    #expect(matrix.meanRow == expected)
  }

  @Test(arguments: [1, 2, 3])
  func fewInnerProductsEqualMany(others: Int) {
    let one = RandomField.matrix(seed: 1, rows: 9, columns: 37)
    let other = RandomField.matrix(seed: 2, rows: others, columns: 37)
    let products = one.innerProducts(with: other)
    for row in 0..<9 {
      for column in 0..<others {
        let expected = zip(one.row(row), other.row(column)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(products[row, column] - expected) < 1e-12)
      }
    }
  }
}
