public import TokenPruning

/// Which patches only one of two selections keeps.
public struct SelectionDifference: Sendable, Equatable {
  /// Who keeps a patch.
  public enum Side: Sendable, Hashable, CaseIterable {
    /// The first selection alone.
    case first
    /// The second selection alone.
    case second
    /// Both.
    case both
    /// Neither.
    case neither
  }

  /// For each of the n patches who keeps it.
  public let sides: [Side]

  /// Compares two selections of the same n tokens.
  ///
  /// A selection that merges all of its tokens keeps no patch as it is.
  ///
  /// - Complexity: O(n).
  public init(_ first: Selection, _ second: Selection, count: Int) {
    var sides = [Side](repeating: .neither, count: count)
    for token in first.kept { sides[token] = .first }
    for token in second.kept { sides[token] = sides[token] == .first ? .both : .second }
    self.sides = sides
  }

  /// How many patches are of a side.
  public func count(of side: Side) -> Int { sides.count { $0 == side } }

  /// What both keep as a share of what either keeps, 0...1; 1 where neither keeps any.
  public var jaccard: Double {
    let both = count(of: .both)
    let union = sides.count - count(of: .neither)
    return union == 0 ? 1 : Double(both) / Double(union)
  }
}
