public import Imaging

/// A picture drawn by code, to explore pruning before any image of one's own is at hand.
///
/// Drawing is repeatable: a scene is the same picture on every machine and at every call.
public struct Scene: Sendable {
  /// What pruning research expects of a picture: how much there is to keep.
  public enum Complexity: String, Sendable, CaseIterable {
    /// One thing, or few of a kind, on a calm ground.
    case simple
    /// Many different things all over the picture.
    case complex
    /// Between the two: full of marks that are all alike, or detailed in one place only.
    case mixed
  }

  /// The name used on the command line and on screen, in kebab case.
  public let name: String
  /// What is seen, in a few words without a final period.
  public let summary: String
  /// Whether a small or a large share of its patches says something of their own.
  public let complexity: Complexity
  private let drawing: @Sendable () -> Image

  init(
    name: String, summary: String, complexity: Complexity,
    drawing: @escaping @Sendable () -> Image
  ) {
    self.name = name
    self.summary = summary
    self.complexity = complexity
    self.drawing = drawing
  }

  /// Draws the scene.
  ///
  /// - Returns: A picture of at least 336 pixels on each side.
  public func draw() -> Image { drawing() }
}
