internal import LinearAlgebra
public import TokenFields

/// What can be said of all tokens with respect to one of them.
public enum ProbeMeasure: String, Sendable, Hashable, CaseIterable {
  /// The cosines of projected features.
  case projected
  /// The cosines of features before the projector.
  case features
  /// The cosines of keys, those of all heads side by side.
  case keys
  /// What the token attends to.
  case attention

  /// The measure that is taken where this one is asked for: itself, or of features the other kind.
  ///
  /// - Parameter field: The tokens.
  /// - Returns: A measure that the field can serve, or nil.
  public func resolved(in field: PreparedField) -> ProbeMeasure? {
    switch self {
    case .projected: field.resolved(.projected).map { $0 == .projected ? .projected : .features }
    case .features: field.resolved(.features).map { $0 == .projected ? .projected : .features }
    case .keys: field.field.keys.map { _ in .keys }
    case .attention: field.field.patchAttention.map { _ in .attention }
    }
  }
}

/// A question about one token: how all others are to it.
public struct TokenProbe: Sendable, Hashable {
  /// The token.
  public let token: Int
  /// What is asked.
  public let measure: ProbeMeasure
  /// The head whose attention is asked for; nil for the mean, and for what has no heads.
  public let head: Int?

  /// Creates a question; only attention has a head.
  public init(token: Int, measure: ProbeMeasure, head: Int? = nil) {
    self.token = token
    self.measure = measure
    self.head = measure == .attention ? head : nil
  }

  /// The answer: a value for each of the n tokens; nil where the field lacks what is asked for.
  ///
  /// Cosines lie in −1...1, that of the token itself is 1; attention is as it was dumped.
  ///
  /// - Complexity: O(*n* · *d*).
  public func values(in field: PreparedField) -> [Double]? {
    precondition((0..<field.count).contains(token), "token \(token) of \(field.count)")
    switch measure.resolved(in: field) {
    case .projected: return field.workingFeatures(in: .projected)?.cosines(ofRow: token)
    case .features: return field.workingFeatures(in: .features)?.cosines(ofRow: token)
    case .keys: return field.joinedKeys?.cosines(ofRow: token)
    case .attention: return field.field.patchAttention?.row(of: token, head: head)
    case nil: return nil
    }
  }
}
