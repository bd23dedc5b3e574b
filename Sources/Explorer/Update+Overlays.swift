internal import TerminalUI

extension ExplorerState {
  /// The mouse over help, palette, list of samples or export form; nil where none is open.
  mutating func receiveOverPanel(_ mouse: MouseEvent) -> [ExplorerEffect]? {
    if notice != nil {
      if mouse.action == .press { notice = nil }
      return []
    }
    let wheel = mouse.action == .wheelDown ? 3 : mouse.action == .wheelUp ? -3 : 0
    switch prompt?.purpose {
    case .palette: return receiveOverPalette(mouse, wheel)
    case .export: return receiveOverForm(mouse)
    default: break
    }
    if let scroll = helpScroll {
      if wheel != 0 { scrollHelp(to: scroll + wheel) }
      if mouse.action == .press, prompt == nil { toggleHelp() }
      return []
    }
    guard sampleList != nil else { return nil }
    if wheel != 0 { moveInList(by: wheel) }
    guard mouse.action == .press, prompt == nil else { return [] }
    let panel = SampleListPanel(state: self)
    guard panel.box.contains(column: mouse.column, row: mouse.row) else {
      sampleList = nil
      return []
    }
    guard let index = panel.sample(atRow: mouse.row) else { return [] }
    sampleList = nil
    return perform(.openSample(index: index))
  }

  private mutating func receiveOverPalette(
    _ mouse: MouseEvent, _ wheel: Int
  ) -> [ExplorerEffect] {
    if wheel != 0 { choose(by: wheel, around: false) }
    guard mouse.action == .press else { return [] }
    let panel = PalettePanel(state: self)
    guard panel.box.contains(column: mouse.column, row: mouse.row) else {
      prompt = nil
      return []
    }
    return panel.entry(atRow: mouse.row).map { runEntry($0) } ?? []
  }

  private mutating func receiveOverForm(_ mouse: MouseEvent) -> [ExplorerEffect] {
    guard mouse.action == .press else { return [] }
    let panel = ExportPanel(state: self)
    guard let kind = panel.kind(column: mouse.column, row: mouse.row),
      let place = ExportKind.allCases.firstIndex(of: kind)
    else { return [] }
    prompt?.note = nil
    exportForm?.field = place + 1
    return toggle(kind)
  }
}
