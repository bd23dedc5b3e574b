extension [Double] {
  /// Raises each element to that of a row of `matrix` where the latter is larger.
  ///
  /// - Complexity: O(*n*).
  public mutating func raise(toRow row: Int, of matrix: Matrix) {
    precondition(count == matrix.columns, "\(count) elements against \(matrix.columns) columns")
    let start = row * matrix.columns
    withUnsafeMutableBufferPointer { target in
      matrix.elements.withUnsafeBufferPointer { source in
        for index in target.indices {
          let other = source[start + index]
          target[index] = other > target[index] ? other : target[index]
        }
      }
    }
  }

  /// The index of the largest element, the lowest such index on ties; nil when empty.
  public var indexOfMaximum: Int? {
    guard !isEmpty else { return nil }
    return withUnsafeBufferPointer { values in
      var best = 0
      for index in 1..<Swift.max(values.count, 1) where values[index] > values[best] {
        best = index
      }
      return best
    }
  }

  /// The indices in descending order of their elements; on ties the lower index first.
  ///
  /// - Complexity: O(*n* log *n*).
  public var indicesDescending: [Int] {
    var sort = DescendingSort()
    sort.entries = enumerated().map { DescendingSort.Entry(value: $1, position: Int32($0)) }
    sort.sort()
    return sort.entries.map { Int($0.position) }
  }
}

/// Where a row of a matrix is largest, and by how much.
public struct RowMaximum: Sendable {
  /// The column of the largest element, the first one on ties.
  public let column: Int
  /// The largest element; −∞ of no columns.
  public let value: Double
  /// The largest element of the other columns; −∞ without others.
  public let second: Double

  /// How much the largest element is above all others.
  public var lead: Double { value - second }
}

extension Matrix {
  /// The cosines of every pair of rows, from the Gram matrix of the rows.
  ///
  /// The diagonal is exactly 1; a row of zero length has cosine 0 to every row, itself included. What
  /// lies within rounding of ±1 is ±1, so that equal rows are exactly as near to each other as to
  /// themselves and ties among them stay ties.
  ///
  /// - Returns: A matrix of the same order, every element in −1...1.
  /// - Complexity: O(*n*²).
  public func cosinesFromGram() -> Matrix {
    precondition(rows == columns, "a \(rows)×\(columns) matrix is not a Gram matrix")
    let inverse = (0..<rows).map { index -> Double in
      let squared = self[index, index]
      return squared > Self.leastSquare ? 1 / squared.squareRoot() : 0
    }
    let nearlyOne = Self.nearlyOne
    return Matrix(rows: rows, columns: columns) { values in
      elements.withUnsafeBufferPointer { products in
        for row in 0..<rows {
          for column in 0..<columns {
            let index = row * columns + column
            let cosine = products[index] * (inverse[row] * inverse[column])
            values[index] = cosine > nearlyOne ? 1 : (cosine < -nearlyOne ? -1 : cosine)
          }
          values[row * columns + row] = inverse[row] > 0 ? 1 : 0
        }
      }
    }
  }

  /// The largest element between two different ones of `indices`; −∞ for fewer than two.
  ///
  /// The matrix must be symmetric: only one of each pair is read.
  ///
  /// - Complexity: O(*k*²) for *k* indices.
  public func largestOffDiagonal(among indices: [Int]) -> Double {
    var largest = -Double.infinity
    elements.withUnsafeBufferPointer { values in
      for (position, row) in indices.enumerated() {
        let start = row * columns
        for other in indices[..<position] where values[start + other] > largest {
          largest = values[start + other]
        }
      }
    }
    return largest
  }

  /// The length of every row.
  ///
  /// - Complexity: O(rows · columns).
  public var rowLengths: [Double] { (0..<rows).map { squaredLength(ofRow: $0).squareRoot() } }

  /// The largest squared length of a row; 0 without rows.
  ///
  /// - Complexity: O(rows · columns).
  public var largestSquaredRowLength: Double {
    (0..<rows).reduce(0) { max($0, squaredLength(ofRow: $1)) }
  }

  private func squaredLength(ofRow row: Int) -> Double {
    elements.withUnsafeBufferPointer { values in
      let one = UnsafeBufferPointer(rebasing: values[(row * columns)..<((row + 1) * columns)])
      return one.innerProduct(with: one)
    }
  }

  /// The rows divided by their lengths; a row of zero length stays zero.
  ///
  /// The inner product of two of them is their cosine.
  ///
  /// - Complexity: O(rows · columns).
  public var unitRows: Matrix {
    Matrix(rows: rows, columns: columns) { target in
      elements.withUnsafeBufferPointer { values in
        for row in 0..<rows {
          let range = (row * columns)..<((row + 1) * columns)
          let elements = UnsafeBufferPointer(rebasing: values[range])
          let squared = elements.innerProduct(with: elements)
          let inverse = squared > Self.leastSquare ? 1 / squared.squareRoot() : 0
          for index in range { target[index] = values[index] * inverse }
        }
      }
    }
  }

  /// The largest element of each row, the first one on ties.
  ///
  /// - Complexity: O(rows · columns).
  public var rowMaxima: [RowMaximum] {
    elements.withUnsafeBufferPointer { values in
      (0..<rows).map { row in
        var (column, best, second) = (0, -Double.infinity, -Double.infinity)
        for index in 0..<columns {
          let value = values[row * columns + index]
          guard value > second else { continue }
          if value > best {
            (column, second, best) = (index, best, value)
          } else {
            second = value
          }
        }
        return RowMaximum(column: column, value: best, second: second)
      }
    }
  }

