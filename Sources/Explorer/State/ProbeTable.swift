/// A table over the screen in which keys choose a line.
public enum ProbeTable: Sendable, Hashable {
  /// The heads of the class attention, their mean first.
  case heads
  /// The tiles of the sample.
  case tiles
}
