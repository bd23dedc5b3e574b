internal import TerminalUI

/// Bars in a rectangle of cells, an eighth of a cell exact, with the part at their feet told apart.
///
/// A column of cells that several bars share has their mean height, so that bars and columns need not
/// fit each other.
struct BarPanel {
  let bars: PlotBars
  let chart: Chart
  let area: CellRect
  let ink: PlotInk

  private static let levels = Array(" ▁▂▃▄▅▆▇█")

  func draw(on grid: inout CellGrid) {
    guard area.width > 0, area.height > 0 else { return }
    for column in 0..<area.width {
      let whole = eighths(of: height(at: column, \.whole))
      let part = min(eighths(of: height(at: column, \.part)), whole)
      for line in 0..<area.height {
        let below = 8 * (area.height - 1 - line)
        let (wholeHere, partHere) = (min(whole - below, 8), min(part - below, 8))
        guard wholeHere > 0 else { continue }
        grid[area.column + column, area.row + line] = cell(
          whole: wholeHere, part: max(partHere, 0), isColumnMixed: part > 0)
      }
    }
  }

  /// A cell that is filled up to a level, and up to another one by the part.
  private func cell(whole: Int, part: Int, isColumnMixed: Bool) -> Cell {
    guard ink.traits.unicode, ink.hasColors else {
      // Without colour the part is told by a denser character, in whole cells.
      let signs: (part: Character, whole: Character) = ink.traits.unicode ? ("█", "░") : ("#", ":")
      if part >= 4 || (part > 0 && whole < 8) { return Cell(signs.part) }
      return Cell(bars.partTitle == nil ? signs.part : signs.whole)
    }
    let colors = ink.bars
    let wholeColor = bars.partTitle == nil ? colors.part : colors.whole
    if part == 0 { return Cell(Self.levels[whole], CellStyle(ink: wholeColor)) }
    // One cell has two colours: above the part stands the whole, or nothing where it ends here.
    let ground: CellColor = part < 8 && whole >= part + (8 - part) / 2 + 1 ? wholeColor : .standard
    return Cell(Self.levels[part], CellStyle(ink: colors.part, ground: ground))
  }

  /// The mean height of the bars over a column of cells.
  private func height(at column: Int, _ value: KeyPath<PlotBars.Bar, Double>) -> Double {
    let (from, to) = (
      Double(column) / Double(area.width), Double(column + 1) / Double(area.width)
    )
    var (sum, covered) = (0.0, 0.0)
    for bar in bars.bars {
      let (start, end) = (chart.x.position(of: bar.from), chart.x.position(of: bar.to))
      let shared = min(end, to) - max(start, from)
      guard shared > 0 else { continue }
      sum += shared * bar[keyPath: value]
      covered += shared
    }
    return covered > 0 ? sum / covered : 0
  }

  /// A height in eighths of a cell; any height at all is at least one.
  private func eighths(of height: Double) -> Int {
    guard height > 0 else { return 0 }
    let share = chart.y.position(of: height)
    return min(max(1, Int((share * Double(8 * area.height)).rounded())), 8 * area.height)
  }
}
