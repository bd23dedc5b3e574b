/// The command line that began a session, as far as the screen does not show it.
public struct Invocation: Sendable, Hashable {
  /// The paths that were named; empty for the folder `Samples` or the built-in scenes.
  public var paths: [String]
  /// Options that say how samples are read and strategies applied, each a word.
  public var options: [String]

  /// Creates an invocation.
  public init(paths: [String] = [], options: [String] = []) {
    self.paths = paths
    self.options = options
  }
}
