internal import Analysis
internal import SampleSets
internal import TokenFields

extension ExplorerState {
  /// Begins the session with the sample that is chosen.
  mutating func beginSession() -> [ExplorerEffect] {
    arrangeSamples()
    let head = choices.head
    let needsFacts =
      shelf.arrangement.request.order.needsFacts
      || shelf.arrangement.request.filter.needsFacts
    let effects = beginSample(at: choices.sampleIndex) + beginTables()
    choices.head = head
    if let unknownColumn { message = unknownColumn }
    return effects + (needsFacts ? beginSurvey() : beginDataset())
  }

  // MARK: Which samples, in which order

  /// Sorts and filters the samples anew where the order, the filter or what they read has changed.
  mutating func arrangeSamples() {
    var request = SampleArrangement.Request(order: choices.order, isReversed: choices.isReversed)
    if choices.order == .column { request.column = choices.sortColumn }
    // While a filter is typed over the list, the list shows what it would leave.
    let typed = sampleList != nil && prompt?.purpose == .filter ? prompt?.text : nil
    request.filter =
      typed.flatMap { SampleFilter($0) } ?? SampleFilter(choices.filter) ?? .all
    if request.order.needsFacts || request.filter.needsFacts { request.knowledge = shelf.knowledge }
    if choices.order == .column || !request.filter.columns.isEmpty { request.table = shelf.table }
    guard request != shelf.arrangement.request else { return }
    shelf.arrangement = SampleArrangement(request, samples: samples, shelf: shelf)
  }

  /// Goes through the samples, and says which ones in which order.
  mutating func browse(_ action: Action) -> [ExplorerEffect] {
    let list = shelf.arrangement
    switch action {
    case .nextSample, .previousSample:
      let step = action == .nextSample ? 1 : -1
      return list.neighbor(of: choices.sampleIndex, step).map { beginSample(at: $0) } ?? []
    case .goToSample(let number): return goTo(list.shown[number - 1])
    case .openSample(let index): return goTo(index)
    case .typeSample: open(.sample)
    case .searchSamples: open(.search)
    case .nextMatch: return goToMatch(1)
    case .previousMatch: return goToMatch(-1)
    case .nextOrder:
      let next = choices.order.following(1)
      let isOfNothing = next == .column && choices.sortColumn.isEmpty
      return arrange(by: isOfNothing ? .given : next, reversed: false)
    case .chooseOrder(let order): return arrange(by: order, reversed: false)
    case .reverseOrder: return arrange(by: choices.order, reversed: !choices.isReversed)
    case .filterSamples: open(.filter, choices.filter)
    case .toggleSampleList:
      helpScroll = nil
      sampleList = sampleList == nil ? SampleListState(selected: choices.sampleIndex) : nil
      return sampleList == nil ? [] : beginSurvey()
    default: break
    }
    return []
  }

  /// Goes to a sample; the one on screen is not read anew.
  private mutating func goTo(_ index: Int) -> [ExplorerEffect] {
    guard index == choices.sampleIndex else { return beginSample(at: index) }
    message = "this sample is on screen"
    return []
  }

  mutating func arrange(by order: SampleOrder, reversed: Bool) -> [ExplorerEffect] {
    choices.order = order
    choices.isReversed = reversed
    arrangeSamples()
    message = "samples \(orderText)"
    return order.needsFacts ? beginSurvey() : []
  }

  /// The order in words: `by erank, largest first`.
  var orderText: String {
    switch choices.order {
    case .given: choices.isReversed ? "as given, last first" : "as given"
    case .name: choices.isReversed ? "by name, z first" : "by name"
    case .column: "by \(choices.sortColumn)\(choices.isReversed ? ", the other way around" : "")"
    case .erank, .entropy:
      "by \(choices.order.rawValue), \(choices.isReversed ? "largest" : "smallest") first"
    }
  }

  /// Takes a filter that was typed; a sample that does not pass gives way to the next that does.
  mutating func filterSamples(_ text: String) -> [ExplorerEffect] {
    guard let filter = SampleFilter(text) else {
      message =
        "'\(text)' is no filter; type street, erank>90, entropy<5, n=576, complex or refused"
      return []
    }
    if let unknown = filter.columns.first(where: { !shelf.hasColumn($0) }) {
      message = "\(noColumn(unknown)); quotes make it a part of the name"
      return []
    }
    choices.filter = filter.isAll ? "" : text
    arrangeSamples()
    let list = shelf.arrangement
    message =
      filter.isAll
      ? "all \(samples.count) samples" : "\(list.shown.count) of \(samples.count) samples"
    var effects = filter.needsFacts ? beginSurvey() : []
    // How many there are is not known before samples were looked into.
    if !effects.isEmpty { message = nil }
    if list.place(of: choices.sampleIndex) == nil,
      let next = list.neighbor(of: choices.sampleIndex, 1)
        ?? list.neighbor(of: choices.sampleIndex, -1)
    {
      effects += beginSample(at: next)
    }
    if let next = list.shown.first, sampleList != nil,
      list.place(of: sampleList?.selected ?? 0) == nil
    {
      sampleList?.selected = next
    }
    return effects
  }

  // MARK: Searching

