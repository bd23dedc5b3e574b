internal import TerminalUI

/// The palette: the line that is typed and what fits it, with keys, and with the reason where an
/// action cannot run.
///
/// Useful from 24×8. Letters that fit are bold and underlined; the chosen entry has `▸` and is
/// reversed.
struct PalettePanel {
  let state: ExplorerState
  private let frame: OverlayFrame
  private let list: PaletteList

  init(state: ExplorerState) {
    self.state = state
    let height = state.size.height < 20 ? state.size.height : min(state.size.height - 4, 30)
    frame = OverlayFrame(state, width: 100, height: height)
    list = PaletteList(state, typed: state.prompt?.text ?? "")
  }

  /// The whole panel.
  var box: CellRect { frame.box }
  /// How many entries are shown at once.
  var page: Int { max(1, frame.inside.height - 1) }

  private var selection: Int { min(state.prompt?.selection ?? 0, max(0, list.entries.count - 1)) }
  private var first: Int { firstShown(of: list.entries.count, choosing: selection, room: page) }

  /// The entry on a row of the screen.
  func entry(atRow row: Int) -> Int? {
    let index = first + row - frame.inside.row - 1
    guard row > frame.inside.row, row < frame.inside.row + 1 + page,
      list.entries.indices.contains(index)
    else { return nil }
    return index
  }

  func draw(on grid: inout CellGrid) {
    guard let prompt = state.prompt else { return }
    let arrows = state.traits.unicode ? "↑↓" : "arrows"
    let hints = frame.hints([
      "Enter run", "Esc close", "\(arrows) choose", "12 sample", "22% budget",
    ])
    frame.draw(
      title: "Commands", footer: prompt.note ?? hints, isNote: prompt.note != nil, on: &grid)
    for (index, entry) in list.entries.enumerated().dropFirst(first).prefix(page) {
      draw(
        entry, isChosen: index == selection, row: frame.inside.row + 1 + index - first, on: &grid)
    }
    let inside = frame.inside
    let count = "\(list.entries.count)"
    let room = inside.width - 2
    if room > 20 {
      grid.write(
        count, column: inside.column + inside.width - count.count, row: inside.row,
        style: CellStyle(dim: true))
    }
    grid.write(":", column: inside.column, row: inside.row, style: CellStyle(bold: true))
    LineField(
      line: prompt.line, column: inside.column + 1, row: inside.row,
      width: room > 20 ? room - count.count - 1 : room
    ).draw(on: &grid)
  }

  private func draw(_ entry: PaletteEntry, isChosen: Bool, row: Int, on grid: inout CellGrid) {
    let inside = frame.inside
    let reason = entry.action.unavailable(in: state)
    let style = CellStyle(dim: reason != nil && !isChosen, reverse: isChosen)
    grid.fill(
      CellRect(column: inside.column, row: row, width: inside.width, height: 1),
      with: Cell(" ", style))
    if isChosen {
      grid.write(
        state.traits.unicode ? "▸" : ">", column: inside.column, row: row, style: style)
    }
    var end = inside.column + inside.width
    let keyWidth = DisplayWidth.columns(of: entry.keys)
    if keyWidth > 0, keyWidth + 12 <= inside.width {
      end -= keyWidth
      grid.write(entry.keys, column: end, row: row, style: style)
      end -= 1
    }
    var column = inside.column + 2
    column += write(
      entry.title, entry.titlePlaces, column: column, row: row, limit: end - column, style,
      on: &grid)
    if let reason {
      grid.write(
        "  (\(reason))", column: column, row: row, style: style, limit: max(0, end - column))
    } else if end - column > entry.name.count + 3, inside.width >= 60, !entry.name.isEmpty {
      var faint = style
      faint.dim = !isChosen
      write(
        entry.name, entry.namePlaces, column: end - entry.name.count - 1, row: row,
        limit: entry.name.count, faint, on: &grid)
    }
  }

  /// Writes a text with the letters that fit bold and underlined, and returns its columns.
  @discardableResult
  private func write(
    _ text: String, _ places: Set<Int>, column: Int, row: Int, limit: Int, _ style: CellStyle,
    on grid: inout CellGrid
  ) -> Int {
    guard limit > 0 else { return 0 }
    var at = column
    for (index, character) in DisplayWidth.fit(text, into: limit).enumerated() {
      var own = style
      if places.contains(index) {
        own.bold = true
        own.underline = true
        own.dim = false
      }
      at += grid.write(String(character), column: at, row: row, style: own)
    }
    return at - column
  }
}
