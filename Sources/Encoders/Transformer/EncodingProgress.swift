/// How far an encoding is.
public struct EncodingProgress: Sendable, Hashable {
  /// Layers that are done, of all views together.
  public var done: Int
  /// Layers to do.
  public var total: Int

  /// Creates a progress.
  public init(done: Int, total: Int) {
    self.done = done
    self.total = total
  }
}

/// The stages of a layer, as a benchmark tells them apart.
public enum EncodingStage: String, Sendable, Hashable, CaseIterable {
  /// Pixels to hidden states.
  case patches
  /// Norms.
  case norms
  /// Queries, keys and values.
  case projections
  /// Attention itself.
  case attention
  /// The map behind attention.
  case output
  /// The perceptron.
  case perceptron
  /// What is taken out beside the result.
  case results
}
