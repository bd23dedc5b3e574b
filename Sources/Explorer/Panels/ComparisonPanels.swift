internal import Analysis
internal import TerminalUI
internal import TokenFields
internal import TokenMetrics
internal import TokenPruning

/// The pictures of several strategies with one cursor and one budget.
struct ComparisonPanels {
  let state: ExplorerState
  let layout: ComparisonLayout

  func draw(on grid: inout CellGrid) {
    TitleLine(state: state, area: layout.title).draw(on: &grid)
    // The current one last: the hardware cursor rests on its picture.
    for panel in layout.panels.filter({ $0.row != state.current })
      + layout.panels.filter({ $0.row == state.current })
    {
      drawTitle(panel, on: &grid)
      drawPicture(panel, on: &grid)
    }
    if layout.table.height > 0 {
      StrategySection(
        state: state, area: layout.table, listed: layout.panels.map(\.row)
      ).draw(on: &grid)
    }
    if layout.why.height > 0 {
      WhyPanel(state: state, area: layout.why, listed: layout.panels.map(\.row)).draw(on: &grid)
    }
    ComparisonFooter(state: state, area: layout.footer, isPaged: isPaged).draw(on: &grid)
  }

  private var isPaged: Bool { layout.panels.count < state.panelRows.count }

  /// The picture of a panel as its strategy draws it; small ones tell only what is kept.
  func picture(_ panel: ComparisonLayout.Panel) -> PicturePanel {
    var seen = state.looking(at: panel.row)
    if state.view == .gallery {
      seen.choices.showsImage = false
      seen.choices.showsHeat = false
      seen.choices.maskStyle = .dim
    }
    return PicturePanel(
      state: seen, area: panel.picture, squeeze: ComparisonLayout.squeeze,
      isSmall: state.view == .gallery,
      byteLimit: PixelRows.usualLimit / max(layout.panels.count, 1),
      isFocused: panel.row == state.current)
  }

  private func drawPicture(_ panel: ComparisonLayout.Panel, on grid: inout CellGrid) {
    if case .unavailable(let reason) = state.rows[panel.row].status {
      for (index, line) in wrapped(reason, to: max(1, panel.picture.width - 1))
        .prefix(panel.picture.height).enumerated()
      {
        grid.write(
          line, column: panel.picture.column + 1, row: panel.picture.row + index,
          style: CellStyle(dim: true), limit: panel.picture.width - 1)
      }
    } else if layout.isDotted, state.refusal == nil, state.sample != nil {
      DottedPicture(state: state.looking(at: panel.row), area: panel.picture).draw(on: &grid)
    } else {
      picture(panel).draw(on: &grid)
    }
  }

  // MARK: Titles

  private func drawTitle(_ panel: ComparisonLayout.Panel, on grid: inout CellGrid) {
    let row = state.rows[panel.row]
    let isCurrent = panel.row == state.current
    let mark = isCurrent ? (state.traits.unicode ? "▸" : ">") : " "
    let sign = state.letter(of: panel.row).map(String.init) ?? "\(panel.row + 1)"
    let name = "\(mark)\(sign) \(row.strategy.title)"
    let style = CellStyle(bold: isCurrent)
    let area = panel.title
    guard let numbers = numbers(of: row) else {
      grid.write(name, column: area.column, row: area.row, style: style, limit: area.width)
      return
    }
    if area.height > 1 {
      grid.write(name, column: area.column, row: area.row, style: style, limit: area.width)
      let fitting = numbers.first { DisplayWidth.columns(of: $0) <= area.width - 1 } ?? ""
      grid.write(
        " " + fitting, column: area.column, row: area.row + 1,
        style: CellStyle(bold: isCurrent), limit: area.width)
      return
    }
    let part = part(panel)
    let fitting =
      numbers.first { DisplayWidth.columns(of: name + "  " + $0 + part) <= area.width }
      ?? numbers.last ?? ""
    grid.write(
      name + "  " + fitting + part, column: area.column, row: area.row, style: style,
      limit: area.width)
  }

