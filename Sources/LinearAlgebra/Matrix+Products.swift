internal import COpenBLAS
import Glibc

/// The one setting of OpenBLAS, made before its first use: a single thread.
///
/// The program runs strategies, samples and heads side by side itself; threads inside the library
/// would only fight with them (and spin while they wait).
enum OpenBLAS {
  /// Reading this makes the setting, once.
  static let ready: Void = openblas_set_num_threads(1)
}

extension Matrix {
  /// The product with another matrix, m×k times k×n.
  ///
  /// - Parameter other: A matrix with as many rows as this one has columns; otherwise it traps.
  /// - Returns: An m×n matrix.
  /// - Complexity: O(*m* · *k* · *n*).
  public func multiplied(by other: Matrix) -> Matrix {
    precondition(
      columns == other.rows,
      "a \(rows)×\(columns) matrix cannot multiply a \(other.rows)×\(other.columns) one")
    guard rows > 0, columns > 0, other.columns > 0 else {
      return Matrix(rows: rows, columns: other.columns)
    }
    _ = OpenBLAS.ready
    return Matrix(rows: rows, columns: other.columns) { target in
      cblas_dgemm(
        OPENBLAS_ROW_MAJOR, OPENBLAS_NO_TRANSPOSE, OPENBLAS_NO_TRANSPOSE, Int32(rows),
        Int32(other.columns), Int32(columns), 1, elements, Int32(columns), other.elements,
        Int32(other.columns), 0, target.baseAddress, Int32(other.columns))
    }
  }

  /// The inner product of every row of this matrix with every row of another, m×k and n×k.
  ///
  /// - Parameter other: A matrix as wide as this one; otherwise it traps.
  /// - Returns: An m×n matrix, X·Yᵀ.
  /// - Complexity: O(*m* · *k* · *n*).
  public func innerProducts(with other: Matrix) -> Matrix {
    precondition(columns == other.columns, "rows of \(columns) and of \(other.columns) elements")
    guard rows > 0, columns > 0, other.rows > 0 else {
      return Matrix(rows: rows, columns: other.rows)
    }
    // The library copies and pads both matrices first, which takes longer than few products do.
    if other.rows <= 2 { return fewInnerProducts(with: other) }
    _ = OpenBLAS.ready
    return Matrix(rows: rows, columns: other.rows) { target in
      cblas_dgemm(
        OPENBLAS_ROW_MAJOR, OPENBLAS_NO_TRANSPOSE, OPENBLAS_TRANSPOSE, Int32(rows),
        Int32(other.rows), Int32(columns), 1, elements, Int32(columns), other.elements,
        Int32(columns), 0, target.baseAddress, Int32(other.rows))
    }
  }

  private func fewInnerProducts(with other: Matrix) -> Matrix {
    Matrix(rows: rows, columns: other.rows) { target in
      elements.withUnsafeBufferPointer { elements in
        other.elements.withUnsafeBufferPointer { others in
          for row in 0..<rows {
            let one = UnsafeBufferPointer(
              rebasing: elements[(row * columns)..<((row + 1) * columns)])
            for place in 0..<other.rows {
              target[row * other.rows + place] = one.innerProduct(
                with: UnsafeBufferPointer(
                  rebasing: others[(place * columns)..<((place + 1) * columns)]))
            }
          }
        }
      }
    }
  }

  /// The Gram matrix of the rows, X·Xᵀ: the inner product of every pair of rows.
  ///
  /// - Complexity: O(rows² · columns).
  public var gram: Matrix { symmetricProduct(ofRows: true) }

  /// The Gram matrix of the columns, Xᵀ·X.
  ///
  /// - Complexity: O(columns² · rows).
  public var columnGram: Matrix { symmetricProduct(ofRows: false) }

  /// The largest magnitude of an element; 0 without any.
  ///
  /// - Complexity: O(rows · columns).
  public var largestMagnitude: Double {
    guard columns > 0 else { return 0 }
    _ = OpenBLAS.ready
    return elements.withUnsafeBufferPointer { values in
      var largest = 0.0
      for start in stride(from: 0, to: values.count, by: columns) {
        guard let row = values.baseAddress.map({ $0 + start }) else { break }
        largest = max(largest, abs(row[cblas_idamax(Int32(columns), row, 1)]))
      }
      return largest
    }
  }

  private func symmetricProduct(ofRows: Bool) -> Matrix {
    let order = ofRows ? rows : columns
    guard rows > 0, columns > 0 else { return Matrix(rows: order, columns: order) }
    _ = OpenBLAS.ready
    return Matrix(rows: order, columns: order) { target in
      cblas_dsyrk(
        OPENBLAS_ROW_MAJOR, OPENBLAS_UPPER, ofRows ? OPENBLAS_NO_TRANSPOSE : OPENBLAS_TRANSPOSE,
        Int32(order), Int32(ofRows ? columns : rows), 1, elements, Int32(columns), 0,
        target.baseAddress, Int32(order))
      mirrorUpperTriangle(target, order: order)
    }
  }
}

extension Matrix {
  /// Creates a matrix whose elements are written by somebody else, all of them and before any is read.
  ///
  /// The system hands out memory in pages of 4 KiB, each with a fault at its first touch; for large
  /// matrices these take longer than many a computation. It is therefore asked for pages of 2 MiB,
  /// and nothing is written that would be written again.
  init(rows: Int, columns: Int, filling fill: (UnsafeMutableBufferPointer<Double>) -> Void) {
    let count = rows * columns
    let elements = [Double](unsafeUninitializedCapacity: count) { memory, filled in
      let target = UnsafeMutableBufferPointer(rebasing: memory[..<count])
      adviseLargePages(UnsafeMutableRawBufferPointer(target))
      fill(target)
      filled = count
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }
}

/// Asks the system to back what lies wholly inside the memory with large pages; it may decline.
private func adviseLargePages(_ memory: UnsafeMutableRawBufferPointer) {
  let page = 1 << 21
  guard memory.count >= 2 * page, let base = memory.baseAddress else { return }
  let skipped = (page - Int(bitPattern: base) % page) % page
  madvise(base + skipped, (memory.count - skipped) / page * page, MADV_HUGEPAGE)
}

/// Copies the upper triangle of a square matrix to the lower one, in blocks that fit the cache.
private func mirrorUpperTriangle(_ elements: UnsafeMutableBufferPointer<Double>, order: Int) {
  let block = 32
  for blockRow in stride(from: 0, to: order, by: block) {
    for blockColumn in stride(from: 0, through: blockRow, by: block) {
      for row in blockRow..<min(blockRow + block, order) {
        for column in blockColumn..<min(blockColumn + block, row) {
          elements[row * order + column] = elements[column * order + row]
        }
      }
    }
  }
}
