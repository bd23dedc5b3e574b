import Glibc
package import LinearAlgebra

/// A fixed map of vectors whose inner products are a Gaussian kernel [Rahimi & Recht 2007].
///
/// For frequencies ω drawn from a normal distribution, cos ω·(x − y) has the mean
/// exp(−|x − y|² / 2). The map writes √(1/m) cos ω·x and √(1/m) sin ω·x for m frequencies, so every
/// result has length 1, equal vectors have cosine 1, and distant ones a cosine near 0, within about
/// √(1/2m).
///
/// The result is the same on every machine as far as can be: what reaches the circular functions is
/// first rounded to a grid of 2⁻²⁰ turns, which swallows the differences between BLAS kernels, and
/// the functions are polynomials of our own.
///
/// [Rahimi & Recht 2007]: https://papers.nips.cc/paper/3182
package struct RandomFourierMap: Sendable {
  /// Frequencies in turns, one in each column: inputs × m.
  private let frequencies: Matrix

  /// Draws the map.
  ///
  /// - Parameters:
  ///   - inputs: The width of the vectors it takes.
  ///   - outputs: The width of its results, an even number.
  ///   - sharpness: A factor for all inputs, the inverse of the kernel's bandwidth.
  ///   - seed: The seed of the frequencies.
  package init(inputs: Int, outputs: Int, sharpness: Double, seed: UInt64) {
    precondition(outputs % 2 == 0, "\(outputs) outputs are not pairs")
    frequencies = Matrix.normal(
      rows: inputs, columns: outputs / 2, deviation: sharpness / (2 * .pi), seed: seed)
  }

  /// Maps every row; all cosines come first, then all sines.
  package func callAsFunction(_ rows: Matrix) -> Matrix {
    let turns = rows.multiplied(by: frequencies)
    let pairs = frequencies.columns
    let scale = (1 / Double(pairs)).squareRoot()
    var elements = [Double](repeating: 0, count: 2 * turns.elements.count)
    var target = elements.mutableSpan
    let source = turns.elements.span
    for row in 0..<turns.rows {
      for pair in 0..<pairs {
        let place = row * 2 * pairs + pair
        let (cosine, sine) = Self.circular(source[row * pairs + pair])
        target[place] = cosine * scale
        target[place + pairs] = sine * scale
      }
    }
    return Matrix(rows: turns.rows, columns: 2 * pairs, elements: elements)
  }

  /// Cosine and sine of an angle in turns, after rounding it to a multiple of 2⁻²⁰.
  ///
  /// - Parameter turns: An angle of at most 2³⁰ turns.
  /// - Returns: Both, off by at most 1e-9.
  @inline(__always)
  package static func circular(_ turns: Double) -> (cosine: Double, sine: Double) {
    // Adding and subtracting 1.5 · 2ᵏ rounds to a multiple of 2ᵏ⁻⁵² without a library call.
    let gridded = (turns + 0x1.8p32) - 0x1.8p32
    let fraction = gridded - ((gridded + 0x1.8p52) - 0x1.8p52)
    let magnitude = abs(fraction)
    let cosine = sineOfTurns(0.25 - magnitude)
    let folded = magnitude > 0.25 ? 0.5 - magnitude : magnitude
    let sine = sineOfTurns(folded)
    return (cosine, fraction < 0 ? -sine : sine)
  }

  /// The sine of −¼...¼ turns, by its series.
  @inline(__always)
  private static func sineOfTurns(_ turns: Double) -> Double {
    let x = turns * (2 * .pi)
    let y = x * x
    let tail = -1 / 39_916_800.0 + y / 6_227_020_800.0
    let middle = -1 / 5040.0 + y * (1 / 362_880.0 + y * tail)
    return x * (1 + y * (-1 / 6.0 + y * (1 / 120.0 + y * middle)))
  }
}

extension Matrix {
  /// A matrix of normally distributed elements with mean 0, the same on every machine.
  ///
  /// Box and Muller's method on SplitMix64; elements are rounded to multiples of 2⁻³⁰, which
  /// swallows what the logarithms and cosines of different libraries differ by.
  static func normal(rows: Int, columns: Int, deviation: Double, seed: UInt64) -> Matrix {
    var generator = SplitMix64(seed: seed)
    let elements = (0..<(rows * columns)).map { _ in
      let radius = (-2 * log(1 - generator.nextUnit())).squareRoot()
      let value = deviation * radius * cos(2 * .pi * generator.nextUnit())
      return (value * 0x1p30).rounded() * 0x1p-30
    }
    return Matrix(rows: rows, columns: columns, elements: elements)
  }
}
