import Glibc
internal import LinearAlgebra
public import TokenFields

/// Tokens that are far longer than others and unlike their neighbours: sinks, which hold something else
/// than the patch that they lie on.
///
/// Vision transformers put global information into a few tokens of uninformative patches, whose norms
/// are outliers ("Vision Transformers Need Registers", [arXiv 2309.16588], section 2, which draws the
/// line by hand). Here a token is a sink when both of these hold:
///
/// - Its norm is at least twice the median, and the modified z-score of its logarithm,
///   0.6745 · (x − median) / MAD, is above 3.5 (Iglewicz and Hoaglin 1993, as the [NIST handbook]
///   gives it). MAD is the median of the absolute deviations from the median; tokens of zero length
///   take no part.
/// - The mean of its cosines to the up to four tokens beside it in its tile is below one half, or below
///   the median of all tokens by more than MAD / 0.6745, whichever is higher. So sinks are also found
///   where tokens are very alike altogether.
///
/// Both are our reading and depend neither on the scale of the features nor on the encoder. Reads the
/// features before the projector, else those behind it.
///
/// [arXiv 2309.16588]: https://arxiv.org/abs/2309.16588
/// [NIST handbook]: https://www.itl.nist.gov/div898/handbook/eda/section3/eda35h.htm
public struct TokenSinks: Sendable, Equatable {
  /// A sink.
  public struct Sink: Sendable, Equatable {
    /// The token.
    public let token: Int
    /// Its norm over the median norm, 2 or more.
    public let normRatio: Double
    /// The mean of its cosines to the tokens beside it.
    public let similarity: Double
  }

  /// The sinks by ascending token.
  public let all: [Sink]

  /// The least norm of a sink, as a multiple of the median.
  static let leastRatio = 2.0
  /// The modified z-score above which a norm is an outlier.
  static let outlierScore = 3.5
  /// The MAD of a normal distribution over its standard deviation.
  static let normalMAD = 0.6745
  /// Cosines to the neighbours below this are low in any encoder.
  static let lowSimilarity = 0.5

  /// Finds the sinks of a field; nil without features.
  ///
  /// Of fewer than three tokens, or of equal ones, there are none.
  ///
  /// - Complexity: O(*n* · *d* + *n* log *n*).
  public init?(_ field: PreparedField) {
    guard let tokens = field.workingFeatures(in: .features) else { return nil }
    let norms = tokens.rowLengths
    let long = Self.outliers(norms)
    guard !long.isEmpty else {
      all = []
      return
    }
    let similarities = neighbourSimilarities(of: tokens, norms, field.field.grid)
    let known = similarities.compactMap { $0 }
    guard let middle = median(known) else {
      all = []
      return
    }
    let spread = median(known.map { abs($0 - middle) }) ?? 0
    let limit = max(Self.lowSimilarity, middle - spread / Self.normalMAD)
    all = long.compactMap { token, ratio in
      guard let similarity = similarities[token], similarity < limit else { return nil }
      return Sink(token: token, normRatio: ratio, similarity: similarity)
    }
  }

  /// The tokens whose norms are outliers, with their norms over the median.
  private static func outliers(_ norms: [Double]) -> [(token: Int, ratio: Double)] {
    let logarithms = norms.map { $0 > 0 ? log($0) : nil }
    let known = logarithms.compactMap { $0 }
    guard known.count > 2, let middle = median(known) else { return [] }
    let deviation = median(known.map { abs($0 - middle) }) ?? 0
    return logarithms.enumerated().compactMap { token, logarithm in
      guard let logarithm, logarithm - middle >= log(leastRatio),
        normalMAD * (logarithm - middle) > outlierScore * deviation
      else { return nil }
      return (token, exp(logarithm - middle))
    }
  }
}

/// Returns for each token the mean of its cosines to the up to four beside it in its tile; nil where it
/// has none beside it or no length.
///
/// - Complexity: O(*n* · *d*).
private func neighbourSimilarities(
  of tokens: Matrix, _ norms: [Double], _ grid: TokenGrid
) -> [Double?] {
  var sums = [Double](repeating: 0, count: grid.count)
  var counts = [Int](repeating: 0, count: grid.count)
  func meet(_ one: Int, _ other: Int) {
    guard norms[one] > 0, norms[other] > 0 else { return }
    let product = innerProduct(tokens.row(one), tokens.row(other), count: tokens.columns)
    let cosine = min(max(product / norms[one] / norms[other], -1), 1)
    for token in [one, other] {
      sums[token] += cosine
      counts[token] += 1
    }
  }
  for token in 0..<grid.count {
    let (_, row, column) = grid.position(of: token)
    if column + 1 < grid.columns { meet(token, token + 1) }
    if row + 1 < grid.rows { meet(token, token + grid.columns) }
  }
  return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : nil }
}

/// Returns the middle of values, of an even number the mean of the two in the middle; nil of none.
private func median(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
}
