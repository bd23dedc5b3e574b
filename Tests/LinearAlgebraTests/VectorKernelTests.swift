import LinearAlgebra
import TestSupport
import Testing

@Suite struct VectorKernelTests {
  @Test func raisingTakesTheLarger() {
    let matrix = Matrix(rows: 2, columns: 4, elements: [9, 9, 9, 9, 1, 5, -2, 3])
    var high = [2.0, 2, 2, 3]
    high.raise(toRow: 1, of: matrix)
    #expect(high == [2, 5, 2, 3])
  }

  @Test func theFirstOfEqualMaximaIsFound() {
    #expect([Double]().indexOfMaximum == nil)
    #expect([4.0].indexOfMaximum == 0)
    #expect([1.0, 3, 2, 3].indexOfMaximum == 1)
    #expect([-.infinity, -.infinity].indexOfMaximum == 0)
    #expect([-.infinity, -1, -.infinity].indexOfMaximum == 1)
  }

  @Test func descendingOrderKeepsEqualValuesByIndex() {
    #expect([2.0, 5, 2, 7, 5].indicesDescending == [3, 1, 4, 0, 2])
    #expect([Double](repeating: 1, count: 50).indicesDescending == Array(0..<50))
    #expect([Double]().indicesDescending == [])
  }

  @Test(arguments: [2, 9, 40])
  func cosinesMatchPlainLoopsAndAreSymmetric(width: Int) {
    var tokens = RandomField.matrix(seed: 3, rows: 25, columns: width)
    for column in 0..<width { (tokens[4, column], tokens[11, column]) = (0, 0) }
    let cosines = tokens.gram.cosinesFromGram()
    for one in 0..<25 {
      for other in 0..<25 {
        let dot = zip(tokens.row(one), tokens.row(other)).reduce(0) { $0 + $1.0 * $1.1 }
        let lengths = [one, other].map { tokens.row($0).reduce(0) { $0 + $1 * $1 }.squareRoot() }
        let expected = lengths[0] * lengths[1] > 0 ? dot / (lengths[0] * lengths[1]) : 0
        #expect(abs(cosines[one, other] - expected) < 1e-14)
        #expect(cosines[one, other] == cosines[other, one])
        #expect(abs(cosines[one, other]) <= 1)
      }
    }
    for token in 0..<25 { #expect(cosines[token, token] == ([4, 11].contains(token) ? 0 : 1)) }
  }

  @Test(arguments: 1...12)
  func equalAndOppositeRowsHaveCosinesOfExactlyOne(width: Int) {
    let row = RandomField.matrix(seed: UInt64(width), rows: 1, columns: width).elements
    let scales = [1, 1, 3, -1, -0.7, 1e-5]
    let tokens = Matrix(
      rows: 6, columns: width, elements: scales.flatMap { scale in row.map { $0 * scale } })
    let cosines = tokens.gram.cosinesFromGram()
    for one in 0..<6 {
      for other in 0..<6 {
        #expect(cosines[one, other] == (scales[one] * scales[other] > 0 ? 1 : -1))
      }
    }
  }

  @Test func cosinesThatAreOnlyNearlyOneStayBelowIt() {
    // An angle of 1e-7: its cosine is 5e-15 below 1, ten times what rounding can do.
    let tokens = Matrix(rows: 2, columns: 2, elements: [1, 0, 1, 1e-7])
    let cosine = tokens.gram.cosinesFromGram()[0, 1]
    #expect(cosine < 1 && abs(1 - cosine - 5e-15) < 1e-15)
  }

  @Test func rowsTooShortToDivideByHaveNoDirection() {
    let tokens = Matrix(rows: 3, columns: 2, elements: [1, 0, 1e-160, 0, 1e-160, 1e-160])
    let cosines = tokens.gram.cosinesFromGram()
    #expect(cosines.elements == [1, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func cosineDistancesAreOneMinusTheCosines() {
    let cosines = Matrix(rows: 2, columns: 2, elements: [1, -0.25, -0.25, 1])
    #expect(cosines.cosineDistances.elements == [0, 1.25, 1.25, 0])
  }

  @Test func squaredDistancesMatchPlainLoopsAndAreNeverNegative() {
    var tokens = RandomField.matrix(seed: 8, rows: 20, columns: 7)
    for column in 0..<7 { tokens[13, column] = tokens[2, column] }
    let distances = tokens.gram.squaredDistancesFromGram
    for one in 0..<20 {
      for other in 0..<20 {
        let expected = zip(tokens.row(one), tokens.row(other)).reduce(0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        #expect(abs(distances[one, other] - expected) < 1e-13)
        #expect(distances[one, other] >= 0)
      }
    }
    #expect(distances[2, 13] == 0 && distances[5, 5] == 0)
  }

  @Test func theLargestOffDiagonalIsAmongThoseNamed() {
    let values = RandomField.matrix(seed: 12, rows: 9, columns: 9)
    var symmetric = values
    for row in 0..<9 { for column in 0..<9 { symmetric[row, column] += values[column, row] } }
    for kept in [[0, 1], [2, 5, 7], [8, 3, 1, 6], Array(0..<9)] {
      var expected = -Double.infinity
      for one in kept {
        for other in kept where one != other {
          expected = max(expected, symmetric[one, other])
        }
      }
      #expect(symmetric.largestOffDiagonal(among: kept) == expected)
    }
    #expect(symmetric.largestOffDiagonal(among: [4]) == -.infinity)
    #expect(symmetric.largestOffDiagonal(among: []) == -.infinity)
  }

  @Test(arguments: [1, 2, 5, 20, 60], [1, 3, 19, 48, 100])
  func nearestColumnsAreThoseThatASortFinds(rows: Int, count: Int) {
    // Half of the values lie on a coarse lattice, so that ties straddle the end of the list.
    var matrix = RandomField.matrix(seed: UInt64(rows), rows: rows, columns: rows)
    for row in 0..<rows {
      for column in 0..<rows where row % 2 == 0 {
        matrix[row, column] = (matrix[row, column] * 2).rounded()
      }
    }
    let listed = min(count, rows - 1)
    let nearest = matrix.nearestColumns(count)
    #expect(nearest.count == rows * listed)
    for row in 0..<rows where listed > 0 {
      let list = nearest[(row * listed)..<((row + 1) * listed)].map(Int.init)
      let expected = (0..<rows).filter { $0 != row }
        .sorted { (matrix[row, $1], $0) < (matrix[row, $0], $1) }.prefix(listed)
      #expect(list.map { matrix[row, $0] } == expected.map { matrix[row, $0] }, "row \(row)")
      #expect(Set(list).count == listed && !list.contains(row), "row \(row)")
      if row % 2 == 1 { #expect(list == Array(expected), "row \(row)") }
    }
  }

  @Test func rowsOfLengthOnePointWhereTheyPointed() {
    let unit = Matrix(
      rows: 5, columns: 2, elements: [3, 4, 0, 0, -0.5, 0, 1e-161, 1e-161, 0, 0x1p400]
    ).unitRows
    // What is too short to divide by has no direction.
    let expected = [0.6, 0.8, 0, 0, -1, 0, 0, 0, 0, 1]
    #expect(zip(unit.elements, expected).allSatisfy { abs($0 - $1) <= .ulpOfOne })
    #expect(unit.rows == 5 && unit.columns == 2)
    #expect(Matrix(rows: 0, columns: 3).unitRows == Matrix(rows: 0, columns: 3))
    #expect(Matrix(rows: 3, columns: 0).unitRows == Matrix(rows: 3, columns: 0))
  }

  @Test(arguments: [1, 2, 7, 40])
  func theirInnerProductsAreTheCosines(width: Int) {
    let tokens = RandomField.matrix(seed: 14, rows: 19, columns: width)
    let unit = tokens.unitRows
    let products = unit.innerProducts(with: unit)
    let cosines = tokens.gram.cosinesFromGram()
    for (product, cosine) in zip(products.elements, cosines.elements) {
      #expect(abs(product - cosine) < 1e-14)
    }
    for row in 0..<19 {
      #expect(abs(unit.row(row).reduce(0) { $0 + $1 * $1 } - 1) < 1e-15)
    }
  }

  @Test func aColumnOfEachRowIsLeftOut() {
    let matrix = Matrix(
      rows: 3, columns: 5,
      elements: [
        9, 1, 7, 7, 3,
        0, 5, 5, 5, 5,
        -1, -2, -3, -4, -.infinity,
      ])
    #expect(matrix.nearestColumns(2, leavingOut: [0, 1, 4]) == [2, 3, 2, 3, 0, 1])
    #expect(matrix.nearestColumns(2, leavingOut: [2, 4, 0]) == [0, 3, 1, 2, 1, 2])
    #expect(matrix.nearestColumns(1, leavingOut: [4, 0, 1]) == [0, 1, 0])
    // No more can be listed than there are others.
    #expect(
      matrix.selecting(rows: [0]).nearestColumns(9, leavingOut: [3]) == [0, 2, 4, 1])
    #expect(matrix.nearestColumns(0, leavingOut: [0, 0, 0]) == [])
    #expect(Matrix(rows: 2, columns: 1).nearestColumns(3, leavingOut: [0, 0]) == [])
  }

  @Test(arguments: [(1, 70, 3), (4, 70, 32), (9, 33, 32), (50, 8, 2)])
  func nearestColumnsOfAnyShapeAreThoseThatASortFinds(rows: Int, columns: Int, count: Int) {
    let matrix = RandomField.matrix(seed: 15, rows: rows, columns: columns)
    let omitted = (0..<rows).map { ($0 * 5 + 3) % columns }
    let nearest = matrix.nearestColumns(count, leavingOut: omitted).map { Int($0) }
    #expect(nearest.count == rows * count)
    for row in 0..<rows {
      let expected = (0..<columns).filter { $0 != omitted[row] }
        .sorted { matrix[row, $0] > matrix[row, $1] }.prefix(count)
      #expect(nearest[(row * count)..<((row + 1) * count)].elementsEqual(expected), "row \(row)")
    }
  }
}
