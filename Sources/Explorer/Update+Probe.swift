internal import Analysis
internal import SampleSets
internal import TokenFields

extension ExplorerState {
  // MARK: Pins

  /// Does what the user asked for of pins and of what is shown to them.
  mutating func probe(_ action: ProbeAction) -> [ExplorerEffect] {
    switch action {
    case .togglePin:
      let (pin, isSet) = choices.togglePin(of: choices.cursor)
      message = "\(pin.letter) \(isSet ? "pinned to" : "taken from") #\(pin.token)"
    case .clearPins:
      message = "nothing is pinned any more"
      choices.pins = []
    case .nextPin: return goToNextPin()
    case .nextMeasure: stepMeasure()
    case .toggleHeads: toggle(.heads)
    case .toggleSinks:
      choices.marksSinks.toggle()
      message = choices.marksSinks ? sinkMessage : "sinks and padding are not marked"
    case .nextSink:
      go(toNextOf: summary?.sinks?.all.map(\.token) ?? [])
      return cursorMoved()
    case .nextTile, .previousTile, .toggleTileAlone, .toggleTiles, .togglePerTile:
      return changeTiles(action)
    }
    return []
  }

  /// Goes to the pin behind the one that the cursor is on, in the order of letters.
  private mutating func goToNextPin() -> [ExplorerEffect] {
    let pins = choices.pinsByLetter
    guard let first = pins.first else { return [] }
    let place = pins.firstIndex { $0.token == choices.cursor }
    choices.cursor = place.map { pins[($0 + 1) % pins.count].token } ?? first.token
    return cursorMoved()
  }

  /// Shows the layer of likeness, or its next measure that the sample can serve.
  private mutating func stepMeasure() {
    guard let first = measures.first, let field = sample?.field else { return }
    let isShown = choices.showsHeat && choices.layer == .similarity
    let place = choices.measure.resolved(in: field).flatMap { measures.firstIndex(of: $0) }
    choices.measure = place.map { measures[($0 + (isShown ? 1 : 0)) % measures.count] } ?? first
    choices.layer = .similarity
    choices.showsHeat = true
    markedToken = choices.cursor
    let absent = ProbeMeasure.allCases.filter { !measures.contains($0) }
      .map { "no \($0.evidence)" }
    message = ([choices.measure.plural] + absent).joined(separator: "; ")
  }

  // MARK: Tables

  /// Opens a table, or closes it.
  mutating func toggle(_ table: ProbeTable) {
    guard openTable != table else {
      openTable = nil
      return
    }
    openTable = table
    helpScroll = nil
  }

  /// While a table is open, moving chooses a line of it and a few keys close it; others act as ever.
  ///
  /// - Returns: Effects; nil for an action that is not the table's.
  mutating func walkTable(_ action: Action) -> [ExplorerEffect]? {
    switch action {
    case .probe(.togglePin):
      if openTable == .tiles { choices.isTileAlone = true }
      openTable = nil
    case .back, .quit: openTable = nil
    case .move(let rows, _) where rows != 0: return chooseLine(by: rows)
    case .firstPatch, .rowStart: return chooseLine(by: -Int(Int32.max))
    case .lastPatch, .rowEnd: return chooseLine(by: Int(Int32.max))
    default: return nil
    }
    return []
  }

  /// Goes up or down in the open table, around neither end.
  private mutating func chooseLine(by steps: Int) -> [ExplorerEffect] {
    switch openTable {
    case .heads:
      let last = summary?.heads ?? 0
      showHead(at: min(max((choices.head.map { $0 + 1 } ?? 0) + steps, 0), last))
    case .tiles:
      guard let tile = currentTile else { break }
      goToTile(min(max(tile + steps, 0), tileCount - 1))
    case nil: break
    }
    return cursorMoved()
  }

  // MARK: Heads

