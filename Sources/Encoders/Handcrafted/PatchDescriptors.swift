package import LinearAlgebra

/// What each patch and its surroundings look like, as a row of numbers.
///
/// Every number is divided by a fixed unit, about the difference at which two patches stop looking
/// alike in that respect; nothing depends on the other patches of the image. Amplitudes are
/// compressed by a square root, as in the Hellinger comparison of histograms, so that a faint
/// texture counts for more than its contrast.
package enum PatchDescriptors {
  /// Numbers in a row.
  package static let width = 2 * 9 + 3 + 8 + 16 + 8 + PatchFrequencies.count + 2

  /// The units of the parts of a row.
  private enum Unit {
    /// Mean lightness, and mean a and b.
    static let lightness = 6.0
    static let colour = 5.0
    /// Spread and skew, in the same units as their channel.
    static let spread = 5.0
    static let skew = 12.0
    /// The same moments over the surroundings.
    static let surroundings = 1.4
    /// Square roots of gradients and amplitudes, in √(lightness per pixel).
    static let orientation = 0.9
    static let cell = 1.8
    static let frequency = 1.8
    /// Shares of edge pixels.
    static let edges = 0.25
  }

  /// The amplitude below which the square root is softened, in lightness per pixel.
  private static let softness: Float = 0.15

  /// Describes all patches, n×``width``.
  package static func rows(_ evidence: PatchEvidence) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(PatchLattice.count * width)
    for token in 0..<PatchLattice.count {
      appendMoments(of: token, evidence, to: &elements)
      appendOrientations(of: token, evidence, to: &elements)
      let start = token * PatchFrequencies.count
      for place in start..<(start + PatchFrequencies.count) {
        elements.append(compressed(abs(evidence.frequencies[place])) / Unit.frequency)
      }
    }
    return Matrix(rows: PatchLattice.count, columns: width, elements: elements)
  }

  /// 9 moments of the patch, 9 of its surroundings, and 3 differences of the two's means.
  private static func appendMoments(
    of token: Int, _ evidence: PatchEvidence, to row: inout [Double]
  ) {
    let channels = [
      (evidence.lightness, Unit.lightness), (evidence.a, Unit.colour), (evidence.b, Unit.colour),
    ]
    for (channel, unit) in channels {
      let own = channel.patch[token]
      let around = channel.surroundings[token]
      row.append(own.mean / unit)
      row.append(own.spread / Unit.spread)
      row.append(own.skew / Unit.skew)
      row.append(around.mean / (unit * Unit.surroundings))
      row.append(around.spread / (Unit.spread * Unit.surroundings))
      row.append(around.skew / (Unit.skew * Unit.surroundings))
      row.append((own.mean - around.mean) / unit)
    }
  }

  /// 8 orientations of the patch, 4 of each of its quarters, 8 of its surroundings at half
  /// resolution, and the share of edges in both.
  private static func appendOrientations(
    of token: Int, _ evidence: PatchEvidence, to row: inout [Double]
  ) {
    let (y, x) = token.quotientAndRemainder(dividingBy: PatchLattice.side)
    let fine = evidence.fine
    var whole = SIMD8<Float>.zero
    var edges: Float = 0
    for (down, across) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
      let cell = (2 * y + down) * fine.side + 2 * x + across
      let quarter = fine.histogram(cell)
      whole += quarter
      edges += fine.edges[cell]
      let pairs = quarter.evenHalf + quarter.oddHalf
      for bin in 0..<4 { row.append(compressed(pairs[bin]) / Unit.cell) }
    }
    for bin in 0..<8 { row.append(compressed(whole[bin] / 4) / Unit.orientation) }
    var around = SIMD8<Float>.zero
    var edgesAround: Float = 0
    var count: Float = 0
    PatchLattice.forEachNeighbour(of: token, radius: 1) { neighbour in
      around += evidence.coarse.histogram(neighbour)
      edgesAround += evidence.coarse.edges[neighbour]
      count += 1
    }
    for bin in 0..<8 { row.append(compressed(around[bin] / count) / Unit.orientation) }
    row.append(Double(edges / 4) / Unit.edges)
    row.append(Double(edgesAround / count) / Unit.edges)
  }

  /// √(x + s) − √s: a square root that does not blow up noise.
  private static func compressed(_ amplitude: Float) -> Double {
    Double((amplitude + softness).squareRoot() - softness.squareRoot())
  }
}

extension OrientationHistograms {
  /// One cell's bins.
  func histogram(_ cell: Int) -> SIMD8<Float> {
    let start = cell * Self.bins
    var bins = SIMD8<Float>()
    for bin in 0..<Self.bins { bins[bin] = histograms[start + bin] }
    return bins
  }
}