  /// Where a row is largest among some columns.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - places: The columns that are looked at, in the order that decides ties.
  /// - Returns: The maximum; its column is the place in `places`, the first one on ties.
  /// - Complexity: O(*m*) for *m* columns.
  public func maximum(ofRow row: Int, among places: ArraySlice<Int>) -> RowMaximum {
    precondition((0..<rows).contains(row), "row \(row) of \(rows)")
    return elements.withUnsafeBufferPointer { values in
      let values = UnsafeBufferPointer(rebasing: values[(row * columns)..<((row + 1) * columns)])
      return places.withUnsafeBufferPointer { places in
        var (best, largest, second) = (0, -Double.infinity, -Double.infinity)
        for place in places.indices {
          precondition(values.indices.contains(places[place]), "no column \(places[place])")
          let value = values[places[place]]
          guard value > second else { continue }
          if value > largest {
            (best, second, largest) = (place, largest, value)
          } else {
            second = value
          }
        }
        return RowMaximum(column: best, value: largest, second: second)
      }
    }
  }

  /// The largest elements of a row among some columns, descending.
  ///
  /// - Parameters:
  ///   - count: How many, 1 or more; fewer come back of fewer columns.
  ///   - row: The row.
  ///   - places: The columns that are looked at.
  ///   - omitted: A column that is passed over.
  /// - Returns: `count` elements, or as many as there are.
  /// - Complexity: O(*m* · *k*) for the *k* largest of *m* at the worst; O(*m*) for most orders.
  public func largest(
    _ count: Int, ofRow row: Int, among places: [Int], leavingOut omitted: Int
  ) -> [Double] {
    precondition((0..<rows).contains(row), "row \(row) of \(rows)")
    return elements.withUnsafeBufferPointer { values in
      let values = UnsafeBufferPointer(rebasing: values[(row * columns)..<((row + 1) * columns)])
      var largest: [Double] = []
      largest.reserveCapacity(count + 1)
      var floor = -Double.infinity
      places.withUnsafeBufferPointer { places in
        for place in places {
          precondition(values.indices.contains(place), "no column \(place)")
          guard values[place] > floor, place != omitted else { continue }
          let value = values[place]
          let rank = largest.firstIndex { $0 < value } ?? largest.count
          largest.insert(value, at: rank)
          guard largest.count >= count else { continue }
          if largest.count > count { largest.removeLast() }
          floor = largest[count - 1]
        }
      }
      return largest
    }
  }

  /// The `count` largest off-diagonal elements of each row of a square matrix, descending.
  ///
  /// Used to find a row's nearest neighbours again and again while rows drop out. On ties the lower
  /// column comes first.
  ///
  /// - Parameter count: How many to list for each row, at most `columns − 1`.
  /// - Returns: For each row its `count` column indices, row after row.
  /// - Complexity: O(*n*² + *n* · *m* log *m* log *n*) for *m* listed neighbours.
  public func nearestColumns(_ count: Int) -> [Int32] {
    nearestColumns(count, leavingOut: Array(0..<rows))
  }

  /// The `count` largest elements of each row but one, descending; on ties the lower column first.
  ///
  /// - Parameters:
  ///   - count: How many to list for each row, at most `columns − 1`.
  ///   - omitted: For each row the column that is passed over.
  /// - Returns: For each row its column indices, row after row.
  /// - Complexity: O(rows · columns + rows · *m* log *m* log columns) for *m* listed.
  public func nearestColumns(_ count: Int, leavingOut omitted: [Int]) -> [Int32] {
    let listed = min(count, columns - 1)
    guard listed > 0 else { return [] }
    var result: [Int32] = []
    result.reserveCapacity(rows * listed)
    var sort = DescendingSort()
    sort.entries.reserveCapacity(2 * listed)
    elements.withUnsafeBufferPointer { values in
      for row in 0..<rows {
        let start = row * columns
        sort.keepLargest(
          listed, of: UnsafeBufferPointer(rebasing: values[start..<(start + columns)]),
          leavingOut: omitted[row])
        for entry in sort.entries { result.append(entry.position) }
      }
    }
    return result
  }
}

extension DescendingSort {
  /// Fills the entries with the largest of `values`, at most `count` of them, in descending order.
  ///
  /// Candidates are collected up to twice the count, then sorted and cut; whatever is not above the
  /// smallest one left is passed over from then on. Of values in random order few are above it.
  fileprivate mutating func keepLargest(
    _ count: Int, of values: UnsafeBufferPointer<Double>, leavingOut omitted: Int
  ) {
    entries.removeAll(keepingCapacity: true)
    var smallest = -Double.infinity
    for (position, value) in values.enumerated() where value > smallest && position != omitted {
      entries.append(Entry(value: value, position: Int32(position)))
      if entries.count == 2 * count {
        cut(to: count)
        smallest = entries[count - 1].value
      }
    }
    cut(to: count)
  }

  private mutating func cut(to count: Int) {
    sort()
    entries.removeLast(max(0, entries.count - count))
  }
}

extension Matrix {
  /// One minus each element: cosine distances from cosines.
  public var cosineDistances: Matrix {
    var result = self
    result.elements.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] = 1 - values[index] }
    }
    return result
  }

  /// The squared Euclidean distance of every pair of rows, from their Gram matrix.
  ///
  /// Rounding can make a distance slightly negative; such a one is 0.
  public var squaredDistancesFromGram: Matrix {
    precondition(rows == columns, "a \(rows)×\(columns) matrix is not a Gram matrix")
    let lengths = (0..<rows).map { self[$0, $0] }
    var result = self
    result.elements.withUnsafeMutableBufferPointer { values in
      for row in 0..<rows {
        for column in 0..<columns {
          let squared = lengths[row] + lengths[column] - 2 * values[row * columns + column]
          values[row * columns + column] = squared > 0 ? squared : 0
        }
      }
    }
    return result
  }
}
