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
  var strategy = "all"

  @Option(help: "The budget to begin with: a count (64) or a share (11.1%).")
  var keep = "11.1%"

  @OptionGroup var prefill: PrefillOptions

  @Flag(help: "Apply each strategy to every tile with its share of the budget.")
  var perTile = false

  @Option(help: "The folder that 'e' exports to.", completion: .directory)
  var exports = "prunescope-exports"

  @Option(
    name: .customLong("color"),
    help: "Colours: 24bit, 256, 16 or mono; chosen from NO_COLOR, COLORTERM and TERM by default.")
  var tier: ColorTier?

  func validate() throws {
    _ = try strategies()
    _ = try budget()
  }

  private func strategies() throws -> [ConfiguredStrategy] {
    var options = SelectionOptions()
    options.strategy = strategy
    return try options.strategies()
  }

  private func budget() throws -> Budget {
    guard let budget = Budget(keep) else {
      throw ValidationError(
        "'\(keep)' is no budget; write a count from 1 (64) or a share above 0 up to 100 (11.1%)")
    }
    return budget
  }

  /// The samples: those named, else the folder `Samples`, else the built-in scenes.
  ///
  /// - Parameter tally: Counts the paths that are refused.
  /// - Returns: At least one sample.
  /// - Throws: exit code 65 when samples were named and none is usable.
  private func samples(_ tally: inout Tally) throws -> [SampleReference] {
    if input.paths.isEmpty {
      if LocalFile.kind(of: "Samples") == .folder {
        let set = SampleSet(paths: ["Samples"], recursive: input.recursive)
        if !set.references.isEmpty { return set.references }
      }
      return SampleSet.builtIn.references
    }
    let set = input.sampleSet()
    for refusal in set.refusals { tally.refuse(refusal) }
    guard !set.references.isEmpty else { throw Exit.noInput }
    return set.references
  }

  /// The state before the first event.
  ///
  /// - Parameters:
  ///   - size: Columns and rows.
  ///   - traits: What the terminal can do.
  ///   - tally: Counts the paths that are refused.
  /// - Returns: A state that has asked for nothing yet.
  /// - Throws: exit code 65 when samples were named and none is usable.
  func state(
    size: ScreenSize, traits: ScreenTraits, _ tally: inout Tally
  ) throws -> ExplorerState {
    ExplorerState(
      samples: try samples(&tally), strategies: try strategies(), budget: try budget(), size: size,
      traits: traits, exportFolder: exports, model: prefill.model,
      textTokens: prefill.textTokens, isPerTile: perTile)
  }

  /// A runner for the session's effects.
  ///
  /// - Parameters:
  ///   - readsAhead: Whether neighbours of a sample are read before they are asked for.
  ///   - wake: Called from any thread when an answer can be collected.
  /// - Returns: A runner with nothing under way.
  func runner(readsAhead: Bool, wake: @escaping @Sendable () -> Void) -> EffectRunner {
    var options = input.loadOptions
    options.dump.patchAttention = true
    return EffectRunner(
      loader: SampleLoader(options), readsAhead: readsAhead, wake: wake)
  }
}

extension ColorTier: ExpressibleByArgument {}
