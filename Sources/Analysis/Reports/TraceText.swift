internal import TerminalUI
public import TokenPruning

/// A token's trace in words, on one line.
///
/// Every number is the trace's own: signs between two numbers are those of the numbers.
public struct TraceText: Sendable {
  /// When a token is kept for the first time, as budgets grow.
  public enum FirstKept: Sendable, Equatable {
    /// At this budget.
    case at(Int)
    /// At none.
    case never

    /// From the answer of a plan.
    public init(_ budget: Int?) { self = budget.map(FirstKept.at) ?? .never }
  }

  private let trace: TokenTrace
  private let firstKept: FirstKept?

  /// Puts a trace into words.
  ///
  /// - Parameters:
  ///   - trace: The trace.
  ///   - firstKept: The smallest budget that keeps the token, where it is known.
  public init(_ trace: TokenTrace, firstKept: FirstKept? = nil) {
    self.trace = trace
    self.firstKept = firstKept
  }

  /// Everything that the trace says.
  public var line: String {
    let decisive = decisive
    let others = trace.reason.comparisons.filter { $0 != decisive }
    let parts =
      [decisive].compactMap { $0 }.map { text(of: $0, .whole) }
      + [shareText, thresholdText].compactMap { $0 }
      + others.map { text(of: $0, .whole) } + [firstKeptText].compactMap { $0 }
    return joined(outcome, parts)
  }

  /// As much of the trace as a line has room for, the most telling first.
  ///
  /// - Parameter columns: How wide the line is; below about 20 the end of it is cut off and marked.
  /// - Returns: A text of at most that width; empty for a width of 0 or less.
  public func line(within columns: Int) -> String {
    let first = [firstKeptText].compactMap { $0 }
    func with(_ form: Form) -> [String] {
      [decisive].compactMap { $0 }.map { text(of: $0, form) }
    }
    let share = [shareText].compactMap { $0 }
    // A stage says more than numbers without it.
    let staged = trace.reason.stage == nil ? [] : [plainOutcome]
    let candidates =
      [
        line, joined(outcome, with(.whole) + share + first), joined(outcome, with(.whole) + first),
        joined(outcome, with(.ranked) + first), joined(plainOutcome, with(.ranked) + first),
        joined(plainOutcome, with(.ranked)), joined(plainOutcome, with(.bare)),
        joined(plainOutcome, with(.short)),
      ] + staged + [
        joined(plainOutcome, numbersAlone), joined(shortOutcome, with(.short)), plainOutcome,
        shortOutcome,
      ]
    if let fitting = candidates.first(where: { DisplayWidth.columns(of: $0) <= columns }) {
      return fitting
    }
    return columns > 0 ? shortOutcome.prefix(columns - 1) + "…" : ""
  }

  /// The numbers of a comparison that was won or lost: what they are goes without saying.
  private var numbersAlone: [String] {
    guard let decisive, decisive.isPassed != nil, let cut = decisive.cut, cut.token != trace.token
    else { return [] }
    let (own, sign, other) = numbers(decisive, cut)
    return ["\(own) \(sign) \(other)"]
  }

  private func joined(_ head: String, _ parts: [String]) -> String {
    parts.isEmpty ? head : head + ": " + parts.joined(separator: "; ")
  }

  /// The comparison on which the outcome hung.
  private var decisive: TokenReason.Comparison? {
    let comparisons = trace.reason.comparisons
    return switch trace.outcome {
    case .kept: comparisons.last { $0.isPassed == true } ?? comparisons.last
    case .removed, .passedOver: comparisons.last { $0.isPassed == false } ?? comparisons.last
    // Where it went tells more than what it failed at.
    case .merged: comparisons.last
    }
  }
}

// MARK: - The outcome

extension TraceText {
  /// What became of the token, and when.
  private var outcome: String {
    let round = trace.reason.round.map { " in round \($0)" } ?? ""
    return switch trace.outcome {
    case .kept: plainOutcome
    case .removed(_, let step):
      plainOutcome + (step.map { ", the \(ordinal($0))" } ?? "") + round
    case .merged: plainOutcome + round
    case .passedOver: plainOutcome
    }
  }

  private var plainOutcome: String {
    let reason = trace.reason
    return switch trace.outcome {
    case .kept:
      shortOutcome + (reason.stage.map { " as \($0.name)" } ?? "")
        + (reason.remover.map { " after #\($0)" } ?? "")
    case .removed(let remover, _): "removed by #\(remover)"
    case .merged: mergedText
    case .passedOver: reason.stage.map { "not kept (\($0.name))" } ?? "not kept"
    }
  }

  private var shortOutcome: String {
    switch trace.outcome {
    case .kept(let step): step.map { "kept \(ordinal($0))" } ?? "kept"
    case .removed(let remover, _): "by #\(remover)"
    case .merged: mergedText
    case .passedOver: "not kept"
    }
  }

