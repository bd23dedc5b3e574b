public import TokenPruning
public import TextData

extension TokenTrace {
  /// The trace as reports write it: what does not apply is left out.
  ///
  /// - Parameter firstKept: The smallest budget that keeps the token; left out where it is not known,
  ///   null where none does.
  /// - Returns: An object.
  public func json(firstKept: TraceText.FirstKept? = nil) -> JSONValue {
    let (word, step): (String, Int?) =
      switch outcome {
      case .kept(let step): ("kept", step)
      case .removed: ("removed", nil)
      case .merged: ("merged", nil)
      case .passedOver: ("passedOver", nil)
      }
    let budget: JSONValue? =
      switch firstKept {
      case .at(let budget): .integer(budget)
      case .never: .null
      case nil: nil
      }
    return .object([
      "token": .integer(token),
      "outcome": .string(word),
      "step": step.map(JSONValue.integer),
      "stage": reason.stage.map { .string($0.name) },
      "removedBy": removal.map { .integer($0.by) },
      "removedAtStep": removal?.step.map(JSONValue.integer),
      "round": reason.round.map(JSONValue.integer),
      "threshold": .optional(reason.threshold),
      "comparisons": .array(reason.comparisons.map(\.json)),
      "shares": shares.isEmpty ? nil : .array(shares.map(\.json)),
      "smallestBudget": budget,
    ])
  }

  private var removal: (by: Int, step: Int?)? {
    if case .removed(let by, let step) = outcome { (by, step) } else { nil }
  }
}

extension TokenTrace.Share {
  fileprivate var json: JSONValue {
    .object([
      "group": .integer(group),
      "representative": representative.map(JSONValue.integer) ?? .null,
      "size": .integer(size),
      "weight": .number(weight),
    ])
  }
}

extension TokenReason.Comparison {
  fileprivate var json: JSONValue {
    let (tile, window): (Int?, Int?) =
      switch scope {
      case .tile(let tile): (tile, nil)
      case .window(let window): (nil, window)
      case nil: (nil, nil)
      }
    return .object([
      "measure": .string(measure.name),
      "value": .number(value),
      "other": other.map(JSONValue.integer),
      "tile": tile.map(JSONValue.integer),
      "window": window.map(JSONValue.integer),
      "rank": rank.map { .integer($0.place) },
      "of": rank.map { .integer($0.count) },
      "quota": rank?.quota.map(JSONValue.integer),
      "cut": cut.map { .number($0.value) },
      "cutToken": cut?.token.map(JSONValue.integer),
      "passed": isPassed.map(JSONValue.bool),
    ])
  }
}
