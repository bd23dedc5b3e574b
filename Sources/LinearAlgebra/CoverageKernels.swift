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
    precondition(
      floor.count == columns && (0..<rows).contains(row),
      "a floor of \(floor.count) under row \(row) of a \(rows)×\(columns) matrix")
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
      UnsafeBufferPointer(rebasing: one[..<count]).innerProduct(
        with: UnsafeBufferPointer(rebasing: other[..<count]))
    }
  }
}

extension UnsafeBufferPointer<Double> {
  /// The sum of the products with another vector of the same length, added in one fixed order.
  func innerProduct(with other: Self) -> Double {
    assert(count == other.count, "vectors of \(count) and \(other.count)")
    var sums = SIMD8<Double>.zero
    let whole = count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
      sums += eight(at: index) * other.eight(at: index)
    }
    var sum = sums.sum()
    for index in whole..<count { sum += self[index] * other[index] }
    return sum
  }
}

extension UnsafeBufferPointer<Double> {
  /// Eight elements from an index on, all of which must be there.
  @inline(__always)
  func eight(at index: Int) -> SIMD8<Double> {
    UnsafeRawBufferPointer(self).loadUnaligned(
      fromByteOffset: index * MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
  }
}

extension UnsafeBufferPointer<Double> {
  /// The smallest and the largest element, of which there must be one; none may be NaN.
  var extremes: (least: Double, most: Double) {
    var (least, most) = (self[0], self[0])
    let whole = count / 8 * 8
    if whole > 0 {
      var (low, high) = (eight(at: 0), eight(at: 0))
      for index in stride(from: 8, to: whole, by: 8) {
        let values = eight(at: index)
        low.replace(with: values, where: values .< low)
        high.replace(with: values, where: values .> high)
      }
      (least, most) = (low.min(), high.max())
    }
    for index in whole..<count {
      least = self[index] < least ? self[index] : least
      most = self[index] > most ? self[index] : most
    }
    return (least, most)
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Sets eight elements from an index on, all of which must be there.
  @inline(__always)
  func set(eight values: SIMD8<Double>, at index: Int) {
    UnsafeMutableRawBufferPointer(self).storeBytes(
      of: values, toByteOffset: index * MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
  }
}
