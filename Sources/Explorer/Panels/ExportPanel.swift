internal import Analysis
internal import TerminalUI
internal import TokenPruning

/// What an export will write and where, before it is done.
///
/// Useful from 24×8; where not all lines fit, those around the field that keys go to are shown.
struct ExportPanel {
  let state: ExplorerState
  private let frame: OverlayFrame

  /// A line inside: a label and what stands behind it.
  private enum Line: Equatable {
    case folder
    case text(label: String, String, isStrong: Bool)
    case kinds([ExportKind])
  }

  private static let labelWidth = 8
  private static let kindWidth = 14

  init(state: ExplorerState) {
    self.state = state
    let width = min(78, state.size.width)
    frame = OverlayFrame(
      state, width: width, height: Self.lines(state, width: width - 4).count + 2)
  }

  /// The kind of file at a place of the screen.
  func kind(column: Int, row: Int) -> ExportKind? {
    let inside = frame.inside
    let visible = visibleLines
    guard visible.indices.contains(row - inside.row),
      case .kinds(let kinds) = visible[row - inside.row]
    else { return nil }
    let place = (column - inside.column - indent) / Self.kindWidth
    return column >= inside.column + indent && kinds.indices.contains(place) ? kinds[place] : nil
  }

  func draw(on grid: inout CellGrid) {
    guard let prompt = state.prompt, let form = state.exportForm else { return }
    let hints = frame.hints([
      "Enter write", "Esc cancel", "Tab kinds",
      form.field > 0 ? "Space in or out" : "Up earlier ones",
    ])
    frame.draw(
      title: "Export", footer: prompt.note ?? hints, isNote: prompt.note != nil, on: &grid)
    for (index, line) in visibleLines.enumerated() {
      draw(line, row: frame.inside.row + index, prompt, form, on: &grid)
    }
  }

  private var indent: Int { frame.inside.width >= 40 ? Self.labelWidth : 0 }

  /// The lines that fit, those around the field with the keys.
  private var visibleLines: [Line] {
    let lines = Self.lines(state, width: frame.inside.width)
    let room = frame.inside.height
    guard lines.count > room, let field = state.exportForm?.field else { return lines }
    let chosen =
      lines.firstIndex { line in
        switch line {
        case .folder: field == 0
        case .kinds(let kinds): field > 0 && kinds.contains(ExportKind.allCases[field - 1])
        case .text: false
        }
      } ?? 0
    return Array(
      lines.dropFirst(firstShown(of: lines.count, choosing: chosen, room: room)).prefix(room))
  }

  private static func lines(_ state: ExplorerState, width: Int) -> [Line] {
    guard let form = state.exportForm else { return [] }
    let indent = width >= 40 ? labelWidth : 0
    let perLine = max(1, (width - indent) / kindWidth)
    let kinds = stride(from: 0, to: ExportKind.allCases.count, by: perLine).map {
      Line.kinds(Array(ExportKind.allCases.dropFirst($0).prefix(perLine)))
    }
    let rows = state.exportedRows(ofAll: form.ofAll)
    let what =
      rows.count == 1
      ? state.rows[state.current].strategy.title : "\(rows.count) strategies"
    return [.folder] + preview(form.preview)
      + [
        .text(
          label: "what", "\(what) at \(state.keep ?? 0) of \(state.tokenCount)", isStrong: false)
      ] + kinds
  }

  /// What would be written, right below the folder, so that low screens show it too.
  private static func preview(_ preview: ExportPreview?) -> [Line] {
    guard let preview else { return [.text(label: "first", "…", isStrong: false)] }
    if let obstacle = preview.obstacle { return [.text(label: "", obstacle, isStrong: true)] }
    guard preview.count > 0 else {
      return [.text(label: "", "no kind of file is chosen", isStrong: true)]
    }
    var lines: [Line] = [
      .text(label: "first", preview.first, isStrong: false),
      .text(
        label: "files", "\(preview.count), with the record that 'export --repeat' takes",
        isStrong: false),
    ]
    if preview.number > 1 {
      lines.append(
        .text(
          label: "note", "a name is taken: these get the number \(preview.number)", isStrong: true))
    }
    return lines
  }

  private func draw(
    _ line: Line, row: Int, _ prompt: Prompt, _ form: ExportForm, on grid: inout CellGrid
  ) {
    let inside = frame.inside
    let column = inside.column + indent
    let width = inside.width - indent
    func label(_ text: String) {
      guard indent > 0 else { return }
      grid.write(text, column: inside.column, row: row, style: CellStyle(dim: true))
    }
    switch line {
    case .folder:
      label("folder")
      if form.field == 0 {
        LineField(line: prompt.line, column: column, row: row, width: width).draw(on: &grid)
      } else {
        grid.write(prompt.text, column: column, row: row, limit: width)
      }
    case .text(let name, let text, let isStrong):
      label(name)
      let shown = name == "first" ? DisplayWidth.suffix(of: text, into: width) : text
      grid.write(shown, column: column, row: row, style: CellStyle(bold: isStrong), limit: width)
    case .kinds(let kinds):
      if kinds.contains(ExportKind.allCases[0]) { label("kinds") }
      for (place, kind) in kinds.enumerated() {
        draw(kind, form, column: column + place * Self.kindWidth, row: row, on: &grid)
      }
    }
  }

  private func draw(
    _ kind: ExportKind, _ form: ExportForm, column: Int, row: Int, on grid: inout CellGrid
  ) {
    let hasKeys = form.field > 0 && ExportKind.allCases[form.field - 1] == kind
    let mark = hasKeys ? (state.traits.unicode ? "▸" : ">") : " "
    let text = "\(mark)[\(form.kinds.contains(kind) ? "x" : " ")] \(kind.rawValue)"
    grid.write(
      text, column: column, row: row,
      style: CellStyle(
        bold: hasKeys, dim: state.unavailable(kind) != nil && !hasKeys, reverse: hasKeys),
      limit: Self.kindWidth - 1)
    if hasKeys { grid.cursor = .init(column: column, row: row) }
  }
}