  /// The samples that are stepped through whose names have a text, in order.
  ///
  /// - Complexity: O(samples · length of a name).
  func matches(of text: String) -> [Int] {
    guard !text.isEmpty else { return [] }
    let wanted = FoldedName(text)
    return shelf.arrangement.shown.filter { shelf.names[$0].contains(wanted) }
  }

  /// The next or previous match behind or before the sample that is looked at, around the ends; that
  /// sample itself where it is the only one.
  func match(of text: String, _ step: Int) -> Int? {
    let found = matches(of: text)
    let from = shelf.arrangement.place(of: sampleList?.selected ?? choices.sampleIndex) ?? -1
    let places = found.map { shelf.arrangement.place(of: $0) ?? 0 }
    if step > 0 {
      return (places.firstIndex { $0 > from } ?? places.indices.first).map { found[$0] }
    }
    return (places.lastIndex { $0 < from } ?? places.indices.last).map { found[$0] }
  }

  mutating func search(_ text: String) -> [ExplorerEffect] {
    shelf.search = text
    return perform(.nextMatch)
  }

  private mutating func goToMatch(_ step: Int) -> [ExplorerEffect] {
    guard let found = match(of: shelf.search, step) else { return [] }
    let all = matches(of: shelf.search)
    let place = (all.firstIndex(of: found) ?? 0) + 1
    message =
      all.count == 1
      ? "the only sample that has '\(shelf.search)'"
      : "\(place) of \(all.count) that have '\(shelf.search)'"
    if sampleList != nil {
      sampleList?.selected = found
      return []
    }
    return found == choices.sampleIndex ? [] : beginSample(at: found)
  }

  // MARK: The list

  /// While the list of samples is open, moving chooses one; other actions are as ever.
  ///
  /// - Returns: Effects; nil for an action that is not the list's.
  mutating func walkSamples(_ action: Action) -> [ExplorerEffect]? {
    let page = max(1, size.height - 5)
    switch action {
    case .move(let rows, _) where rows != 0: moveInList(by: rows)
    case .nextSample: moveInList(by: page)
    case .previousSample: moveInList(by: -page)
    case .firstPatch, .rowStart: moveInList(by: -samples.count)
    case .lastPatch, .rowEnd: moveInList(by: samples.count)
    case .back, .toggleSampleList, .quit: sampleList = nil
    case .nextKept, .previousKept, .nextStrategy, .previousStrategy: return []
    default: return nil
    }
    return []
  }

  /// Chooses a sample some lines further, as far as there are any.
  mutating func moveInList(by step: Int) {
    guard let list = sampleList, !shelf.arrangement.shown.isEmpty else { return }
    let shown = shelf.arrangement.shown
    let place = shelf.arrangement.place(of: list.selected).map { $0 + step } ?? 0
    sampleList?.selected = shown[min(max(place, 0), shown.count - 1)]
  }

  // MARK: Looking into all samples

  /// Looks into every sample of which not all is known, from the one on screen on.
  mutating func beginSurvey() -> [ExplorerEffect] {
    guard shelf.survey == nil else { return [] }
    // A table may tell what would have to be computed.
    shelf.wantsSurvey = !shelf.readings.isEmpty
    guard !shelf.wantsSurvey else { return [] }
    let from = choices.sampleIndex
    let unknown = (Array(samples[from...]) + samples[..<from]).filter {
      shelf.facts[$0]?.isWhole != true
    }
    guard !unknown.isEmpty else { return [] }
    requests.survey += 1
    shelf.survey = SampleShelf.Survey(done: 0, total: unknown.count)
    return [.survey(request: requests.survey, unknown)]
  }

  mutating func endSurvey() -> [ExplorerEffect] {
    shelf.wantsSurvey = false
    guard let survey = shelf.survey else { return [] }
    message = "stopped after \(survey.done) of \(survey.total) samples"
    shelf.survey = nil
    requests.survey += 1
    return [.survey(request: requests.survey, [])]
  }

  mutating func receive(_ surveyed: [SurveyedSample]) {
    for sample in surveyed { shelf.learn(sample.facts, of: sample.reference) }
    guard var survey = shelf.survey else { return }
    survey.done += surveyed.count
    shelf.survey = survey.done < survey.total ? survey : nil
  }

  /// Takes what is known of the sample on screen.
  mutating func learn(of loaded: LoadedSample, _ summary: SampleSummary) {
    let grid = loaded.field.field.grid
    let known = shelf.facts[loaded.reference]
    if var known, known.isOfTable {
      known.grid = grid
      shelf.learn(known, of: loaded.reference)
      return
    }
    // Reading a sample anew must not forget its erank for a moment.
    if known?.isWhole == true, known?.grid == grid, known?.entropy == summary.entropy { return }
    shelf.learn(
      SampleFacts(grid: grid, entropy: summary.entropy, isWhole: false), of: loaded.reference)
  }

  mutating func learn(of verdict: Verdict?) {
    guard let reference = sample?.reference, var facts = shelf.facts[reference], !facts.isOfTable
    else { return }
    facts.erank = verdict?.erank
    facts.isComplex = verdict?.isComplex
    facts.isWhole = true
    shelf.learn(facts, of: reference)
  }

  mutating func learn(of refusal: String) {
    guard samples.indices.contains(choices.sampleIndex),
      shelf.facts[samples[choices.sampleIndex]]?.isOfTable != true
    else { return }
    shelf.learn(SampleFacts(refusal: refusal), of: samples[choices.sampleIndex])
  }
}
