internal import Analysis
internal import Imaging
internal import TerminalUI
internal import TokenFields
internal import TokenPruning

/// How often each patch is kept over the samples that are stepped through, as a grid of colours or of
/// tenths.
struct KeptMapPanel {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    // What was counted may be of another strategy than the one that is chosen meanwhile.
    let question = state.datasetView.keptQuestion
    let strategy = question?.strategy.strategy ?? state.rows[state.current].strategy
    let title = "\(strategy.title) at \(question?.budget ?? state.budget)"
    grid.write(
      "kept by \(title)", column: area.column + 1, row: area.row, style: CellStyle(bold: true),
      limit: area.width - 1)
    guard let kept = state.datasetView.kept else { return }
    grid.write(
      progress(kept), column: area.column + 1, row: area.row + 1, style: CellStyle(dim: true),
      limit: area.width - 1)
    guard kept.samples > 0, let tokens = kept.grid, area.height >= 6 else { return }
    let shares = shares(kept, tokens)
    let room = CellRect(
      column: area.column + 1, row: area.row + 2, width: area.width - 2, height: area.height - 4)
    drawHeat(shares, tokens, room, on: &grid)
    drawLegend(shares, on: &grid)
  }

  private func progress(_ kept: KeptCounts) -> String {
    var parts: [String] = []
    if kept.isWhole {
      parts.append("over \(kept.samples) \(kept.samples == 1 ? "sample" : "samples")")
      if kept.done < kept.total { parts.append("stopped before \(kept.total - kept.done)") }
    } else {
      let stop = state.keys.shown(.back).first.map { "; \($0) stops" } ?? ""
      parts.append("\(kept.done) of \(kept.total)\(stop)")
    }
    if kept.otherGrids > 0 { parts.append("\(kept.otherGrids) of other grids left out") }
    if kept.refused > 0 { parts.append("\(kept.refused) without a selection") }
    if kept.absent > 0 { parts.append("\(kept.absent) without a row") }
    if let table = kept.table { parts.append("from \(table)") }
    return parts.joined(separator: ", ")
  }

  /// The share of samples that keep each patch; of several tiles the mean.
  private func shares(_ kept: KeptCounts, _ grid: TokenGrid) -> [Double] {
    (0..<grid.tileCount).map { patch in
      var sum = 0
      for tile in 0..<grid.tiles { sum += kept.counts[tile * grid.tileCount + patch] }
      return Double(sum) / Double(kept.samples * grid.tiles)
    }
  }

  private func drawHeat(
    _ shares: [Double], _ tokens: TokenGrid, _ room: CellRect, on grid: inout CellGrid
  ) {
    let isMono = state.traits.tier == .mono
    let usesHalves = !isMono && state.traits.unicode
    let highest = max(shares.max() ?? 0, 1e-9)
    // Half a cell is about as high as a cell is wide.
    let pixelRows = usesHalves ? room.height * 2 : room.height
    let unit = usesHalves ? 1 : 2
    let large = max(1, min(pixelRows / tokens.rows, room.width / (tokens.columns * unit)))
    // Of a grid that does not fit, neighbours are taken together.
    let rowStep = large > 1 ? 1 : max(1, (tokens.rows + pixelRows - 1) / pixelRows)
    let columnStep =
      large > 1 ? 1 : max(1, (tokens.columns + room.width - 1) / room.width)
    let wide = columnStep > 1 ? 1 : max(1, min(unit * large, room.width / tokens.columns))
    let ramp = ColorRamp(state.colorMap, on: state.traits.tier)
    func share(_ row: Int, _ column: Int) -> Double? {
      let (top, left) = (row / large * rowStep, column / wide * columnStep)
      guard top < tokens.rows, left < tokens.columns else { return nil }
      var (sum, count) = (0.0, 0.0)
      for y in top..<min(top + rowStep, tokens.rows) {
        for x in left..<min(left + columnStep, tokens.columns) {
          sum += shares[y * tokens.columns + x]
          count += 1
        }
      }
      return sum / count / highest
    }
    let height = (tokens.rows + rowStep - 1) / rowStep * large
    let width = (tokens.columns + columnStep - 1) / columnStep * wide
    for line in 0..<min(room.height, usesHalves ? (height + 1) / 2 : height) {
      for column in 0..<min(room.width, width) {
        let place = (column: room.column + column, row: room.row + line)
        guard usesHalves else {
          guard let value = share(line, column) else { continue }
          let digit = Character("\(min(9, Int(value * 10)))")
          grid[place.column, place.row] =
            isMono
            ? Cell(column % wide == wide - 1 || wide == 1 ? (value == 0 ? "." : digit) : " ")
            : Cell(" ", CellStyle(ground: .rgb(ramp.color(at: value))))
          continue
        }
        guard let upper = share(2 * line, column) else { continue }
        var style = CellStyle(ground: .rgb(ramp.color(at: upper)))
        guard let lower = share(2 * line + 1, column) else {
          style = CellStyle(ink: .rgb(ramp.color(at: upper)))
          grid[place.column, place.row] = Cell("▀", style)
          continue
        }
        guard lower != upper else {
          grid[place.column, place.row] = Cell(" ", style)
          continue
        }
        style.ground = .rgb(ramp.color(at: lower))
        style.ink = .rgb(ramp.color(at: upper))
        grid[place.column, place.row] = Cell("▀", style)
      }
    }
  }

  private func drawLegend(_ shares: [Double], on grid: inout CellGrid) {
    let row = area.row + area.height - 1
    let highest = shares.max() ?? 0
    let mean = shares.reduce(0, +) / Double(max(shares.count, 1))
    let words =
      "kept in \(NumberText.fixed(100 * mean, 1)) % of samples on average, most "
      + "\(NumberText.fixed(100 * highest, 1)) %"
    let sign = state.traits.tier == .mono ? "tenths of the most; " : ""
    grid.write(
      sign + words, column: area.column + 1, row: row, style: CellStyle(dim: true),
      limit: area.width - 1)
  }
}
