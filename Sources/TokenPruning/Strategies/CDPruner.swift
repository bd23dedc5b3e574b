internal import LinearAlgebra
public import TokenFields

/// Keeps tokens that a determinantal point process finds most diverse, weighted by their relevance.
///
/// Reads the cosines of projected features (n×n) and what relevance comes from. The kernel of two
/// tokens is rᵢ · cos(i, j) · rⱼ for relevance r; greedily the token is added that makes the
/// determinant of the kept ones' kernel largest, the lower index on ties. Relevance is (q − min +
/// 10⁻⁶) / (max − min), 1 where all are equal, of
/// - `text`: q is the mean over the texts (m×e) of the negative cosine of patch (n×e) and text in
///   CLIP's joint space (small where the patch shows what the text names), or the sample's own
///   `relevance`, which is read where it has both;
/// - `attention`: q is the mean class attention (ours);
/// - `none`: every r is 1, a plain determinantal point process (ours).
///
/// More tokens than the features have dimensions span no volume: once no token adds any, the rest
/// follow in descending relevance. The released code repeats tokens there, and divides by zero
/// where all are equally relevant.
///
/// A token of zero length spans nothing and comes with those, except under `none`, where the
/// diagonal is 1 and it spans a direction of its own. Of equal tokens the most relevant is first.
///
/// Promises nested and exact selections and an order. Equivariance does not hold for `none`, whose
/// first choice is a tie, and freedom of scale not for `attention`, because of the constant.
///
/// - Complexity: O(*n* · *d*′) for *n* tokens once, beside the shared cosines; for *k* kept ones
///   O(*m* · *k*) of the *m* times that a token comes into question, at most O(*n* · *k*²).
///
/// Source: CDPruner, NeurIPS 2025, arXiv 2506.10967; the greedy is that of Chen et al., NeurIPS
/// 2018 (arXiv 1709.05135), evaluated lazily.
public struct CDPruner: PruningStrategy {
  /// The name of this strategy.
  public static let name = "cdpruner"
  /// A diversity strategy.
  public static let family = StrategyFamily.diversity
  /// What this strategy does.
  public static let summary =
    "keep tokens that span the largest volume, weighted by relevance to the text"
  /// Where it is published.
  public static let source = "CDPruner, NeurIPS 2025, arXiv 2506.10967"
  /// It is read after the projector.
  public static let featureSpace: FeatureSpace? = .projected
  /// Where relevance comes from.
  public static let parameters = [
    ParameterSpecification(
      "relevance", .choice(["text", "attention", "none"]), default: .word("text"),
      "what makes a token relevant: the text (the paper), class attention, or nothing")
  ]

  /// Where relevance comes from.
  public enum Relevance: String, Sendable, CaseIterable {
    /// The text.
    case text
    /// The class attention.
    case attention
    /// Every token is as relevant as any.
    case none
  }

  /// It reads projected features and what relevance comes from.
  public var evidence: [Evidence] {
    switch relevance {
    case .text: [.projected, .relevance]
    case .attention: [.projected, .attention]
    case .none: [.projected]
    }
  }
  /// What it promises; without relevance the first choice is a tie that the index decides, and the
  /// constant in relevance keeps its size where attention is scaled.
  public var promises: StrategyPromises {
    let always: StrategyPromises = [.prefixConsistent, .exactCount, .ordered, .deterministic]
    return switch relevance {
    case .text: always.union([.permutationEquivariant, .scaleFree])
    case .attention: always.union(.permutationEquivariant)
    case .none: always.union(.scaleFree)
    }
  }
  /// Where relevance comes from.
  public let relevance: Relevance

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    relevance = values.word("relevance").flatMap(Relevance.init) ?? .text
  }

  /// Where relevance comes from.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("relevance", .word(relevance.rawValue))
    return values
  }

  /// Tokens in the order of the greedy, as far as budgets ask.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    guard let cosines = field.cosines(in: .projected),
      let width = field.features(in: .projected)?.columns
    else { return OrderedPlan(order: []) }
    return LazyGreedyPlan(
      VolumeObjective(
        cosines: cosines, width: width, weights: weights(for: field),
        fixesDiagonal: relevance == .none))
  }

  /// The relevance of every token, about 0...1.
  private func weights(for field: PreparedField) -> [Double] {
    let scores: [Double]
    switch relevance {
    case .none: return [Double](repeating: 1, count: field.count)
    case .attention: scores = field.attention ?? []
    case .text: scores = Self.textScores(of: field.field)
    }
    guard let least = scores.min(), let most = scores.max(), most > least else {
      return [Double](repeating: 1, count: field.count)
    }
    return scores.map { ($0 - least + 1e-6) / (most - least) }
  }

  private static func textScores(of field: TokenField) -> [Double] {
    if let relevance = field.relevance { return relevance }
    guard let images = field.clipImageEmbeds, let texts = field.textEmbeds else { return [] }
    // The mean of cosines is the cosine to the mean direction, but for the latter's length.
    let meanText = Matrix(rows: 1, columns: texts.columns, elements: texts.unitRows.meanRow)
    let products = images.innerProducts(with: meanText).elements
    // As everywhere, what is too small or too large to be squared has no direction.
    return zip(products, images.rowLengths).map {
      $1 > 0x1p-480 && $1.isFinite ? -$0 / $1 : 0
    }
  }
}

