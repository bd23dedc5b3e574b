internal import TokenPruning
internal import Analysis
internal import TerminalUI
internal import TokenMetrics

/// The list of strategies: number, name, tokens kept and, as far as there is room, metrics and costs.
///
/// The current one has `▸` in front; a `~` behind the number says that rounding could turn its
/// selection; those left out of the comparison are dim with `off`; those that the sample cannot serve
/// say why.
struct StrategySection {
  let state: ExplorerState
  let area: CellRect
  /// The strategies of the list, indices into the state's rows; nil for all.
  var listed: [Int]?

  private var indices: [Int] { listed ?? Array(state.rows.indices) }

  /// A column of numbers.
  private struct Column {
    let heading: String
    let width: Int
    let text: (Evaluation, StrategyRow) -> String
  }

  /// The columns in the order of their importance, and of the table where all fit.
  ///
  /// What only merging strategies have, or only those inside the language model, has a column where
  /// one of the list has it.
  private var columns: [Column] {
    let selections = state.rows.compactMap { $0.evaluation?.selection }
    let showsOutput =
      area.width >= Self.roomy || selections.contains { $0.outputCount != $0.kept.count }
    let showsEquivalent = state.rows.contains {
      $0.strategy.strategy.pruningLayer > 0 && $0.evaluation != nil
    }
    let showsOutputErank = state.rows.contains { $0.evaluation?.outputErank != nil }
    return [
      Column(heading: "kept", width: 5) { evaluation, _ in
        // What is merged throughout keeps no patch as such.
        let selection = evaluation.selection
        return selection.kept.isEmpty && selection.merging != nil ? "–" : "\(selection.kept.count)"
      }
    ]
      + (showsOutput
        ? [
          Column(heading: "out", width: 5) { evaluation, _ in "\(evaluation.selection.outputCount)"
          }
        ]
        : [])
      + [
        Column(heading: "erank", width: 6) { evaluation, _ in
          NumberText.optional(evaluation[KeptErank.self], 1)
        },
        Column(heading: "J", width: 5) { evaluation, _ in jaccardText(evaluation) },
        Column(heading: "TF", width: 5) { _, row in
          state.cost(of: row).map { CostText.tera($0.conventional) } ?? "–"
        },
      ]
      + (showsEquivalent
        ? [Column(heading: "eq", width: 5) { _, row in equivalentText(row) }] : [])
      + [
        Column(heading: "attn%", width: 6) { evaluation, _ in
          NumberText.optional(evaluation[AttentionMass.self].map { $0 * 100 }, 1)
        },
        Column(heading: "cover", width: 6) { evaluation, _ in
          NumberText.optional(evaluation[Coverage.self], 3, leadingZero: false)
        },
      ]
      + (showsOutputErank
        ? [
          Column(heading: "outer", width: 6) { evaluation, _ in
            NumberText.optional(evaluation.outputErank, 1)
          }
        ] : [])
      + [
        Column(heading: "mind", width: 6) { evaluation, _ in
          NumberText.optional(evaluation[MinDistance.self], 3, leadingZero: false)
        },
        Column(heading: "pad%", width: 6) { evaluation, _ in
          NumberText.optional(evaluation[PaddingShare.self].map { $0 * 100 }, 1)
        },
      ]
  }

  /// The numbers of a strategy that has been evaluated, each with its heading.
  func numbers(of row: StrategyRow) -> [(heading: String, value: String)] {
    guard let evaluation = row.evaluation else { return [] }
    return columns.map { ($0.heading, $0.text(evaluation, row)) }.filter { !$0.1.isEmpty }
  }

  /// How much is kept by both this and the current strategy; nothing to say where one keeps nothing.
  private func jaccardText(_ evaluation: Evaluation) -> String {
    guard let reference = state.currentEvaluation?.selection.kept, !reference.isEmpty,
      case let kept = evaluation.selection.kept, !kept.isEmpty
    else { return "–" }
    return NumberText.fixed(jaccard(reference, kept), 2, leadingZero: false)
  }

  /// Tokens averaged over the layers, for strategies that prune after one of them.
  private func equivalentText(_ row: StrategyRow) -> String {
    guard row.strategy.strategy.pruningLayer > 0, let cost = state.cost(of: row) else { return "" }
    return NumberText.fixed(cost.equivalentTokens, 0)
  }

  private static let narrowestName = 11
  private static let widestName = 34
  /// From this width on the tokens handed on are told even where they are those kept.
  private static let roomy = 60

