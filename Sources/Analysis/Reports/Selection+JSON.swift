public import TokenPruning
public import TextData

extension Merging {
  /// Who was absorbed by whom: for each group the patch in whose place it stands, or null, the tokens
  /// that are mixed, ascending, and the weight of each.
  public var absorbed: JSONValue {
    .array(
      groups.map { group in
        .object([
          "representative": group.representative.map(JSONValue.integer) ?? .null,
          "members": .integers(group.members),
          "weights": .array(group.weights.map(JSONValue.number)),
        ])
      })
  }

  /// How many tokens went into each group.
  public var sizes: [Int] { groups.map(\.members.count) }

  /// For each of `count` tokens the group that took most of it, −1 for none.
  ///
  /// It is the assignment where no token went into several; of equal weights the first group's
  /// counts. A picture shows one colour for each patch.
  public func strongestAssignment(count: Int) -> [Int] {
    var assignment = [Int](repeating: -1, count: count)
    var largest = [Double](repeating: 0, count: count)
    for (index, group) in groups.enumerated() {
      for (member, weight) in zip(group.members, group.weights)
      where assignment[member] < 0 || weight > largest[member] {
        assignment[member] = index
        largest[member] = weight
      }
    }
    return assignment
  }
}

extension Instability {
  /// How many are written out in a report; their count is told beside them.
  public static let reportLimit = 16

  /// The decision as reports write it.
  public var json: JSONValue {
    .object([
      "rank": .integer(rank), "token": .integer(token),
      "rival": rival.map(JSONValue.integer) ?? .null, "margin": .number(margin),
    ])
  }
}
