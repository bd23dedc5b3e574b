public import TokenFields

/// A rule that decides which visual tokens survive.
///
/// A strategy is a value: its stored properties are its parameters, and equal strategies applied to
/// equal fields give equal selections. Randomness, when a strategy needs any, comes from a stored
/// seed. What a strategy computes for a sample whatever the budget lives in its ``SelectionPlan``;
/// moving the budget asks the plan again and computes nothing that does not depend on it.
///
/// To add a strategy, put one file in `Strategies/`, one line in ``StrategyCatalog`` and one file
/// in `Tests/TokenPruningTests/Strategies/`. The laws in `StrategyLaws` then hold it to what it
/// declares in ``promises``.
public protocol PruningStrategy: Sendable {
  /// The name used on the command line and in files, in kebab case.
  static var name: String { get }
  /// What kind of rule it is.
  static var family: StrategyFamily { get }
  /// One sentence for the strategy list, without a final period.
  static var summary: String { get }
  /// Where it is published: authors' name, venue, arXiv number.
  static var source: String { get }
  /// The feature space that its definition names, when it reads features.
  static var featureSpace: FeatureSpace? { get }
  /// Its parameters with ranges and defaults.
  static var parameters: [ParameterSpecification] { get }

  /// What narrow lists call it with these parameters; nil when the label is short enough.
  static func title(_ given: ParameterValues) -> String?

  /// What it reads of a field with these parameters; a field that lacks any of it is refused.
  var evidence: [Evidence] { get }
  /// What it promises with these parameters; the laws test it.
  var promises: StrategyPromises { get }

  /// Creates the strategy from parameters that the catalog has already checked.
  init(_ values: ParameterValues)

  /// The parameters as they apply to a field: defaults that depend on its encoder filled in.
  func resolvedParameters(for field: TokenField) -> ParameterValues

  /// Whether it has a budget of its own where none is asked for.
  var hasOwnBudget: Bool { get }

  /// The budget where none is asked for.
  ///
  /// - Parameter field: The tokens, carrying all of ``evidence``.
  /// - Returns: A number in 1...n; nil for a strategy that must be told.
  func ownBudget(for field: PreparedField) -> Int?

  /// The layer of the language model after which tokens are dropped; 0 when they never enter it.
  var pruningLayer: Int { get }

  /// What a report must say of this strategy on this field: an array that stood in for another, a
  /// rule that had nothing to work on. Sentences without a final period, without the sample's name.
  func notes(for field: PreparedField) -> [String]

  /// Computes what does not depend on the budget.
  ///
  /// - Parameter field: The tokens, carrying all of ``evidence``.
  /// - Returns: A plan that answers every budget.
  /// - Throws: ``PruningError`` when the field cannot be served.
  func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan
}

extension PruningStrategy {
  /// The feature space, for strategies that read none.
  public static var featureSpace: FeatureSpace? { nil }

  /// The label.
  public static func title(_ given: ParameterValues) -> String? { nil }

  /// No parameters.
  public func resolvedParameters(for field: TokenField) -> ParameterValues { ParameterValues() }

  /// Must be told.
  public var hasOwnBudget: Bool { false }

  /// Before the language model.
  public var pruningLayer: Int { 0 }

  /// Must be told.
  public func ownBudget(for field: PreparedField) -> Int? { nil }

  /// Which features stood in for those of the definition.
  public func notes(for field: PreparedField) -> [String] {
    [substitutionNote(for: field)].compactMap { $0 }
  }

  /// Throws unless the field carries all evidence.
  public func requireEvidence(of field: PreparedField) throws(PruningError) {
    for needed in evidence where !needed.isCarried(by: field.field) {
      throw .missingEvidence(strategy: Self.name, evidence: needed)
    }
  }

  /// What a report must say when the field's other features stand in for those the definition
  /// names; nil when they are the ones, or when these parameters read none.
  public func substitutionNote(for field: PreparedField) -> String? {
    guard evidence.contains(.features) || evidence.contains(.projected),
      let wanted = Self.featureSpace, let used = field.resolved(wanted), used != wanted
    else { return nil }
    return "\(Self.name) is defined on \(Evidence(wanted).rawValue); "
      + "this sample has \(Evidence(used).rawValue) only, which were used"
  }
}

extension Evidence {
  fileprivate init(_ space: FeatureSpace) {
    self = space == .features ? .features : .projected
  }
}

/// What kind of rule a strategy is.
public enum StrategyFamily: String, Sendable, Hashable, CaseIterable {
  /// Knows nothing of the content, or as good as nothing.
  case baseline
  /// Keeps what the class token attends to.
  case attention
  /// Keeps tokens that differ from each other.
  case diversity
  /// Keeps some for attention and some for diversity.
  case hybrid
  /// Keeps what a text is about.
  case text
  /// Hands on mixtures of tokens instead of tokens.
  case merging
  /// Adapts the balance to the image.
  case adaptive
  /// Decided by somebody else: a file of indices, a program.
  case own
}

/// What a strategy promises of its selections.
public struct StrategyPromises: OptionSet, Sendable {
  /// The bits.
  public let rawValue: Int

  /// Creates a set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// A larger budget keeps everything a smaller one keeps.
  public static let prefixConsistent = StrategyPromises(rawValue: 1 << 0)
  /// Exactly as many tokens as the budget says.
  public static let exactCount = StrategyPromises(rawValue: 1 << 1)
  /// Permuting the tokens permutes the selection, where scores have no ties.
  public static let permutationEquivariant = StrategyPromises(rawValue: 1 << 2)
  /// Scaling all features, or all attention, changes nothing.
  public static let scaleFree = StrategyPromises(rawValue: 1 << 3)
  /// Selections carry the order in which tokens were chosen.
  public static let ordered = StrategyPromises(rawValue: 1 << 4)
  /// Hands on tokens that are mixtures of several; selections carry ``Merging``.
  public static let merging = StrategyPromises(rawValue: 1 << 5)
  /// Equal fields give equal selections in every run; on another machine, whose products may round
  /// differently, only a decision that is unstable may turn.
  public static let deterministic = StrategyPromises(rawValue: 1 << 6)
  /// No patch is kept as such: all tokens that are handed on are mixtures.
  ///
  /// Selections have groups and nothing in ``Selection/kept``; reports leave out what is said of kept
  /// patches.
  public static let keepsNone = StrategyPromises(rawValue: 1 << 7)

  /// Every promise with the word that lists use for it.
  public static let names: [(promise: StrategyPromises, word: String)] = [
    (.prefixConsistent, "prefix-consistent"), (.exactCount, "exact-count"),
    (.permutationEquivariant, "permutation-equivariant"), (.scaleFree, "scale-free"),
    (.ordered, "ordered"), (.merging, "merging"), (.deterministic, "deterministic"),
    (.keepsNone, "keeps-none"),
  ]

  /// The words of the promises that are made.
  public var words: [String] { Self.names.filter { contains($0.promise) }.map(\.word) }
}
