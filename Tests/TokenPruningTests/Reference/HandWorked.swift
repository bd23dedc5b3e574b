import Glibc
import LinearAlgebra
import TokenFields
import TokenPruning

/// Short spellings for cases that are worked by hand.
extension Matrix {
  /// A matrix from its rows, of equal length.
  init(_ rows: [[Double]]) {
    self.init(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
  }

  /// The largest difference to other rows; infinite where the shapes differ.
  func largestDifference(to rows: [[Double]]) -> Double {
    guard self.rows == rows.count, rows.allSatisfy({ $0.count == columns }) else {
      return .infinity
    }
    return zip(elements, rows.flatMap { $0 }).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}

extension TokenField {
  /// A row of tokens with features and one head of class attention, where they are given.
  init(line features: [[Double]]? = nil, attention: [Double]? = nil, count: Int? = nil) {
    let count = count ?? features?.count ?? attention?.count ?? 1
    self.init(
      grid: TokenGrid(rows: 1, columns: count), features: features.map { Matrix($0) },
      attention: attention.map { Matrix([$0]) })
  }
}

extension TokenField {
  /// The field with averages such that its own erank is `ratio` times the average one, and its
  /// entropy far more than that; or the other way round for the signal `entropy`.
  func measuring(_ ratio: Double, by signal: String = "erank", centred: Bool = true) -> TokenField {
    let prepared = PreparedField(self)
    let (erank, entropy) = signal == "entropy" ? (17 * ratio, ratio) : (ratio, 17 * ratio)
    var field = self
    field.averages = FieldAverages(
      erank: (prepared.erank(centred: centred) ?? .nan) / erank,
      entropy: (prepared.entropy ?? .nan) / entropy, source: "a test")
    return field
  }
}

/// Vectors of length 1 in the plane at angles in degrees: the cosine of two is that of the
/// difference.
func directions(_ degrees: [Double]) -> [[Double]] {
  degrees.map { [cos($0 * .pi / 180), sin($0 * .pi / 180)] }
}

/// What a merging strategy mixes, in the order in which it is handed on.
struct Mixture: Equatable {
  let representative: Int?
  let members: [Int]
  let weights: [Double]
}

extension Selection {
  /// The groups as values that a reference can make too.
  var mixtures: [Mixture]? {
    merging?.groups.map {
      Mixture(representative: $0.representative, members: $0.members, weights: $0.weights)
    }
  }
}
