internal import SampleSets
internal import Analysis
internal import TerminalUI

/// A question, the line that answers it, and what the answer would mean so far.
struct PromptLine {
  let state: ExplorerState
  let prompt: Prompt

  /// Draws the line into a row of the screen.
  func draw(_ area: CellRect, on grid: inout CellGrid) {
    guard area.width > 0 else { return }
    let style = CellStyle(bold: true)
    var room = area.width
    let question = " \(prompt.purpose.question): "
    let asked = DisplayWidth.columns(of: question) + 8 <= room ? question : " "
    let note = prompt.note ?? self.note
    let noteWidth = DisplayWidth.columns(of: note)
    // What is typed comes first: the note gives way to it.
    let wanted = DisplayWidth.columns(of: asked) + max(12, prompt.text.count + 1) + noteWidth + 2
    if noteWidth > 0, wanted <= room {
      grid.write(
        note, column: area.column + room - noteWidth - 1, row: area.row, style: CellStyle(dim: true)
      )
      room -= noteWidth + 2
    }
    let taken = grid.write(asked, column: area.column, row: area.row, style: style, limit: room)
    LineField(
      line: prompt.line, column: area.column + taken, row: area.row, width: max(1, room - taken)
    ).draw(on: &grid)
  }

  /// What the line means so far.
  private var note: String {
    let text = prompt.text
    guard !text.isEmpty else { return "" }
    switch prompt.purpose {
    case .budget:
      guard let budget = Budget(text) else { return "" }
      guard state.tokenCount > 0 else { return "\(budget)" }
      return budget.tokens(of: state.tokenCount).map { "\($0) of \(state.tokenCount) tokens" }
        ?? "only \(state.tokenCount) tokens"
    case .search:
      let found = state.matches(of: text)
      guard let next = state.match(of: text, 1), let place = found.firstIndex(of: next) else {
        return "no sample"
      }
      return "\(place + 1) of \(found.count): \(state.samples[next].name)"
    case .filter:
      guard let filter = SampleFilter(text) else { return "no filter yet" }
      let count = state.samples.indices.count {
        filter.admits($0, in: state.shelf, facts: state.shelf.factList[$0])
      }
      return "\(count) of \(state.samples.count)"
    case .sort, .color: return state.columnNote(for: text)
    case .axes: return state.columnNote(for: text.split(separator: " ").last.map(String.init) ?? "")
    case .sample, .help, .encoder, .palette, .export, .table: return ""
    }
  }
}

extension Prompt.Purpose {
  /// What the line asks for.
  var question: String {
    switch self {
    case .budget: "keep (22% or 128)"
    case .sample: "sample (number or name)"
    case .search: "search"
    case .filter: "samples (street erank>90)"
    case .help: "search"
    case .encoder: "encoder (folder, model or handcrafted)"
    case .table: "table (.csv, .jsonl or a survey's folder)"
    case .sort: "order by column"
    case .axes: "axes (entropy erank)"
    case .color: "colour by column"
    case .palette: "command"
    case .export: "folder"
    }
  }
}

extension ExplorerState {
  /// Whether the line is drawn in a panel of its own, not in the lowest line.
  package var promptHasPanel: Bool {
    switch prompt?.purpose {
    case .palette, .export: true
    case .help: helpScroll != nil
    case .search, .filter, .sort: sampleList != nil
    case .budget, .sample, .encoder, .table, .axes, .color, nil: false
    }
  }
}
