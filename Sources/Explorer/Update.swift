internal import SampleSets
internal import TerminalUI
internal import TokenFields

/// Applies an event to the state and says what must happen outside.
///
/// This function is the whole behaviour of the explorer. It reads no clock, no file and no
/// terminal, so a test can replay any session.
///
/// - Parameters:
///   - state: What is on screen; changed in place.
///   - event: What happened.
/// - Returns: Effects to carry out, in order.
public func update(_ state: inout ExplorerState, _ event: ExplorerEvent) -> [ExplorerEffect] {
  let before = (choices: state.choices, walks: state.history.walks)
  let effects =
    state.apply(event) + state.questionProbe() + state.questionPair() + state.questionStability()
    + state.questionPlot() + state.questionWhy()
  if state.history.walks == before.walks, state.choices != before.choices {
    state.remember(before.choices, changedBy: event)
  }
  if let kind = state.slowWork, !state.isWaiting(for: kind) { state.slowWork = nil }
  return effects
}

extension ExplorerState {
  fileprivate mutating func apply(_ event: ExplorerEvent) -> [ExplorerEffect] {
    switch event {
    case .start: return beginSample(at: choices.sampleIndex)
    case .key(let key): return receive(key)
    case .mouse(let mouse): return receive(mouse)
    case .action(let action): return perform(action)
    case .resize(let size): self.size = size
    case .traits(let traits): self.traits = traits
    case .exported(let message): self.message = message
    case .slow(let kind, let request):
      if requests.isNewest(kind, request) && isWaiting(for: kind) { slowWork = kind }
    case .rested: markedToken = choices.cursor
    case .pictureLoaded, .sampleLoaded, .sampleRefused, .verdictReached, .evaluated, .similarities,
      .instabilities, .plotRead, .explained, .pinsCompared:
      return receiveAnswer(event)
    }
    return []
  }
}

extension RequestNumbers {
  /// Whether no newer request of the kind was made.
  func isNewest(_ kind: WorkKind, _ request: Int) -> Bool {
    switch kind {
    case .sample: request == sample
    case .evaluation: request == evaluation
    case .similarity: request == similarity
    }
  }
}

extension WorkKind {
  /// What the screen says while it waits.
  var waitingText: String {
    switch self {
    case .sample: "reading…"
    case .evaluation: "selecting…"
    case .similarity: "comparing…"
    }
  }
}

extension ExplorerState {
  /// Whether an answer of a kind is still outstanding.
  func isWaiting(for kind: WorkKind) -> Bool {
    switch kind {
    case .sample:
      // A sample without features never has a verdict.
      refusal == nil && (sample.map { verdict == nil && $0.field.erankSpace != nil } ?? true)
    case .evaluation:
      sample != nil
        && rows.indices.contains {
          rows[$0].status == .pending && isComputed($0)
        }
    case .similarity:
      wantedProbe != nil && wantedProbe != probed
    }
  }

  // MARK: Keys

  /// What a key does: it goes to an open prompt, completes a pair, or is looked up in the table.
  mutating func receive(_ key: Key) -> [ExplorerEffect] {
    if key == .control("c") { return perform(.interrupt) }
    if prompt != nil { return type(key) }
    message = nil
    let first = pendingKey
    pendingKey = nil
    if first == nil, KeyTable.isPrefix(key) {
      pendingKey = "g"
      return []
    }
    if first != nil, key == .escape { return [] }
    if isListFocused, helpScroll == nil, key == .enter {
      isListFocused = false
      return []
    }
    guard let action = KeyTable.action(for: key, after: first) else {
      message = "\(first.map(String.init) ?? "")\(key.spelling) does nothing; ? shows the keys"
      return []
    }
    if helpScroll != nil, let effects = scrollHelp(key, action) { return effects }
    if openTable != nil, let effects = walkTable(action) { return effects }
    if isListFocused, let effects = walkList(action) { return effects }
    return perform(action)
  }

  /// While help is open, moving scrolls it and a few keys close it; others act as ever.
  private mutating func scrollHelp(_ key: Key, _ action: Action) -> [ExplorerEffect]? {
    guard let scroll = helpScroll else { return nil }
    switch action {
    case .move(let rows, _) where rows != 0: scrollHelp(to: scroll + rows)
    case .firstPatch: scrollHelp(to: 0)
    case .lastPatch: scrollHelp(to: .max)
    case .nextSample: scrollHelp(to: scroll + max(1, size.height - 4))
    case .previousSample: scrollHelp(to: scroll - max(1, size.height - 4))
    case .back, .toggleHelp, .quit: helpScroll = nil
    default: return nil
    }
    return []
  }

  /// Scrolls the help, no further than its last screenful: the way back is never longer than it looks.
  mutating func scrollHelp(to line: Int) {
    helpScroll = min(max(0, line), HelpPanel.lastScroll(self, height: size.height))
  }

  /// A key while a line is being typed.
  private mutating func type(_ key: Key) -> [ExplorerEffect] {
    guard var open = prompt else { return [] }
    switch key {
    case .escape: prompt = nil
    case .backspace, .delete:
      if open.text.isEmpty { prompt = nil } else { open.text.removeLast(); prompt = open }
    case .enter:
      prompt = nil
      return accept(open)
    case .character(let character):
      if open.text.count < 200 { open.text.append(character) }
      prompt = open
    default: break
    }
    return []
  }
}
