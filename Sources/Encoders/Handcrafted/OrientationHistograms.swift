/// Gradients of lightness, gathered by orientation in square cells [Dalal & Triggs 2005].
///
/// Gradients are central differences in units of lightness per pixel. Their orientations, without
/// sign, fall into 8 bins of 22.5°, each gradient into the two nearest with linear weights. Bin 0 is
/// a gradient along a row, which is a vertical edge; bin 4 a horizontal edge.
///
/// [Dalal & Triggs 2005]: https://doi.org/10.1109/CVPR.2005.177
package struct OrientationHistograms {
  /// Bins of orientation.
  package static let bins = 8
  /// The gradient at which a pixel counts half as an edge, in lightness per pixel.
  package static let edge: Float = 6

  /// Cells on a side.
  package let side: Int
  /// The mean gradient in each bin, over a cell's pixels: `bins` values for each cell.
  package let histograms: [Float]
  /// The share of each cell's pixels that are edges, each counted m² / (m² + edge²).
  package let edges: [Float]

  /// Gathers the gradients of a square plane.
  ///
  /// - Parameters:
  ///   - plane: Lightness, row after row; as many rows as columns.
  ///   - cell: Pixels on a side of a cell, a divisor of the plane's side.
  ///   - inside: Where gradients count; elsewhere they are 0, so that the border of padding is
  ///     no edge.
  package init(_ plane: LightnessPlane, cell: Int, inside: PixelBox) {
    side = plane.side / cell
    let cells = side * side
    var histograms = [Float](repeating: 0, count: cells * Self.bins)
    var edges = [Float](repeating: 0, count: cells)
    let rows = inside.rows.clamped(to: 1..<(plane.side - 1))
    let columns = inside.columns.clamped(to: 1..<(plane.side - 1))
    let values = plane.values.span
    for y in rows {
      let cellRow = y / cell * side
      for x in columns {
        let pixel = y * plane.side + x
        let across = (values[pixel + 1] - values[pixel - 1]) / 2
        let down = (values[pixel + plane.side] - values[pixel - plane.side]) / 2
        let square = across * across + down * down
        if square == 0 { continue }
        let place = cellRow + x / cell
        edges[place] += square / (square + Self.edge * Self.edge)
        let magnitude = square.squareRoot()
        let position = Self.position(across: across, down: down)
        let bin = Int(position)
        let upper = magnitude * (position - Float(bin))
        let start = place * Self.bins
        histograms[start + bin & 7] += magnitude - upper
        histograms[start + (bin + 1) & 7] += upper
      }
    }
    let share = 1 / Float(cell * cell)
    self.histograms = histograms.map { $0 * share }
    self.edges = edges.map { $0 * share }
  }

  /// The orientation of a gradient that is not zero, in bins: 0 ..< 8, up to rounding.
  ///
  /// The arc tangent is a quadratic approximation, off by at most 0.01 bins; unlike the library's it
  /// is the same everywhere.
  @inline(__always)
  package static func position(across: Float, down: Float) -> Float {
    // Without its sign a gradient points downwards, or exactly to the right.
    let flipped = down < 0
    let x = flipped ? -across : across
    let y = flipped ? -down : down
    let quarter: Float = 2  // bins in 45°
    if abs(x) >= y {
      let angle = arcTangent(y / x)
      return x > 0 ? angle : (y == 0 ? 0 : 4 * quarter + angle)
    }
    return 2 * quarter - arcTangent(x / y)
  }

  /// The arc tangent of a number in −1...1, in bins of 22.5°.
  @inline(__always)
  private static func arcTangent(_ ratio: Float) -> Float {
    // atan t ≈ t (π/4 + 0.273 (1 − |t|)); 8/π bins in a radian.
    ratio * (2 + 0.695_18 * (1 - abs(ratio)))
  }
}

/// A square plane of lightness.
package struct LightnessPlane {
  /// Pixels on a side.
  package let side: Int
  /// Lightness, row after row.
  package let values: [Float]

  package init(side: Int, values: [Float]) {
    precondition(values.count == side * side, "\(values.count) values are no square of \(side)")
    self.side = side
    self.values = values
  }

  /// The plane at half its size, each pixel the mean of four; the side must be even.
  package var halved: LightnessPlane {
    let half = side / 2
    var result = [Float](repeating: 0, count: half * half)
    let source = values.span
    for y in 0..<half {
      for x in 0..<half {
        let pixel = 2 * y * side + 2 * x
        let upper = source[pixel] + source[pixel + 1]
        let lower = source[pixel + side] + source[pixel + side + 1]
        result[y * half + x] = (upper + lower) / 4
      }
    }
    return LightnessPlane(side: half, values: result)
  }
}
