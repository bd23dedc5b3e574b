internal import Analysis
internal import TerminalUI

extension ExplorerState {
  /// Opens a prompt; what would cover it is closed.
  mutating func open(_ purpose: Prompt.Purpose, _ text: String = "") {
    prompt = Prompt(purpose, text)
    helpScroll = nil
    helpFilter = ""
    isDraggingSlider = false
    if ![.search, .filter, .sort].contains(purpose) { sampleList = nil }
  }

  /// A key while a line is being typed.
  mutating func type(_ key: Key) -> [ExplorerEffect] {
    guard let open = prompt else { return [] }
    prompt?.note = nil
    if let effects = typeBeside(key, open) { return effects }
    switch key {
    case .escape: closePrompt()
    case .backspace where open.text.isEmpty, .delete where open.text.isEmpty: closePrompt()
    case .enter: return accept(open)
    case .up, .control("p"): prompt?.recall(1, from: promptHistory)
    case .down, .control("n"): prompt?.recall(-1, from: promptHistory)
    default: _ = prompt?.line.receive(key, limit: Prompt.limit)
    }
    return prompt?.text == open.text ? [] : lineChanged()
  }

  /// Keys that are not the line's but of what it is typed for; nil for others.
  private mutating func typeBeside(_ key: Key, _ open: Prompt) -> [ExplorerEffect]? {
    switch open.purpose {
    case .palette: return walkPalette(key)
    case .export: return fillForm(key)
    case .help:
      guard let scroll = helpScroll else { return nil }
      switch key {
      case .down: scrollHelp(to: scroll + 1)
      case .up: scrollHelp(to: scroll - 1)
      case .pageDown: scrollHelp(to: scroll + max(1, size.height - 4))
      case .pageUp: scrollHelp(to: scroll - max(1, size.height - 4))
      default: return nil
      }
      return []
    case .budget, .sample, .search, .filter, .encoder, .table, .sort, .axes, .color: return nil
    }
  }

  /// Text that was pasted: into the open line, with blanks for what would end it.
  mutating func receive(pasted text: String) {
    guard let open = prompt else {
      let palette = keys.shown(.openPalette).first.map { "; \($0) opens one" } ?? ""
      message = "text is pasted into prompts only" + palette
      return
    }
    guard open.purpose != .export || exportForm?.field == 0 else { return }
    for character in text.prefix(Prompt.limit) {
      let shown: Character = character.isWhitespace ? " " : DisplayWidth.printable(character)
      prompt?.line.insert(shown, limit: Prompt.limit)
    }
    if prompt?.text != open.text { _ = lineChanged() }
  }

  /// What follows from another text in the line.
  private mutating func lineChanged() -> [ExplorerEffect] {
    guard let open = prompt else { return [] }
    switch open.purpose {
    case .palette: prompt?.selection = 0
    case .help:
      helpFilter = open.text
      helpScroll = 0
    case .export: return previewExport()
    case .search:
      if let found = match(of: open.text, 1) { sampleList?.selected = found }
    case .budget, .sample, .filter, .encoder, .table, .sort, .axes, .color: break
    }
    return []
  }

  /// Leaves the line without doing anything.
  private mutating func closePrompt() {
    switch prompt?.purpose {
    case .help: helpFilter = ""
    case .export: exportForm = nil
    default: break
    }
    prompt = nil
  }

  // MARK: Finished lines

  /// What a finished line means.
  private mutating func accept(_ open: Prompt) -> [ExplorerEffect] {
    prompt = nil
    promptHistory.add(open.text, for: open.purpose)
    if open.purpose == .filter { return filterSamples(open.text) }
    if open.purpose == .color { return perform(.dataset(.color(by: open.text))) }
    guard !open.text.isEmpty else { return [] }
    switch open.purpose {
    case .budget: return acceptBudget(open.text)
    case .sample: return acceptSample(open.text)
    case .search: return search(open.text)
    case .encoder: return use(encoder: open.text)
    case .table: return perform(.dataset(.join(open.text)))
    case .sort: return perform(.dataset(.sort(by: open.text)))
    case .axes: return acceptAxes(open.text)
    case .filter, .help, .palette, .export, .color: return []
    }
  }

  private mutating func acceptBudget(_ text: String) -> [ExplorerEffect] {
    guard let new = Budget(text) else {
      message = "'\(text)' is no budget; type 22% or 128"
      return []
    }
    if tokenCount > 0, new.tokens(of: tokenCount) == nil {
      message = "cannot keep \(text) of \(tokenCount) tokens"
      return []
    }
    return setBudget(new)
  }

  private mutating func acceptSample(_ text: String) -> [ExplorerEffect] {
    let list = shelf.arrangement.shown
    if let number = Int(text), list.indices.contains(number &- 1) {
      return beginSample(at: list[number - 1])
    }
    let wanted = FoldedName(text)
    if let index = shelf.names.firstIndex(where: { $0.bytes.starts(with: wanted.bytes) })
      ?? shelf.names.firstIndex(where: { $0.contains(wanted) })
    {
      return beginSample(at: index)
    }
    message = "no sample '\(text)'; there are \(list.count), numbered from 1"
    return []
  }
}
