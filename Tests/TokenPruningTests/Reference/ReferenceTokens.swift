import LinearAlgebra
import TestSupport
import TokenFields

/// A field as lists of numbers, with the distances spelled out: what the references read.
struct ReferenceTokens {
  let features: [[Double]]
  let projected: [[Double]]
  /// The mean over heads.
  let attention: [Double]

  init(_ field: TokenField) {
    features = Self.rows(field.features ?? field.projected)
    projected = Self.rows(field.projected ?? field.features)
    attention = Self.mean(of: Self.rows(field.attention), count: field.count)
  }

  /// The mean of the rows, one number for each of `count` columns.
  static func mean(of rows: [[Double]], count: Int) -> [Double] {
    (0..<count).map { column in
      rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
    }
  }

  /// Tokens in descending order of their scores, the lower one first on ties.
  static func descending(_ scores: [Double], among tokens: [Int]? = nil) -> [Int] {
    (tokens ?? Array(scores.indices)).sorted { (scores[$1], $0) < (scores[$0], $1) }
  }

  /// The weighted sum of some of the vectors.
  static func mixture(_ vectors: [[Double]], _ members: [Int], _ weights: [Double]) -> [Double] {
    (vectors.first ?? []).indices.map { column in
      zip(members, weights).reduce(0) { $0 + $1.1 * vectors[$1.0][column] }
    }
  }

  var count: Int { attention.count }

  /// All tokens, the largest attention first, by looking for the largest again and again.
  var byAttention: [Int] {
    var left = Array(attention.indices)
    var order: [Int] = []
    while var best = left.first {
      for token in left where attention[token] > attention[best] { best = token }
      order.append(best)
      left.removeAll { $0 == best }
    }
    return order
  }

  /// The cosine of two vectors; 0 when one has no length, and exactly ±1 within rounding of it.
  static func cosine(_ one: [Double], _ other: [Double]) -> Double {
    let lengths = dot(one, one).squareRoot() * dot(other, other).squareRoot()
    guard lengths > 0 else { return 0 }
    let cosine = dot(one, other) / lengths
    return abs(cosine) > 1 - 1e-15 ? (cosine > 0 ? 1 : -1) : cosine
  }

  static func squaredDistance(_ one: [Double], _ other: [Double]) -> Double {
    var sum = 0.0
    for place in one.indices { sum += (one[place] - other[place]) * (one[place] - other[place]) }
    return sum
  }

  static func dot(_ one: [Double], _ other: [Double]) -> Double {
    var sum = 0.0
    for place in one.indices { sum += one[place] * other[place] }
    return sum
  }

  static func rows(_ matrix: Matrix?) -> [[Double]] {
    guard let matrix else { return [] }
    return (0..<matrix.rows).map { Array(matrix.row($0)) }
  }
}
