internal import Analysis
internal import DataTables
internal import Plots
internal import TerminalUI

/// Lines across the dots: quartiles of both axes, and the effective rank that parts simple from complex
/// samples.
struct ScatterLines {
  let panel: ScatterPanel

  private var state: ExplorerState { panel.state }
  private var scatter: Scatter { panel.scatter }
  private var area: CellRect { panel.area }

  /// The average effective rank that samples are judged against; nil before one is known.
  private var average: Double? {
    if let column = state.shelf.table["erank_average"], column.kind == .number,
      let average = column.values.first(where: \.isFinite)
    {
      return average
    }
    return state.verdict?.average
  }

  /// Lines with the axis they are on, their value, and whether they are the split.
  private var lines: [(isUpright: Bool, value: Double, label: String)] {
    var lines: [(Bool, Double, String)] = []
    for (isUpright, spread, name) in [
      (true, scatter.xSpread, state.axes.x), (false, scatter.ySpread, state.axes.y),
    ] {
      if let spread, spread.maximum > spread.minimum {
        lines += [
          (isUpright, spread.lowerQuartile, "Q1"), (isUpright, spread.median, "Q2"),
          (isUpright, spread.upperQuartile, "Q3"),
        ]
      }
      if Self.isErank(name), let average { lines.append((isUpright, average, Self.split)) }
    }
    return lines
  }

  private static let split = "average"

  private static func isErank(_ name: String) -> Bool {
    ["erank", "erank_input", "erank.input", "verdict_erank"].contains(name)
  }

  /// The column or row of a line; nil where it lies outside.
  private func place(_ isUpright: Bool, _ value: Double) -> Int? {
    guard let axis = isUpright ? scatter.xAxis : scatter.yAxis, axis.range.contains(value) else {
      return nil
    }
    let position = axis.position(of: value)
    return isUpright
      ? area.column + Int((position * Double(area.width - 1)).rounded())
      : area.row + Int(((1 - position) * Double(area.height - 1)).rounded())
  }

  func draw(on grid: inout CellGrid) {
    let unicode = state.traits.unicode
    for line in lines {
      guard let place = place(line.isUpright, line.value) else { continue }
      let isSplit = line.label == Self.split
      let style = CellStyle(bold: isSplit, dim: !isSplit)
      if line.isUpright {
        let sign: Character = unicode ? (isSplit ? "│" : "┊") : (isSplit ? "|" : ":")
        for row in area.row..<(area.row + area.height) { grid[place, row] = Cell(sign, style) }
      } else {
        let sign: Character = unicode ? (isSplit ? "─" : "┈") : (isSplit ? "=" : "-")
        for column in area.column..<(area.column + area.width) {
          grid[column, place] = Cell(sign, style)
        }
      }
    }
  }

  /// The words of the lines, after the dots.
  func label(on grid: inout CellGrid) {
    guard area.width >= 24, area.height >= 8 else { return }
    for line in lines {
      guard let place = place(line.isUpright, line.value) else { continue }
      guard line.label == Self.split else {
        // Quartiles are named at the ends of their lines.
        let (column, row) =
          line.isUpright ? (place, area.row) : (area.column + area.width - 2, place)
        grid.write(line.label, column: column, row: row, style: CellStyle(dim: true))
        continue
      }
      let text = NumberText.fixed(line.value, 1)
      let counts = self.counts(line.isUpright, line.value)
      if line.isUpright {
        let words = "complex \(counts.above) \(state.traits.unicode ? "▸" : ">") \(text)"
        grid.write(words, column: place + 1, row: area.row + 1, style: CellStyle(bold: true))
      } else {
        // The sign's substitute would say that the average itself is simple.
        let relation = state.traits.unicode ? "≥" : "from"
        write("complex \(relation) \(text): \(counts.above)", place - 1, on: &grid)
        write("simple: \(counts.below)", place + 1, on: &grid)
      }
    }
  }

  private func write(_ text: String, _ row: Int, on grid: inout CellGrid) {
    guard row > area.row, row < area.row + area.height else { return }
    let fitted = DisplayWidth.fit(text, into: max(0, area.width - 6))
    grid.write(
      fitted, column: area.column + area.width - DisplayWidth.columns(of: fitted) - 3, row: row,
      style: CellStyle(bold: true))
  }

  /// How many of the samples that pass lie at a value or above, and below it.
  private func counts(_ isUpright: Bool, _ value: Double) -> (above: Int, below: Int) {
    var counts = (above: 0, below: 0)
    let values = isUpright ? scatter.x : scatter.y
    for sample in state.shelf.arrangement.shown where scatter.has(sample) {
      if values[sample] >= value { counts.above += 1 } else { counts.below += 1 }
    }
    return counts
  }
}
