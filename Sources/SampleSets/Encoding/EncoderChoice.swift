public import TokenFields

/// Which encoder to use, as a user says it.
public struct EncoderChoice: Sendable, Hashable {
  /// A name such as `handcrafted`, a checkpoint's folder or file, or a model of the Hugging Face cache
  /// such as `openai/clip-vit-large-patch14-336`.
  public var name: String
  /// The hidden state that features are taken from; nil for the checkpoint's own, else −2.
  public var layer: Int?
  /// Whose attention is the class attention; nil for the model's usual.
  public var attention: AttentionSource?
  /// The number of attention heads, for checkpoints that do not tell it.
  public var heads: Int?

  /// Creates a choice.
  public init(
    _ name: String, layer: Int? = nil, attention: AttentionSource? = nil, heads: Int? = nil
  ) {
    self.name = name
    self.layer = layer
    self.attention = attention
    self.heads = heads
  }
}
