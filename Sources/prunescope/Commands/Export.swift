internal import TokenFields
import Analysis
import ArgumentParser
import Encoders
import Explorer
import Imaging
import LocalFiles
import SampleSets
import TokenPruning

/// `prunescope export`: selections and plots as pictures, tables and arrays.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write pictures and plots of selections as PNG, and the numbers behind them.",
    discussion: """
      Kinds: mask, overlay, heatmap (the class attention), strip (strategies side by side), groups \
      (patches in the colour of the group that they were merged into), tokens (an .npz of the \
      tokens that are handed on).

      These have a .csv of their numbers beside them: diff (patches that only the first strategy \
      keeps, only the second, both, or neither), agreement (how many strategies keep each patch), \
      curves (effective rank, coverage and attention share over the budget), spectrum (singular \
      values of all tokens and of the kept ones), histogram (class attention, with the cut), \
      threshold (AgilePruner's, over the attention rank), jaccard (overlap of every two strategies).

      Every picture carries sample, strategy, parameters and kept indices as text chunks; a .json \
      beside them repeats the export with --repeat. A name that is taken gets a number unless \
      --overwrite is given. What a sample has not the arrays for is named and left out.

      Examples:
        prunescope export Samples --strategy agilepruner --keep 64 --output masks
        prunescope export a.png --strategy all --keep 64 --output out --kind strip
        prunescope export a.npz --strategy divprune --keep 11.1% --output out
        prunescope export a.npz --strategy tome --keep 64 --output out --kind tokens
        prunescope export a.npz --strategy all --keep 9 --output out --kind curves
        prunescope export --repeat masks/apple.agilepruner.64.json --output again
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var prefill: PrefillOptions
  @Option(help: "Strategies as for 'select'.")
  var strategy: String?
  @Option(help: "Budgets to KEEP as for 'select'.")
  var keep: String?
  @Option(help: "The folder to write to; made if it is missing.", completion: .directory)
  var output: String
  @Option(
    help: ArgumentHelp(
      "Kinds, separated by commas: "
        + ExportKind.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var kind = "mask,overlay"
  @Option(help: "Masks as large as the image, or one pixel a patch.")
  var scale = MaskScale.image
  @Flag(help: "Apply each strategy to every tile with its share of the budget.")
  var perTile = false
  @Flag(help: "Replace files that exist.")
  var overwrite = false
  @Option(
    name: .customLong("repeat"), help: "Repeat the export of this .json record.",
    completion: .file(extensions: ["json"]))
  var record: String?

  func validate() throws {
    _ = try kinds()
    if record == nil {
      guard strategy != nil else {
        throw ValidationError("give --strategy and --keep, or --repeat with a record")
      }
      try selection().validate()
      if try kinds().contains(.diff), strategy?.contains(",") == false, strategy != "all" {
        throw ValidationError(
          "--kind diff compares two strategies, not one; give two: --strategy \(strategy ?? ""),divprune"
        )
      }
    } else if strategy != nil || keep != nil || !input.paths.isEmpty {
      throw ValidationError("--repeat takes samples, strategies and budgets from the record")
    }
  }

  func run() throws {
    if let record {
      try repeatExport(record)
      return
    }
    var tally = Tally()
    let selection = try selection()
    let kinds = try kinds()
    try input.forEachSample(&tally) { sample, tally in
      let evaluator = selection.evaluator(of: sample.field)
      // Nil for strategies that decide by themselves, which belong together.
      var byBudget: [(keep: Int?, list: [(strategy: ConfiguredStrategy, evaluation: Evaluation)])] =
        []
      try selection.forEachEvaluation(of: sample.reference, evaluator, &tally) {
        strategy, evaluation in
        let keep = evaluation.isOwnBudget ? nil : evaluation.budget
        if let place = byBudget.firstIndex(where: { $0.keep == keep }) {
          // 64 and 11.1% may be the same budget.
          if !byBudget[place].list.contains(where: { $0.strategy == strategy }) {
            byBudget[place].list.append((strategy, evaluation))
          }
        } else {
          byBudget.append((keep, [(strategy, evaluation)]))
        }
      }
      for (_, list) in byBudget {
        var exporter = Exporter(
          sample: sample, evaluator: evaluator, folder: output, maskScale: scale,
          replaces: overwrite, loadOptions: input.loadOptions)
        exporter.model = prefill.model
        exporter.textTokens = prefill.textTokens
        exporter.report = Console.report
        try write(list, kinds, with: exporter)
      }
    }
    try tally.finish()
  }

  private func write(
    _ list: [(strategy: ConfiguredStrategy, evaluation: Evaluation)], _ kinds: [ExportKind],
    with exporter: Exporter
  ) throws {
    let written: [String]
    do throws(FileError) {
      written = try exporter.export(list, kinds: kinds)
    } catch {
      Console.report(error.description)
      throw Exit.cannotWrite
    }
    for path in written { try Console.print(path.printable) }
  }

  // MARK: Repeating

  private func repeatExport(_ path: String) throws {
    var tally = Tally()
    do {
      let stored = try StoredExport.read(path)
      var options = LoadOptions(
        preprocess: stored.preprocess.flatMap(PreprocessMode.init(rawValue:)),
        encoder: stored.choice,
        background: stored.background.isEmpty
          ? nil : RGB(stored.background[0], stored.background[1], stored.background[2]),
        calibration: stored.calibration?.value)
      options.dump = DumpOptions(
        bfloat16Integers: stored.bfloat16Integers, receivedAttention: stored.receivedAttention)
      let sample = try SampleLoader(options).load(stored.reference)
      let evaluator = SampleEvaluator(
        sample.field, perTile: stored.perTile, centred: stored.centred)
      var list: [(strategy: ConfiguredStrategy, evaluation: Evaluation)] = []
      for selection in stored.selections {
        let strategy = try StrategyCatalog.make(
          selection.strategy, among: SelectionOptions.types)
        if let keep = selection.keep, !(1...sample.field.count).contains(keep) {
          throw RecordError.malformed(path: path)
        }
        let evaluation = try evaluator.evaluate(strategy, keeping: selection.keep)
        let different = selection.differences(from: evaluation.selection)
        if different > 0 {
          tally.refuse(
            RecordError.differs(
              path: path, strategy: selection.strategy, keep: selection.keep, tokens: different))
        }
        list.append((strategy, evaluation))
      }
      tally.use()
      var exporter = Exporter(
        sample: sample, evaluator: evaluator, folder: output, maskScale: stored.scale,
        replaces: overwrite, loadOptions: options)
      if let prefill = stored.prefill { (exporter.model, exporter.textTokens) = prefill }
      exporter.report = Console.report
      try write(list, stored.kinds, with: exporter)
    } catch let error as RecordError {
      tally.refuse(error)
    } catch let error as SampleError {
      tally.refuse(error)
    } catch let error as PruningError {
      tally.refuse(error, prefix: "\(path): ")
    }
    try tally.finish()
  }

  // MARK: Options

  private func selection() throws -> SelectionOptions {
    var options = SelectionOptions()
    options.strategy = strategy ?? ""
    options.keep = keep
    options.perTile = perTile
    options.erank = .centred
    return options
  }

  private func kinds() throws -> [ExportKind] {
    try kind.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let kind = ExportKind(rawValue: String(text)) else {
        throw ValidationError(
          "no kind of export named '\(text)'; there is "
            + ExportKind.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return kind
    }
  }
}

extension MaskScale: ExpressibleByArgument {}
