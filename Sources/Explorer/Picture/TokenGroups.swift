internal import Analysis
internal import Imaging
internal import TerminalUI
internal import TokenFields
internal import TokenPruning

/// The groups of a merging strategy as the picture shows them.
struct TokenGroups: Sendable, Equatable {
  /// The groups in the order in which they are handed on.
  let groups: [Merging.Group]
  /// For each token the group that it stands for, else the one in which it has the largest weight;
  /// nil for a token in none.
  let main: [Int?]
  /// The members of the group that is marked.
  let marked: Set<Int>
  /// The index of the marked group.
  private let markedGroup: Int?
  private let colors: [RGB]
  private let markedColor: RGB

  /// Prepares the groups of a merging; nil when there are none.
  ///
  /// - Complexity: O(n + members + pairs of groups that touch · colours).
  init?(_ merging: Merging?, grid: TokenGrid, markedToken: Int, tier: ColorTier) {
    guard let merging, !merging.groups.isEmpty else { return nil }
    groups = merging.groups
    let main = Self.main(of: merging.groups, count: grid.count)
    self.main = main
    let palette = GroupPalette.of(tier)
    let neighbours = Self.neighbours(of: main, count: merging.groups.count, grid: grid)
    let colors = palette.assignment(neighbours: neighbours).map { palette.colors[$0] }
    self.colors = colors
    markedGroup = main.indices.contains(markedToken) ? main[markedToken] : nil
    marked = Set(markedGroup.map { merging.groups[$0].members } ?? [])
    // A mixture with white is no colour of sixteen.
    markedColor =
      tier == .ansi16
      ? .white : markedGroup.map { colors[$0].mixed(with: .white, share: 0.55) } ?? .white
  }

  /// The colour of a token's group; nil for a token in none.
  func color(of token: Int) -> RGB? {
    main[token].map { $0 == markedGroup ? markedColor : colors[$0] }
  }

  /// The letter of a token's group, in turn from a to z and from A to Z; nil for a token in none.
  func letter(of token: Int) -> Character? {
    main[token].map { Self.letters[$0 % Self.letters.count] }
  }

  /// How many tokens went into some group.
  var tokenCount: Int { main.count { $0 != nil } }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

  private static func main(of groups: [Merging.Group], count: Int) -> [Int?] {
    var main = [Int?](repeating: nil, count: count)
    var weights = [Double](repeating: -.infinity, count: count)
    for (index, group) in groups.enumerated() {
      for (member, weight) in zip(group.members, group.weights) {
        let own = member == group.representative ? Double.infinity : abs(weight)
        guard main[member] == nil || own > weights[member] else { continue }
        main[member] = index
        weights[member] = own
      }
    }
    return main
  }

  /// For each group those with a patch beside or below one of its own.
  private static func neighbours(of main: [Int?], count: Int, grid: TokenGrid) -> [Set<Int>] {
    var neighbours = [Set<Int>](repeating: [], count: count)
    for (token, group) in main.enumerated() {
      guard let group else { continue }
      let isLast = (token + 1) % grid.columns == 0
      for other in [isLast ? nil : token + 1, token + grid.columns] {
        guard let other, other < main.count, let next = main[other], next != group else { continue }
        neighbours[group].insert(next)
        neighbours[next].insert(group)
      }
    }
    return neighbours
  }
}

extension ExplorerState {
  /// The groups of the current strategy, if it has any.
  var tokenGroups: TokenGroups? {
    guard let grid else { return nil }
    return TokenGroups(
      currentEvaluation?.selection.merging, grid: grid, markedToken: markedToken,
      tier: traits.tier)
  }

  /// Whether the layer of groups is shown.
  var showsGroups: Bool { choices.showsHeat && choices.layer == .groups }
}
