public import TokenFields

/// The reasons a strategy cannot be made or cannot serve a field.
public enum PruningError: Error, Sendable, Equatable {
  /// No strategy has the name; the nearest one that exists is offered.
  case unknownStrategy(name: String, nearest: String?)
  /// The strategy has no such parameter.
  case unknownParameter(strategy: String, name: String, known: [String])
  /// A parameter is not written `key=value`, or is given twice.
  case malformedParameter(strategy: String, text: String)
  /// The value cannot be read or is out of range.
  case badValue(strategy: String, parameter: String, value: String, expected: String)
  /// The field lacks something that the strategy reads.
  case missingEvidence(strategy: String, evidence: Evidence)
  /// A parameter that has no default was not given.
  case missingParameter(strategy: String, parameter: String, expected: String)
  /// The strategy cannot answer for this sample or budget, for a reason of its own.
  case refused(strategy: String, reason: String)
}

extension PruningError: CustomStringConvertible {
  /// A message of one line: what is wrong, then what would be right.
  public var description: String {
    switch self {
    case .unknownStrategy(let name, let nearest):
      "no strategy named '\(name)'; "
        + (nearest.map { "did you mean '\($0)'?" } ?? "'prunescope strategies' lists them")
    case .unknownParameter(let strategy, let name, let known):
      "'\(strategy)' has no parameter '\(name)'; "
        + (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")
    case .malformedParameter(let strategy, let text):
      "'\(strategy)': '\(text)' is not a parameter; write name=value, each name once"
    case .badValue(let strategy, let parameter, let value, let expected):
      "'\(strategy)' cannot have \(parameter)=\(value); \(parameter) is \(expected)"
    case .missingEvidence(let strategy, let evidence):
      "'\(strategy)' reads \(evidence.rawValue), which this sample does not carry"
    case .missingParameter(let strategy, let parameter, let expected):
      "'\(strategy)' needs \(parameter)=…, \(expected)"
    case .refused(let strategy, let reason): "'\(strategy)': \(reason)"
    }
  }
}
