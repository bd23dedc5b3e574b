internal import TokenFields
internal import TokenPruning
internal import Analysis
internal import SampleSets

extension ExplorerState {
  // MARK: Samples

  /// Forgets the sample on screen and asks for another; its neighbours are read ahead.
  mutating func beginSample(at index: Int) -> [ExplorerEffect] {
    guard samples.indices.contains(index) else { return [] }
    if index != choices.sampleIndex {
      placesCursor = true
      // A pin is a patch of one picture.
      choices.pins = []
    }
    choices.sampleIndex = index
    picture = nil
    encoding = nil
    sample = nil
    summary = nil
    refusal = nil
    verdict = nil
    forgetProbes()
    hovered = nil
    slowWork = nil
    choices.head = nil
    for row in rows.indices { rows[row].forget() }
    requests.sample += 1
    // Answers that are under way belong to the old sample.
    requests.evaluation += 1
    requests.stability += 1
    openStability = nil
    forgetReasons()
    return [
      .load(request: requests.sample, samples[index]),
      .remind(kind: .sample, request: requests.sample),
      .prefetch(
        [1, -1].compactMap { shelf.arrangement.neighbor(of: index, $0) }.map { samples[$0] }),
    ]
  }

  /// Forgets what was computed of strategies beside their selections, and what is under way of it.
  mutating func forgetReasons() {
    requests.plot += 1
    openPlot = nil
    plots = PlotFacts()
    requests.explanation += 1
    openExplanation = nil
    explanations = nil
  }

  // MARK: Selections

  /// Asks for every strategy that takes part, at the current budget.
  mutating func evaluate() -> [ExplorerEffect] {
    // What somebody else decides may be refused at one budget and answered at the next.
    for row in rows.indices
    where rows[row].status == .ready || rows[row].strategy.type.family == .own {
      rows[row].status = .pending
    }
    let effects = evaluateMissing()
    // Answers at the old budget are void even where nothing is asked for at the new one.
    if effects.isEmpty { requests.evaluation += 1 }
    return effects
  }

  /// Asks for what is not computed yet: the current strategy first.
  mutating func evaluateMissing() -> [ExplorerEffect] {
    guard let sample, let keep else { return [] }
    let wanted = rows.indices.filter {
      rows[$0].status == .pending && isComputed($0)
    }
    guard !wanted.isEmpty else { return [] }
    requests.evaluation += 1
    let ordered = wanted.filter { $0 == choices.current } + wanted.filter { $0 != choices.current }
    return [
      .evaluate(
        request: requests.evaluation, sample,
        strategies: ordered.map(requested), keep: keep),
      .remind(kind: .evaluation, request: requests.evaluation),
    ]
  }

  /// A row's strategy, as it is applied now.
  func requested(_ row: Int) -> RequestedStrategy {
    RequestedStrategy(row: row, strategy: rows[row].strategy, isPerTile: choices.isPerTile)
  }

  /// Asks which decisions of the current strategy rounding could turn, where that is neither known nor
  /// asked: after its evaluation, so that a step of the budget does not wait for it.
  mutating func questionStability() -> [ExplorerEffect] {
    guard let sample, let keep, rows.indices.contains(choices.current),
      rows[choices.current].status == .ready,
      rows[choices.current].instabilities == nil
    else { return [] }
    let question = StabilityQuestion(row: choices.current, keep: keep)
    guard openStability != question else { return [] }
    openStability = question
    requests.stability += 1
    return [
      .instabilities(
        request: requests.stability, sample,
        requested(choices.current), keep: keep)
    ]
  }

  // MARK: Answers

  /// Takes an answer, unless a newer request has made it void.
  mutating func receiveAnswer(_ event: ExplorerEvent) -> [ExplorerEffect] {
    switch event {
    case .pictureLoaded(let request, let loaded) where request == requests.sample:
      picture = loaded
    case .encoding(let request, let progress) where request == requests.sample:
      if sample == nil { encoding = progress }
    case .sampleLoaded(let request, let loaded, let known) where request == requests.sample:
      return receive(loaded, known)
    case .sampleRefused(let request, let reason) where request == requests.sample:
      refusal = reason
      encoding = nil
      learn(of: reason)
    case .verdictReached(let request, let reached) where request == requests.sample:
      verdict = reached
      learn(of: reached)
    case .evaluated(let request, let answers) where request == requests.evaluation:
      receive(answers)
    case .similarities(let request, let probe, let values) where request == requests.similarity:
      similarities = values
      probed = probe
      openProbe = nil
    case .tileSummarised(let request, let summary) where request == requests.tiles:
      tileSummaries.append(summary)
    case .pinsCompared(let request, let compared) where request == requests.pair:
      pair = compared
      openPair = nil
    case .instabilities(let request, let row, let found) where request == requests.stability:
      rows[row].instabilities = found
      openStability = nil
    case .explained(let request, let newer) where request == requests.explanation: receive(newer)
    case .plotRead(let request, let facts) where request == requests.plot: plots.merge(facts)
    default: break
    }
    return []
  }

  private mutating func receive(
    _ loaded: LoadedSample, _ known: SampleSummary
  ) -> [ExplorerEffect] {
    sample = loaded
    encoding = nil
    summary = known
    learn(of: loaded, known)
    if let head = choices.head, head >= known.heads { choices.head = nil }
    if let layer = choices.attentionLayer,
      layer >= loaded.field.field.layerAttention?.layers ?? 0
    {
      choices.attentionLayer = nil
    }
    // Not the preview: a sample of several tiles has no picture that fits its tokens.
    picture = loaded.picture
    choices.cursor = min(choices.cursor, loaded.field.count - 1)
    choices.pins.removeAll { $0.token >= loaded.field.count }
    if placesCursor {
      // Begin in the middle, where something is to be seen.
      let grid = loaded.field.field.grid
      choices.cursor = grid.token(row: grid.rows / 2, column: grid.columns / 2)
      placesCursor = false
    }
    markedToken = choices.cursor
    if case .count(let count) = choices.budget, count > loaded.field.count {
      message = "\(count) tokens are more than this sample has; all \(loaded.field.count) are kept"
    }
    return evaluate() + cursorMoved()
  }

  private mutating func receive(_ answers: [StrategyAnswer]) {
    for answer in answers {
      switch answer.outcome {
      case .evaluation(let evaluation):
        rows[answer.row].status = .ready
        rows[answer.row].evaluation = evaluation
        rows[answer.row].plan = answer.plan
        rows[answer.row].instabilities = nil
        if openStability?.row == answer.row { openStability = nil }
      case .unavailable(let reason):
        rows[answer.row].status = .unavailable(reason)
        rows[answer.row].evaluation = nil
        rows[answer.row].instabilities = nil
        // Reasons from outside of this program are seldom short enough for the list.
        if answer.row == choices.current, rows[answer.row].strategy.type.family == .own {
          message = currentReason
        }
      }
    }
  }
}

extension ExplorerState {
  /// Whether the sample's picture or tokens are there while the current strategy's selection, which
  /// changes how all of it is drawn, is still being computed.
  public var isAboutToSelect: Bool {
    guard refusal == nil, sample != nil || picture != nil, rows.indices.contains(choices.current)
    else { return false }
    return rows[choices.current].status == .pending && rows[choices.current].evaluation == nil
  }
}
