import Imaging

/// Everything that is measured on the pixels of a view, from which descriptors and saliency follow.
package struct PatchEvidence {
  /// Moments of lightness, of a (green to red) and of b (blue to yellow), of every patch.
  package let lightness: PatchMoments
  package let a: PatchMoments
  package let b: PatchMoments
  /// The same moments without the pixels that are padding or mixed with it.
  package let shown: (lightness: PatchMoments, a: PatchMoments, b: PatchMoments)
  /// Gradients of the view in cells of half a patch.
  package let fine: OrientationHistograms
  /// Gradients of the view at half its size in cells of one patch.
  package let coarse: OrientationHistograms
  /// Amplitudes of low frequencies; ``PatchFrequencies/count`` for each patch.
  package let frequencies: [Float]
  /// Spectral residual of every patch.
  package let residual: [Double]
  /// The share of every patch that is padding.
  package let padding: [Double]

  /// Measures a view of the lattice's size.
  package init(_ prepared: PreparedTile) {
    let planes = LabPlanes(prepared.view)
    lightness = PatchMoments(planes.lightness)
    a = PatchMoments(planes.a)
    b = PatchMoments(planes.b)
    let plane = LightnessPlane(side: PatchLattice.view, values: planes.lightness)
    let inside = Self.interior(of: prepared.geometry)
    let view = 0..<PatchLattice.view
    shown =
      inside == PixelBox(columns: view, rows: view)
      ? (lightness, a, b)
      : (
        PatchMoments(planes.lightness, inside: inside), PatchMoments(planes.a, inside: inside),
        PatchMoments(planes.b, inside: inside)
      )
    fine = OrientationHistograms(plane, cell: PatchLattice.patch / 2, inside: inside)
    coarse = OrientationHistograms(
      plane.halved, cell: PatchLattice.patch / 2, inside: Self.halved(inside))
    frequencies = PatchFrequencies.coefficients(plane)
    residual = Self.residual(planes.lightness, in: prepared.geometry.picture)
    padding = prepared.geometry.paddingFraction(grid: PatchLattice.grid)
  }

  /// The pixels of the view that the bicubic kernel does not mix with padding.
  private static func interior(of geometry: ViewGeometry) -> PixelBox {
    func interior(_ axis: ResizingAxis, _ picture: Range<Int>) -> Range<Int> {
      guard axis.canvas > axis.length else {
        // Padding that was added after resizing is mixed with nothing; a gradient reads across.
        let lower = picture.lowerBound + (picture.lowerBound > 0 ? 1 : 0)
        return lower..<max(lower, picture.upperBound - (picture.upperBound < axis.window ? 1 : 0))
      }
      // The kernel reaches two pixels of the view, or of the image where that is enlarged; a
      // gradient reads one pixel more.
      let reach = max(2, (2 * axis.scaled + axis.canvas - 1) / axis.canvas) + 1
      let lower = picture.lowerBound + reach
      return lower..<max(lower, picture.upperBound - reach)
    }
    let picture = geometry.picture
    return PixelBox(
      columns: interior(geometry.across, picture.columns),
      rows: interior(geometry.down, picture.rows))
  }

  /// The pixels of the half-size view all of whose four pixels, and neighbours, lie in a box.
  private static func halved(_ box: PixelBox) -> PixelBox {
    func halved(_ range: Range<Int>) -> Range<Int> {
      let lower = (range.lowerBound + 1) / 2
      return lower..<max(lower, range.upperBound / 2)
    }
    return PixelBox(columns: halved(box.columns), rows: halved(box.rows))
  }

  /// The spectral residual of the picture without its padding, brought back to patches.
  private static func residual(_ lightness: [Float], in picture: PixelBox) -> [Double] {
    let side = SpectralResidual.side
    guard !picture.columns.isEmpty else { return [Double](repeating: 0, count: PatchLattice.count) }
    let small = areaMeans(
      lightness, width: PatchLattice.view, columns: picture.columns, rows: picture.rows,
      resultSide: side)
    let saliency = SpectralResidual.saliency(small)
    // A patch reads the map at its centre; the map is smooth over several of its pixels.
    return (0..<PatchLattice.count).map { token in
      let (row, column) = token.quotientAndRemainder(dividingBy: PatchLattice.side)
      func place(_ index: Int, _ range: Range<Int>) -> Int {
        let centre = (2 * index + 1) * PatchLattice.patch / 2 - range.lowerBound
        return min(max(centre * side / range.count, 0), side - 1)
      }
      return saliency[place(row, picture.rows) * side + place(column, picture.columns)]
    }
  }

  /// The means of equal parts of a rectangle, `resultSide` along each axis.
  ///
  /// Pixels that a part covers in part count in proportion.
  static func areaMeans(
    _ values: [Float], width: Int, columns: Range<Int>, rows: Range<Int>, resultSide side: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: side * side)
    let across = parts(of: columns, count: side)
    let down = parts(of: rows, count: side)
    let area = Double(columns.count * rows.count)
    for (y, rowPart) in down.enumerated() {
      for (row, rowShare) in rowPart {
        for x in 0..<side {
          var sum = 0.0
          for (column, share) in across[x] { sum += share * Double(values[row * width + column]) }
          result[y * side + x] += rowShare * sum / area
        }
      }
    }
    return result
  }

  /// The pixels of each of `count` equal parts of a range, with weights whose sum is the range's
  /// length.
  private static func parts(of range: Range<Int>, count: Int) -> [[(pixel: Int, share: Double)]] {
    (0..<count).map { part in
      let lower = part * range.count
      let upper = lower + range.count
      return ((lower / count)...((upper - 1) / count)).map { pixel in
        let overlap = min(upper, (pixel + 1) * count) - max(lower, pixel * count)
        return (range.lowerBound + pixel, Double(overlap))
      }
    }
  }
}
