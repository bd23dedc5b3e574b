import Glibc

/// Mean, spread and skew of one channel over a patch or several.
///
/// The colour moments of [Stricker & Orengo 1995]: the spread is the standard deviation and the
/// skew the cube root of the third central moment, so all three have the channel's own unit.
///
/// [Stricker & Orengo 1995]: https://doi.org/10.1117/12.205308
package struct Moments: Equatable {
  package var mean: Double
  package var spread: Double
  package var skew: Double

  package init(mean: Double, spread: Double, skew: Double) {
    self.mean = mean
    self.spread = spread
    self.skew = skew
  }
}

/// Sums of powers of one channel over pixels, from which moments of any union follow.
struct PowerSums: Equatable {
  /// Pixels summed.
  private(set) var count = 0.0
  private var first = 0.0
  private var second = 0.0
  private var third = 0.0

  @inline(__always)
  mutating func add(_ value: Double) {
    count += 1
    let square = value * value
    first += value
    second += square
    third += square * value
  }

  static func += (sums: inout PowerSums, other: PowerSums) {
    sums.count += other.count
    sums.first += other.first
    sums.second += other.second
    sums.third += other.third
  }

  /// The moments of what was summed; zeros when nothing was.
  var moments: Moments {
    guard count > 0 else { return Moments(mean: 0, spread: 0, skew: 0) }
    let mean = first / count
    let variance = max(second / count - mean * mean, 0)
    let third = third / count - mean * (3 * second / count - 2 * mean * mean)
    // Where all values are equal only rounding errors are left, which the cube root would blow up.
    return variance < 1e-6
      ? Moments(mean: mean, spread: 0, skew: 0)
      : Moments(mean: mean, spread: variance.squareRoot(), skew: cbrt(third))
  }
}

/// The moments of one channel, of every patch and of every patch's 3×3 surroundings.
package struct PatchMoments {
  /// n moments, one for each patch.
  package let patch: [Moments]
  /// n moments, each over the up to 9 patches around a patch and the patch itself.
  package let surroundings: [Moments]

  /// Computes the moments of a channel of the view.
  ///
  /// - Parameters:
  ///   - channel: `view · view` values, row after row.
  ///   - inside: The pixels that count; all when nil. A patch without such a pixel is measured as a
  ///     whole, and counts for no other patch's surroundings.
  package init(_ channel: [Float], inside: PixelBox? = nil) {
    let view = 0..<PatchLattice.view
    let box = inside ?? PixelBox(columns: view, rows: view)
    let counted = (0..<PatchLattice.count).map { Self.sums(of: $0, channel, within: box) }
    let own = counted.indices.map { token in
      counted[token].count > 0
        ? counted[token]
        : Self.sums(of: token, channel, within: PixelBox(columns: view, rows: view))
    }
    patch = own.map(\.moments)
    surroundings = counted.indices.map { token in
      var union = PowerSums()
      PatchLattice.forEachNeighbour(of: token, radius: 1) { union += counted[$0] }
      return union.count > 0 ? union.moments : own[token].moments
    }
  }

  /// The sums over those pixels of a patch that lie in a box.
  private static func sums(of token: Int, _ channel: [Float], within box: PixelBox) -> PowerSums {
    let size = PatchLattice.patch
    let (row, column) = token.quotientAndRemainder(dividingBy: PatchLattice.side)
    let rows = box.rows.clamped(to: (row * size)..<((row + 1) * size))
    let columns = box.columns.clamped(to: (column * size)..<((column + 1) * size))
    let channel = channel.span
    var sums = PowerSums()
    for y in rows {
      let start = y * PatchLattice.view
      for x in columns { sums.add(Double(channel[start + x])) }
    }
    return sums
  }
}
