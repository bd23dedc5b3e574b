/// All strategies, in the order in which lists show them.
public enum StrategyCatalog {
  /// The strategies' types.
  public static let all: [any PruningStrategy.Type] = [
    AgilePruner.self, FasterVLM.self, DivPrune.self, VisPruner.self, VisionZip.self, SCOPE.self,
    CDPruner.self, PruMerge.self, PruMergePlus.self, Mixed.self, BAT.self, HiRED.self,
    VScan.self, FPSPruner.self, DART.self, TRIM.self, FastV.self, ToMe.self,
    Downsample.self, UniformGrid.self, RandomTokens.self,
  ]

  /// Reads `name` or `name:parameter=value:parameter=value`.
  ///
  /// - Parameters:
  ///   - text: The spelling of the command line.
  ///   - types: The strategies that the name may be one of.
  /// - Returns: The strategy with its label: the name and whatever parameters were given.
  /// - Throws: ``PruningError`` naming the strategy or parameter that is wrong and what would be
  ///   right.
  public static func make(
    _ text: String, among types: [any PruningStrategy.Type] = all
  ) throws(PruningError) -> ConfiguredStrategy {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let name = parts[0]
    guard let type = types.first(where: { $0.name == name }) else {
      throw .unknownStrategy(name: name, nearest: nearestName(to: name, among: types))
    }
    var given = ParameterValues()
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "="), equals != part.startIndex else {
        throw .malformedParameter(strategy: name, text: part)
      }
      let key = String(part[..<equals])
      guard let specification = type.parameters.first(where: { $0.name == key }) else {
        throw .unknownParameter(strategy: name, name: key, known: type.parameters.map(\.name))
      }
      guard given[key] == nil else { throw .malformedParameter(strategy: name, text: part) }
      let written = String(part[part.index(after: equals)...])
      guard let value = specification.value(from: written) else {
        throw .badValue(
          strategy: name, parameter: key, value: written, expected: specification.expectation)
      }
      given.set(key, value)
    }
    // In the order of the specifications, so that equal strategies have equal labels.
    var ordered = ParameterValues()
    for specification in type.parameters {
      if let value = given[specification.name] {
        ordered.set(specification.name, value)
      } else if specification.isRequired {
        throw .missingParameter(
          strategy: name, parameter: specification.name, expected: specification.expectation)
      }
    }
    return ConfiguredStrategy(type, given: ordered)
  }

  /// The name that begins with the text, else the one that takes the fewest single-letter edits to
  /// reach, if that is few enough.
  private static func nearestName(
    to name: String, among types: [any PruningStrategy.Type]
  ) -> String? {
    // One letter says nothing.
    guard name.count > 1 else { return nil }
    let lowercased = name.lowercased()
    if let longer = types.first(where: { $0.name.hasPrefix(lowercased) }) {
      return longer.name
    }
    let best = types.map { (name: $0.name, edits: editDistance(lowercased, $0.name)) }
      .min { $0.edits < $1.edits }
    return best.flatMap { $0.edits <= max(2, name.count / 2) ? $0.name : nil }
  }
}

/// A strategy with the parameters it was given.
public struct ConfiguredStrategy: Sendable {
  /// The strategy.
  public let strategy: any PruningStrategy
  /// The strategy's type, for its name, family and evidence.
  public var type: any PruningStrategy.Type { Swift.type(of: strategy) }
  /// The name and the parameters that were given, as the command line spells them.
  public let label: String
  /// What narrow lists call it: the label, or the strategy's own shorter word for it.
  public let title: String

  /// Configures a strategy.
  public init(_ type: any PruningStrategy.Type, given: ParameterValues = ParameterValues()) {
    strategy = type.init(given)
    label = ([type.name] + given.entries.map { "\($0.name)=\($0.value)" }).joined(separator: ":")
    title = type.title(given) ?? label
  }
}

extension ConfiguredStrategy: Equatable {
  /// Whether name and parameters are the same.
  public static func == (one: ConfiguredStrategy, other: ConfiguredStrategy) -> Bool {
    one.label == other.label
  }
}

/// The fewest insertions, deletions and replacements of single characters between two texts.
private func editDistance(_ one: String, _ other: String) -> Int {
  let target = Array(other)
  var previous = Array(0...target.count)
  for (row, character) in one.enumerated() {
    var current = [row + 1]
    for (column, wanted) in target.enumerated() {
      current.append(
        min(
          previous[column + 1] + 1, current[column] + 1,
          previous[column] + (character == wanted ? 0 : 1)))
    }
    previous = current
  }
  return previous[target.count]
}
