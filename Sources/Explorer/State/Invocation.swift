/// The command line that began a session, as far as the screen does not show it.
public struct Invocation: Sendable, Equatable {
  /// The paths that were named; empty for the folder `Samples` or the built-in scenes.
  public var paths: [String]
  /// Options that say how samples are read, each a word.
  public var options: [String]
  /// The tables that were joined to the samples.
  public var tables: [String]
  /// What the configuration wants of every session.
  public var defaults: WantedChoices

  /// Creates an invocation.
  ///
  /// - Parameters:
  ///   - paths: The paths that were named.
  ///   - options: Options of reading.
  ///   - tables: The tables that are joined to the samples.
  ///   - defaults: What the configuration wants of every session.
  public init(
    paths: [String] = [], options: [String] = [], tables: [String] = [],
    defaults: WantedChoices = WantedChoices()
  ) {
    self.paths = paths
    self.options = options
    self.tables = tables
    self.defaults = defaults
  }
}

extension Invocation {
  /// Names another encoder in place of the one that was named; what was said of that one goes, too.
  mutating func use(encoder: String) {
    var kept: [String] = []
    var words = options[...]
    while let word = words.popFirst() {
      if ["--encoder", "--class-attention", "--heads"].contains(word) {
        _ = words.popFirst()
      } else if !word.hasPrefix("--layer=") {
        kept.append(word)
      }
    }
    options = kept + ["--encoder", encoder]
  }
}

extension ExplorerState {
  /// How samples are read and strategies applied, as words of a command line.
  public var currentOptions: [String] {
    invocation.options + (choices.isPerTile ? ["--per-tile"] : [])
  }
}
