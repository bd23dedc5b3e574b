import Analysis
import SampleSets
import TerminalUI
import TokenFields
import TokenMetrics
import TokenPruning

/// The table that `select` prints of a sample, line by line.
struct SelectionTable {
  let sample: LoadedSample
  /// Whether eranks subtract the mean token.
  let centred: Bool
  /// How wide the column of strategies is: as the longest label, within limits.
  private let labelWidth: Int
  /// Whether there is a column for the erank of the tokens that are handed on: where some merge.
  private let showsOutputErank: Bool
  private var isBegun = false
  private var hasUnstable = false
  private var notes: [String]

  /// Begins a table; nothing is printed before its first line.
  ///
  /// - Parameters:
  ///   - sample: The sample.
  ///   - centred: Whether eranks subtract the mean token.
  ///   - strategies: Those that lines may be of.
  init(sample: LoadedSample, centred: Bool, strategies: [ConfiguredStrategy]) {
    self.sample = sample
    self.centred = centred
    labelWidth = min(max(strategies.map(\.label.count).max() ?? 0, 12), 48)
    showsOutputErank = strategies.contains { $0.strategy.promises.contains(.merging) }
    // Of an encoder's tokens the heading tells enough.
    notes = sample.arrays.isEmpty ? [] : sample.notes
  }

  /// The lines for a report: before the first one the heading.
  mutating func add(_ report: SelectionReport) -> [String] {
    let lines = isBegun ? [] : heading(report.cost)
    isBegun = true
    hasUnstable = hasUnstable || !report.instabilities.isEmpty
    for note in report.strategyNotes where !notes.contains(note) { notes.append(note) }
    return lines + [line(of: report)] + (report.explanation?.lines ?? [])
  }

  /// The lines after the last report; none when there was none.
  var end: [String] {
    guard isBegun else { return [] }
    let explanation =
      hasUnstable
      ? ["  *     decided by a hair: rounding to float32 could change it; --json says where"] : []
    return explanation + notes.map { "  note  " + $0.printable }
  }

  private func heading(_ cost: SelectionCost) -> [String] {
    let erank = sample.field.erank(centred: centred)
    let name = "\(sample.reference.name)  \(sample.encoderName)".printable
    return [
      "\(name)  \(sample.field.field.grid) = \(sample.field.count) tokens  "
        + "erank \(number(erank, 2))  entropy \(number(sample.field.entropy, 3))",
      "  prefill of \(cost.model.name) with \(cost.textTokens) text tokens: "
        + "\(tera(cost.prefillOfAll)) TFLOPs for all \(sample.field.count)",
      "  " + NumberText.left("strategy", labelWidth)
        + "  kept/tokens    share   out   TFLOPs  erank" + (showsOutputErank ? "  e.out" : "")
        + "  attn%  cover   mind   pad%",
    ]
  }

  private func line(of report: SelectionReport) -> String {
    let evaluation = report.evaluation
    let kept = report.keepsPatches ? evaluation.selection.kept.count : nil
    let share = kept.map { 100 * Double($0) / Double(sample.field.count) }
    return "  " + NumberText.left(evaluation.label, labelWidth)
      + NumberText.right((kept.map(String.init) ?? "–") + "/\(sample.field.count)", 13)
      + (report.instabilities.isEmpty ? " " : "*")
      + NumberText.right(share.map { number($0, 1) + "%" } ?? "–", 8)
      + NumberText.right("\(report.cost.output)", 6)
      + NumberText.right(tera(report.cost.prefill), 9)
      + NumberText.right(number(evaluation[KeptErank.self], 2), 7)
      + (showsOutputErank ? NumberText.right(number(evaluation.outputErank, 2), 7) : "")
      + NumberText.right(number(evaluation[AttentionMass.self].map { $0 * 100 }, 1), 7)
      + NumberText.right(number(evaluation[Coverage.self], 3), 7)
      + NumberText.right(number(evaluation[MinDistance.self], 3), 7)
      + NumberText.right(number(evaluation[PaddingShare.self].map { $0 * 100 }, 1), 7)
  }

  private func tera(_ cost: PrefillCost) -> String { NumberText.fixed(cost.conventional / 1e12, 3) }

  private func number(_ value: Double?, _ decimals: Int) -> String {
    NumberText.optional(value, decimals)
  }
}
