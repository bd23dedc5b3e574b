import LinearAlgebra
import TestSupport
import Testing

@Suite struct CoverageKernelTests {
  @Test func onlyWhatIsAboveTheFloorCounts() {
    let matrix = Matrix(rows: 2, columns: 4, elements: [9, 9, 9, 9, 1, -2, 0.5, 3])
    #expect(matrix.excess(ofRow: 1, over: [0.25, 0, 0.5, 4]) == 0.75)
    #expect(matrix.excess(ofRow: 1, over: [0, 0, 0, 0]) == 4.5)
    #expect(matrix.excess(ofRow: 1, over: [-1, -3, -0.5, 3]) == 4)
    #expect(matrix.excess(ofRow: 0, over: [9, 9, 9, 9]) == 0)
    #expect(Matrix(rows: 1, columns: 0).excess(ofRow: 0, over: []) == 0)
  }

  @Test(arguments: 1...35)
  func excessesMatchAPlainLoopAtEveryLength(columns: Int) {
    let matrix = RandomField.matrix(seed: 16, rows: 4, columns: columns)
    let floor = RandomField.matrix(seed: 17, rows: 1, columns: columns).elements
    for row in 0..<4 {
      var expected = 0.0
      for column in 0..<columns where matrix[row, column] > floor[column] {
        expected += matrix[row, column] - floor[column]
      }
      #expect(abs(matrix.excess(ofRow: row, over: floor) - expected) < 1e-13)
    }
  }

  /// Lazily evaluated gains are only right if none ever grows, in the last bit neither.
  @Test(arguments: [3, 8, 29, 100])
  func aHigherFloorNeverGivesALargerSum(columns: Int) {
    let matrix = RandomField.matrix(seed: 18, rows: 40, columns: columns)
    var floor = [Double](repeating: 0, count: columns)
    var before = (0..<40).map { matrix.excess(ofRow: $0, over: floor) }
    for latest in 0..<40 {
      floor.raise(toRow: latest, of: matrix)
      let now = (0..<40).map { matrix.excess(ofRow: $0, over: floor) }
      #expect(zip(before, now).allSatisfy { $0 >= $1 && $1 >= 0 })
      #expect(now[latest] == 0)
      before = now
    }
  }

  @Test func innerProductsReadSlicesFromTheirStart() {
    let elements = (0..<30).map { Double($0) }
    // Both slices begin inside of their arrays: 3 · 10 + 4 · 11 + … + 12 · 19.
    let sum = (0..<10).reduce(0.0) { $0 + Double(3 + $1) * Double(10 + $1) }
    #expect(innerProduct(elements[3..<20], elements[10...], count: 10) == sum)
    #expect(innerProduct(elements[3..<4], elements[10..<11], count: 1) == 30)
    #expect(innerProduct(elements[...], elements[...], count: 0) == 0)
    #expect(innerProduct([], [], count: 0) == 0)
  }

  @Test(arguments: 1...35)
  func innerProductsMatchAPlainLoopAtEveryLength(count: Int) {
    let vectors = RandomField.matrix(seed: 19, rows: 2, columns: count)
    let (one, other) = (vectors.row(0), vectors.row(1))
    let expected = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(innerProduct(one, other, count: count) - expected) < 1e-13)
    // Whatever lies beyond the count is not read.
    let longer = [7] + Array(one) + [.nan, .nan]
    #expect(
      innerProduct(longer[1...], other, count: count) == innerProduct(one, other, count: count))
  }

  @Test func vectorsThatAreTooShortTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = innerProduct([1, 2], [1, 2, 3], count: 3)
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 1, columns: 3).excess(ofRow: 0, over: [0, 0])
    }
  }
}
