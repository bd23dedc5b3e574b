public import TokenFields

/// The reasons an image cannot be encoded.
public enum EncodingError: Error, Sendable, Equatable {
  /// Nobody waits for the result any more.
  case cancelled
  /// Numbers stopped being finite; the layer is counted from 0, −1 stands for the input.
  case notFinite(encoder: String, layer: Int)
  /// The view has no whole patch.
  case viewTooSmall(width: Int, height: Int, patch: Int)
  /// The model has no such hidden state.
  case noSuchLayer(encoder: String, layer: Int, layers: Int)
  /// The model has no such attention.
  case noSuchAttention(encoder: String, asked: AttentionSource)
}

extension EncodingError: CustomStringConvertible {
  /// A message of one line: where, what is wrong, what would be right.
  public var description: String {
    switch self {
    case .cancelled: "encoding was cancelled"
    case .notFinite(let encoder, let layer):
      "\(encoder): hidden states are not finite after \(layer < 0 ? "the input" : "layer \(layer)"); "
        + "the weights are damaged"
    case .viewTooSmall(let width, let height, let patch):
      "a view of \(width)×\(height) pixels has no patch of \(patch)×\(patch)"
    case .noSuchLayer(let encoder, let layer, let layers):
      "\(encoder): no layer \(layer); it has \(layers) layers, so name 1 to \(layers), or -\(layers) to -1 "
        + "from the end"
    case .noSuchAttention(let encoder, .classToken):
      "\(encoder): it has no class token; ask for received or pooling attention"
    case .noSuchAttention(let encoder, let asked):
      "\(encoder): it has no \(asked.title); it lacks the weights of a pooling head"
    }
  }
}
