/// Position embeddings for views of another size than a model was trained for.
public enum PositionEmbedding {
  /// Brings learned positions to another number of patches.
  ///
  /// As `interpolate_pos_encoding` of transformers 4.57 does for CLIP and SigLIP, with `interpolate`
  /// of PyTorch: bicubic with a = −0.75, without antialiasing, the outer edges of the old and the new
  /// patches falling together, and places beyond an edge taking the value at it. Rows of class tokens are kept as
  /// they are. Places and weights are computed in single precision as there.
  ///
  /// - Parameters:
  ///   - positions: (classTokens + side²)×width values, row after row.
  ///   - classTokens: Rows before those of patches, 0 or more.
  ///   - side: Rows and columns of patches that the positions were trained for.
  ///   - rows: Rows of patches to make.
  ///   - columns: Columns of patches to make.
  ///   - width: Values of one position.
  /// - Returns: (classTokens + rows·columns)×width values; the input where the sizes are its own.
  /// - Complexity: O(rows · columns · width), each four times in either direction.
  public static func interpolated(
    _ positions: [Float], classTokens: Int, side: Int, rows: Int, columns: Int, width: Int
  ) -> [Float] {
    precondition(
      side > 0 && rows > 0 && columns > 0 && width > 0 && classTokens >= 0
        && positions.count == (classTokens + side * side) * width,
      "\(positions.count) values are not \(classTokens) + \(side)×\(side) positions of \(width)")
    if rows == side && columns == side { return positions }
    let across = taps(from: side, to: columns)
    let down = taps(from: side, to: rows)
    // A row of patches of the result reads four rows of the input, each brought to its columns.
    let wide = widened(positions, start: classTokens * width, side: side, across, width)
    let source = wide.span
    let line = columns * width
    var result = Array(positions[..<(classTokens * width)])
    result.reserveCapacity((classTokens + rows * columns) * width)
    for (places, weights) in down {
      for value in 0..<line {
        result.append(
          source[places[0] * line + value] * weights[0]
            + source[places[1] * line + value] * weights[1]
            + source[places[2] * line + value] * weights[2]
            + source[places[3] * line + value] * weights[3])
      }
    }
    return result
  }

  /// Four places of an axis and their weights.
  private typealias Taps = (places: SIMD4<Int>, weights: SIMD4<Float>)

  /// Every row of patches brought to the result's columns.
  private static func widened(
    _ positions: [Float], start: Int, side: Int, _ across: [Taps], _ width: Int
  ) -> [Float] {
    let source = positions.span
    var result: [Float] = []
    result.reserveCapacity(side * across.count * width)
    for row in 0..<side {
      let line = start + row * side * width
      for (places, weights) in across {
        for value in line..<(line + width) {
          result.append(
            source[value + places[0] * width] * weights[0]
              + source[value + places[1] * width] * weights[1]
              + source[value + places[2] * width] * weights[2]
              + source[value + places[3] * width] * weights[3])
        }
      }
    }
    return result
  }

  /// What each place of a new axis reads of the old one.
  private static func taps(from length: Int, to count: Int) -> [Taps] {
    let scale = Float(length) / Float(count)
    return (0..<count).map { index in
      // Rounded once, as PyTorch's kernels for processors of this decade do.
      let position = (-0.5 as Float).addingProduct(scale, Float(index) + 0.5)
      let whole = position.rounded(.down)
      let first = Int(whole) - 1
      var places = SIMD4<Int>()
      for tap in 0..<4 { places[tap] = min(max(first + tap, 0), length - 1) }
      return (places, weights(position - whole))
    }
  }

  /// Keys' cubic with a = −0.75 at the four places around a fraction in 0..<1 [Keys 1981].
  ///
  /// [Keys 1981]: https://doi.org/10.1109/TASSP.1981.1163711
  private static func weights(_ fraction: Float) -> SIMD4<Float> {
    let a: Float = -0.75
    func near(_ x: Float) -> Float { ((a + 2) * x - (a + 3)) * x * x + 1 }
    func far(_ x: Float) -> Float { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
    return SIMD4(
      far(fraction + 1), near(fraction), near(1 - fraction), far(2 - fraction))
  }
}
