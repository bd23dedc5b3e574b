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
    var mixed = Matrix(rows: mixtures.count, columns: columns)
    for (target, mixture) in mixtures.enumerated() {
      for (source, weight) in zip(mixture.rows, mixture.weights) {
        for column in 0..<columns {
          mixed.elements[target * columns + column] += weight * elements[source * columns + column]
        }
      }
    }
    return mixed
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
    for row in 0..<rows {
      for column in 0..<columns { mean[column] += elements[row * columns + column] }
    }
    return mean.map { $0 / Double(rows) }
  }

  /// The matrix minus the mean of its rows.
  public var centred: Matrix {
    let mean = meanRow
    var result = self
    for row in 0..<rows {
      for column in 0..<columns { result.elements[row * columns + column] -= mean[column] }
    }
    return result
  }
}
