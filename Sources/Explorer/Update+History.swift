internal import TerminalUI

extension ExplorerState {
  /// Remembers what was chosen before an event of the user's, so that it can be taken back.
  ///
  /// What an answer changes, such as the place of the cursor in a new sample, is no choice.
  mutating func remember(_ old: Choices, changedBy event: ExplorerEvent) {
    switch event {
    case .key(let key):
      history.record(
        old, run: run(from: old, isStep: keys.action(for: key)?.isBudgetStep ?? false))
    case .action(let action): history.record(old, run: run(from: old, isStep: action.isBudgetStep))
    case .mouse: history.record(old, run: run(from: old, isStep: true))
    default: break
    }
  }

  /// What the change from old choices is one of many of.
  private func run(from old: Choices, isStep: Bool) -> History.Run? {
    var other = old
    other.cursor = choices.cursor
    if other == choices { return .cursor }
    guard isStep else { return nil }
    other = old
    other.budget = choices.budget
    return other == choices ? .budget : nil
  }

  /// Makes choices of the history those of the session again, and asks for what they need.
  ///
  /// - Parameters:
  ///   - wanted: The choices; nil when there are none.
  ///   - nothing: What to say then.
  /// - Returns: Effects for what the choices need and is not there.
  mutating func restore(_ wanted: Choices?, nothing: String) -> [ExplorerEffect] {
    guard let wanted else {
      message = nothing
      return []
    }
    let before = choices
    choices = wanted
    if wanted.axes != before.axes { datasetView.dropBrush() }
    if wanted.sampleIndex != before.sampleIndex {
      let effects = beginSample(at: wanted.sampleIndex)
      choices = wanted
      placesCursor = false
      return effects
    }
    choices.cursor = min(choices.cursor, max(tokenCount - 1, 0))
    let count = tokenCount
    if count > 0 { choices.pins.removeAll { $0.token >= count } }
    markedToken = choices.cursor
    message = currentReason
    let effects =
      wanted.isPerTile != before.isPerTile
      ? evaluateAnew() : wanted.budget == before.budget ? evaluateMissing() : evaluate()
    return effects + cursorMoved()
  }
}

extension Action {
  /// Whether it moves the budget a little, as one of many such steps.
  var isBudgetStep: Bool {
    switch self {
    case .changeBudget, .stepBudget: true
    default: false
    }
  }
}
