import Analysis
import ArgumentParser
import SampleSets
import TokenFields
import TokenPruning
import TextData

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
        prunescope select a.npz --strategy all --keep 64 --explain 17,395
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var prefill: PrefillOptions
  @Flag(help: "Print a JSON object a line, with full precision.")
  var json = false
  @Flag(help: "Print CSV with a header.")
  var csv = false
  @Option(
    help: ArgumentHelp(
      "Say why each strategy keeps these tokens or not, as text or JSON: indices separated by "
        + "commas, or 'all'.", valueName: "tokens"))
  var explain: String?

  func validate() throws {
    if json && csv { throw ValidationError("choose --json or --csv, not both") }
    if csv, explain != nil {
      throw ValidationError(
        "--csv has no columns for --explain; choose --json or leave --csv out")
    }
    _ = try explain.map(ExplainedTokens.init)
  }

  func run() throws {
    var tally = Tally()
    if csv { try Console.print(SelectionReport.csvHeader) }
    let strategies = try selection.strategies()
    let explained = try explain.map(ExplainedTokens.init)
    try input.forEachSample(&tally) { sample, tally in
      let tokens: [Int]?
      do throws(TokenRefusal) {
        tokens = try explained?.tokens(of: sample.field.count, in: sample.reference.source)
      } catch {
        tally.refuse(error)
        return
      }
      let evaluator = selection.evaluator(of: sample.field)
      var table = SelectionTable(
        sample: sample, centred: evaluator.centred, strategies: strategies)
      try selection.forEachEvaluation(of: sample.reference, evaluator, &tally) {
        strategy, evaluation in
        let report = try SelectionReport(
          sample: sample, strategy: strategy, evaluation: evaluation, evaluator: evaluator,
          prefill: prefill, explaining: tokens)
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
