internal import TokenFields
import Analysis
import ArgumentParser
import SampleSets
import TerminalUI
import TokenMetrics
import TokenPruning

/// `prunescope select`: which tokens each strategy keeps, as text, JSON or CSV.
struct Select: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print which tokens strategies keep.",
    discussion: """
      One line for each sample, strategy and budget, in that order.

      Examples:
        prunescope select Samples/street.png --strategy all --keep 64
        prunescope select dumps/ --strategy all --keep 64,11.1% --json
        prunescope select a.npz --strategy vispruner:ratio=0.75 --keep 128 --csv
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var selection: SelectionOptions
  @Flag(help: "Print a JSON object a line, with full precision.")
  var json = false
  @Flag(help: "Print CSV with a header.")
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("choose --json or --csv, not both") }
  }

  func run() throws {
    var tally = Tally()
    if csv { try Console.print(SelectionReport.csvHeader) }
    try input.forEachSample(&tally) { sample, tally in
      let evaluator = selection.evaluator(of: sample.field)
      var isHeaded = json || csv
      // Of an encoder's tokens the heading tells enough.
      var notes = sample.arrays.isEmpty ? [] : sample.notes
      try selection.forEachEvaluation(of: sample.reference, evaluator, &tally) {
        strategy, evaluation in
        if !isHeaded { try Console.print(heading(of: sample)) }
        isHeaded = true
        let report = SelectionReport(
          sample: sample, strategy: strategy, evaluation: evaluation, evaluator: evaluator)
        if json {
          try Console.print(report.json.text)
        } else if csv {
          try Console.print(report.csv)
        } else {
          try Console.print(line(of: evaluation, in: sample))
          for note in report.strategyNotes where !notes.contains(note) { notes.append(note) }
        }
      }
      if !json && !csv && isHeaded {
        for note in notes { try Console.print("  note  " + note.printable) }
      }
    }
    try tally.finish()
  }

  private func heading(of sample: LoadedSample) -> String {
    let erank = sample.field.erank(centred: selection.erank == .centred)
    let name = "\(sample.reference.name)  \(sample.encoderName)".printable
    return "\(name)  \(sample.field.field.grid) = \(sample.field.count) tokens  "
      + "erank \(number(erank, 2))  entropy \(number(sample.field.entropy, 3))\n"
      + "  strategy                        kept/tokens   share  erank   attn%  cover   mind   pad%"
  }

  private func line(of evaluation: Evaluation, in sample: LoadedSample) -> String {
    let kept = evaluation.selection.kept.count
    let share = 100 * Double(kept) / Double(sample.field.count)
    return "  " + NumberText.left(evaluation.label, 30)
      + NumberText.right("\(kept)/\(sample.field.count)", 13)
      + NumberText.right(number(share, 1) + "%", 8)
      + NumberText.right(number(evaluation[KeptErank.self], 2), 7)
      + NumberText.right(number(evaluation[AttentionMass.self].map { $0 * 100 }, 1), 8)
      + NumberText.right(number(evaluation[Coverage.self], 3), 7)
      + NumberText.right(number(evaluation[MinDistance.self], 3), 7)
      + NumberText.right(number(evaluation[PaddingShare.self].map { $0 * 100 }, 1), 7)
  }

  private func number(_ value: Double?, _ decimals: Int) -> String {
    value.map { NumberText.fixed($0, decimals) } ?? "–"
  }
}
