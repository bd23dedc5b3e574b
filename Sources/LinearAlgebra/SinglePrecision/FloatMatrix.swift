/// A matrix of single-precision numbers, stored row after row: the hidden states of a model.
///
/// Metrics and selections are decided in double precision and use ``Matrix``; this one is for what a
/// trained model computes in float32 itself.
public struct FloatMatrix: Sendable, Equatable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements, row after row.
  public internal(set) var elements: [Float]

  /// Wraps elements; a count that disagrees with rows and columns traps.
  public init(rows: Int, columns: Int, elements: [Float]) {
    precondition(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "\(elements.count) elements are no \(rows)×\(columns) matrix")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, elements: [Float](repeating: 0, count: rows * columns))
  }

  /// One element.
  public subscript(row: Int, column: Int) -> Float {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// One row.
  public func row(_ row: Int) -> ArraySlice<Float> {
    elements[(row * columns)..<((row + 1) * columns)]
  }

  /// Replaces rows from one on by others of the same width, one after the other.
  public mutating func setRows(from row: Int, to values: [Float]) {
    elements.replaceSubrange((row * columns)..<(row * columns + values.count), with: values)
  }

  /// Some rows one after the other.
  public func rows(_ range: Range<Int>) -> FloatMatrix {
    FloatMatrix(
      rows: range.count, columns: columns,
      elements: Array(elements[(range.lowerBound * columns)..<(range.upperBound * columns)]))
  }

  /// Some columns beside one another.
  public func columns(_ range: Range<Int>) -> FloatMatrix {
    var part = [Float]()
    part.reserveCapacity(rows * range.count)
    for row in 0..<rows {
      part += elements[(row * columns + range.lowerBound)..<(row * columns + range.upperBound)]
    }
    return FloatMatrix(rows: rows, columns: range.count, elements: part)
  }

  /// The same numbers in double precision.
  public var doubles: Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map { Double($0) })
  }

  /// Whether no element is infinite or not a number.
  ///
  /// - Complexity: O(rows · columns), without a branch for each.
  public var isFinite: Bool {
    // A finite number times zero is zero; anything else is not a number, and stays it in the sum.
    elements.withUnsafeBufferPointer { values in
      var sums = SIMD8<Float>(repeating: 0)
      let whole = values.count & ~7
      for place in stride(from: 0, to: whole, by: 8) {
        sums += SIMD8(loading: values, at: place) * 0
      }
      var sum = sums.sum()
      for place in whole..<values.count { sum += values[place] * 0 }
      return sum == 0
    }
  }
}

extension SIMD8<Float> {
  /// Eight numbers from a place on; the caller knows that they are there.
  @inline(__always)
  init(loading values: UnsafeBufferPointer<Float>, at place: Int) {
    guard let base = values.baseAddress else {
      self.init(repeating: 0)
      return
    }
    self = UnsafeRawPointer(base + place).loadUnaligned(as: SIMD8<Float>.self)
  }

  /// Eight numbers from a place on.
  @inline(__always)
  init(at place: UnsafePointer<Float>) {
    self = UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Float>.self)
  }

  /// Writes eight numbers.
  @inline(__always)
  func store(at place: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(place).storeBytes(of: self, as: SIMD8<Float>.self)
  }
}
