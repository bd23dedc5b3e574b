import LinearAlgebra
import TokenFields

/// Tokens that are as hard to compute with as real ones, the same on every machine but for rounding.
///
/// `Tests/Scripts/benchmark_selection.py` makes the same ones.
enum SyntheticField {
  /// A field with features of a falling spectrum around a common direction, one token in 97 of
  /// eight times the length, and class attention in which few tokens hold most.
  static func make(tokens: Int, width: Int, heads: Int = 16) -> TokenField {
    let side = Int(Double(tokens).squareRoot())
    let grid =
      side * side == tokens
      ? TokenGrid(rows: side, columns: side) : TokenGrid(tiles: tokens / 576, rows: 24, columns: 24)
    return TokenField(
      grid: grid, features: features(tokens: tokens, width: width),
      attention: attention(tokens: tokens, heads: heads))
  }

  private static func features(tokens: Int, width: Int) -> Matrix {
    let rank = min(tokens, width, 512)
    var scores = noise(rows: tokens, columns: rank, seed: 1)
    for token in 0..<tokens {
      for direction in 0..<rank {
        // 0.7 as a power would differ between C libraries; this falls about as fast.
        scores[token, direction] /= (1 + Double(direction)).squareRoot()
      }
    }
    var features = scores.multiplied(by: noise(rows: rank, columns: width, seed: 2))
    let mean = noise(rows: 1, columns: width, seed: 3)
    for token in 0..<tokens {
      let length = token % 97 == 5 ? 8.0 : 1.0
      for column in 0..<width {
        features[token, column] = length * (features[token, column] + 2 * mean[0, column])
      }
    }
    return features
  }

  private static func attention(tokens: Int, heads: Int) -> Matrix {
    var generator = SplitMix64(seed: 4)
    let common = (0..<tokens).map { _ in raised(generator.nextUnit()) }
    var attention = Matrix(rows: heads, columns: tokens)
    for head in 0..<heads {
      for token in 0..<tokens {
        attention[head, token] = common[token] * raised(generator.nextUnit()) + 1e-6
      }
      let sum = attention.row(head).reduce(0, +)
      for token in 0..<tokens { attention[head, token] *= 0.9 / sum }
    }
    return attention
  }

  private static func raised(_ unit: Double) -> Double { unit * unit * unit * unit }

  /// Nearly normal numbers: sums of four uniform ones.
  private static func noise(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var generator = SplitMix64(seed: seed)
    var matrix = Matrix(rows: rows, columns: columns)
    for index in matrix.elements.indices {
      var sum = 0.0
      for _ in 0..<4 { sum += generator.nextUnit() }
      matrix.elements[index] = sum - 2
    }
    return matrix
  }
}
