/// A dense matrix of doubles, stored row after row.
///
/// Rows are tokens wherever a matrix describes tokens: features are n×d, class attention is h×n.
public struct Matrix: Sendable, Equatable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// All elements, row after row; `rows · columns` of them.
  public var elements: [Double]

  /// Creates a matrix from its elements.
  ///
  /// - Parameters:
  ///   - rows: The number of rows, 0 or more.
  ///   - columns: The number of columns, 0 or more.
  ///   - elements: Exactly `rows · columns` values, row after row; anything else traps.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(
      elements.count == rows * columns,
      "a \(rows)×\(columns) matrix needs \(rows * columns) elements, not \(elements.count)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Creates a matrix whose elements are all the same.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(
      rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// The element at a row and a column, both counted from 0.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// One row as a slice of the elements; its indices are those of `elements`.
  public func row(_ row: Int) -> ArraySlice<Double> {
    elements[(row * columns)..<((row + 1) * columns)]
  }

  /// The rows named by `indices`, in their order.
  ///
  /// - Complexity: O(*k* · columns) for *k* indices.
  public func selecting(rows indices: some Collection<Int>) -> Matrix {
    var picked: [Double] = []
    picked.reserveCapacity(indices.count * columns)
    for index in indices { picked.append(contentsOf: row(index)) }
    return Matrix(rows: indices.count, columns: columns, elements: picked)
  }

  /// New rows that are weighted sums of rows.
  ///
  /// - Parameter mixtures: For each new row the rows that it sums and as many weights.
  /// - Returns: As many rows as mixtures.
  /// - Complexity: O(*m* · columns) for *m* summands in all.
  public func mixingRows(_ mixtures: [(rows: [Int], weights: [Double])]) -> Matrix {
    Matrix(rows: mixtures.count, columns: columns) { mixed in
      elements.withUnsafeBufferPointer { elements in
        for (target, mixture) in mixtures.enumerated() {
          let sum = UnsafeMutableBufferPointer(
            rebasing: mixed[(target * columns)..<((target + 1) * columns)])
          sum.update(repeating: 0)
          sum.add(mixture.rows, of: elements, times: mixture.weights)
        }
      }
    }
  }

  /// These rows, and below them those of another matrix of the same width.
  public func appending(_ other: Matrix) -> Matrix {
    precondition(columns == other.columns, "rows of \(columns) and of \(other.columns) elements")
    return Matrix(
      rows: rows + other.rows, columns: columns, elements: elements + other.elements)
  }

  /// The mean of all rows, `columns` long; zeros when there are no rows.
  public var meanRow: [Double] {
    var mean = [Double](repeating: 0, count: columns)
    guard rows > 0 else { return mean }
    mean.withUnsafeMutableBufferPointer { mean in
      elements.withUnsafeBufferPointer { elements in
        // Sixteen rows at a time, added one after the other: sums stay in registers meanwhile.
        let whole = columns / 8 * 8
        for first in stride(from: 0, to: rows, by: 16) {
          let block = first..<min(first + 16, rows)
          for column in stride(from: 0, to: whole, by: 8) {
            var sum = UnsafeBufferPointer(mean).eight(at: column)
            for row in block { sum += elements.eight(at: row * columns + column) }
            mean.set(eight: sum, at: column)
          }
          for column in whole..<columns {
            for row in block { mean[column] += elements[row * columns + column] }
          }
        }
        for column in 0..<columns { mean[column] /= Double(rows) }
      }
    }
    return mean
  }

  /// The mean of matrices of one shape, each divided by their number before they are added.
  ///
  /// - Parameter matrices: At least one; shapes that differ trap.
  /// - Returns: A matrix of that shape.
  /// - Complexity: O(elements of all).
  public static func mean(of matrices: [Matrix]) -> Matrix {
    let (rows, columns) = (matrices[0].rows, matrices[0].columns)
    return Matrix(rows: rows, columns: columns) { mean in
      mean.update(repeating: 0)
      for matrix in matrices {
        precondition(
          matrix.rows == rows && matrix.columns == columns,
          "a \(matrix.rows)×\(matrix.columns) matrix among \(rows)×\(columns) ones")
      }
      let count = Double(matrices.count)
      // Part by part, so that the sums stay in the nearest cache.
      for start in stride(from: 0, to: mean.count, by: 1024) {
        let part = start..<min(start + 1024, mean.count)
        for matrix in matrices {
          matrix.elements.withUnsafeBufferPointer { elements in
            if count.significand == 1 {
              // Multiplying by the inverse of a power of two is exact, and faster.
              for index in part { mean[index] += elements[index] * (1 / count) }
            } else {
              for index in part { mean[index] += elements[index] / count }
            }
          }
        }
      }
    }
  }

  /// Adds a multiple of a row of another matrix of the same width to a row.
  public mutating func addRow(_ source: Int, of other: Matrix, times factor: Double, to row: Int) {
    precondition(columns == other.columns, "rows of \(columns) and of \(other.columns) elements")
    precondition(
      (0..<rows).contains(row) && (0..<other.rows).contains(source),
      "row \(source) of \(other.rows) onto row \(row) of \(rows)")
    let range = (row * columns)..<((row + 1) * columns)
    elements.withUnsafeMutableBufferPointer { elements in
      other.elements.withUnsafeBufferPointer { others in
        UnsafeMutableBufferPointer(rebasing: elements[range]).add(
          UnsafeBufferPointer(rebasing: others[(source * columns)..<((source + 1) * columns)]),
          times: factor)
      }
    }
  }

  /// Multiplies a row.
  public mutating func scaleRow(_ row: Int, by factor: Double) {
    precondition((0..<rows).contains(row), "row \(row) of \(rows)")
    elements.withUnsafeMutableBufferPointer { elements in
      for index in (row * columns)..<((row + 1) * columns) { elements[index] *= factor }
    }
  }

  /// The matrix minus the mean of its rows.
  public var centred: Matrix {
    let mean = meanRow
    return Matrix(rows: rows, columns: columns) { target in
      elements.withUnsafeBufferPointer { elements in
        mean.withUnsafeBufferPointer { mean in
          for row in 0..<rows {
            let start = row * columns
            for column in 0..<columns {
              target[start + column] = elements[start + column] - mean[column]
            }
          }
        }
      }
    }
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Adds multiples of rows of this length, one after the other.
  fileprivate func add(
    _ rows: [Int], of elements: UnsafeBufferPointer<Double>, times weights: [Double]
  ) {
    precondition(rows.count == weights.count, "\(weights.count) weights of \(rows.count) rows")
    func row(_ place: Int) -> UnsafeBufferPointer<Double> {
      precondition(
        rows[place] >= 0 && (rows[place] + 1) * count <= elements.count, "no row \(rows[place])")
      return UnsafeBufferPointer(
        rebasing: elements[(rows[place] * count)..<((rows[place] + 1) * count)])
    }
    // Four at a time: the sums are read and written less often.
    let fours = rows.count / 4 * 4
    for place in stride(from: 0, to: fours, by: 4) {
      let (one, two, three, four) = (row(place), row(place + 1), row(place + 2), row(place + 3))
      let (first, second) = (weights[place], weights[place + 1])
      let (third, fourth) = (weights[place + 2], weights[place + 3])
      for index in 0..<count {
        let half = self[index] + first * one[index] + second * two[index]
        self[index] = half + third * three[index] + fourth * four[index]
      }
    }
    for place in fours..<rows.count { add(row(place), times: weights[place]) }
  }

  /// Adds a multiple of a vector of the same length.
  fileprivate func add(_ other: UnsafeBufferPointer<Double>, times factor: Double) {
    assert(count == other.count, "vectors of \(count) and \(other.count)")
    for index in 0..<count { self[index] += factor * other[index] }
  }
}
