import Glibc
import Imaging
import LinearAlgebra

/// Images drawn for the tests, from plain to crowded.
enum TestScenes {
  /// A sky that brightens downwards.
  static func sky(width: Int = 420, height: Int = 420) -> Image {
    var image = Image(width: width, height: height, filledWith: RGB(grey: 0))
    for y in 0..<height {
      let shade = UInt8(80 * y / height)
      for x in 0..<width { image[x, y] = RGB(100 + shade, 150 + shade, 170 + shade) }
    }
    return image
  }

  /// A red ball in the sky, a little right of the middle.
  static func ball() -> Image {
    var image = sky()
    image.disc(x: 240, y: 220, radius: 55, colour: RGB(200, 40, 30))
    return image
  }

  /// Discs and stripes of all colours over the sky.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - radius: A typical radius, in pixels.
  /// - Returns: The same image every time.
  static func crowd(_ count: Int, radius: Int = 34) -> Image {
    var image = sky()
    var random = SplitMix64(seed: 11)
    for _ in 0..<count {
      let (x, y) = (random.next(below: 420), random.next(below: 420))
      let size = radius / 3 + random.next(below: radius)
      let samples = (0..<3).map { _ in UInt8(random.next(below: 256)) }
      let colour = RGB(samples[0], samples[1], samples[2])
      if random.next(below: 2) == 0 {
        image.disc(x: x, y: y, radius: size, colour: colour)
      } else {
        image.stripes(x: x, y: y, size: size, colour: colour)
      }
    }
    return image
  }

  /// Squares of two greys, `size` pixels wide.
  static func checkerboard(size: Int, side: Int = 336) -> Image {
    var image = Image(width: side, height: side, filledWith: RGB(grey: 40))
    for y in 0..<side {
      for x in 0..<side where (x / size + y / size) % 2 == 0 { image[x, y] = RGB(grey: 220) }
    }
    return image
  }
}

extension Image {
  fileprivate mutating func disc(x: Int, y: Int, radius: Int, colour: RGB) {
    for row in max(y - radius, 0)..<min(y + radius, height) {
      for column in max(x - radius, 0)..<min(x + radius, width) {
        let (across, down) = (column - x, row - y)
        if across * across + down * down < radius * radius { self[column, row] = colour }
      }
    }
  }

  fileprivate mutating func stripes(x: Int, y: Int, size: Int, colour: RGB) {
    for row in max(y - size, 0)..<min(y + size, height) where (row / 3) % 2 == 0 {
      for column in max(x - size, 0)..<min(x + size, width) { self[column, row] = colour }
    }
  }
}

/// The effective rank of every seventh token, centred: enough to tell plain from crowded.
///
/// Eigenvalues of the Gram matrix by Jacobi's rotations, written for clarity and not for speed.
func sampledErank(_ tokens: Matrix) -> Double {
  let rows = tokens.selecting(rows: Array(stride(from: 0, to: tokens.rows, by: 7))).centred
  var gram = (0..<rows.rows).map { i in
    (0..<rows.rows).map { j in zip(rows.row(i), rows.row(j)).reduce(0) { $0 + $1.0 * $1.1 } }
  }
  let size = gram.count
  for _ in 0..<12 {
    for p in 0..<(size - 1) {
      for q in (p + 1)..<size where abs(gram[p][q]) > 1e-13 {
        let angle = (gram[q][q] - gram[p][p]) / (2 * gram[p][q])
        let tangent = (angle < 0 ? -1 : 1) / (abs(angle) + (angle * angle + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for k in 0..<size {
          (gram[k][p], gram[k][q]) = (
            cosine * gram[k][p] - sine * gram[k][q], sine * gram[k][p] + cosine * gram[k][q]
          )
        }
        for k in 0..<size {
          (gram[p][k], gram[q][k]) = (
            cosine * gram[p][k] - sine * gram[q][k], sine * gram[p][k] + cosine * gram[q][k]
          )
        }
      }
    }
  }
  let singular = (0..<size).map { gram[$0][$0] > 1e-11 ? gram[$0][$0].squareRoot() : 0 }
  let sum = singular.reduce(0, +)
  return sum == 0 ? 0 : exp(entropy(singular.map { $0 / sum }))
}

/// Shannon entropy in nats of shares that sum to 1.
func entropy(_ shares: [Double]) -> Double {
  shares.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
}

/// The cosine of two rows.
func cosine(_ tokens: Matrix, _ first: Int, _ second: Int) -> Double {
  func product(_ i: Int, _ j: Int) -> Double {
    zip(tokens.row(i), tokens.row(j)).reduce(0) { $0 + $1.0 * $1.1 }
  }
  return product(first, second) / (product(first, first) * product(second, second)).squareRoot()
}
