internal import COpenBLAS
import Glibc

extension Matrix {
  /// The eigenvalues of a symmetric matrix, ascending, by LAPACK's divide and conquer (`dsyevd`).
  ///
  /// Only one triangle is read. An empty matrix has none.
  ///
  /// - Complexity: O(rows³).
  public consuming func symmetricEigenvalues() -> [Double] {
    precondition(rows == columns, "a \(rows)×\(columns) matrix is not symmetric")
    guard rows > 0 else { return [] }
    _ = OpenBLAS.ready
    var order = Int32(rows)
    var values = [Double](repeating: 0, count: rows)
    // Without eigenvectors LAPACK asks for 2n + 1 doubles; its blocked reduction is faster with
    // one block column (32 wide in OpenBLAS) and more.
    var workSize = Int32(max(2 * rows + 1, 34 * rows))
    var work = [Double](repeating: 0, count: Int(workSize))
    var integerWork: [Int32] = [0]
    var integerWorkSize: Int32 = 1
    var status: Int32 = 0
    var matrix = self.elements
    var job = CChar(UInt8(ascii: "N"))
    var triangle = CChar(UInt8(ascii: "U"))
    dsyevd_(
      &job, &triangle, &order, &matrix, &order, &values, &work, &workSize, &integerWork,
      &integerWorkSize, &status)
    precondition(status == 0, "dsyevd failed with status \(status) on finite input")
    return values
  }

  /// The principal sub-matrix of the rows and columns named by `indices`, centred: as if the mean
  /// of the tokens it describes had been subtracted from each before the inner products.
  ///
  /// - Parameter indices: Rows to keep, k of them, in any order.
  /// - Returns: A k×k Gram matrix of centred tokens, and the largest diagonal element before
  ///   centring, which tells how large rounding errors may be.
  /// - Complexity: O(*k*²).
  public func centredSubmatrix(_ indices: [Int]) -> (gram: Matrix, scale: Double) {
    let size = indices.count
    var means = [Double](repeating: 0, count: size)
    var grandMean = 0.0
    var scale = 0.0
    let picked = [Double](unsafeUninitializedCapacity: size * size) { target, filled in
      elements.withUnsafeBufferPointer { source in
        for (row, index) in indices.enumerated() {
          let start = index * columns
          var sum = 0.0
          for column in 0..<size {
            let value = source[start + indices[column]]
            target[row * size + column] = value
            sum += value
          }
          scale = max(scale, source[start + index])
          means[row] = sum / Double(size)
          grandMean += means[row]
        }
      }
      grandMean /= Double(max(size, 1))
      for row in 0..<size {
        let shift = means[row] - grandMean
        for column in 0..<size { target[row * size + column] -= shift + means[column] }
      }
      filled = size * size
    }
    return (Matrix(rows: size, columns: size, elements: picked), scale)
  }

  /// The principal sub-matrix of the rows and columns named by `indices`, as it stands.
  ///
  /// - Complexity: O(*k*²) for *k* indices.
  public func submatrix(_ indices: [Int]) -> Matrix {
    var picked: [Double] = []
    picked.reserveCapacity(indices.count * indices.count)
    for row in indices {
      for column in indices { picked.append(elements[row * columns + column]) }
    }
    return Matrix(rows: indices.count, columns: indices.count, elements: picked)
  }
}

/// Returns the effective rank of a spectrum: the exponential of its entropy.
///
/// The singular values, divided by their sum, are read as a distribution *p*; the result is
/// exp(−Σ *p* ln *p*) [Roy & Vetterli 2007; AgilePruner Eq. 3–4]. It is 1 when one direction carries
/// everything and `singularValues.count` when all carry the same. Zeros do not count, and an
/// all-zero spectrum has rank 0.
///
/// - Parameter singularValues: Non-negative values, in any order.
/// - Returns: A number in `0...singularValues.count`, unchanged by scaling the spectrum.
/// - Complexity: O(*n*) for *n* values.
///
/// [Roy & Vetterli 2007]: https://ieeexplore.ieee.org/document/7098875
public func effectiveRank(singularValues: [Double]) -> Double {
  let sum = singularValues.reduce(0, +)
  guard sum > 0 else { return 0 }
  return exp(shannonEntropy(singularValues))
}

/// Returns the effective rank of a matrix from the eigenvalues of its Gram matrix.
///
/// - Parameters:
///   - gramEigenvalues: Eigenvalues in any order; slightly negative ones are noise.
///   - scale: The largest squared length of a token before centring; 0 when nothing was centred.
/// - Returns: A number in `0...gramEigenvalues.count`: that of ``singularValues(gramEigenvalues:scale:)``.
/// - Complexity: O(*n*) for *n* values.
public func effectiveRank(gramEigenvalues: [Double], scale: Double = 0) -> Double {
  effectiveRank(singularValues: singularValues(gramEigenvalues: gramEigenvalues, scale: scale))
}

/// Returns the singular values of a matrix from the eigenvalues of its Gram matrix.
///
/// They are the square roots. An eigenvalue below `order · ε · λmax` is rounding noise and counts as
/// zero: without that, the square roots of noise inflate the rank of repeated tokens and of more
/// tokens than dimensions. When λmax itself is below `8 · order · ε · scale`, centring left nothing
/// but noise, and all are zero.
///
/// - Parameters:
///   - gramEigenvalues: Eigenvalues in any order; slightly negative ones are noise too.
///   - scale: The largest squared length of a token before centring; 0 when nothing was centred.
/// - Returns: As many values as there are eigenvalues, in their order, none negative.
/// - Complexity: O(*n*) for *n* values.
public func singularValues(gramEigenvalues: [Double], scale: Double = 0) -> [Double] {
  let largest = max(gramEigenvalues.max() ?? 0, 0)
  let order = Double(gramEigenvalues.count)
  let noise = order * Double.ulpOfOne * largest
  let isNoise = largest <= 8 * order * Double.ulpOfOne * scale
  return gramEigenvalues.map { !isNoise && $0 > noise ? $0.squareRoot() : 0 }
}

/// Returns the Shannon entropy, in nats, of non-negative weights divided by their sum.
///
/// Zeros do not count; no weights, or only zeros, have entropy 0. The result is never below 0.
///
/// - Parameter weights: Non-negative values, in any order.
/// - Returns: A number in `0...ln(weights.count)`.
/// - Complexity: O(*n*) for *n* weights.
public func shannonEntropy(_ weights: [Double]) -> Double {
  let sum = weights.reduce(0, +)
  guard sum > 0 else { return 0 }
  var entropy = 0.0
  for weight in weights where weight > 0 {
    let share = weight / sum
    entropy -= share * log(share)
  }
  return max(0, entropy)
}
