public import LinearAlgebra

/// A token field with the sample's shared matrices, each built once, at its first use.
///
/// Every strategy and every metric reads the same cosines, Gram matrices and attention order from
/// here, so that none of them is computed twice and moving the budget computes none of them again.
/// Safe to use from several threads; equality is identity.
public final class PreparedField: Sendable {
  /// The tokens.
  public let field: TokenField

  private let rankedAttention = BuiltOnce<LargestFirst?>()
  private let workingMatrices = BuiltOncePerSpace<Matrix>()
  private let grams = BuiltOncePerSpace<Matrix>()
  private let cosineMatrices = BuiltOncePerSpace<Matrix>()
  private let neighbourLists = BuiltOncePerSpace<NeighbourLists>()
  private let centredGramOnce = BuiltOnce<Matrix?>()
  private let centredSpectrumOnce = BuiltOnce<[Double]?>()
  private let uncentredSpectrumOnce = BuiltOnce<[Double]?>()
  private let centredErankOnce = BuiltOnce<Double?>()
  private let uncentredErankOnce = BuiltOnce<Double?>()
  private let meanKeysOnce = BuiltOnce<Matrix?>()
  private let meanKeyDirectionsOnce = BuiltOnce<Matrix?>()
  private let joinedKeysOnce = BuiltOnce<Matrix?>()
  private let keyCosinesOnce = BuiltOnce<Matrix?>()
  private let keyNeighboursOnce = BuiltOnce<NeighbourLists?>()
  private let tilesOnce = BuiltOnce<[PreparedField]>()

  /// Prepares a field; nothing is computed yet.
  public init(_ field: TokenField) { self.field = field }

  /// The number of tokens, n.
  public var count: Int { field.count }

  // MARK: Attention

  /// The mean of the class attention over heads, n, as dumped (not renormalised); nil without any.
  ///
  /// Where a sum would leave the range of doubles it is scaled by a power of two.
  public var attention: [Double]? { attentionRanking?.values }

  /// The mean class attention, ranked as far as anybody asks; nil without any.
  public var attentionRanking: LargestFirst? {
    rankedAttention.value { field.attention.map { LargestFirst($0.meanRowInRange) } }
  }

  /// All tokens in descending order of the mean class attention, lower index first on ties.
  public var attentionOrder: [Int]? { attentionRanking?.all }

  /// The entropy of the mean class attention renormalised over patches, in nats: 0...ln n.
  ///
  /// Source: AgilePruner Eq. 1–2. Nil without class attention.
  public var entropy: Double? { attention.map(shannonEntropy) }

  // MARK: Features

  /// The space that is read when one is asked for: itself, or the other where the field lacks it.
  ///
  /// - Parameter wanted: The space that a definition names.
  /// - Returns: The space to read, or nil when the field has no features at all.
  public func resolved(_ wanted: FeatureSpace) -> FeatureSpace? {
    switch wanted {
    case .features: field.features != nil ? .features : field.projected.map { _ in .projected }
    case .projected: field.projected != nil ? .projected : field.features.map { _ in .features }
    }
  }

  /// The space whose erank is read: projected features, else features.
  public var erankSpace: FeatureSpace? { resolved(.projected) }

  /// The tokens' features in a space, or in the other where the field lacks it, n×d.
  public func features(in wanted: FeatureSpace) -> Matrix? {
    switch resolved(wanted) {
    case .features: field.features
    case .projected: field.projected
    case nil: nil
    }
  }

  /// The features as all products read them: themselves, or scaled by a power of two where their
  /// squares would leave the range of doubles.
  ///
  /// Effective ranks, cosines and the order of distances do not depend on the scale.
  public func workingFeatures(in wanted: FeatureSpace) -> Matrix? {
    guard let space = resolved(wanted), let tokens = features(in: space) else { return nil }
    return workingMatrices.value(of: space) { tokens.scaledIntoRange }
  }

