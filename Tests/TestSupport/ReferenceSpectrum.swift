import Glibc

/// Spectra by plain loops: slow, short, and without anything in common with the fast path.
public enum ReferenceSpectrum {
  /// The singular values of a matrix, by one-sided Jacobi rotations (Hestenes), descending.
  ///
  /// Columns are turned against each other until all are orthogonal; their lengths are the singular
  /// values, with a relative error of a few units in the last place even for small ones.
  ///
  /// - Parameter rows: The rows of the matrix, of equal length.
  /// - Returns: As many values as the shorter side has.
  public static func singularValues(_ rows: [[Double]]) -> [Double] {
    guard let width = rows.first?.count else { return [] }
    // Vectors to turn: the rows or the columns, whichever are fewer.
    var vectors =
      rows.count <= width ? rows : (0..<width).map { column in rows.map { $0[column] } }
    for _ in 0..<60 where sweep(&vectors) == 0 { break }
    return vectors.map { dot($0, $0).squareRoot() }.sorted(by: >)
  }

  /// The effective rank, exp of the entropy of the singular values over their sum.
  ///
  /// - Parameters:
  ///   - rows: The tokens.
  ///   - centred: Whether the mean token is subtracted first.
  /// - Returns: The rank; 0 when nothing but rounding is left.
  public static func effectiveRank(_ rows: [[Double]], centred: Bool) -> Double {
    guard let width = rows.first?.count else { return 0 }
    var tokens = rows
    let largest = rows.joined().reduce(0) { max($0, abs($1)) }
    if centred {
      for column in 0..<width {
        let mean = rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
        for row in rows.indices { tokens[row][column] -= mean }
      }
    }
    let values = singularValues(tokens).filter { $0 > 1e-13 * largest }
    let sum = values.reduce(0, +)
    return values.isEmpty ? 0 : exp(-values.reduce(0) { $0 + $1 / sum * log($1 / sum) })
  }

  /// Turns every pair of vectors once; returns how many pairs were not orthogonal.
  private static func sweep(_ vectors: inout [[Double]]) -> Int {
    var turned = 0
    for first in vectors.indices {
      for second in vectors.indices.dropFirst(first + 1) {
        let alpha = dot(vectors[first], vectors[first])
        let beta = dot(vectors[second], vectors[second])
        let gamma = dot(vectors[first], vectors[second])
        guard abs(gamma) > 1e-15 * (alpha * beta).squareRoot() else { continue }
        turned += 1
        let zeta = (beta - alpha) / (2 * gamma)
        let tangent = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = cosine * tangent
        for place in vectors[first].indices {
          let (one, other) = (vectors[first][place], vectors[second][place])
          vectors[first][place] = cosine * one - sine * other
          vectors[second][place] = sine * one + cosine * other
        }
      }
    }
    return turned
  }

  private static func dot(_ one: [Double], _ other: [Double]) -> Double {
    var sum = 0.0
    for place in one.indices { sum += one[place] * other[place] }
    return sum
  }
}
