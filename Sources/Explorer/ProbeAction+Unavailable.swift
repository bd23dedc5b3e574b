internal import Analysis
internal import SampleSets

extension ProbeAction {
  /// Why the action cannot run now, as ``Action/unavailable(in:)`` says it; nil when it can.
  func unavailable(in state: ExplorerState) -> String? {
    if self == .toggleSinks { return nil }
    if let missing = state.missingTokens { return missing }
    switch self {
    case .togglePin, .toggleSinks: return nil
    case .clearPins: return state.pins.isEmpty ? "nothing is pinned" : nil
    case .nextPin: return state.reasonAgainstNextPin
    case .nextMeasure: return state.reasonAgainstNextMeasure
    case .toggleHeads:
      return state.openTable != .heads && state.summary?.heads == 0
        ? "this sample has no class attention" : nil
    case .nextSink: return state.reasonAgainstNextSink
    case .toggleTiles where state.openTable == .tiles: return nil
    case .nextTile, .previousTile, .toggleTileAlone, .toggleTiles, .togglePerTile:
      return state.currentTile == nil ? "this sample has one tile" : nil
    }
  }
}

extension ExplorerState {
  fileprivate var reasonAgainstNextPin: String? {
    guard let first = choices.pins.first else { return "nothing is pinned" }
    let isThere = choices.pins.count == 1 && first.token == choices.cursor
    return isThere ? "the cursor is on the only pin" : nil
  }

  fileprivate var reasonAgainstNextMeasure: String? {
    guard let first = measures.first else {
      return "this sample has nothing that patches could be compared by"
    }
    let isShown = choices.showsHeat && choices.layer == .similarity
    return isShown && measures.count == 1 && choices.measure == first
      ? "this sample has \(first.evidence) only" : nil
  }

  fileprivate var reasonAgainstNextSink: String? {
    guard let sinks = summary?.sinks?.all else { return "no features to find sinks by" }
    guard let first = sinks.first else { return "no sinks" }
    return sinks.count == 1 && first.token == choices.cursor ? "this is the only sink" : nil
  }

  /// The measures that the sample on screen can serve.
  var measures: [ProbeMeasure] {
    guard let field = sample?.field else { return [] }
    return ProbeMeasure.allCases.filter { $0.resolved(in: field) == $0 }
  }
}
