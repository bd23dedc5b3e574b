import Glibc
package import LinearAlgebra

/// Eight measures of what draws the eye, each turned into attention over patches.
///
/// A measure s, 0 or more, becomes the logit gain · s² / (s² + half²): small measures hardly count,
/// and large ones saturate, as responses to contrast do [Naka & Rushton 1966]. So a crowded image,
/// all of whose patches stand out, spreads its attention, and an image with one object gathers it
/// there. (A flat image has nothing to gather it on: its attention is even.) Gain and half-points
/// are fixed; only the softmax looks at the other patches, and rarity counts them.
///
/// A patch's measure is reduced, and its logit lowered, by the share of it that is padding; the
/// surroundings that a patch is compared with leave padding out.
///
/// [Naka & Rushton 1966]: https://doi.org/10.1113/jphysiol.1966.sp008001
package enum SaliencyHead: Int, CaseIterable {
  /// How much lighter or darker a patch is than what surrounds it [Itti, Koch & Niebur 1998].
  ///
  /// [Itti, Koch & Niebur 1998]: https://doi.org/10.1109/34.730558
  case intensity
  /// How far a patch's colour is from that of its surroundings (same source).
  case colour
  /// How far a patch's orientations are from those of its surroundings (same source).
  case orientation
  /// How many of a patch's pixels are edges [Rosenholtz, Li & Nakano 2007].
  ///
  /// [Rosenholtz, Li & Nakano 2007]: https://doi.org/10.1167/7.2.17
  case edges
  /// How few patches of the image look like a patch: self-information [Bruce & Tsotsos 2009].
  ///
  /// [Bruce & Tsotsos 2009]: https://doi.org/10.1167/9.3.5
  case rarity
  /// What is unexpected in the picture's spectrum; see ``SpectralResidual``.
  case spectrum
  /// The spread of lightness inside a patch [Reinagel & Zador 1999].
  ///
  /// [Reinagel & Zador 1999]: https://doi.org/10.1088/0954-898X_10_4_304
  case contrast
  /// The spread of lightness around a patch, more towards the centre of the view, where
  /// photographers put what matters [Judd et al. 2009].
  ///
  /// [Judd et al. 2009]: https://doi.org/10.1109/ICCV.2009.5459462
  case centre

  /// The largest logit: what stands out fully gets up to e⁸ times the attention of what does not.
  private static let gain = 8.0
  /// How much a patch that is all padding loses of its logit.
  private static let paddingPenalty = 5.0

  /// The measure at which the logit is half the largest one.
  private var half: Double {
    switch self {
    case .intensity, .colour: 15  // a distance in Lab
    case .orientation: 1.5  // lightness per pixel
    case .edges: 0.25  // a share of pixels
    case .rarity: 4  // nats
    case .spectrum: 2  // the mean of a natural picture is about 1
    case .contrast, .centre: 12  // lightness
    }
  }

  /// The class attention of all heads, 8×n; every row sums to 1.
  package static func attention(_ evidence: PatchEvidence) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(allCases.count * PatchLattice.count)
    for head in allCases {
      let measure = head.measure(evidence)
      let logits = measure.indices.map { token in
        let padding = evidence.padding[token]
        let ratio = measure[token] * (1 - padding) / head.half
        return gain * ratio * ratio / (1 + ratio * ratio) - paddingPenalty * padding
      }
      elements.append(contentsOf: softmax(logits))
    }
    return Matrix(rows: allCases.count, columns: PatchLattice.count, elements: elements)
  }

  /// The measure of every patch, 0 or more.
  package func measure(_ evidence: PatchEvidence) -> [Double] {
    switch self {
    case .intensity:
      return Self.centreSurround([evidence.shown.lightness.patch.map(\.mean)], evidence.padding)
    case .colour:
      return Self.centreSurround(
        [evidence.shown.a.patch.map(\.mean), evidence.shown.b.patch.map(\.mean)], evidence.padding)
    case .orientation:
      let bins = (0..<OrientationHistograms.bins).map { bin in
        (0..<PatchLattice.count).map {
          Double(evidence.coarse.histograms[$0 * OrientationHistograms.bins + bin])
        }
      }
      return Self.centreSurround(bins, evidence.padding)
    case .edges:
      return evidence.coarse.edges.map(Double.init)
    case .rarity:
      return Self.selfInformation(evidence)
    case .spectrum:
      return evidence.residual
    case .contrast:
      return evidence.shown.lightness.patch.map(\.spread)
    case .centre:
      return evidence.shown.lightness.surroundings.indices.map { token in
        evidence.shown.lightness.surroundings[token].spread * Self.closenessToCentre[token]
      }
    }
  }

  /// The distance of each patch to the mean of its surroundings, over two sizes of surroundings.
  ///
  /// - Parameters:
  ///   - channels: The coordinates of the patches, n values for each channel.
  ///   - padding: The share of each patch that is padding, which surroundings leave out.
  /// - Returns: The mean of the distances to the surroundings 2 and 5 patches away.
  private static func centreSurround(_ channels: [[Double]], _ padding: [Double]) -> [Double] {
    var distances = [Double](repeating: 0, count: PatchLattice.count)
    for radius in [2, 5] {
      let weight = BoxSums(padding.map { 1 - $0 }, radius: radius).sums
      var squares = [Double](repeating: 0, count: PatchLattice.count)
      for channel in channels {
        let weighted = channel.indices.map { channel[$0] * (1 - padding[$0]) }
        let sums = BoxSums(weighted, radius: radius).sums
        for token in squares.indices {
          // Without the patch itself; a patch all alone is like its surroundings.
          let others = weight[token] - (1 - padding[token])
          guard others > 0.01 else { continue }
          let difference = channel[token] - (sums[token] - weighted[token]) / others
          squares[token] += difference * difference
        }
      }
      for token in distances.indices { distances[token] += squares[token].squareRoot() / 2 }
    }
    return distances
  }

  /// −ln of the share of the image's patches that fall into the same bin of lightness, colour and
  /// contrast; bins are fixed, and padding is not counted.
  private static func selfInformation(_ evidence: PatchEvidence) -> [Double] {
    func bin(_ value: Double, from lowest: Double, width: Double, count: Int) -> Int {
      min(max(Int(((value - lowest) / width).rounded(.down)), 0), count - 1)
    }
    let bins = (0..<PatchLattice.count).map { token in
      let lightness = evidence.shown.lightness.patch[token]
      let level = bin(lightness.mean, from: 0, width: 12.5, count: 8)
      let a = bin(evidence.shown.a.patch[token].mean, from: -37.5, width: 15, count: 5)
      let b = bin(evidence.shown.b.patch[token].mean, from: -37.5, width: 15, count: 5)
      // Contrast in octaves: below 2, 4, 8 and 16, and above.
      let contrast = [2.0, 4, 8, 16].count { lightness.spread >= $0 }
      return ((level * 5 + a) * 5 + b) * 5 + contrast
    }
    var counts = [Double](repeating: 0, count: 8 * 5 * 5 * 5)
    var total = 0.0
    for (token, bin) in bins.enumerated() {
      counts[bin] += 1 - evidence.padding[token]
      total += 1 - evidence.padding[token]
    }
    guard total > 0 else { return Array(repeating: 0, count: bins.count) }
    return bins.enumerated().map { token, bin in
      // A patch of padding may be alone in its bin, where nothing was counted.
      let count = max(counts[bin], 1 - evidence.padding[token])
      return count > 0 ? max(0, log(total / count)) : 0
    }
  }

  /// A Gaussian about the centre of the view with a deviation of a third of its side.
  private static let closenessToCentre: [Double] = (0..<PatchLattice.count).map { token in
    let (row, column) = token.quotientAndRemainder(dividingBy: PatchLattice.side)
    let middle = Double(PatchLattice.side - 1) / 2
    let x = (Double(column) - middle) / Double(PatchLattice.side)
    let y = (Double(row) - middle) / Double(PatchLattice.side)
    return exp(-(x * x + y * y) / (2 / 9.0))
  }
}

/// Sums over the square around every patch, clipped at the view's edges.
private struct BoxSums {
  let sums: [Double]

  /// Sums rows first and then columns; O(*n* · radius).
  init(_ values: [Double], radius: Int) {
    let side = PatchLattice.side
    var across = values
    var both = values
    for token in values.indices {
      let (row, column) = token.quotientAndRemainder(dividingBy: side)
      var sum = 0.0
      for x in max(column - radius, 0)...min(column + radius, side - 1) {
        sum += values[row * side + x]
      }
      across[token] = sum
    }
    for token in values.indices {
      let (row, column) = token.quotientAndRemainder(dividingBy: side)
      var sum = 0.0
      for y in max(row - radius, 0)...min(row + radius, side - 1) {
        sum += across[y * side + column]
      }
      both[token] = sum
    }
    sums = both
  }
}
