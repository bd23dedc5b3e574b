internal import TokenPruning
internal import Analysis
internal import TerminalUI
internal import TokenMetrics

/// The list of strategies: number, name, tokens kept and, as far as there is room, metrics.
///
/// The current one has `▸` in front; those left out of the comparison are dim with `off`; those that
/// the sample cannot serve say why.
struct StrategySection {
  let state: ExplorerState
  let area: CellRect

  /// A column of numbers.
  private struct Column {
    let heading: String
    let width: Int
    let text: (Evaluation) -> String
  }

  /// The columns in the order of their importance, and of the table where all fit.
  private var columns: [Column] {
    let reference = state.currentEvaluation?.selection.kept
    return [
      Column(heading: "kept", width: 5) { "\($0.selection.kept.count)" },
      Column(heading: "erank", width: 6) { NumberText.optional($0[KeptErank.self], 1) },
      Column(heading: "J", width: 5) { evaluation in
        reference.map {
          NumberText.fixed(jaccard($0, evaluation.selection.kept), 2, leadingZero: false)
        }
          ?? "–"
      },
      Column(heading: "attn%", width: 6) {
        NumberText.optional($0[AttentionMass.self].map { $0 * 100 }, 1)
      },
      Column(heading: "cover", width: 6) {
        NumberText.optional($0[Coverage.self], 3, leadingZero: false)
      },
      Column(heading: "mind", width: 6) {
        NumberText.optional($0[MinDistance.self], 3, leadingZero: false)
      },
      Column(heading: "pad%", width: 6) {
        NumberText.optional($0[PaddingShare.self].map { $0 * 100 }, 1)
      },
    ]
  }

  private static let narrowestName = 11
  private static let widestName = 34

  /// How many columns fit beside a readable name.
  private var shown: (columns: [Column], nameWidth: Int) {
    var room = area.width - 3 - Self.narrowestName
    var fitting: [Column] = []
    for column in columns {
      guard column.width <= room else { break }
      fitting.append(column)
      room -= column.width
    }
    return (fitting, min(Self.widestName, Self.narrowestName + room))
  }

  /// The strategy on a row of the screen, and whether its number is at a column.
  func strategy(column: Int, row: Int) -> (index: Int, isNumber: Bool)? {
    guard area.contains(column: column, row: row),
      row > area.row, case let index = firstShown + row - area.row - 1,
      state.rows.indices.contains(index)
    else { return nil }
    return (index, column < area.column + 3)
  }

  func draw(on grid: inout CellGrid) {
    let (columns, nameWidth) = shown
    var heading = "   " + NumberText.left("STRATEGY", nameWidth)
    for column in columns { heading += NumberText.right(column.heading, column.width) }
    grid.write(
      heading, column: area.column, row: area.row, style: CellStyle(dim: true), limit: area.width)
    for index in state.rows.indices.dropFirst(firstShown).prefix(max(area.height - 1, 0)) {
      draw(
        state.rows[index], index, columns, nameWidth, at: area.row + 1 + index - firstShown,
        on: &grid)
    }
  }

  /// The first strategy that is shown: the list scrolls no further than the current one needs.
  private var firstShown: Int {
    let room = max(area.height - 1, 1)
    return min(max(0, state.current - room + 1), max(0, state.rows.count - room))
  }

  private func draw(
    _ row: StrategyRow, _ index: Int, _ columns: [Column], _ nameWidth: Int, at line: Int,
    on grid: inout CellGrid
  ) {
    let isCurrent = index == state.current
    let mark = isCurrent ? (state.traits.unicode ? "▸" : ">") : " "
    let number = index < 9 ? "\(index + 1)" : " "
    let takesPart = row.isEnabled || isCurrent
    var style = CellStyle(bold: isCurrent, dim: !takesPart)
    let name = mark + number + " " + NumberText.left(row.strategy.label, nameWidth)
    if case .unavailable(let reason) = row.status {
      style.dim = true
      let short = mark + number + " " + row.strategy.label + "  " + reason
      grid.write(short, column: area.column, row: line, style: style, limit: area.width)
      return
    }
    var text = name
    if takesPart {
      style.dim = row.status == .pending && row.evaluation != nil
      for column in columns {
        text += NumberText.right(
          row.evaluation.map(column.text) ?? state.missingNumber, column.width)
      }
      if !row.isEnabled { text = text.replacingNumber(with: "·") }
    } else {
      text += NumberText.right("off", columns.first?.width ?? 4)
    }
    grid.write(text, column: area.column, row: line, style: style, limit: area.width)
  }
}

extension String {
  /// The second character replaced: the number of a strategy that is looked at but not compared.
  fileprivate func replacingNumber(with mark: Character) -> String {
    var characters = Array(self)
    if characters.count > 1 { characters[1] = mark }
    return String(characters)
  }
}
