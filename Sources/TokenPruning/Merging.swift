public import LinearAlgebra
public import TokenFields

/// The tokens that a merging strategy mixes out of several: who was absorbed by whom, and how much.
public struct Merging: Sendable, Equatable {
  /// One token that is handed on: a weighted sum of tokens of the field.
  public struct Group: Sendable, Equatable {
    /// The kept patch in whose place it stands; nil for a token that is added, or for a strategy that
    /// keeps no patches.
    public let representative: Int?
    /// The tokens that are mixed, ascending; at least one.
    public let members: [Int]
    /// The weight of each member, as many as members; they need not add up to 1.
    public let weights: [Double]

    /// Creates a group from members in any order.
    public init(representative: Int?, members: [Int], weights: [Double]) {
      precondition(
        members.count == weights.count, "\(weights.count) weights of \(members.count) members")
      self.representative = representative
      let sorted = zip(members, weights).sorted { $0.0 < $1.0 }
      self.members = sorted.map(\.0)
      self.weights = sorted.map(\.1)
    }

    /// Creates a group in which every member has the same weight and all add up to 1.
    public init(representative: Int?, meanOf members: [Int]) {
      self.init(
        representative: representative, members: members,
        weights: [Double](repeating: 1 / Double(members.count), count: members.count))
    }
  }

  /// The groups in the order in which they are handed on.
  public let groups: [Group]
  /// The feature space in which tokens are mixed.
  public let space: FeatureSpace

  /// Creates a merging.
  public init(groups: [Group], in space: FeatureSpace) {
    self.groups = groups
    self.space = space
  }

  /// For each of `count` tokens the group that it went into, −1 for none; nil when a token went into
  /// several, as PruMerge's do.
  public func assignment(count: Int) -> [Int]? {
    var assignment = [Int](repeating: -1, count: count)
    for (index, group) in groups.enumerated() {
      for member in group.members {
        guard assignment[member] < 0 else { return nil }
        assignment[member] = index
      }
    }
    return assignment
  }

  /// The groups that a token went into, with its weight in each.
  public func shares(of token: Int) -> [(group: Int, weight: Double)] {
    groups.enumerated().compactMap { index, group in
      group.members.firstIndex(of: token).map { (index, group.weights[$0]) }
    }
  }

  /// For each token that is in a group the patch in whose place that stands, where there is one; of
  /// several groups the last.
  var absorbers: [Int: Int] {
    var absorbers: [Int: Int] = [:]
    for group in groups {
      for member in group.members { absorbers[member] = group.representative }
    }
    return absorbers
  }

  /// The features of the groups, one row each; nil when the field has no features.
  ///
  /// - Complexity: O(members · *d*).
  public func features(of field: PreparedField) -> Matrix? {
    field.features(in: space).map(mixing)
  }

  /// The tokens of all groups as mixtures of a matrix's rows.
  func mixing(_ tokens: Matrix) -> Matrix {
    tokens.mixingRows(groups.map { (rows: $0.members, weights: $0.weights) })
  }
}