  private var mergedText: String {
    guard trace.shares.count == 1, let share = trace.shares.first else {
      return "merged into \(trace.shares.count) tokens"
    }
    guard share.size > 1 else { return "handed on alone" }
    return share.representative.map { "merged into #\($0)" }
      ?? "merged into group \(share.group + 1)"
  }

  /// What the token gives to groups, and of how many these are made.
  private var shareText: String? {
    guard let largest = trace.shares.max(by: { $0.weight < $1.weight }),
      trace.shares.contains(where: { $0.size > 1 })
    else { return nil }
    let weight = "weight \(NumberText.short(largest.weight))"
    guard trace.shares.count == 1 else {
      return "at most \(weight) in \(trace.shares.count) groups"
    }
    return "\(weight) in a group of \(largest.size)"
  }

  private var thresholdText: String? {
    trace.reason.threshold.map { "own threshold \(NumberText.short($0))" }
  }

  private var firstKeptText: String? {
    switch firstKept {
    case .at(let budget): "first kept at \(budget)"
    case .never: "kept at no budget"
    case nil: nil
    }
  }

  private func ordinal(_ number: Int) -> String { "\(number)\(ordinalSuffix(number))" }
}

// MARK: - Comparisons

extension TraceText {
  /// How much of a comparison is told.
  private enum Form {
    /// All: the value, what it is about, the cut and whose that is, the place.
    case whole
    /// Without what is said of the cut.
    case ranked
    /// Without the place.
    case bare
    /// Without whose numbers these are, and under a short name.
    case short
  }

  private func text(of comparison: TokenReason.Comparison, _ form: Form) -> String {
    if comparison.measure == .draw || comparison.measure == .place, let rank = comparison.rank {
      return "\(comparison.measure.name) \(rank.place) of \(rank.count)"
        + (form == .whole ? quotaText(rank) : "")
    }
    let name = form == .short ? comparison.measure.shortName : comparison.measure.name
    let other = comparison.other.flatMap { other in
      other == namedToken || form == .short ? nil : " to #\(other)"
    }
    let value =
      comparison.cut.map { numbers(comparison, $0).own } ?? NumberText.short(comparison.value)
    return "\(name) \(value)" + (other ?? "")
      + cutText(comparison, form) + rankText(comparison, form)
  }

  /// The token that the outcome names already.
  private var namedToken: Int? {
    switch trace.outcome {
    case .kept, .passedOver: nil
    case .removed(let remover, _): remover
    case .merged: trace.shares.count == 1 ? trace.shares[0].representative : nil
    }
  }

  private func cutText(_ comparison: TokenReason.Comparison, _ form: Form) -> String {
    guard let cut = comparison.cut else { return "" }
    if cut.token == trace.token { return form == .whole ? ", the last" : "" }
    let (_, sign, value) = numbers(comparison, cut)
    if form == .short { return "\(sign)\(value)" }
    return " \(sign) \(value)" + (form == .whole ? cut.token.map { " of #\($0)" } ?? "" : "")
  }

  /// A value, its relation to the cut, and the cut, with as many digits as tell the two apart.
  private func numbers(
    _ comparison: TokenReason.Comparison, _ cut: TokenReason.Cut
  ) -> (own: String, sign: String, other: String) {
    let sign = comparison.value < cut.value ? "<" : comparison.value > cut.value ? ">" : "="
    var digits = 3
    func texts() -> (String, String) {
      (
        NumberText.short(comparison.value, digits: digits),
        NumberText.short(cut.value, digits: digits)
      )
    }
    while sign != "=", digits < 9, texts().0 == texts().1 { digits += 1 }
    return (texts().0, sign, texts().1)
  }

  private func rankText(_ comparison: TokenReason.Comparison, _ form: Form) -> String {
    guard let rank = comparison.rank, form == .whole || form == .ranked else { return "" }
    let scope =
      switch comparison.scope {
      case .tile(let tile): " in tile \(tile)"
      case .window(let window): " in window \(window)"
      case nil: ""
      }
    return ", rank \(rank.place) of \(rank.count)" + scope
      + (form == .whole ? quotaText(rank) : "")
  }

  private func quotaText(_ rank: TokenReason.Rank) -> String {
    rank.quota.map { $0 > 0 ? " (\($0) taken)" : " (none taken)" } ?? ""
  }
}

/// Returns the English ending of an ordinal number: 1st, 2nd, 3rd, 4th, 11th.
public func ordinalSuffix(_ number: Int) -> String {
  if (11...13).contains(number % 100) { return "th" }
  return switch number % 10 {
  case 1: "st"
  case 2: "nd"
  case 3: "rd"
  default: "th"
  }
}
