import Glibc

/// Saliency as what is unexpected in a picture's spectrum [Hou & Zhang 2007].
///
/// The logarithm of a natural picture's amplitude spectrum is smooth; its difference to its own
/// 3×3 mean, put back with the original phases, is large where the picture is not like the rest.
///
/// Departure from the paper: an amplitude is divided by itself plus ``floor``, so that frequencies
/// that are absent (in a flat picture all of them) stay absent, and have no arbitrary phase.
///
/// [Hou & Zhang 2007]: https://doi.org/10.1109/CVPR.2007.383267
package enum SpectralResidual {
  /// Pixels on a side of the small map, as in the paper.
  package static let side = 64
  /// The amplitude below which a frequency counts as absent, in units of lightness.
  static let floor = 64.0

  /// The saliency of every pixel of a small map.
  ///
  /// - Parameter map: `side · side` values of lightness, row after row.
  /// - Returns: As many values, 0 or more; 1 is about the mean of a natural picture.
  package static func saliency(_ map: [Double]) -> [Double] {
    precondition(map.count == side * side, "\(map.count) values are not a map of \(side)×\(side)")
    // The mean is no evidence; taking it away first makes a flat map exactly zero.
    let mean = map.reduce(0, +) / Double(map.count)
    var real = map.map { $0 - mean }
    var imaginary = [Double](repeating: 0, count: map.count)
    FourierTransform.transform(&real, &imaginary, side: side)

    let amplitudes = real.indices.map { index in
      (real[index] * real[index] + imaginary[index] * imaginary[index]).squareRoot()
    }
    let logarithms = amplitudes.map { log($0 + floor) }
    let means = boxMeanCircular(logarithms)
    for index in real.indices {
      let gain = exp(logarithms[index] - means[index]) / (amplitudes[index] + floor)
      // The inverse transform is the forward one of the conjugate, up to a conjugate and a factor.
      real[index] *= gain
      imaginary[index] *= -gain
    }
    FourierTransform.transform(&real, &imaginary, side: side)
    let scale = 1 / Double(map.count)
    let energy = real.indices.map { index in
      (real[index] * real[index] + imaginary[index] * imaginary[index]) * scale
    }
    return smoothed(energy)
  }

  /// The mean over 3×3 frequencies; a spectrum is periodic, so its ends meet.
  private static func boxMeanCircular(_ values: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    for y in 0..<side {
      for x in 0..<side {
        var sum = 0.0
        for down in 0..<3 {
          let row = (y + down + side - 1) % side * side
          for across in 0..<3 { sum += values[row + (x + across + side - 1) % side] }
        }
        result[y * side + x] = sum / 9
      }
    }
    return result
  }

  /// Weights of a Gaussian with a deviation of 2.5 pixels, which sum to 1.
  private static let kernel: [Double] = {
    let weights = (-6...6).map { exp(-Double($0 * $0) / (2 * 2.5 * 2.5)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }()

  /// Smooths along rows and columns; beyond the edges the outermost pixel repeats.
  private static func smoothed(_ values: [Double]) -> [Double] {
    var current = values
    for step in [1, side] {  // along rows, then along columns
      var next = current
      let other = step == 1 ? side : 1
      for line in 0..<side {
        for place in 0..<side {
          var sum = 0.0
          for (index, weight) in kernel.enumerated() {
            let neighbour = min(max(place + index - kernel.count / 2, 0), side - 1)
            sum += weight * current[line * other + neighbour * step]
          }
          next[line * other + place * step] = sum
        }
      }
      current = next
    }
    return current
  }
}

/// The discrete Fourier transform of a small square map, radix 2, written plainly.
package enum FourierTransform {
  /// Transforms a map in place: rows, then columns; no factor.
  ///
  /// - Parameters:
  ///   - real: `side · side` real parts.
  ///   - imaginary: As many imaginary parts.
  ///   - side: A power of two.
  package static func transform(_ real: inout [Double], _ imaginary: inout [Double], side: Int) {
    precondition(
      side > 0 && side & (side - 1) == 0 && real.count == side * side
        && imaginary.count == side * side, "\(real.count) values are not a map of \(side)×\(side)")
    let turns = (0..<side).map { 2 * Double.pi * Double($0) / Double(side) }
    let roots = Roots(cosines: turns.map { cos($0) }, sines: turns.map { -sin($0) })
    for line in 0..<side {
      transformLine(&real, &imaginary, start: line * side, step: 1, side: side, roots: roots)
    }
    for line in 0..<side {
      transformLine(&real, &imaginary, start: line, step: side, side: side, roots: roots)
    }
  }

  /// The powers of exp(−2πi / side).
  private struct Roots {
    let cosines: [Double]
    let sines: [Double]
  }

  private static func transformLine(
    _ real: inout [Double], _ imaginary: inout [Double], start: Int, step: Int, side: Int,
    roots: Roots
  ) {
    reverseBits(&real, &imaginary, start: start, step: step, side: side)
    var half = 1
    while half < side {
      let stride = side / (2 * half)
      for block in Swift.stride(from: 0, to: side, by: 2 * half) {
        for place in 0..<half {
          let upper = start + (block + place) * step
          let lower = upper + half * step
          let cosine = roots.cosines[place * stride]
          let sine = roots.sines[place * stride]
          let turnedReal = real[lower] * cosine - imaginary[lower] * sine
          let turnedImaginary = real[lower] * sine + imaginary[lower] * cosine
          real[lower] = real[upper] - turnedReal
          imaginary[lower] = imaginary[upper] - turnedImaginary
          real[upper] += turnedReal
          imaginary[upper] += turnedImaginary
        }
      }
      half *= 2
    }
  }

  private static func reverseBits(
    _ real: inout [Double], _ imaginary: inout [Double], start: Int, step: Int, side: Int
  ) {
    var reversed = 0
    for place in 0..<side {
      if place < reversed {
        real.swapAt(start + place * step, start + reversed * step)
        imaginary.swapAt(start + place * step, start + reversed * step)
      }
      // Adds one to a number whose bits are written backwards.
      var bit = side / 2
      while bit > 0 && reversed & bit != 0 {
        reversed ^= bit
        bit /= 2
      }
      reversed |= bit
    }
  }
}
