internal import Analysis
internal import TerminalUI
internal import TokenPruning

/// What is said of the patch under the cursor beside its place: whether it is a sink, and what the
/// current strategy's groups and close decisions say of it.
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

  /// What makes the patch a sink; empty for others.
  var sink: String {
    guard let sink = state.summary?.sink(at: state.cursor) else { return "" }
    let norm = NumberText.fixed(sink.normRatio, 1) + (state.traits.unicode ? "×" : "x")
    let likeness = NumberText.short(sink.similarity, digits: 2)
    return isWide
      ? "sink: norm \(norm) median, similarity \(likeness)"
      : "sink: norm \(norm), alike \(likeness)"
  }

  /// The notes for some lines, each in its own place where there are three; of fewer lines, or of a sink
  /// that was merged by a close call, the most telling.
  func lines(reason: String, room: Int) -> [String] {
    guard room > 2 else {
      return [[sink, instability, merging, reason].first { !$0.isEmpty } ?? ""]
    }
    if sink.isEmpty { return [reason, merging, instability] }
    return [reason, sink, instability.isEmpty ? merging : instability]
  }

  private func more(_ count: Int) -> String {
    count > 0 ? (isWide ? ", +\(count) more" : " +\(count)") : ""
  }
}
