public import TokenPruning

/// The strategies whose decisions are made outside of the program.
///
/// They stand wherever those of `StrategyCatalog` do, but are no part of "all": each needs to be
/// told where the decisions come from.
public enum OwnStrategyCatalog {
  /// The strategies' types.
  public static let all: [any PruningStrategy.Type] = [Indices.self, Program.self]
}
