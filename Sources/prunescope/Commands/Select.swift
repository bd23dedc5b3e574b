import Analysis
import ArgumentParser
import SampleSets
import TokenPruning

/// `prunescope select`: which tokens each strategy keeps, as text, JSON or CSV.
struct Select: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print which tokens strategies keep.",
    discussion: """
      One line for each sample, strategy and budget, in that order. TFLOPs are those of \
      prefilling a language model with the tokens that are handed on, as papers count them; \
      --json has the exact count too.

      Examples:
        prunescope select Samples/street.png --strategy all --keep 64
        prunescope select dumps/ --strategy all --keep 64,11.1% --json
        prunescope select a.npz --strategy vispruner:ratio=0.75 --keep 128 --csv
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var prefill: PrefillOptions
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
    let strategies = try selection.strategies()
    try input.forEachSample(&tally) { sample, tally in
      let evaluator = selection.evaluator(of: sample.field)
      var table = SelectionTable(
        sample: sample, centred: evaluator.centred, strategies: strategies)
      try selection.forEachEvaluation(of: sample.reference, evaluator, &tally) {
        strategy, evaluation in
        let report = SelectionReport(
          sample: sample, strategy: strategy, evaluation: evaluation, evaluator: evaluator,
          prefill: prefill)
        if json {
          try Console.print(report.json.text)
        } else if csv {
          try Console.print(report.csv)
        } else {
          for line in table.add(report) { try Console.print(line) }
        }
      }
      for line in table.end { try Console.print(line) }
    }
    try tally.finish()
  }
}
