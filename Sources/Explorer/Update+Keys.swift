internal import TerminalUI

extension ExplorerState {
  /// What a key does: it goes to an open prompt, names a mark, completes a pair, or is looked up in
  /// the table.
  mutating func receive(_ key: Key) -> [ExplorerEffect] {
    if key == .control("c") { return perform(.interrupt) }
    if prompt != nil { return type(key) }
    message = nil
    hovered = nil
    if notice != nil {
      notice = nil
      if key == .escape { return [] }
    }
    if let use = awaitedMark { return takeLetter(key, for: use) }
    let first = pendingKey
    pendingKey = nil
    if first == nil, keys.isPrefix(key) {
      pendingKey = key
      return []
    }
    if first != nil, key == .escape { return [] }
    if key == .enter, first == nil, let effects = confirm() { return effects }
    guard let action = keys.action(for: key, after: first) else {
      let help = keys.shown(.toggleHelp).first.map { "; \($0) shows the keys" } ?? ""
      message = "\(first?.spelling ?? "")\(key.spelling) does nothing\(help)"
      return []
    }
    if helpScroll != nil, let effects = scrollHelp(action) { return effects }
    if sampleList != nil, let effects = walkSamples(action) { return effects }
    if openTable != nil, let effects = walkTable(action) { return effects }
    if choices.view == .dataset, !isListFocused, let effects = walkDataset(action) {
      return effects
    }
    if isListFocused, let effects = walkList(action) { return effects }
    return perform(action)
  }

  /// What Enter does where something is chosen or walked; nil elsewhere.
  private mutating func confirm() -> [ExplorerEffect]? {
    if helpScroll != nil { return nil }
    if let list = sampleList {
      sampleList = nil
      return perform(.openSample(index: list.selected))
    }
    if choices.view == .dataset, !isListFocused, openTable == nil { return openUnderCursor() }
    guard isListFocused else { return nil }
    isListFocused = false
    return []
  }

  /// Closes what is open, the uppermost first; where nothing is, a look into all samples ends.
  mutating func closeWhatIsOpen() -> [ExplorerEffect] {
    if helpScroll != nil {
      closeHelp()
    } else if sampleList != nil {
      sampleList = nil
    } else if openTable != nil {
      openTable = nil
    } else if isListFocused {
      isListFocused = false
    } else if choices.view == .dataset {
      return closeInDataset()
    } else if choices.view.plot != nil || choices.view == .why {
      choices.view = choices.pictureView
    } else if encoding != nil, sample == nil {
      return stopEncoding()
    } else if shelf.survey != nil {
      return endSurvey()
    }
    return []
  }

  // MARK: Help

  mutating func toggleHelp() {
    if helpScroll != nil { return closeHelp() }
    helpScroll = 0
    sampleList = nil
  }

  private mutating func closeHelp() {
    helpScroll = nil
    helpFilter = ""
  }

  /// While help is open, moving scrolls it, searching narrows it and a few keys close it; others act
  /// as ever.
  private mutating func scrollHelp(_ action: Action) -> [ExplorerEffect]? {
    guard let scroll = helpScroll else { return nil }
    switch action {
    case .move(let rows, _) where rows != 0: scrollHelp(to: scroll + rows)
    case .firstPatch: scrollHelp(to: 0)
    case .lastPatch: scrollHelp(to: .max)
    case .nextSample: scrollHelp(to: scroll + max(1, size.height - 4))
    case .previousSample: scrollHelp(to: scroll - max(1, size.height - 4))
    case .searchSamples: prompt = Prompt(.help, helpFilter)
    case .back where !helpFilter.isEmpty: helpFilter = ""
    case .back, .toggleHelp, .quit: closeHelp()
    default: return nil
    }
    return []
  }

  /// Scrolls the help, no further than its last screenful: the way back is never longer than it looks.
  mutating func scrollHelp(to line: Int) {
    helpScroll = min(max(0, line), HelpPanel(state: self, scroll: 0).lastScroll)
  }
}
