import Analysis
public import ArgumentParser
import Explorer
import LocalFiles
import SampleSets
public import TerminalUI
import TokenPruning

/// How a session of the explorer begins.
struct SessionOptions: ParsableArguments {
  @OptionGroup var input: InputOptions

  @Option(
    help: "Strategies of the list, separated by commas, the first one current; all by default.",
    completion: .list(["all"] + SelectionOptions.types.map { $0.name }))
  var strategy: String?

  @Option(
    name: .customLong("table"),
    help: ArgumentHelp(
      "A table to join to the samples by name: CSV, TSV, JSON lines, or a survey's folder; "
        + "may be said several times.",
      valueName: "file"),
    completion: .file(extensions: ["csv", "tsv", "jsonl"]))
  var tables: [String] = []

  @Option(help: "The budget to begin with: a count (64) or a share (11.1%, the default).")
  var keep: String?

  @Option(help: "The language model whose prefill is costed; llava-1.5-7b by default.")
  var model: LanguageModel?

  @Option(help: "Text tokens of the prompt, beside the visual ones (default: 30).")
  var textTokens: Int?

  @Flag(help: "Apply each strategy to every tile with its share of the budget.")
  var perTile = false

  @Option(
    help: "The folder that exports go to; prunescope-exports by default.", completion: .directory)
  var exports: String?

  @Option(
    name: .customLong("color"),
    help: """
      Colours: 24bit, 256, 16 or mono; by default as NO_COLOR, the terminal's answers, COLORTERM \
      and TERM tell.
      """)
  var tier: ColorTier?

  @OptionGroup(title: "How the screen begins") var choices: ChoiceOptions
  @OptionGroup(title: "Configuration") var file: ConfigurationOptions

  func validate() throws {
    if let strategy { _ = try Self.strategies(strategy) }
    _ = try budget()
    try PrefillOptions.check(textTokens ?? 0)
  }

  static func strategies(_ text: String) throws -> [ConfiguredStrategy] {
    var options = SelectionOptions()
    options.strategy = text
    return try options.strategies()
  }

  /// The budget that was asked for; nil without one.
  func budget() throws -> Budget? {
    guard let keep else { return nil }
    guard let budget = Budget(keep) else {
      throw ValidationError(
        "'\(keep)' is no budget; write a count from 1 (64) or a share above 0 up to 100 (11.1%)")
    }
    return budget
  }
}

extension ColorTier: ExpressibleByArgument {}
