internal import Analysis
internal import TokenPruning

extension ExplorerState {
  /// Asks why strategies keep the patch under the cursor or not, where the screen tells that of more
  /// than the current one and it is neither known nor asked.
  mutating func questionWhy() -> [ExplorerEffect] {
    guard let wanted = explainedRows, let sample, let keep else { return [] }
    let ready = wanted.filter { rows[$0].status == .ready }
    let subject = ExplainedToken(token: choices.cursor, keep: keep, rows: ready)
    guard !ready.isEmpty, subject != openExplanation else { return [] }
    openExplanation = subject
    requests.explanation += 1
    return [
      .explain(
        request: requests.explanation, sample, subject,
        strategies: ready.map(requested))
    ]
  }

  /// The strategies whose reasons are on screen; nil where only the current one's are.
  private var explainedRows: [Int]? {
    switch choices.view {
    case .why: Array(rows.indices)
    case .split, .quad: panelRows
    default: nil
    }
  }

  /// Takes answers; those about a token that the cursor has left are dropped with their request.
  mutating func receive(_ newer: Explanations) {
    guard newer.subject == explanations?.subject else {
      explanations = newer
      return
    }
    explanations?.answers.merge(newer.answers) { _, new in new }
  }

  /// Why a strategy keeps the patch under the cursor or not; nil before it is known.
  func explanation(of row: Int) -> Explanations.Answer? {
    guard let explanations, explanations.subject.token == choices.cursor,
      explanations.subject.keep == keep
    else { return nil }
    return explanations.answers[row]
  }
}
