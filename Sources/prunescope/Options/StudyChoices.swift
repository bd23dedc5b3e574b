import Analysis
import ArgumentParser
import Studies
import TokenFields
import TokenPruning

/// What a study is asked for; what is left out is as in the paper.
struct StudyChoices: ParsableArguments {
  @Option(help: "Strategies as for 'select' (default: those that the study is about).")
  var strategy: String?
  @Option(help: "Budgets to KEEP as for 'select' (default: the paper's, as shares).")
  var keep: String?
  @Option(
    help: ArgumentHelp(
      "The thresholds of 'threshold' or the attention shares of 'mixture', separated by commas.",
      valueName: "number"))
  var values: String?
  @Option(
    help: ArgumentHelp(
      "What 'robustness' does to images: blur, noise, brightness, contrast, jpeg.",
      valueName: "kind"))
  var kinds: String?
  @Option(
    help: ArgumentHelp("How severely, from 1 to 5 (default: 1,3).", valueName: "severity"))
  var severities: String?
  @Flag(help: "Apply each strategy to every tile with its share of the budget.")
  var perTile = false

  /// The options as a study takes them.
  ///
  /// - Parameter calibration: The averages that tell simple from complex images.
  /// - Returns: The options.
  /// - Throws: A usage error for a list with something in it that does not belong there.
  func options(calibration: Calibration?) throws -> StudyOptions {
    var selection = SelectionOptions()
    selection.strategy = strategy ?? ""
    selection.keep = keep
    var options = StudyOptions()
    options.strategies = try strategy.map { _ in try selection.strategies() }
    options.budgets = try keep.map { _ in try selection.budgets() }
    options.values = try values.map { try Self.list($0, "--values", "a number") { Double($0) } }
    options.kinds = kinds.map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    options.severities = try severities.map {
      try Self.list($0, "--severities", "a whole number") { Int($0) }
    }
    options.calibration = calibration
    options.isPerTile = perTile
    return options
  }

  private static func list<Value>(
    _ text: String, _ option: String, _ expected: String, _ read: (Substring) -> Value?
  ) throws -> [Value] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let value = read(part) else {
        throw ValidationError("\(option) '\(part)': \(expected) must be here")
      }
      return value
    }
  }
}
