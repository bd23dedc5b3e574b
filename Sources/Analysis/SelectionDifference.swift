/// Which tokens two selections of one field have in common, token by token.
public struct SelectionDifference: Sendable, Equatable {
  /// Who keeps a token.
  public enum Fate: String, Sendable, CaseIterable {
    /// Only the first selection.
    case first = "A"
    /// Only the second selection.
    case second = "B"
    /// Both.
    case both
    /// Neither.
    case neither
  }

  /// For each token who keeps it, n of them.
  public let fates: [Fate]

  /// Compares two selections.
  ///
  /// - Parameters:
  ///   - first: Tokens that the first selection keeps, each in 0..<count.
  ///   - second: Tokens that the second one keeps, each in 0..<count.
  ///   - count: The number of tokens, n.
  public init(_ first: [Int], _ second: [Int], count: Int) {
    var fates = [Fate](repeating: .neither, count: count)
    for token in first { fates[token] = .first }
    for token in second where fates[token] != .second {
      fates[token] = fates[token] == .neither ? .second : .both
    }
    self.fates = fates
  }

  /// How many tokens have a fate.
  public func count(of fate: Fate) -> Int { fates.count { $0 == fate } }

  /// How much the two have in common: |A ∩ B| / |A ∪ B|; 1 when both keep nothing.
  public var jaccard: Double {
    let union = fates.count - count(of: .neither)
    return union == 0 ? 1 : Double(count(of: .both)) / Double(union)
  }
}