/// The volume that tokens span: the gain of a token is the square of its distance to what the chosen
/// ones span, by a Cholesky factorisation that grows only where a gain is asked for.
private struct VolumeObjective: GreedyObjective {
  let cosines: Matrix
  let weights: [Double]
  /// Whether a token of zero length still spans a direction of its own.
  let fixesDiagonal: Bool
  /// How many tokens span a volume at the most.
  private let dimensions: Int

  private var chosen: [Int] = []
  /// The cosines of each chosen token with all, one after the other: the whole matrix is too large
  /// for the processor's caches.
  private var pivotRows: [Double] = []
  /// For each chosen token the square root of its gain when it was chosen.
  private var pivots: [Double] = []
  /// For each token its row of the factor, as far as it was computed.
  private var rows: [[Double]]
  /// For each token what is left of its diagonal after its row.
  private var rest: [Double]

  /// - Parameters:
  ///   - cosines: The cosines of every pair of tokens, n×n.
  ///   - width: How many dimensions the tokens' features have.
  ///   - weights: The relevance of each token, n.
  ///   - fixesDiagonal: Whether a token of zero length still spans a direction of its own.
  init(cosines: Matrix, width: Int, weights: [Double], fixesDiagonal: Bool) {
    self.cosines = cosines
    self.weights = weights
    self.fixesDiagonal = fixesDiagonal
    let own = fixesDiagonal ? (0..<cosines.rows).count { cosines[$0, $0] == 0 } : 0
    dimensions = width + own
    rows = [[Double]](repeating: [], count: cosines.rows)
    rest = []
    rest = (0..<cosines.rows).map(diagonal)
  }

  var count: Int { cosines.rows }

  private func diagonal(_ token: Int) -> Double {
    weights[token] * (fixesDiagonal ? 1 : cosines[token, token]) * weights[token]
  }

  mutating func gain(of token: Int) -> Double {
    // Where all is spanned, small pivots can blow rounding up to any size.
    guard chosen.count < dimensions else { return 0 }
    for step in rows[token].count..<chosen.count {
      let pivot = chosen[step]
      let product = innerProduct(rows[pivot][...], rows[token][...], count: step)
      let kernel = weights[pivot] * pivotRows[step * cosines.rows + token] * weights[token]
      let element = (kernel - product) / pivots[step]
      rows[token].append(element)
      rest[token] -= element * element
    }
    // What rounding leaves of a token that lies in the span is no volume.
    let noise = Double(count) * 8 * Double.ulpOfOne * diagonal(token)
    return rest[token] > noise ? rest[token] : 0
  }

  mutating func add(_ token: Int) {
    chosen.append(token)
    pivotRows += cosines.row(token)
    pivots.append(rest[token].squareRoot())
  }

  var fallback: [Int] { weights.indicesDescending }

  func scale(of token: Int) -> Double { diagonal(token) }

  var measure: TokenReason.Measure { .volumeGain }

  var weighting: (ranking: Ranking, measure: TokenReason.Measure)? {
    fixesDiagonal ? nil : (Ranking(weights), .relevance)
  }
}
