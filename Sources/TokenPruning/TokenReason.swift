/// What a strategy's procedure says of a token: which part of it decided, and by which numbers.
///
/// Numbers and tokens only: sentences are made of them elsewhere, in one place.
public struct TokenReason: Sendable, Equatable {
  /// The part of the procedure that decided; nil where there is only one.
  public let stage: Stage?
  /// The token for whose sake it was dropped.
  public let remover: Int?
  /// The round in which it was dropped or mixed with another, from 1, of procedures that go in rounds.
  public let round: Int?
  /// The distance below which it removes others, or would if it were chosen.
  public let threshold: Double?
  /// What it was compared by, in the order in which that was done.
  public let comparisons: [Comparison]

  /// Creates a reason.
  public init(
    stage: Stage? = nil, remover: Int? = nil, round: Int? = nil, threshold: Double? = nil,
    comparisons: [Comparison] = []
  ) {
    self.stage = stage
    self.remover = remover
    self.round = round
    self.threshold = threshold
    self.comparisons = comparisons
  }

  /// A part of a procedure, by a name that reports and files use.
  public struct Stage: Sendable, Hashable {
    /// The name: what a token of this stage is, or where it was found.
    public let name: String

    /// Names a stage.
    public init(_ name: String) { self.name = name }

    /// The first token of those that are chosen by their distance to chosen ones.
    public static let start = Stage("start")
    /// Chosen because it differs from others.
    public static let diverse = Stage("diverse")
    /// Chosen for its attention, where others are chosen for another reason.
    public static let attended = Stage("attended")
    /// Kept because its attention stands out.
    public static let outlier = Stage("outlier")
    /// A dominant token of VisionZip.
    public static let dominant = Stage("dominant")
    /// The target of a contextual token of VisionZip.
    public static let target = Stage("target")
    /// A token that lies at an even step.
    public static let evenStep = Stage("even step")
    /// The centre of a cluster.
    public static let centre = Stage("centre")
    /// Chosen within its window.
    public static let window = Stage("window")
    /// Chosen among all that no window chose.
    public static let anywhere = Stage("anywhere")
    /// A token to which others are compared.
    public static let pivot = Stage("pivot")
    /// Chosen for its unlikeness to a pivot.
    public static let pick = Stage("pick")
    /// A point of a lattice.
    public static let lattice = Stage("lattice")
    /// Taken to fill the budget.
    public static let fill = Stage("fill")
    /// Chosen where no token added anything any more.
    public static let remainder = Stage("remainder")
    /// Named by somebody else.
    public static let listed = Stage("listed")
    /// In a tile that has no share of the budget.
    public static let emptyTile = Stage("empty tile")
  }

  /// What tokens are compared by, under a name that reports and files use.
  public struct Measure: Sendable, Hashable {
    /// The name.
    public let name: String
    /// What narrow columns call it.
    public let shortName: String
    /// Whether larger values are preferred, else smaller ones.
    public let prefersLarger: Bool

    /// Names a measure.
    ///
    /// - Parameters:
    ///   - name: The name, in lower case.
    ///   - shortName: What narrow columns call it; the name itself where it is short.
    ///   - prefersLarger: Whether larger values are preferred.
    public init(_ name: String, short shortName: String? = nil, prefersLarger: Bool = true) {
      self.name = name
      self.shortName = shortName ?? name
      self.prefersLarger = prefersLarger
    }

