internal import TokenPruning

/// What becomes of a patch under a selection.
enum PatchFate: Sendable, Equatable {
  /// It is handed on as it is, or in its place a group that it stands for.
  case kept
  /// It went into a group that is handed on.
  case merged
  /// Nothing of it is handed on.
  case pruned
}

extension Selection {
  /// What becomes of each of `count` patches.
  ///
  /// A patch that is a group by itself is kept: nothing was mixed into it.
  ///
  /// - Complexity: O(n + members).
  func fates(count: Int) -> [PatchFate] {
    var fates = [PatchFate](repeating: .pruned, count: count)
    for group in merging?.groups ?? [] where group.members.count > 1 {
      for member in group.members { fates[member] = .merged }
    }
    for group in merging?.groups ?? [] where group.members.count == 1 {
      if fates[group.members[0]] == .pruned { fates[group.members[0]] = .kept }
    }
    for token in kept { fates[token] = .kept }
    return fates
  }
}
