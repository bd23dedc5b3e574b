internal import Analysis
internal import TerminalUI
internal import TokenPruning

/// What the current strategy's groups and close decisions say of the patch under the cursor.
struct PatchNotes {
  let state: ExplorerState
  /// Whether there are 40 columns or more.
  let isWide: Bool

  /// Who absorbed the patch with which weight, or the group that it is in; empty where nothing was
  /// merged with it.
  var merging: String {
    guard let merging = state.currentEvaluation?.selection.merging else { return "" }
    let shares = merging.shares(of: state.cursor)
    // The group that it stands for says more than those that it was mixed into as well.
    let own = shares.first { merging.groups[$0.group].representative == state.cursor }
    guard let share = own ?? shares.max(by: { abs($0.weight) < abs($1.weight) }) else { return "" }
    let group = merging.groups[share.group]
    let weight = NumberText.short(share.weight)
    let count = group.members.count
    let text: String
    if let taker = group.representative, taker != state.cursor {
      text = (isWide ? "absorbed by" : "by") + " #\(taker) (\(weight) of \(count))"
    } else if isWide {
      text =
        "in group \(share.group + 1) of \(merging.groups.count): "
        + (count == 1 ? "alone" : "\(count) tokens") + ", weight \(weight)"
    } else {
      text = "group \(share.group + 1)/\(merging.groups.count) of \(count), weight \(weight)"
    }
    return text + more(shares.count - 1)
  }

  /// The close decision that the patch won or lost; empty where there is none.
  var instability: String {
    let row = state.rows[state.current]
    guard row.isUnstable, let instabilities = row.instabilities else { return "" }
    let own = instabilities.filter { $0.token == state.cursor || $0.rival == state.cursor }
    guard let first = own.first else { return "" }
    let rank = "\(first.rank)\(ordinalSuffix(first.rank))"
    let margin = first.margin == 0 ? ", a tie" : " by \(NumberText.short(first.margin))"
    let rival = first.rival.map { " over #\($0)" } ?? ""
    return (isWide ? "unstable at " : "~") + "\(rank): #\(first.token)\(rival)\(margin)"
      + more(own.count - 1)
  }

  private func more(_ count: Int) -> String {
    count > 0 ? (isWide ? ", +\(count) more" : " +\(count)") : ""
  }
}
