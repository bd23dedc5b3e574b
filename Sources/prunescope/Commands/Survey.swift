import Analysis
import ArgumentParser
import LocalFiles
import SampleSets
import SurveyRuns
import Surveys
import TokenPruning

/// `prunescope survey`: every sample of a data set, each strategy at each budget, as rows in files.
struct Survey: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a whole data set and write one row for each sample, strategy and budget.",
    discussion: """
      Writes survey.jsonl and survey.csv into the folder, for pandas, DuckDB and 'study'; without \
      --strategy one row tells of each sample alone. A sample that is refused has a row that says \
      why. survey.json, written last, says what was asked for.

      Each sample is on the disk before the next is begun. After an interrupt --resume goes on, \
      and the files are the same as without it. A part of a job array is one --shard; --merge \
      puts the parts together, and the files are those of a single run.

      Examples:
        prunescope survey Samples --output out
        prunescope survey photos --strategy all --keep 64,11.1% --output out
        prunescope survey photos --strategy all --keep 64 --output out --resume
        prunescope survey photos --strategy divprune --keep 64 --output out --shard 0/4
        prunescope survey --merge --output out
      """)

  @OptionGroup var input: InputOptions
  @Option(help: "Strategies as for 'select'; none for the samples alone.")
  var strategy: String?
  @Option(help: "Budgets to KEEP as for 'select'.")
  var keep: String?
  @Option(help: "Whether eranks subtract the mean token (centred) or not (uncentred).")
  var erank = SelectionOptions.ErankForm.centred
  @Flag(help: "Apply each strategy to every tile with its share of the budget.")
  var perTile = false
  @Option(help: "The folder to write to; made if it is missing.", completion: .directory)
  var output: String
  @OptionGroup var parts: ShardOptions
  @OptionGroup var jobs: JobsOptions
  @Flag(help: "Pass over samples that are done.")
  var resume = false
  @Flag(help: "Replace results and begin again.")
  var overwrite = false
  @Flag(help: "Put the parts of a survey together.")
  var merge = false
  @Flag(help: "Tell no progress, only what is refused.")
  var quiet = false

  func validate() throws {
    if resume && overwrite { throw ValidationError("choose --resume or --overwrite, not both") }
    if merge {
      guard input.paths.isEmpty, strategy == nil, keep == nil, parts.shard == nil else {
        throw ValidationError(
          "--merge takes samples, strategies and budgets from the parts; give only --output")
      }
      return
    }
    guard !input.paths.isEmpty else { throw ValidationError("name at least one sample") }
    if strategy == nil, keep != nil {
      throw ValidationError("--keep is of strategies; name some with --strategy")
    }
    try selection?.validate()
  }

  func run() throws {
    if merge {
      try mergeParts()
      return
    }
    try input.checkEncoder(input.loader)
    let set = input.sampleSet()
    let work = DataSetRun(jobs: jobs.workers(), isQuiet: quiet)
    let run = try surveyRun(of: set, work)
    if run.tellsRefusals { for refusal in set.refusals { Console.report(refusal.description) } }
    guard !set.references.isEmpty else { throw Exit.noInput }
    let outcome = try work.carryOut(run, mode, remedy: "go on with --resume")
    try finish(outcome)
  }

  private var mode: SurveyRun.Mode { overwrite ? .overwrite : resume ? .resume : .fresh }

  /// The strategies and budgets; nil where only samples are asked of.
  private var selection: SelectionOptions? {
    guard let strategy else { return nil }
    var options = SelectionOptions()
    options.strategy = strategy
    options.keep = keep
    options.perTile = perTile
    options.erank = erank
    return options
  }

  private func surveyRun(of set: SampleSet, _ work: DataSetRun) throws -> SurveyRun {
    var plan = SurveyPlan(strategies: [], budgets: [], isCentred: erank == .centred)
    if let selection {
      plan.strategies = try selection.strategies()
      plan.required = Set(try selection.writtenStrategies().map(\.label))
      plan.budgets = try selection.budgets()
      plan.isPerTile = perTile
    }
    var run = work.run(of: set, plan, input, into: output, as: "survey")
    if let part = try parts.part() {
      run.shard = part.shard
      if let note = part.note { Console.report(note) }
    }
    return run
  }

  // MARK: Ending

  private func finish(_ outcome: SurveyOutcome) throws {
    let counts = outcome.counts
    switch outcome.ending {
    case .alreadyFinished:
      if !quiet { Console.report("nothing to do: \(Self.told(counts)) before") }
    case .finished, .stopped: if !quiet { Console.report(Self.told(counts)) }
    }
    for path in outcome.paths { try Console.print(path.printable) }
    guard counts.refusedRows > 0 else { return }
    throw counts.refusedSamples < counts.samples ? Exit.someRefused : Exit.noInput
  }

  private static func told(_ counts: SurveyCounts) -> String {
    let refused = counts.refusedSamples > 0 ? ", \(counts.refusedSamples) of them refused" : ""
    return "\(counts.samples) samples surveyed\(refused), \(counts.rows) rows written"
  }

  private func mergeParts() throws {
    let outcome: SurveyOutcome
    do throws(SurveyRunError) {
      outcome = try SurveyRun.merge(folder: output, mode)
    } catch {
      throw DataSetRun.exit(after: error, reading: LocalFile.kind(of: output) != .folder)
    }
    try finish(outcome)
  }
}
