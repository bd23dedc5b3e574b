internal import Analysis
internal import TerminalUI
internal import TokenFields
internal import TokenPruning

/// Why each strategy keeps the patch under the cursor or not, a line for each.
///
/// At the right the smallest budget that keeps it. A list longer than its room scrolls with the current strategy.
struct WhyPanel {
  let state: ExplorerState
  let area: CellRect
  /// The strategies, indices into the state's rows.
  let listed: [Int]

  /// Columns of the smallest budget that keeps the patch.
  private static let firstWidth = 6

  private var room: Int { max(area.height - 1, 0) }

  private var firstShown: Int {
    let place = listed.firstIndex(of: state.current) ?? 0
    return min(max(0, place + min(2, room / 3) - room + 1), max(0, listed.count - room))
  }

  /// The strategy on a row of the screen.
  func strategy(column: Int, row: Int) -> Int? {
    guard area.contains(column: column, row: row), row > area.row else { return nil }
    let place = firstShown + row - area.row - 1
    return listed.indices.contains(place) ? listed[place] : nil
  }

  func draw(on grid: inout CellGrid) {
    guard area.height > 1, area.width > 0 else { return }
    grid.write(
      heading, column: area.column, row: area.row, style: CellStyle(dim: true),
      limit: area.width - Self.firstWidth)
    grid.write(
      NumberText.right("first", Self.firstWidth),
      column: area.column + area.width - Self.firstWidth,
      row: area.row, style: CellStyle(dim: true))
    for (line, row) in listed.dropFirst(firstShown).prefix(room).enumerated() {
      draw(row, at: area.row + 1 + line, on: &grid)
    }
  }

  private var heading: String {
    guard let keep = state.keep, let tokens = state.grid else { return "WHY" }
    let (tile, row, column) = tokens.position(of: state.cursor)
    let place = (tokens.tiles > 1 ? "tile \(tile) " : "") + "row \(row) column \(column)"
    let part =
      listed.count > room
      ? "   \(firstShown + 1)-\(min(firstShown + room, listed.count)) of \(listed.count)" : ""
    return "WHY #\(state.cursor)  \(place)  at \(keep)\(part)"
  }

  private func draw(_ index: Int, at line: Int, on grid: inout CellGrid) {
    let row = state.rows[index]
    let isCurrent = index == state.current
    let mark = isCurrent ? (state.traits.unicode ? "▸" : ">") : " "
    let number = state.letter(of: index).map(String.init) ?? "\(index + 1)"
    let nameWidth = area.width >= 70 ? 14 : 11
    let begin =
      mark + NumberText.right(number, 2) + " "
      + NumberText.left(sign(of: index) + " " + row.strategy.title, nameWidth + 2) + " "
    let left = area.width - DisplayWidth.columns(of: begin) - (row.isRefused ? 0 : Self.firstWidth)
    let style = CellStyle(bold: isCurrent, dim: row.isRefused)
    grid.write(
      begin + text(of: index, within: left), column: area.column, row: line, style: style,
      limit: area.width)
    guard !row.isRefused else { return }
    grid.write(
      NumberText.right(firstKept(of: index), Self.firstWidth),
      column: area.column + area.width - Self.firstWidth, row: line, style: style)
  }

  /// The smallest budget that keeps the patch; `–` for none, `…` as long as it is looked for.
  private func firstKept(of index: Int) -> String {
    guard let answer = state.explanation(of: index) else { return state.missingNumber }
    return switch answer.firstKept {
    case .at(let budget): "\(budget)"
    case .never: "–"
    case nil: answer.isWhole ? "?" : "…"
    }
  }

  /// What became of the patch, as its sign on the picture.
  private func sign(of index: Int) -> String {
    guard let selection = state.rows[index].evaluation?.selection, state.grid != nil else {
      return " "
    }
    let signs = Signs(state)
    switch selection.fates(count: state.tokenCount)[state.cursor] {
    case .kept: return "\(signs.kept)"
    case .merged: return "\(signs.merged)"
    case .pruned: return "."
    }
  }

  private func text(of index: Int, within columns: Int) -> String {
    if case .unavailable(let reason) = state.rows[index].status {
      return ReasonText.words(of: reason, into: columns)
    }
    guard let answer = state.explanation(of: index) else { return state.missingNumber }
    return TraceText(answer.trace).line(within: columns)
  }
}
