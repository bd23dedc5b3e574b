import Analysis
import Encoders
import ArgumentParser
import Explorer
import LocalFiles
import SampleSets
import TerminalUI
import TokenPruning

/// A session that is about to begin: what the command line, the saved session and the configuration
/// say, in that order.
struct SessionSetup {
  /// The configuration.
  let configuration: Configuration
  private let options: SessionOptions
  private let input: InputOptions
  private let perTile: Bool
  private let saved: SavedSession?

  /// Puts together what the command line and a saved session say.
  ///
  /// - Parameters:
  ///   - options: The command line.
  ///   - saved: The session to go on with, if one is; paths on the command line take the place of its.
  /// - Throws: exit code 64 for a configuration that cannot be read.
  init(_ options: SessionOptions, restoring saved: SavedSession? = nil) throws {
    configuration = try options.file.configuration()
    self.options = options
    self.saved = saved
    if options.input.paths.isEmpty, let saved, let restored = saved.input {
      input = restored.input
      perTile = options.perTile || restored.perTile
    } else {
      input = options.input
      perTile = options.perTile
    }
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
    var missing: [String] = []
    var state = ExplorerState(
      samples: try samples(&tally), strategies: try strategies(&missing),
      budget: configuration.wanted.budget ?? .percentage(11.1), size: size, traits: traits,
      exportFolder: options.exports ?? saved?.exportFolder ?? configuration.exports,
      model: configuration.wanted.model ?? .usual,
      textTokens: options.textTokens ?? saved?.textTokens ?? configuration.textTokens,
      isPerTile: perTile)
    state.keys = configuration.keys
    state.encoders = try encoders()
    state.colors = configuration.colors
    state.invocation = Invocation(
      paths: input.paths, options: input.words,
      tables: options.tables.isEmpty ? saved?.tables ?? [] : options.tables,
      defaults: configuration.wanted)
    saved?.restore(&state)
    missing += state.begin(with: try wanted()).filter { !missing.contains($0) }
    if !missing.isEmpty {
      let message = "not here: " + missing.joined(separator: ", ")
      state.message = message
      Console.report(message)
    }
    return state
  }

  /// What the session begins with.
  private func wanted() throws -> WantedChoices {
    var asked = options.choices.wanted
    asked.budget = try options.budget()
    asked.model = options.model
    return asked.over(saved?.wanted ?? WantedChoices()).over(configuration.wanted)
  }

  /// Whether heat is drawn, where anybody said; a screen that has become known must not forget it.
  func showsHeat() throws -> Bool? { try wanted().showsHeat }

  /// The strategies; those of a saved session that can no longer be made are told of.
  private func strategies(_ missing: inout [String]) throws -> [ConfiguredStrategy] {
    if let strategy = options.strategy { return try SessionOptions.strategies(strategy) }
    if let saved {
      var made: [ConfiguredStrategy] = []
      for label in saved.strategies {
        do throws(PruningError) {
          made.append(try StrategyCatalog.make(label, among: SelectionOptions.types))
        } catch {
          missing.append("strategy '\(label)'")
        }
      }
      if !made.isEmpty { return made }
    }
    return try SessionOptions.strategies(configuration.strategies)
  }

  /// The encoders that the palette offers.
  ///
  /// - Throws: exit codes 64 and 65 when the one that was asked for cannot be used.
  private func encoders() throws -> [String] {
    let loader = input.loader
    try input.checkEncoder(loader)
    let known = EncoderCatalog.all.map(\.name) + loader.encoders.likelyModels
    let asked = input.model.encoder.map { [$0] } ?? []
    return asked.filter { !known.contains($0) } + known
  }

  /// The samples: those named, else the folder `Samples`, else the built-in scenes.
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
      loader: input.loader(options), readsAhead: readsAhead, wake: wake)
  }
}
