internal import Analysis
internal import SampleSets
internal import TerminalUI

/// A table over the numbers beside the picture, or in the middle of a screen that has none: what is
/// chosen in it is seen in the picture at once.
///
/// Needs 24 columns; columns that do not fit are left out, lines scroll with the chosen one.
struct TablePanel {
  let state: ExplorerState

  /// A table as it is drawn.
  struct Table {
    /// What stands above it.
    let title: String
    /// The heading of the names, and their columns.
    let names: (heading: String, width: Int)
    /// The headings of the numbers with their widths, the most telling first.
    let columns: [(heading: String, width: Int)]
    /// The lines: a name and a text for each column.
    let lines: [(name: String, numbers: [String])]
    /// The line that is chosen.
    let chosen: Int
    /// What the headings leave out, in a line of its own.
    let note: String
  }

  func draw(on grid: inout CellGrid) {
    guard let table else { return }
    let width = 2 + table.names.width + table.columns.reduce(0) { $0 + $1.width } + 4
    let frame = OverlayFrame(besidePicture: state, width: width, height: table.lines.count + 4)
    frame.draw(title: table.title, footer: frame.hints(["j k choose", "Esc close"]), on: &grid)
    let inside = frame.inside
    let count = fitting(table, inside.width)
    write(
      "  " + NumberText.left(table.names.heading, table.names.width)
        + table.columns.prefix(count).map { NumberText.right($0.heading, $0.width) }.joined(),
      inside, 0, CellStyle(dim: true), on: &grid)
    let room = max(1, inside.height - 2)
    let first = firstShown(of: table.lines.count, choosing: table.chosen, room: room)
    for (index, line) in table.lines.enumerated().dropFirst(first).prefix(room) {
      let isChosen = index == table.chosen
      let mark = isChosen ? (state.traits.unicode ? "▸ " : "> ") : "  "
      let numbers = zip(table.columns, line.numbers).prefix(count)
      write(
        mark + NumberText.left(line.name, table.names.width)
          + numbers.map { NumberText.right($1, $0.width) }.joined(),
        inside, 1 + index - first, CellStyle(bold: isChosen), on: &grid)
      if isChosen {
        grid.cursor = .init(column: inside.column, row: inside.row + 1 + index - first)
      }
    }
    write(table.note, inside, 1 + room, CellStyle(dim: true), on: &grid)
  }

  private func write(
    _ text: String, _ area: CellRect, _ line: Int, _ style: CellStyle, on grid: inout CellGrid
  ) {
    guard line < area.height else { return }
    grid.write(
      text, column: area.column, row: area.row + line, style: style, limit: area.width)
  }

  /// How many columns of numbers fit.
  private func fitting(_ table: Table, _ width: Int) -> Int {
    var room = width - 2 - table.names.width
    return table.columns.prefix {
      room -= $0.width
      return room >= 0
    }.count
  }

  private var table: Table? {
    switch state.openTable {
    case .heads: heads
    case .tiles: tiles
    case nil: nil
    }
  }

  // MARK: Heads

  /// The mean and every head: entropy, what its top patches have in common with the mean's, the share of
  /// a tenth of the patches, and the largest attention.
  private var heads: Table? {
    guard let summary = state.summary, let mean = summary.meanDetail, let keep = state.keep,
      let field = state.sample?.field
    else { return nil }
    let overlaps = [1] + AttentionHead.overlaps(ofTop: keep, in: field)
    let details = [mean] + summary.headDetails
    let lines = zip(details, overlaps).enumerated().map { index, line in
      let (head, overlap) = line
      return (
        name: index == 0 ? "mean" : "\(index)",
        numbers: [
          NumberText.fixed(head.entropy, 2), NumberText.fixed(overlap, 2, leadingZero: false),
          NumberText.fixed(100 * head.topShare, 1), NumberText.short(head.largest),
        ]
      )
    }
    return Table(
      title: "Heads", names: ("head", 5),
      columns: [("entropy", 8), ("J", 6), ("top10%", 8), ("largest", 9)], lines: lines,
      chosen: state.head.map { $0 + 1 } ?? 0, note: "J: top \(keep) shared with mean")
  }
}

extension TablePanel {
  /// Every tile: what the current strategy keeps of it, its share of the attention, its effective rank with
  /// the verdict, and the entropy of its attention.
  private var tiles: Table? {
    guard let current = state.currentTile else { return nil }
    let kept = state.keptPerTile
    let lines = (0..<state.tileCount).map { tile in
      let summary = state.tileSummaries.indices.contains(tile) ? state.tileSummaries[tile] : nil
      func number(_ value: Double?, _ decimals: Int) -> String {
        summary == nil ? state.missingNumber : NumberText.optional(value, decimals)
      }
      return (
        name: "\(tile)",
        numbers: [
          kept.map { "\($0[tile])" } ?? state.missingNumber, number(summary?.verdict?.erank, 1),
          summary == nil ? state.missingNumber : summary?.verdict?.word ?? "–",
          number(summary?.attentionShare.map { $0 * 100 }, 1), number(summary?.entropy, 2),
        ]
      )
    }
    let rule = state.isPerTile ? "each its share of the budget" : "one budget for all"
    return Table(
      title: "Tiles", names: ("tile", 5),
      columns: [("kept", 5), ("e.all", 7), ("", 8), ("share%", 7), ("entropy", 8)], lines: lines,
      chosen: current, note: rule)
  }
}

extension OverlayFrame {
  /// A frame over the numbers beside the picture where they have room for it, else in the middle.
  init(besidePicture state: ExplorerState, width: Int, height: Int) {
    let layout = ScreenLayout(state)
    let panel = layout.panel
    guard layout.kind == .full, !state.view.hasPanels, panel.width >= 24, panel.height >= 6 else {
      self.init(state, width: width, height: height)
      return
    }
    self.init(
      box: CellRect(
        column: panel.column, row: panel.row, width: min(width, panel.width),
        height: min(height, panel.height)), unicode: state.traits.unicode)
  }
}
