internal import TokenFields
internal import Analysis
internal import SampleSets
internal import TerminalUI
import Glibc

/// The effective rank and the entropy of all tokens, with the verdict, and how many sinks there are and
/// how much padding.
///
/// Two lines of 30 columns or more, or three; numbers that are not there yet are a dim `…` in their place.
struct ImageSection {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    let isWide = area.width >= 40
    drawRank(on: &grid, isWide: isWide)
    drawEntropy(on: &grid, isWide: isWide)
    if area.height > 2 { drawSinks(on: &grid, isWide: isWide) }
  }

  private func drawSinks(on grid: inout CellGrid, isWide: Bool) {
    let row = area.row + 2
    var column = area.column
    column += grid.write(isWide ? "       sinks   " : "sinks  ", column: column, row: row)
    guard let summary = state.summary else {
      grid.write(
        "    \(state.missingNumber)", column: column, row: row, style: CellStyle(dim: true))
      return
    }
    guard let sinks = summary.sinks?.all.count else {
      grid.write("no features", column: column, row: row, style: CellStyle(dim: true))
      return
    }
    column += grid.write(
      NumberText.right("\(sinks)", isWide ? 6 : 5), column: column, row: row,
      style: CellStyle(bold: true))
    guard let padding = summary.paddingCount else { return }
    let share = NumberText.fixed(100 * Double(padding) / Double(max(state.tokenCount, 1)), 1)
    grid.write(
      "\(isWide ? "  padding" : " pad") \(padding), \(share) %", column: column, row: row,
      limit: area.column + area.width - column)
  }

  private func drawRank(on grid: inout CellGrid, isWide: Bool) {
    let row = area.row
    var column = area.column
    // Of several tiles number 0, the whole image, is judged.
    let name = (state.grid?.tiles ?? 1) > 1 ? "erank 0" : "erank  "
    column += grid.write(isWide ? "IMAGE  \(name) " : name, column: column, row: row)
    guard let verdict = state.verdict else {
      let text =
        state.sample != nil && state.sample?.field.erankSpace == nil
        ? "no features" : "    \(state.missingNumber)"
      grid.write(text, column: column, row: row, style: CellStyle(dim: true))
      return
    }
    column += grid.write(
      NumberText.right(NumberText.fixed(verdict.erank, 1), isWide ? 6 : 5), column: column,
      row: row,
      style: CellStyle(bold: true))
    let times = state.traits.unicode ? "×" : "x"
    let ratio = NumberText.fixed(verdict.erank / verdict.average, 2)
    let average = NumberText.short(verdict.average)
    column += grid.write(
      isWide ? "  \(ratio) \(times) avg \(average) " : " \(ratio)\(times)\(average) ",
      column: column, row: row)
    grid.write(
      verdict.word, column: column, row: row, style: CellStyle(bold: true),
      limit: area.column + area.width - column)
  }

  private func drawEntropy(on grid: inout CellGrid, isWide: Bool) {
    let row = area.row + 1
    var column = area.column
    column += grid.write(isWide ? "       entropy " : "entropy", column: column, row: row)
    guard let summary = state.summary else {
      grid.write(
        "    \(state.missingNumber)", column: column, row: row, style: CellStyle(dim: true))
      return
    }
    guard let entropy = summary.entropy else {
      grid.write("no class attention", column: column, row: row, style: CellStyle(dim: true))
      return
    }
    column += grid.write(
      NumberText.right(NumberText.fixed(entropy, 2), isWide ? 6 : 5), column: column, row: row,
      style: CellStyle(bold: true))
    let largest = NumberText.fixed(log(Double(max(state.tokenCount, 1))), 2)
    let average = NumberText.fixed(state.sample?.field.field.averages.entropy ?? 0, 2)
    grid.write(
      isWide
        // Averages are those of single tiles.
        ? "  nats of \(largest)" + (state.tileCount > 1 ? ", all" : ", avg \(average)")
        : " nats of \(largest)", column: column,
      row: row)
  }
}
