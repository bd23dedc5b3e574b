internal import LinearAlgebra
public import TokenFields

/// How alike two tokens are, and how far apart.
public struct TokenPair: Sendable, Equatable {
  /// What one space of features says of the pair.
  public struct Likeness: Sendable, Equatable {
    /// The space.
    public let space: FeatureSpace
    /// The cosine, −1...1.
    public let cosine: Double
    /// The Euclidean distance; not finite where it leaves the range of doubles.
    public let distance: Double
    /// The second token's place among the first one's neighbours by cosine, from 1.
    public let rankOfSecond: Int
    /// The first token's place among the second one's neighbours, from 1.
    public let rankOfFirst: Int

    /// One minus the cosine, 0...2.
    public var cosineDistance: Double { 1 - cosine }
  }

  /// The first token.
  public let first: Int
  /// The second token.
  public let second: Int
  /// What each space that the field has says, projected features first; none without features.
  public let likenesses: [Likeness]
  /// Rows and columns between them; nil where they are of different tiles.
  public let steps: (rows: Int, columns: Int)?

  /// The distance on the grid in patches, in a straight line; nil between tiles.
  public var gridDistance: Double? {
    steps.map { Double($0.rows * $0.rows + $0.columns * $0.columns).squareRoot() }
  }

  /// Compares two different tokens of a field.
  ///
  /// - Complexity: O(*n* · *d*).
  public init(_ first: Int, _ second: Int, in field: PreparedField) {
    precondition(first != second, "token \(first) is no pair with itself")
    self.first = first
    self.second = second
    let (one, other) = (field.field.grid.position(of: first), field.field.grid.position(of: second))
    steps =
      one.tile == other.tile ? (abs(one.row - other.row), abs(one.column - other.column)) : nil
    likenesses = [FeatureSpace.projected, .features].compactMap { space in
      guard field.resolved(space) == space, let tokens = field.features(in: space),
        let working = field.workingFeatures(in: space)
      else { return nil }
      return Likeness(of: first, second, in: space, tokens, working)
    }
  }

  /// Whether both say the same of the same tokens.
  public static func == (one: TokenPair, other: TokenPair) -> Bool {
    one.first == other.first && one.second == other.second && one.likenesses == other.likenesses
      && one.steps?.rows == other.steps?.rows && one.steps?.columns == other.steps?.columns
  }
}

extension TokenPair.Likeness {
  /// - Parameters:
  ///   - first: A token.
  ///   - second: Another.
  ///   - space: The space.
  ///   - tokens: All tokens in it.
  ///   - working: The same, scaled where squares would leave the range of doubles.
  fileprivate init(
    of first: Int, _ second: Int, in space: FeatureSpace, _ tokens: Matrix, _ working: Matrix
  ) {
    self.space = space
    let (fromFirst, fromSecond) = (working.cosines(ofRow: first), working.cosines(ofRow: second))
    cosine = fromFirst[second]
    // About the point between them nothing cancels out, however far from the origin both lie.
    distance = tokens.selecting(rows: [first, second]).centred.gram
      .squaredDistancesFromGram[0, 1].squareRoot()
    rankOfSecond = Self.rank(of: second, among: fromFirst, of: first)
    rankOfFirst = Self.rank(of: first, among: fromSecond, of: second)
  }

  /// A token's place among the others by their cosines to an owner; on ties the lower index is first.
  private static func rank(of token: Int, among cosines: [Double], of owner: Int) -> Int {
    1
      + cosines.indices.count {
        $0 != owner && $0 != token
          && (cosines[$0] > cosines[token] || cosines[$0] == cosines[token] && $0 < token)
      }
  }
}