  /// Shows the head some places further, around the ends; the mean counts as one.
  mutating func showHead(after step: Int) {
    guard let heads = summary?.heads, heads > 0 else { return }
    showHead(at: ((choices.head ?? -1) + 1 + step + heads + 1) % (heads + 1))
  }

  /// Shows the mean of the heads, at 0, or one of them, from 1.
  private mutating func showHead(at place: Int) {
    guard let heads = summary?.heads, heads > 0, (0...heads).contains(place) else { return }
    choices.head = place == 0 ? nil : place - 1
    // Attention of a patch has heads as that of the class token has.
    let showsHeads = choices.layer == .similarity && choices.measure == .attention
    if !showsHeads { choices.layer = .attention }
    choices.showsHeat = true
    markedToken = choices.cursor
  }

  // MARK: Sinks

  /// How many sinks and patches of padding there are, as far as it is known.
  private var sinkMessage: String? {
    guard let summary else { return nil }
    let sinks =
      switch summary.sinks?.all.count {
      case nil: "no features to find sinks by"
      case 0: "no sinks"
      case 1: "1 sink"
      case let count?: "\(count) sinks"
      }
    return sinks + (summary.paddingCount.map { ", \($0) patches of padding" } ?? "")
  }

  // MARK: Questions

  /// What is to be known of all tokens with respect to one: to the pin that was set last, else to the
  /// patch under the cursor while that is shown; nil where nothing is, or the sample lacks it.
  var wantedProbe: TokenProbe? {
    guard let field = sample?.field, let measure = choices.measure.resolved(in: field) else {
      return nil
    }
    let isShown = choices.showsHeat && choices.layer.followsCursor
    guard let token = choices.pins.last?.token ?? (isShown ? choices.cursor : nil) else {
      return nil
    }
    return TokenProbe(token: token, measure: measure, head: choices.head)
  }

  /// Asks for what is to be known of a token, unless it is known or asked already.
  mutating func questionProbe() -> [ExplorerEffect] {
    guard let sample, let wanted = wantedProbe, wanted != openProbe else { return [] }
    guard wanted != probed else {
      // An answer that is under way belongs to a place that the cursor has left.
      if openProbe != nil { requests.similarity += 1 }
      openProbe = nil
      return []
    }
    openProbe = wanted
    requests.similarity += 1
    return [
      .similarities(request: requests.similarity, sample, wanted),
      .remind(kind: .similarity, request: requests.similarity),
    ]
  }

  /// Asks how alike the two pinned patches are, unless it is known or asked already.
  mutating func questionPair() -> [ExplorerEffect] {
    let pins = choices.pinsByLetter
    guard let sample, pins.count == 2 else {
      pair = nil
      openPair = nil
      return []
    }
    let question = PairQuestion(first: pins[0].token, second: pins[1].token)
    if let pair, pair.first == question.first, pair.second == question.second { return [] }
    guard openPair != question else { return [] }
    openPair = question
    requests.pair += 1
    return [.comparePins(request: requests.pair, sample, question)]
  }

  /// Forgets all answers about tokens and tiles of a sample, and those that are under way.
  mutating func forgetProbes() {
    similarities = nil
    probed = nil
    openProbe = nil
    pair = nil
    openPair = nil
    requests.similarity += 1
    requests.pair += 1
    tileSummaries = []
    asksForTiles = false
    requests.tiles += 1
  }

  /// The value of a token in what is known with respect to the pin that was set last.
  func valueToPin(of token: Int) -> Double? {
    guard let pin = choices.pins.last, probed == wantedProbe, probed?.token == pin.token else {
      return nil
    }
    return similarities?[token]
  }
}

extension ProbeMeasure {
  /// What a sample must have for it.
  var evidence: String {
    switch self {
    case .projected: "projected features"
    case .features: "features"
    case .keys: "keys"
    case .attention: "attention among patches"
    }
  }

  /// What the layer shows, as a list of values is called.
  var plural: String { self == .attention ? evidence : "cosines of \(evidence)" }
}
