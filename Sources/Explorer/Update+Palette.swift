internal import TerminalUI

extension ExplorerState {
  /// A key while the palette is open; nil for one of its line.
  mutating func walkPalette(_ key: Key) -> [ExplorerEffect]? {
    switch key {
    case .down, .tab, .control("n"): choose(by: 1)
    case .up, .backTab, .control("p"): choose(by: -1)
    case .pageDown: choose(by: PalettePanel(state: self).page, around: false)
    case .pageUp: choose(by: -PalettePanel(state: self).page, around: false)
    case .enter: return runEntry(prompt?.selection ?? 0)
    default: return nil
    }
    return []
  }

  /// Chooses an entry some places further.
  ///
  /// - Parameters:
  ///   - step: How many.
  ///   - around: Whether the last one is followed by the first.
  mutating func choose(by step: Int, around: Bool = true) {
    guard let open = prompt else { return }
    let count = PaletteList(self, typed: open.text).entries.count
    guard count > 0 else { return }
    let place = open.selection + step
    prompt?.selection =
      around ? ((place % count) + count) % count : min(max(place, 0), count - 1)
  }

  /// Runs an entry and closes the palette; one that cannot run says why and changes nothing.
  mutating func runEntry(_ index: Int) -> [ExplorerEffect] {
    guard let open = prompt else { return [] }
    let entries = PaletteList(self, typed: open.text).entries
    guard entries.indices.contains(index) else {
      prompt?.note = "nothing is called '\(open.text)'"
      return []
    }
    let action = entries[index].action
    if let reason = action.unavailable(in: self) {
      prompt?.selection = index
      prompt?.note = reason
      return []
    }
    prompt = nil
    message = nil
    return perform(action)
  }
}
