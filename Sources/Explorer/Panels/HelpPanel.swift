internal import TerminalUI

/// All keys, over the screen: made from the key table, and narrowed by what is searched.
///
/// Scrolls when it does not fit; needs 24 columns.
struct HelpPanel {
  let state: ExplorerState
  let scroll: Int

  /// A line: a heading where there are no keys.
  typealias Line = (keys: String, text: String)

  private static let keyWidth = 16

  func draw(on grid: inout CellGrid) {
    let all = lines(having: "")
    let lines = lines(having: state.helpFilter)
    let longest = all.map { Self.keyWidth + 2 + DisplayWidth.columns(of: $0.text) }.max() ?? 0
    let frame = OverlayFrame(state, width: longest + 6, height: all.count + 4)
    let room = frame.box.height - 2
    let first = min(scroll, lastScroll)
    frame.draw(title: title, footer: frame.hints(hints(first + room < lines.count)), on: &grid)
    for (index, line) in lines.dropFirst(first).prefix(room).enumerated() {
      draw(line, row: frame.box.row + 1 + index, frame, on: &grid)
    }
    if lines.isEmpty {
      grid.write(
        "no key and no action has '\(state.helpFilter)'", column: frame.inside.column,
        row: frame.inside.row, limit: frame.inside.width)
    }
    guard let prompt = state.prompt, prompt.purpose == .help else { return }
    let title = " Keys with "
    grid.write(
      title, column: frame.box.column + 2, row: frame.box.row, style: CellStyle(bold: true),
      limit: frame.box.width - 4)
    LineField(
      line: prompt.line, column: frame.box.column + 2 + title.count, row: frame.box.row,
      width: max(1, min(40, frame.box.width - 5 - title.count))
    ).draw(on: &grid)
  }

  private var title: String {
    state.helpFilter.isEmpty ? "Keys" : "Keys with '\(state.helpFilter)'"
  }

  private func hints(_ hasMore: Bool) -> [String] {
    if state.prompt?.purpose == .help { return ["Enter done", "Esc all keys"] }
    let scrolling: [Action] = [.move(rows: 1, columns: 0), .move(rows: -1, columns: 0)]
    return (hasMore || scroll > 0 ? state.keys.listHints(of: [(scrolling, "scroll")]) : [])
      + ["Esc close"] + state.keys.listHints(of: [([.searchSamples], "search")])
  }

  private func draw(_ line: Line, row: Int, _ frame: OverlayFrame, on grid: inout CellGrid) {
    let box = frame.box
    guard !line.keys.isEmpty else {
      grid.write(
        line.text, column: box.column + 2, row: row, style: CellStyle(bold: true),
        limit: box.width - 4)
      return
    }
    grid.write(line.keys, column: box.column + 4, row: row, limit: Self.keyWidth - 2)
    grid.write(
      line.text, column: box.column + 2 + Self.keyWidth, row: row,
      limit: box.width - Self.keyWidth - 4)
  }

  /// The furthest that the help scrolls.
  var lastScroll: Int {
    let room = min(state.size.height, lines(having: "").count + 4) - 2
    return max(0, lines(having: state.helpFilter).count - room)
  }

  /// The lines of the help that have a text in their keys, their words or their names: a heading for
  /// each section, then its keys; the digits share one line.
  private func lines(having text: String) -> [Line] {
    let wanted = FoldedName(text)
    func section(_ name: String, _ lines: [(line: Line, name: String)]) -> [Line] {
      let found = lines.filter { line, name in
        text.isEmpty || line.keys.contains(text) || FoldedName(line.text).contains(wanted)
          || FoldedName(name).contains(wanted)
      }
      return found.isEmpty ? [] : [(keys: "", text: name)] + found.map(\.line)
    }
    return KeyTable.Section.allCases.flatMap { chapter in
      section(
        chapter.rawValue,
        state.keys.entries.filter { $0.section == chapter && !$0.keys.isEmpty }
          .compactMap { binding in line(of: binding).map { ($0, binding.action.name) } })
    } + section("Signs", Signs(state).help.map { ($0, "") })
  }

  private func line(of binding: KeyTable.Binding) -> Line? {
    if case .toggleCompared(let number) = binding.action, binding.keys == ["\(number)"] {
      return number == 1
        ? (keys: "1 … 9", text: "strategy of that number in or out of the comparison") : nil
    }
    return (keys: binding.keyText, text: binding.help)
  }
}
