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
    + state.questionPlot() + state.questionWhy() + state.questionTiles() + state.questionKept()
  state.arrangeSamples()
  state.arrangeScatter()
  if state.history.walks == before.walks, state.choices != before.choices {
    state.remember(before.choices, changedBy: event)
  }
  if let kind = state.slowWork, !state.isWaiting(for: kind) { state.slowWork = nil }
  return effects
}

extension ExplorerState {
  fileprivate mutating func apply(_ event: ExplorerEvent) -> [ExplorerEffect] {
    switch event {
    case .start: return beginSession()
    case .key(let key): return receive(key)
    case .paste(let text): receive(pasted: text)
    case .mouse(let mouse): return receive(mouse)
    case .action(let action): return perform(action)
    case .resize(let size):
      self.size = size
      hovered = nil
    case .traits(let traits): self.traits = traits
    case .exported(let message): self.message = message
    case .exportPreviewed(let request, let preview):
      if request == requests.preview { exportForm?.preview = preview }
    case .surveyed(let request, let samples):
      if request == requests.survey { receive(samples) }
    case .tableRead, .keptCounted: return receiveOfDataset(event)
    case .slow(let kind, let request):
      if requests.isNewest(kind, request) && isWaiting(for: kind) { slowWork = kind }
    case .rested: markedToken = choices.cursor
    case .pictureLoaded, .encoding, .sampleLoaded, .sampleRefused, .verdictReached, .evaluated,
      .similarities,
      .instabilities, .plotRead, .explained, .pinsCompared,
      .tileSummarised:
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
}