    /// The class attention, mean over heads.
    public static let classAttention = Measure("class attention", short: "attention")
    /// The class attention of an early layer, mean over heads.
    public static let shallowAttention = Measure("shallow attention", short: "shallow")
    /// The class attention of the last layer as a single head.
    public static let lastLayerAttention = Measure("last-layer attention", short: "attention")
    /// The attention of the last prompt token inside the language model.
    public static let languageModelAttention = Measure(
      "language-model attention", short: "attention")
    /// How much a text is about a token.
    public static let relevance = Measure("relevance")
    /// The softmax of relevance, relative to the largest.
    public static let softmaxRelevance = Measure("softmax of relevance", short: "relevance")
    /// The L1 norm of the key.
    public static let keyNorm = Measure("key norm", short: "norm")
    /// The cosine distance to the nearest of all other tokens.
    public static let isolation = Measure("isolation")
    /// A cosine distance, 1 − cosine.
    public static let cosineDistance = Measure("cosine distance", short: "distance")
    /// A Euclidean distance of features.
    public static let euclideanDistance = Measure("Euclidean distance", short: "distance")
    /// A Euclidean distance of places in the grid.
    public static let gridDistance = Measure("grid distance", short: "distance")
    /// A cosine; those that are less like others are preferred.
    public static let similarity = Measure("similarity", short: "alike", prefersLarger: false)
    /// How much more of all tokens is covered, weighted.
    public static let coverageGain = Measure("coverage gain", short: "gain")
    /// How much more volume is spanned, weighted, as a square.
    public static let volumeGain = Measure("volume gain", short: "gain")
    /// Density times the distance to a denser token.
    public static let peak = Measure("density × separation", short: "peak")
    /// Which of all tokens is drawn, from 1.
    public static let draw = Measure("draw", prefersLarger: false)
    /// The place in an order that is given, from 1.
    public static let place = Measure("place", prefersLarger: false)
  }

  /// A number by which a token was preferred or not.
  public struct Comparison: Sendable, Equatable {
    /// What it is.
    public let measure: Measure
    /// The token's own; finite.
    public let value: Double
    /// The other token that the value is about, as of a distance.
    public let other: Int?
    /// The tokens among which it was compared, where these are not all.
    public let scope: Scope?
    /// Its place among them.
    public let rank: Rank?
    /// What it had to reach.
    public let cut: Cut?
    /// Whether it did; nil where nothing hung on it.
    public let isPassed: Bool?

    /// Creates a comparison.
    public init(
      _ measure: Measure, _ value: Double, to other: Int? = nil, in scope: Scope? = nil,
      rank: Rank? = nil, cut: Cut? = nil, isPassed: Bool? = nil
    ) {
      self.measure = measure
      self.value = value
      self.other = other
      self.scope = scope
      self.rank = rank
      self.cut = cut
      self.isPassed = isPassed
    }
  }

  /// A part of the tokens.
  public enum Scope: Sendable, Hashable {
    /// A tile, from 0.
    case tile(Int)
    /// A window, row by row and tile after tile, from 0.
    case window(Int)
  }

  /// A place among tokens that were put in order.
  public struct Rank: Sendable, Hashable {
    /// The place, from 1.
    public let place: Int
    /// Among how many.
    public let count: Int
    /// How many of the first are taken; nil where the place alone does not decide.
    public let quota: Int?

    /// Creates a rank.
    public init(_ place: Int, of count: Int, quota: Int? = nil) {
      self.place = place
      self.count = count
      self.quota = quota
    }
  }

  /// A value that separates those that are preferred from the others.
  public struct Cut: Sendable, Hashable {
    /// The value.
    public let value: Double
    /// The last token that was preferred, whose value it is; nil for a threshold.
    public let token: Int?

    /// Creates a cut.
    public init(_ value: Double, of token: Int? = nil) {
      self.value = value
      self.token = token
    }
  }
}

extension TokenReason {
  /// The reason of a tile's token as one of the whole field.
  func shifted(by offset: Int, tile: Int) -> TokenReason {
    TokenReason(
      stage: stage, remover: remover.map { $0 + offset }, round: round, threshold: threshold,
      comparisons: comparisons.map { $0.shifted(by: offset, tile: tile) })
  }
}

extension TokenReason.Comparison {
  fileprivate func shifted(by offset: Int, tile: Int) -> TokenReason.Comparison {
    TokenReason.Comparison(
      measure, value, to: other.map { $0 + offset }, in: scope ?? .tile(tile), rank: rank,
      cut: cut.map { TokenReason.Cut($0.value, of: $0.token.map { $0 + offset }) },
      isPassed: isPassed)
  }
}
