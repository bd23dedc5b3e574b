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
    let heads = Self.rows(field.attention)
    attention = (0..<field.count).map { token in
      heads.reduce(0) { $0 + $1[token] } / Double(heads.count)
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

  private static func dot(_ one: [Double], _ other: [Double]) -> Double {
    var sum = 0.0
    for place in one.indices { sum += one[place] * other[place] }
    return sum
  }

  private static func rows(_ matrix: Matrix?) -> [[Double]] {
    guard let matrix else { return [] }
    return (0..<matrix.rows).map { Array(matrix.row($0)) }
  }
}
