import LinearAlgebra
import TokenFields

/// Tokens that are as hard to compute with as real ones, the same on every machine but for rounding.
///
/// `Tests/Scripts/benchmark_selection.py` makes the same ones.
enum SyntheticField {
  /// A field with features of a falling spectrum around a common direction, one token in 97 of
  /// eight times the length, class attention in which few tokens hold most, and everything else
  /// that a strategy reads.
  static func make(tokens: Int, width: Int, heads: Int = 16) -> TokenField {
    let side = Int(Double(tokens).squareRoot())
    let grid =
      side * side == tokens
      ? TokenGrid(rows: side, columns: side) : TokenGrid(tiles: tokens / 576, rows: 24, columns: 24)
    var field = TokenField(
      grid: grid, features: features(tokens: tokens, width: width),
      attention: attention(tokens: tokens, heads: heads, seed: 4))
    field.keys = keys(tokens: tokens, heads: heads)
    field.shallowAttention = attention(tokens: tokens, heads: heads, seed: 5)
    field.firstLayerAttention = attention(tokens: tokens, heads: heads, seed: 6)
    field.lastLayerAttention = attention(tokens: tokens, heads: 1, seed: 7).elements
    field.llmAttention = attention(tokens: tokens, heads: 1, seed: 8).elements
    field.clipImageEmbeds = noise(rows: tokens, columns: 768, seed: 9)
    field.textEmbeds = noise(rows: 4, columns: 768, seed: 10)
    return field
  }

  /// Keys of 64 numbers a head: 24 kinds of token, each with noise of its own.
  private static func keys(tokens: Int, heads: Int) -> [Matrix] {
    let kinds = noise(rows: 24, columns: heads * 64, seed: 11)
    let own = noise(rows: heads * tokens, columns: 64, seed: 12)
    return (0..<heads).map { head in
      var keys = Matrix(rows: tokens, columns: 64)
      for token in 0..<tokens {
        for column in 0..<64 {
          keys[token, column] =
            kinds[token * 7 % 24, head * 64 + column] + own[head * tokens + token, column]
        }
      }
      return keys
    }
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

  private static func attention(tokens: Int, heads: Int, seed: UInt64) -> Matrix {
    var generator = SplitMix64(seed: seed)
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
