extension Matrix {
  /// The cosines of one row to every row, without the products of all pairs.
  ///
  /// As a row of ``cosinesFromGram()`` of the Gram matrix, but for rounding: 1 to itself, 0 to and from
  /// rows of zero length, and what lies within rounding of ±1 is ±1.
  ///
  /// - Parameter row: The row.
  /// - Returns: A number in −1...1 for each row.
  /// - Complexity: O(rows · columns).
  public func cosines(ofRow row: Int) -> [Double] {
    precondition((0..<rows).contains(row), "row \(row) of a \(rows)×\(columns) matrix")
    let own = self.row(row)
    let square = innerProduct(own, own, count: columns)
    guard square > Self.leastSquare else { return [Double](repeating: 0, count: rows) }
    let inverse = 1 / square.squareRoot()
    return (0..<rows).map { index in
      if index == row { return 1 }
      let other = self.row(index)
      let squared = innerProduct(other, other, count: columns)
      guard squared > Self.leastSquare else { return 0 }
      let cosine = innerProduct(own, other, count: columns) * (inverse * (1 / squared.squareRoot()))
      return cosine > Self.nearlyOne ? 1 : (cosine < -Self.nearlyOne ? -1 : cosine)
    }
  }

  /// Below this the product of two inverse lengths would leave the range of doubles.
  static let leastSquare = 0x1p-960

  /// Two roots, two quotients and three products, each off by half a unit in the last place.
  static let nearlyOne = 1 - 4 * Double.ulpOfOne
}
