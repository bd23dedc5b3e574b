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
  /// What it reads of a field; a field that lacks any of it is refused.
  static var evidence: [Evidence] { get }
  /// The feature space that its definition names, when it reads features.
  static var featureSpace: FeatureSpace? { get }
  /// What it promises; the laws test it.
  static var promises: StrategyPromises { get }
  /// Its parameters with ranges and defaults.
  static var parameters: [ParameterSpecification] { get }

  /// Creates the strategy from parameters that the catalog has already checked.
  init(_ values: ParameterValues)

  /// The parameters as they apply to a field: defaults that depend on its encoder filled in.
  func resolvedParameters(for field: TokenField) -> ParameterValues

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

  /// Throws unless the field carries all evidence.
  public static func requireEvidence(of field: PreparedField) throws(PruningError) {
    for needed in evidence where !needed.isCarried(by: field.field) {
      throw .missingEvidence(strategy: name, evidence: needed)
    }
  }

  /// What a report must say when the field's other features stand in for those the definition
  /// names; nil when they are the ones.
  public static func substitutionNote(for field: PreparedField) -> String? {
    guard let wanted = featureSpace, let used = field.resolved(wanted), used != wanted else {
      return nil
    }
    return "\(name) is defined on \(Evidence(wanted).rawValue); "
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
  /// Adapts the balance to the image.
  case adaptive
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
}
