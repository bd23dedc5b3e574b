/// One line of a survey: a sample, a strategy at a budget, and what came out.
///
/// A row without a strategy tells of the sample alone; one with a ``refusal`` tells why there is
/// nothing to tell.
public struct SurveyRow: Sendable, Equatable {
  // MARK: The sample

  /// The sample's name.
  public var sample: String
  /// Where its tokens come from: the dump, else the image.
  public var source: String
  /// What made the tokens; nil for a dump that does not say.
  public var encoder: String?
  /// What was done to the image before it was encoded; nil for nothing.
  public var condition: String?
  /// The tokens, n.
  public var tokens: Int?
  /// How many tiles they lie in.
  public var tiles: Int?
  /// Rows of a tile.
  public var rows: Int?
  /// Columns of a tile.
  public var columns: Int?
  /// The effective rank of all tokens.
  public var erankInput: Double?
  /// The entropy of the class attention, in nats.
  public var entropy: Double?
  /// The effective rank that is judged: centred, of the first tile.
  public var verdictErank: Double?
  /// `simple` or `complex`.
  public var verdict: String?
  /// The average effective rank that it is judged against.
  public var erankAverage: Double?
  /// The average entropy.
  public var entropyAverage: Double?
  /// Where both averages come from.
  public var averagesSource: String?

  // MARK: The strategy

  /// The strategy's name; nil for a row of the sample alone.
  public var strategy: String?
  /// The strategy as it was asked for: its name and the parameters that were given.
  public var label: String?
  /// Its parameters, those left out too, as `name=value:name=value`.
  public var parameters: String?
  /// How many tokens were to be kept.
  public var keep: Int?
  /// Whether the strategy decided by itself how many to keep.
  public var isOwnBudget: Bool?

  // MARK: What came out

  /// The patches that are kept as such, ascending; nil where the strategy keeps none by design.
  public var kept: [Int]?
  /// How many tokens are handed on.
  public var output: Int?
  /// Class tokens among them.
  public var classTokens: Int?
  /// Merged tokens that are added.
  public var mergedTokens: Int?
  /// How many tokens over all layers of a language model are as many.
  public var equivalentTokens: Double?
  /// The effective rank of the kept patches.
  public var erankKept: Double?
  /// The effective rank of what is handed on, where some are mixtures.
  public var erankOutput: Double?
  /// The share of the class attention on the kept patches.
  public var attentionMass: Double?
  /// The mean over all tokens of the largest cosine to a kept one.
  public var coverage: Double?
  /// The smallest cosine distance between two kept patches.
  public var minDistance: Double?
  /// The share of padding among the kept patches.
  public var paddingShare: Double?

  // MARK: What must be said

  /// Why the sample was refused, or the strategy on it.
  public var refusal: String?
  /// What a reader must know, joined with `; `.
  public var notes: String?

  /// Creates a row that knows only its sample.
  public init(sample: String, source: String) {
    self.sample = sample
    self.source = source
  }

  /// How many patches are kept.
  public var keptCount: Int? { kept?.count }
}
