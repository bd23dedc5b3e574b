internal import Analysis
internal import DataTables
internal import SampleSets
internal import TerminalUI
internal import TokenFields

/// The list of samples: place, name, tokens, grid, erank, entropy and verdict, or why one is refused.
///
/// Only the rows that are seen are made. The chosen one has `▸`, the one on screen `•`. Useful from
/// 24×8, where it shows places and names.
struct SampleListPanel {
  let state: ExplorerState
  private let frame: OverlayFrame

  init(state: ExplorerState) {
    self.state = state
    let margin = state.size.height < 20 ? 0 : 2
    // As high as all samples need, so that a filter does not make it jump.
    frame = OverlayFrame(
      state, width: 110, height: min(state.size.height - margin, state.samples.count + 4))
  }

  /// The whole panel.
  var box: CellRect { frame.box }

  /// A column of the table.
  private struct Column: Sendable {
    let heading: String
    let width: Int
    let text: @Sendable (SampleFacts?, Int) -> String?
  }

  private static let columns = [
    Column(heading: "erank", width: 8) { facts, _ in facts.map { NumberText.optional($0.erank, 1) }
    },
    Column(heading: "entropy", width: 8) { facts, _ in
      facts.map { NumberText.optional($0.entropy, 2) }
    },
    Column(heading: "", width: 9) { facts, _ in
      facts.map { $0.isComplex.map { $0 ? "complex" : "simple" } ?? "–" }
    },
    Column(heading: "n", width: 7) { facts, _ in facts.map { $0.grid.map { "\($0.count)" } ?? "–" }
    },
    Column(heading: "grid", width: 9) { facts, _ in facts.map { $0.grid?.description ?? "–" } },
  ]

  /// The column of a table that samples are ordered by.
  private var joined: [Column] {
    guard state.order == .column, let column = state.shelf.table[state.sortColumn] else {
      return []
    }
    let width = min(max(8, DisplayWidth.columns(of: column.name) + 1), 26)
    return [
      Column(heading: DisplayWidth.fit(column.name, into: width - 1), width: width) { _, sample in
        DisplayWidth.fit(column.text(of: sample) ?? "–", into: width - 1)
      }
    ]
  }

  private var shown: [Int] { state.shelf.arrangement.shown }
  private var numberWidth: Int { "\(shown.count)".count }
  /// The line that is typed takes the last row inside.
  private var hasPrompt: Bool { state.prompt != nil }
  private var room: Int { max(1, frame.inside.height - 1 - (hasPrompt ? 1 : 0)) }

  private var first: Int {
    let place = state.sampleList.flatMap { state.shelf.arrangement.place(of: $0.selected) } ?? 0
    return firstShown(of: shown.count, choosing: place, room: room)
  }

  /// The sample on a row of the screen, an index into all samples.
  func sample(atRow row: Int) -> Int? {
    let place = first + row - frame.inside.row - 1
    guard row > frame.inside.row, row <= frame.inside.row + room, shown.indices.contains(place)
    else { return nil }
    return shown[place]
  }

  func draw(on grid: inout CellGrid) {
    let hints = frame.hints(
      [
        "Enter open", "Esc close",
      ]
        + state.keys.listHints(of: [
          ([.move(rows: 1, columns: 0), .move(rows: -1, columns: 0)], "choose"),
          ([.searchSamples], "search"), ([.nextOrder], "order"), ([.filterSamples], "filter"),
        ]))
    frame.draw(
      title: title, footer: state.message ?? hints, isNote: state.message != nil, on: &grid)
    let (columns, nameWidth) = layout
    let inside = frame.inside
    let headings =
      NumberText.left("SAMPLE", nameWidth)
      + columns.map { NumberText.right($0.heading, $0.width) }.joined()
    grid.write(
      headings, column: inside.column + lead, row: inside.row, style: CellStyle(dim: true),
      limit: inside.width - lead)
    for (line, index) in shown.dropFirst(first).prefix(room).enumerated() {
      draw(index, first + line + 1, columns, nameWidth, row: inside.row + 1 + line, on: &grid)
    }
    if shown.isEmpty {
      grid.write(
        "no sample passes '\(state.filter)'", column: inside.column, row: inside.row + 1,
        limit: inside.width)
    }
    guard let prompt = state.prompt else { return }
    PromptLine(state: state, prompt: prompt).draw(
      CellRect(
        column: inside.column, row: inside.row + inside.height - 1, width: inside.width, height: 1),
      on: &grid)
  }

  private var title: String {
    let all = state.samples.count
    let noun = all == 1 ? "sample" : "samples"
    let count = shown.count == all ? "\(all) \(noun)" : "\(shown.count) of \(all) \(noun)"
    let order = state.order == .given && !state.isReversed ? "" : ", \(state.orderText)"
    let survey = state.shelf.survey.map { ", reading \($0.done)/\($0.total)" } ?? ""
    return count + order + survey
  }

  /// Columns before the name: two signs, the place and a blank.
  private var lead: Int { numberWidth + 3 }

  private var layout: (columns: [Column], nameWidth: Int) {
    var left = frame.inside.width - lead - 12
    var fitting: [Column] = []
    for column in joined + Self.columns {
      guard column.width <= left else { break }
      fitting.append(column)
      left -= column.width
    }
    return (fitting, 12 + left)
  }

  private func draw(
    _ index: Int, _ number: Int, _ columns: [Column], _ nameWidth: Int, row: Int,
    on grid: inout CellGrid
  ) {
    let inside = frame.inside
    let isChosen = index == state.sampleList?.selected
    let isOpen = index == state.sampleIndex
    let facts = state.shelf.facts[state.samples[index]]
    let unicode = state.traits.unicode
    let begin =
      (isChosen ? (unicode ? "▸" : ">") : " ") + (isOpen ? (unicode ? "•" : "*") : " ")
      + NumberText.right("\(number)", numberWidth) + " "
    var text = begin
    let name = state.samples[index].name
    if let refusal = facts?.refusal {
      text += NumberText.left(name, min(nameWidth, max(12, nameWidth / 2))) + " " + refusal
    } else {
      text += NumberText.left(name, nameWidth)
      for column in columns {
        let value = column.text(facts, index) ?? (state.shelf.survey == nil ? "–" : "…")
        text += NumberText.right(value, column.width)
      }
    }
    let style = CellStyle(bold: isOpen, dim: facts?.refusal != nil && !isChosen, reverse: isChosen)
    grid.fill(
      CellRect(column: inside.column, row: row, width: inside.width, height: 1),
      with: Cell(" ", style))
    grid.write(text, column: inside.column, row: row, style: style, limit: inside.width)
    if isChosen, !hasPrompt { grid.cursor = .init(column: inside.column, row: row) }
  }
}
