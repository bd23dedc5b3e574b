internal import Analysis
internal import TerminalUI
internal import TokenFields
internal import TokenPruning

/// What is known of the patch under the mouse, in one line: where it lies, what becomes of it, the value
/// that is shown, its attention, who keeps it, how it is to the pin, whether it is a sink.
struct HoverText {
  let state: ExplorerState
  let hover: Hover

  /// As many parts as fit, most telling first.
  func line(width: Int) -> String {
    var line = ""
    for part in parts where !part.isEmpty {
      let longer = line.isEmpty ? part : line + "  " + part
      if DisplayWidth.columns(of: longer) > width { continue }
      line = longer
    }
    return line
  }

  private var parts: [String] {
    [place, fate, value, attention, keepers, toPin, sink]
  }

  private var place: String {
    guard let grid = state.grid else { return "" }
    let (tile, row, column) = grid.position(of: hover.token)
    return "#\(hover.token) " + (grid.tiles > 1 ? "t\(tile) " : "") + "r\(row) c\(column)"
  }

  /// What the strategy of the picture does with it.
  private var fate: String {
    let row = state.rows[hover.row]
    guard let selection = row.evaluation?.selection else { return "" }
    let word =
      switch selection.fates(count: state.tokenCount)[hover.token] {
      case .kept: "kept"
      case .merged: "merged"
      case .pruned: "pruned"
      }
    return state.view.hasPanels ? "\(row.strategy.title): \(word)" : word
  }

  /// The value of the layer, where it is not the attention that is told anyway.
  private var value: String {
    guard state.showsHeat, state.view != .diff, state.layer != .attention || state.head != nil,
      let known = state.looking(at: hover.row).layerValues()?.values?[hover.token]
    else { return "" }
    let name = state.layer == .attention ? "head \((state.head ?? 0) + 1)" : state.layer.rawValue
    return "\(name) \(NumberText.short(known))"
  }

  private var attention: String {
    guard let attention = state.summary?.attention, let rank = state.summary?.attentionRank else {
      return ""
    }
    return "attention \(NumberText.short(attention[hover.token])) rank \(rank[hover.token])"
  }

  private var keepers: String {
    let rows = state.rows.indices.filter {
      state.isComputed($0)
        && state.rows[$0].evaluation?.selection.kept.contains(hover.token) == true
    }
    return rows.isEmpty ? "by none" : "by " + rows.map { "\($0 + 1)" }.joined(separator: " ")
  }

  private var toPin: String {
    guard let pin = state.pins.last, let value = state.valueToPin(of: hover.token) else {
      return ""
    }
    return "to \(pin.letter) \(NumberText.short(value))"
  }

  private var sink: String {
    if state.summary?.sink(at: hover.token) != nil { return "sink" }
    return state.summary?.isPadding?[hover.token] == true ? "padding" : ""
  }
}