  /// Columns of the number: as many as the largest has digits.
  private var numberWidth: Int { "\(state.rows.count)".count }

  /// Columns before the name: mark, letter where some are compared, number and a blank.
  private var lead: Int { numberWidth + (state.choices.compared.isEmpty ? 2 : 3) }

  /// How many columns fit beside a readable name.
  private var shown: (columns: [Column], nameWidth: Int) {
    var room = area.width - lead - Self.narrowestName
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
      row > area.row, case let place = firstShown + row - area.row - 1,
      indices.indices.contains(place)
    else { return nil }
    return (indices[place], column < area.column + lead)
  }

  func draw(on grid: inout CellGrid) {
    let (columns, nameWidth) = shown
    let blank = String(repeating: " ", count: lead)
    grid.write(
      blank + NumberText.left(heading(nameWidth), nameWidth), column: area.column, row: area.row,
      style: CellStyle(bold: state.isListFocused, dim: !state.isListFocused), limit: area.width)
    let headings = columns.map { NumberText.right($0.heading, $0.width) }.joined()
    grid.write(
      headings, column: area.column + lead + nameWidth, row: area.row, style: CellStyle(dim: true),
      limit: area.width - lead - nameWidth)
    for (place, index) in indices.dropFirst(firstShown).prefix(room).enumerated() {
      let line = area.row + 1 + place
      draw(state.rows[index], index, columns, nameWidth, at: line, on: &grid)
      if index == state.current, state.isListFocused {
        grid.cursor = .init(column: area.column, row: line)
      }
    }
  }

  /// The heading of the names; of a list that scrolls it says which part is shown.
  private func heading(_ nameWidth: Int) -> String {
    guard indices.count > room else { return "STRATEGY" }
    let dash = state.traits.unicode ? "–" : "-"
    let part = "\(firstShown + 1)\(dash)\(firstShown + room) of \(indices.count)"
    let whole = "STRATEGY \(part)"
    return DisplayWidth.columns(of: whole) <= nameWidth ? whole : part
  }

  /// Lines below the heading.
  private var room: Int { max(area.height - 1, 1) }

  /// The first strategy that is shown: the list scrolls so far that two more follow the current one.
  private var firstShown: Int {
    let following = min(2, room / 3)
    let place = indices.firstIndex(of: state.current) ?? 0
    return min(max(0, place + following - room + 1), max(0, indices.count - room))
  }

  private func draw(
    _ row: StrategyRow, _ index: Int, _ columns: [Column], _ nameWidth: Int, at line: Int,
    on grid: inout CellGrid
  ) {
    let isCurrent = index == state.current
    let takesPart = state.isComputed(index)
    var style = CellStyle(bold: isCurrent, dim: !takesPart)
    let begin = beginning(row, index, isCurrent: isCurrent)
    if case .unavailable(let reason) = row.status {
      style.dim = true
      let rest = ReasonText.line(
        name: row.strategy.title, nameWidth: nameWidth, reason: reason, room: area.width - lead)
      grid.write(begin + rest, column: area.column, row: line, style: style, limit: area.width)
      return
    }
    var text = begin + NumberText.left(row.strategy.title, nameWidth)
    if takesPart {
      style.dim = row.status == .pending && row.evaluation != nil
      for column in columns {
        text += NumberText.right(
          row.evaluation.map { column.text($0, row) } ?? state.missingNumber, column.width)
      }
    } else {
      text += NumberText.right("off", columns.first?.width ?? 4)
    }
    grid.write(text, column: area.column, row: line, style: style, limit: area.width)
  }

  /// Mark, the letter of one that was chosen for the comparison, number and `~`; the number of one
  /// that is left out is `·`.
  private func beginning(_ row: StrategyRow, _ index: Int, isCurrent: Bool) -> String {
    let mark = isCurrent ? (state.traits.unicode ? "▸" : ">") : " "
    let letter =
      state.choices.compared.isEmpty ? "" : state.letter(of: index).map(String.init) ?? " "
    let number = state.choices.leftOut.contains(index) ? "·" : "\(index + 1)"
    return mark + letter + NumberText.right(number, numberWidth) + (row.isUnstable ? "~" : " ")
  }
}

extension StrategyRow {
  /// Whether rounding could turn the selection that is shown.
  var isUnstable: Bool { status == .ready && instabilities?.isEmpty == false }
}
