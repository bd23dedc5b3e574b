import TokenPruning

/// What a selection decides, without the weights of merged tokens: these are numbers, not decisions.
struct SelectionShape: Equatable {
  let kept: [Int]
  let order: [Int]?
  let important: [Int]?
  /// The members of each merged token, with its representative first.
  let groups: [[Int]]?

  /// The shape of a selection whose tokens are renamed.
  init(_ selection: Selection, renaming rename: (Int) -> Int = { $0 }) {
    kept = selection.kept.map(rename).sorted()
    order = selection.order?.map(rename)
    important = selection.important?.map(rename).sorted()
    // Groups in the order of their members: positions decide in which order they are handed on.
    groups = selection.merging?.groups
      .map { [$0.representative.map(rename) ?? -1] + $0.members.map(rename).sorted() }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Whether the same tokens are handed on, in whatever order they were chosen.
  func handsOnTheSame(as other: SelectionShape) -> Bool {
    kept == other.kept && groups == other.groups
  }
}
