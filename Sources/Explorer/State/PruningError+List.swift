internal import TokenFields
public import TokenPruning

extension PruningError {
  /// The reason as a list of strategies shows it behind the strategy's name.
  public var reasonInList: String {
    switch self {
    case .missingEvidence(_, let evidence): "needs \(evidence.rawValue)"
    case .missingParameter(_, let parameter, _): "needs \(parameter)=…"
    case .refused(_, let reason): reason
    default: description
    }
  }
}