  /// The uncentred Gram matrix of the working features of a space, n×n.
  public func gram(of wanted: FeatureSpace) -> Matrix? {
    guard let space = resolved(wanted), let tokens = workingFeatures(in: space) else { return nil }
    return grams.value(of: space) { tokens.gram }
  }

  /// The cosines of every pair of tokens in a space, n×n; the diagonal is exactly 1, and 0 for a
  /// token of zero length.
  public func cosines(in wanted: FeatureSpace) -> Matrix? {
    guard let space = resolved(wanted), let gram = gram(of: space) else { return nil }
    return cosineMatrices.value(of: space) { gram.cosinesFromGram() }
  }

  /// For each token its nearest others by cosine in a space, nearest first.
  public func neighbours(in wanted: FeatureSpace) -> NeighbourLists? {
    guard let space = resolved(wanted), let cosines = cosines(in: space) else { return nil }
    return neighbourLists.value(of: space) { NeighbourLists(cosines) }
  }

  /// The Gram matrix of the tokens minus the mean of all tokens, in the space of the erank, n×n.
  public var centredGram: Matrix? {
    centredGramOnce.value {
      guard let space = erankSpace else { return nil }
      return workingFeatures(in: space)?.centred.gram
    }
  }

  // MARK: Keys

  /// The keys averaged over heads, each divided by its length, n×d_h; nil without keys.
  public var meanKeyDirections: Matrix? {
    meanKeyDirectionsOnce.value { meanKeys?.unitRows }
  }

  /// The keys averaged over heads, n×d_h; nil without keys.
  ///
  /// Scaled by a power of two where products would leave the range of doubles.
  public var meanKeys: Matrix? {
    meanKeysOnce.value {
      // Divided before they are added: the sum of large keys would leave the range of doubles.
      guard let keys = field.keys, !keys.isEmpty else { return nil }
      return Matrix.mean(of: keys).scaledIntoRange
    }
  }

  /// The cosines of every pair of keys, those of all heads side by side, n×n; nil without keys.
  public var keyCosines: Matrix? {
    keyCosinesOnce.value { joinedKeys?.gram.cosinesFromGram() }
  }

  /// For each token those with the nearest keys, of all heads side by side; nil without keys.
  public var keyNeighbours: NeighbourLists? {
    keyNeighboursOnce.value { keyCosines.map { NeighbourLists($0) } }
  }

  /// The keys of all heads side by side, n×(h·d_h); nil without keys.
  ///
  /// Scaled by a power of two where products would leave the range of doubles.
  public var joinedKeys: Matrix? {
    joinedKeysOnce.value {
      guard let keys = field.keys, let first = keys.first else { return nil }
      if keys.count == 1 { return first.scaledIntoRange }
      var elements: [Double] = []
      elements.reserveCapacity(keys.count * first.elements.count)
      for token in 0..<first.rows {
        for head in keys { elements.append(contentsOf: head.row(token)) }
      }
      return Matrix(
        rows: first.rows, columns: keys.reduce(0) { $0 + $1.columns }, elements: elements
      ).scaledIntoRange
    }
  }

  // MARK: Spectrum of all tokens

  /// The effective rank of all tokens in the space of the erank; nil without features.
  ///
  /// Source: AgilePruner Eq. 3–4 and 7; the released code centres, the paper's Eq. 7 does not.
  ///
  /// - Parameter centred: Whether the mean token is subtracted first.
  /// - Returns: A number in 0...min(n, D).
  /// - Complexity: O(min(*n*, *D*)³) once.
  public func erank(centred: Bool = true) -> Double? {
    centred
      ? centredErankOnce.value { computedErank(centred: true) }
      : uncentredErankOnce.value { computedErank(centred: false) }
  }

