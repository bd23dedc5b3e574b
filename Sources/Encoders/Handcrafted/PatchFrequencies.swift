import Glibc

/// The lowest frequencies of every patch's lightness, by the discrete cosine transform.
///
/// The orthonormal DCT-II [Ahmed, Natarajan & Rao 1974] of the patch, of which the coefficients of
/// at most 3 half-waves along each axis are computed, without the mean: 15 for each patch.
///
/// [Ahmed, Natarajan & Rao 1974]: https://doi.org/10.1109/T-C.1974.223784
package enum PatchFrequencies {
  /// Frequencies along one axis, the mean included.
  package static let perAxis = 4
  /// Coefficients of a patch, the mean excluded.
  package static let count = perAxis * perAxis - 1

  /// `perAxis` rows of `patch` values, orthonormal.
  private static let basis: [Float] = (0..<perAxis).flatMap { frequency in
    (0..<PatchLattice.patch).map { place in
      let size = Double(PatchLattice.patch)
      let scale = ((frequency == 0 ? 1 : 2) / size).squareRoot()
      return Float(scale * cos(.pi * (Double(place) + 0.5) * Double(frequency) / size))
    }
  }

  /// The coefficients of all patches of the view.
  ///
  /// - Parameter plane: The view's lightness.
  /// - Returns: `count` coefficients for each patch, frequencies along rows fastest, in units of
  ///   lightness per pixel (divided by the patch's side).
  package static func coefficients(_ plane: LightnessPlane) -> [Float] {
    let size = PatchLattice.patch
    var result: [Float] = []
    result.reserveCapacity(PatchLattice.count * count)
    // Along rows first, for a whole band of patches: perAxis values for each row of each patch.
    var along = [Float](repeating: 0, count: size * PatchLattice.side * perAxis)
    let values = plane.values.span
    let basis = Self.basis.span
    for band in 0..<PatchLattice.side {
      for y in 0..<size {
        for column in 0..<PatchLattice.side {
          let start = (band * size + y) * PatchLattice.view + column * size
          var sums = SIMD4<Float>.zero
          for x in 0..<size {
            let value = values[start + x]
            sums +=
              SIMD4(basis[x], basis[size + x], basis[2 * size + x], basis[3 * size + x]) * value
          }
          let place = (y * PatchLattice.side + column) * perAxis
          for frequency in 0..<perAxis { along[place + frequency] = sums[frequency] }
        }
      }
      for column in 0..<PatchLattice.side {
        for down in 0..<perAxis {
          var sums = SIMD4<Float>.zero
          for y in 0..<size {
            let place = (y * PatchLattice.side + column) * perAxis
            let row = SIMD4(along[place], along[place + 1], along[place + 2], along[place + 3])
            sums += row * basis[down * size + y]
          }
          for across in 0..<perAxis where across + down > 0 {
            result.append(sums[across] / Float(size))
          }
        }
      }
    }
    return result
  }
}
