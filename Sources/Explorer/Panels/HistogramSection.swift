internal import TerminalUI
import Glibc

/// How the class attention is distributed over patches, on a logarithmic axis, with the value that
/// the budget's last token by attention has.
///
/// Three lines or more of 20 columns or more: a heading, bars, the axis's ends.
struct HistogramSection {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    guard let attention = state.summary?.attention, let order = state.summary?.attentionOrder,
      let keep = state.keep, let most = order.first, let largest = Optional(attention[most]),
      largest > 0, largest.isFinite
    else { return }
    // Padding shows nothing, and there may be so much of it that one bar would dwarf all others.
    let isPadding = state.summary?.isPadding
    let patches = attention.indices.filter { isPadding?[$0] != true }
    let shown = patches.filter { attention[$0] > 0 }
    let smallest = shown.map { attention[$0] }.min() ?? attention.filter { $0 > 0 }.min() ?? largest
    let cut = attention[order[keep - 1]]
    let bins = counts(of: patches.map { attention[$0] }, smallest...largest)
    let cutBin = bin(of: cut, smallest...largest)
    let heading = "ATTENTION"
    grid.write(heading, column: area.column, row: area.row, style: CellStyle(dim: true))
    let label = "cut at \(NumberText.short(cut))"
    grid.write(
      label, column: area.column + area.width - label.count - 1, row: area.row,
      style: CellStyle(dim: true))
    drawBars(bins, cutBin: cutBin, on: &grid)
    let bottom = area.row + area.height - 1
    grid.write(
      NumberText.short(smallest), column: area.column, row: bottom, style: CellStyle(dim: true))
    let end = NumberText.short(largest)
    grid.write(
      end, column: area.column + area.width - end.count - 1, row: bottom,
      style: CellStyle(dim: true))
  }

  private var binCount: Int { max(1, area.width - 1) }

  private func bin(of value: Double, _ range: ClosedRange<Double>) -> Int {
    guard value > range.lowerBound, range.upperBound > range.lowerBound else { return 0 }
    // Differences of logarithms, because a quotient of the values may overflow.
    let (from, to) = (log(range.lowerBound), log(range.upperBound))
    guard to > from else { return 0 }
    return min(binCount - 1, Int((log(value) - from) / (to - from) * Double(binCount)))
  }

  private func counts(of attention: [Double], _ range: ClosedRange<Double>) -> [Int] {
    var counts = [Int](repeating: 0, count: binCount)
    for value in attention { counts[bin(of: value, range)] += 1 }
    return counts
  }

  private func drawBars(_ bins: [Int], cutBin: Int, on grid: inout CellGrid) {
    let bars = " ▁▂▃▄▅▆▇█".map { $0 }
    let plain = " .:|".map { $0 }
    let levels = state.traits.unicode ? bars : plain
    let height = area.height - 2
    let most = max(bins.max() ?? 1, 1)
    let steps = levels.count - 1
    for (index, count) in bins.enumerated() {
      // Any token at all shows as the lowest step.
      let filled = count == 0 ? 0 : max(1, count * height * steps / most)
      for line in 0..<height {
        let level = min(max(filled - (height - 1 - line) * steps, 0), steps)
        let isKept = index >= cutBin
        grid[area.column + index, area.row + 1 + line] = Cell(
          levels[level], CellStyle(bold: isKept, dim: !isKept))
      }
    }
    for line in 0..<height where grid[area.column + cutBin, area.row + 1 + line].character == " " {
      grid[area.column + cutBin, area.row + 1 + line] = Cell(
        state.traits.unicode ? "│" : "|", CellStyle(dim: true))
    }
  }
}
