extension Matrix {
  /// How much a row exceeds a floor, in all: Σ max(0, x − floor).
  ///
  /// The summands are added in one fixed order, so that a higher floor never gives a larger sum, not
  /// even by rounding.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - floor: As many numbers as columns.
  /// - Returns: A number that is not negative.
  /// - Complexity: O(columns).
  public func excess(ofRow row: Int, over floor: [Double]) -> Double {
    precondition(floor.count == columns, "a floor of \(floor.count) under \(columns) columns")
    return elements.withUnsafeBufferPointer { elements in
      floor.withUnsafeBufferPointer { floor in
        let values = UnsafeBufferPointer(
          rebasing: elements[(row * columns)..<((row + 1) * columns)])
        var sums = SIMD8<Double>.zero
        let whole = columns / 8 * 8
        for index in stride(from: 0, to: whole, by: 8) {
          let gain = values.eight(at: index) - floor.eight(at: index)
          sums += gain.replacing(with: 0, where: .!(gain .> 0))
        }
        var sum = sums.sum()
        for index in whole..<columns { sum += max(0, values[index] - floor[index]) }
        return sum
      }
    }
  }
}

/// The sum of the products of two vectors' first elements, added in one fixed order.
///
/// - Parameters:
///   - one: A vector.
///   - other: Another.
///   - count: How many elements of each are read; neither may have fewer.
/// - Returns: The inner product; 0 of no elements.
/// - Complexity: O(count).
public func innerProduct(
  _ one: ArraySlice<Double>, _ other: ArraySlice<Double>, count: Int
) -> Double {
  precondition(one.count >= count && other.count >= count, "vectors shorter than \(count)")
  return one.withUnsafeBufferPointer { one in
    other.withUnsafeBufferPointer { other in
      var sums = SIMD8<Double>.zero
      let whole = count / 8 * 8
      for index in stride(from: 0, to: whole, by: 8) {
        sums += one.eight(at: index) * other.eight(at: index)
      }
      var sum = sums.sum()
      for index in whole..<count { sum += one[index] * other[index] }
      return sum
    }
  }
}

extension UnsafeBufferPointer<Double> {
  @inline(__always)
  fileprivate func eight(at index: Int) -> SIMD8<Double> {
    UnsafeRawBufferPointer(self).loadUnaligned(
      fromByteOffset: index * MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
  }
}
