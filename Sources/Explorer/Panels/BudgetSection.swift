internal import Analysis
internal import TerminalUI

/// The budget as numbers and as a slider, with what it costs where there is a third line, and presets
/// between them where there is a fourth.
struct BudgetSection {
  let state: ExplorerState
  let area: CellRect

  /// The cells of the slider's track.
  var track: CellRect {
    CellRect(column: area.column + 1, row: area.row + 1, width: max(2, area.width - 3), height: 1)
  }

  /// The budget at a column of the track.
  func tokens(atColumn column: Int) -> Int {
    let last = max(track.width - 1, 1)
    let place = min(max(column - track.column, 0), last)
    return max(1, 1 + (place * (state.tokenCount - 1) + last / 2) / last)
  }

  /// The column of the track at a budget.
  private func column(ofTokens tokens: Int) -> Int {
    guard state.tokenCount > 1 else { return track.column }
    let last = track.width - 1
    let span = state.tokenCount - 1
    return track.column + ((tokens - 1) * last + span / 2) / span
  }

  func draw(on grid: inout CellGrid) {
    guard let keep = state.keep else {
      grid.write(
        "BUDGET \(state.missingNumber)", column: area.column, row: area.row,
        style: CellStyle(dim: true))
      return
    }
    let share = NumberText.fixed(100 * Double(keep) / Double(state.tokenCount), 1)
    let name = area.width >= 40 ? "BUDGET " : "keep "
    var column = area.column + grid.write(name, column: area.column, row: area.row)
    column += grid.write(
      NumberText.right("\(keep)", 5), column: column, row: area.row, style: CellStyle(bold: true))
    column += grid.write(
      " of \(state.tokenCount)  \(NumberText.right(share, 5)) %", column: column, row: area.row)
    grid.write(
      stability, column: column + 2, row: area.row, style: CellStyle(bold: true),
      limit: area.column + area.width - column - 2)
    drawSlider(keep: keep, on: &grid)
    if area.height > 3 { drawPresets(on: &grid) }
    if area.height > 2 {
      grid.write(cost, column: area.column, row: area.row + area.height - 1, limit: area.width)
    }
  }

  /// How many choices of the current strategy rounding could turn; empty when none is known.
  private var stability: String {
    let row = state.rows[state.current]
    guard row.isUnstable, let count = row.instabilities?.count else { return "" }
    return area.width >= 40 ? "~ \(count) unstable" : "~\(count)"
  }

  /// What the prefill of all tokens costs, and of those that the current strategy hands on.
  private var cost: String {
    let full = NumberText.right(CostText.tera(state.fullCost.conventional), 4)
    let now = NumberText.right(
      state.cost(of: state.rows[state.current]).map { CostText.tera($0.conventional) }
        ?? (state.currentReason == nil ? state.missingNumber : "–"), 4)
    let arrow = state.traits.unicode ? "→" : ">"
    return area.width >= 40
      ? "\(full) \(arrow) \(now) TF, \(state.model.name), \(state.textTokens) text"
      : "\(full)\(arrow)\(now) TF \(state.model.name)+\(state.textTokens)"
  }

  private func drawSlider(keep: Int, on grid: inout CellGrid) {
    let unicode = state.traits.unicode
    let row = track.row
    grid.write(unicode ? "├" : "|", column: track.column - 1, row: row)
    grid.write(unicode ? "┤" : "|", column: track.column + track.width, row: row)
    let handle = self.column(ofTokens: keep)
    for column in track.column..<(track.column + track.width) {
      let isFilled = column < handle
      grid[column, row] = Cell(
        unicode ? (isFilled ? "━" : "─") : (isFilled ? "=" : "-"), CellStyle(dim: !isFilled))
    }
    grid[handle, row] = Cell(unicode ? "●" : "O", CellStyle(bold: true))
  }

  private func drawPresets(on grid: inout CellGrid) {
    var free = area.column
    for preset in state.presets {
      let text = "\(preset)"
      let column = min(
        self.column(ofTokens: preset) - text.count / 2, track.column + track.width - text.count + 1)
      guard column >= free else { continue }
      grid.write(text, column: column, row: track.row + 1, style: CellStyle(dim: true))
      free = column + text.count + 1
    }
  }
}