  /// Which rows, columns and tiles a picture shows that has no room for all; empty for a whole one.
  private func part(_ panel: ComparisonLayout.Panel) -> String {
    guard !layout.isDotted, let tokens = state.grid, let picture = picture(panel).layout,
      let first = picture.tiles.first, let last = picture.tiles.last
    else { return "" }
    let dash = state.traits.unicode ? "–" : "-"
    var parts: [String] = []
    if picture.tiles.count < tokens.tiles {
      parts.append(
        first.index == last.index
          ? "tile \(first.index)" : "tiles \(first.index)\(dash)\(last.index)")
    }
    let seen = first.placement
    if seen.visibleRows < seen.rows {
      parts.append("rows \(seen.firstRow)\(dash)\(seen.firstRow + seen.visibleRows - 1)")
    }
    if seen.visibleColumns < seen.columns {
      let end = seen.firstColumn + seen.visibleColumns - 1
      parts.append("columns \(seen.firstColumn)\(dash)\(end)")
    }
    return parts.map { "  " + $0 }.joined()
  }

  /// Kept, erank and attention share, the longest form first; nil before they are known.
  private func numbers(of row: StrategyRow) -> [String]? {
    guard let evaluation = row.evaluation else {
      return row.status == .pending ? ["…"] : nil
    }
    let selection = evaluation.selection
    let kept = selection.kept.isEmpty ? selection.outputCount : selection.kept.count
    let word = selection.kept.isEmpty ? "out" : "kept"
    let unstable = row.isUnstable ? "~" : ""
    // What merges everything keeps no patch; then the tokens that are handed on are judged.
    let rank = evaluation[KeptErank.self] ?? evaluation.outputErank
    let erank = NumberText.optional(rank, 1)
    let short = NumberText.optional(rank, 0)
    guard let share = evaluation[AttentionMass.self].map({ $0 * 100 }) else {
      return [
        "\(word) \(kept)\(unstable)  erank \(erank)", "\(kept) e\(erank)", "\(kept) e\(short)",
      ]
    }
    let attention = NumberText.fixed(share, 1)
    return [
      "\(word) \(kept)\(unstable)  erank \(erank)  attention \(attention) %",
      "\(kept)\(unstable) erank \(erank) attn \(attention)%",
      "\(kept) e\(erank) a\(attention)%",
      "\(kept) e\(short) a\(NumberText.fixed(share, 0))%",
      "\(kept) e\(short)",
    ]
  }
}

/// The budget with its slider, the patch under the cursor, and what the pictures have in common.
struct ComparisonFooter {
  let state: ExplorerState
  let area: CellRect
  /// Whether not all strategies of the view are on screen.
  let isPaged: Bool

  /// The budget's part; empty where there is one line only.
  var budget: CellRect {
    CellRect(
      column: 1, row: area.row, width: min(area.width >= 100 ? 46 : area.width - 2, 60),
      height: area.height > 1 ? 2 : 0)
  }

  func draw(on grid: inout CellGrid) {
    guard area.height > 0 else { return }
    if budget.height > 0 { BudgetSection(state: state, area: budget).draw(on: &grid) }
    let isWide = area.width >= 100 && area.height > 1
    let column = isWide ? budget.column + budget.width + 3 : 1
    let room = area.width - column - 1
    if isWide {
      grid.write(summary, column: column, row: area.row, limit: room)
      grid.write(patch, column: column, row: area.row + 1, limit: room)
    } else {
      grid.write(patch, column: column, row: area.row + area.height - 1, limit: room)
    }
  }

  /// What two strategies have in common, or how many there are.
  private var summary: String {
    let shown = state.panelRows
    if shown.count == 2, let first = state.rows[shown[0]].evaluation,
      let second = state.rows[shown[1]].evaluation
    {
      let difference = SelectionDifference(
        first.selection.kept, second.selection.kept, count: state.tokenCount)
      return
        "both keep \(difference.count(of: .both)), only the first "
        + "\(difference.count(of: .first)), only the second \(difference.count(of: .second)), "
        + "Jaccard \(NumberText.fixed(difference.jaccard, 3))"
    }
    let count = shown.count
    let evaluations = shown.compactMap { state.rows[$0].evaluation }
    let votes = agreement(of: evaluations.map(\.selection), count: state.tokenCount)
    let all = votes.count { $0 == evaluations.count && $0 > 0 }
    return "\(count) strategies, \(all) patches kept by all"
      + (isPaged ? "; Tab shows the others" : "")
  }

  private var patch: String {
    guard state.sample != nil else { return "PATCH  \(state.missingNumber)" }
    return PatchSection(
      state: state, area: CellRect(column: 0, row: 0, width: area.width, height: 1)
    ).line
  }
}
