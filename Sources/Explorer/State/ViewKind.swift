/// What the screen shows of the strategies.
public enum ViewKind: String, Sendable, Hashable, CaseIterable {
  /// The current strategy, large, with all numbers beside it.
  case single
  /// Two strategies side by side.
  case split
  /// Four strategies.
  case quad
  /// Every strategy of the comparison, small.
  case gallery
  /// Which patches only one of two strategies keeps.
  case diff

  /// Whether several pictures are on screen.
  var hasPanels: Bool { self == .split || self == .quad || self == .gallery }
}