  /// The singular values of all tokens in the space of the erank; nil without features.
  ///
  /// What is rounding noise beside the largest is zero. Their scale is that of the working features.
  ///
  /// - Parameter centred: Whether the mean token is subtracted first.
  /// - Returns: min(n, D) values, ascending.
  /// - Complexity: O(min(*n*, *D*)³) once.
  public func singularValues(centred: Bool = true) -> [Double]? {
    centred
      ? centredSpectrumOnce.value { computedSingularValues(centred: true) }
      : uncentredSpectrumOnce.value { computedSingularValues(centred: false) }
  }

  private func computedErank(centred: Bool) -> Double? {
    singularValues(centred: centred).map { effectiveRank(singularValues: $0) }
  }

  private func computedSingularValues(centred: Bool) -> [Double]? {
    guard let tokens = workingFeatures(in: .projected) else { return nil }
    let scale = centred ? tokens.largestSquaredRowLength : 0
    // The smaller of the two Gram matrices: the larger one would only add rounding noise.
    if tokens.rows > tokens.columns {
      let source = centred ? tokens.centred : tokens
      return LinearAlgebra.singularValues(
        gramEigenvalues: source.columnGram.symmetricEigenvalues(), scale: scale)
    }
    let gram = centred ? centredGram : self.gram(of: .projected)
    return gram.map {
      LinearAlgebra.singularValues(gramEigenvalues: $0.symmetricEigenvalues(), scale: scale)
    }
  }

  // MARK: Tiles

  /// Each tile as a field of its own; a single one is the field itself.
  public var tiles: [PreparedField] {
    guard field.grid.tiles > 1 else { return [self] }
    return tilesOnce.value {
      (0..<field.grid.tiles).map { PreparedField(field.tile($0)) }
    }
  }
}

extension PreparedField: Equatable {
  /// Whether both are one and the same object.
  public static func == (one: PreparedField, other: PreparedField) -> Bool { one === other }
}

extension Matrix {
  /// The mean of the rows, of the scaled matrix where a sum would leave the range of doubles.
  fileprivate var meanRowInRange: [Double] {
    let mean = meanRow
    let largest = Matrix(rows: 1, columns: columns, elements: mean).largestMagnitude
    let isInRange = largest == 0 || (largest.isFinite && (-300...300).contains(largest.exponent))
    return isInRange ? mean : scaledIntoRange.meanRow
  }

  /// The matrix, multiplied by a power of two when its largest element is so large or so small that
  /// products of elements would overflow or vanish.
  ///
  /// What is not finite already stays as it is.
  package var scaledIntoRange: Matrix {
    let largest = largestMagnitude
    guard largest > 0, largest.isFinite, !(-300...300).contains(largest.exponent) else {
      return self
    }
    // In two steps: the reciprocal of a subnormal number is not finite.
    let half = -largest.exponent / 2
    let first = Double(sign: .plus, exponent: half, significand: 1)
    let second = Double(sign: .plus, exponent: -largest.exponent - half, significand: 1)
    return Matrix(rows: rows, columns: columns, elements: elements.map { $0 * first * second })
  }
}

/// For each token its nearest others, nearest first, as far as they are worth listing.
public struct NeighbourLists: Sendable {
  /// How many are listed for each token.
  public let depth: Int
  /// The listed tokens, `depth` for each token, one token after the other.
  public let tokens: [Int32]

  /// Lists the nearest tokens of each.
  ///
  /// - Parameter cosines: The cosines of every pair, n×n.
  /// - Complexity: O(*n*²).
  public init(_ cosines: Matrix) {
    // Deep enough that half of them dropping out at random leaves one in all but rare cases.
    depth = min(48, max(cosines.rows - 1, 0))
    tokens = cosines.nearestColumns(depth)
  }

  /// The nearest tokens of one.
  ///
  /// - Parameters:
  ///   - count: How many; more than are listed gives those that are.
  ///   - token: The token.
  /// - Returns: Other tokens, nearest first.
  public func nearest(_ count: Int, of token: Int) -> [Int] {
    tokens[(token * depth)..<(token * depth + min(count, depth))].map { Int($0) }
  }
}
