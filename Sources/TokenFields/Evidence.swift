/// What a strategy or a metric may read of a token field.
public enum Evidence: String, Sendable, Hashable, CaseIterable {
  /// Class attention, h×n.
  case attention = "class attention"
  /// Features before the projector, n×d.
  case features
  /// Features after the projector, n×D.
  case projected = "projected features"
  /// Attention keys, h×n×d_h.
  case keys
  /// Text-to-patch scores, or embeddings to compute them from.
  case relevance = "relevance or text embeddings"
  /// Class attention of the shallow layer that VScan reads, h×n.
  case shallowAttention = "shallow attention"
  /// Class attention of the first layer that HiRED reads of tiles, h×n.
  case firstLayerAttention = "first-layer attention"
  /// The last layer's single-head attention that PruMerge reads, n, or class attention in its place.
  case lastLayerAttention = "last-layer or class attention"
  /// Attention inside the language model, n.
  case llmAttention = "language-model attention"

  /// Whether a field carries it; either kind of features stands in for the other.
  public func isCarried(by field: TokenField) -> Bool {
    switch self {
    case .attention: field.attention != nil
    case .features, .projected: field.features != nil || field.projected != nil
    case .keys: field.keys != nil
    case .relevance:
      field.relevance != nil || (field.clipImageEmbeds != nil && field.textEmbeds != nil)
    case .shallowAttention: field.shallowAttention != nil
    case .firstLayerAttention: field.firstLayerAttention != nil
    case .lastLayerAttention: field.lastLayerAttention != nil || field.attention != nil
    case .llmAttention: field.llmAttention != nil
    }
  }
}

/// One of the two feature spaces of a field.
public enum FeatureSpace: String, Sendable, Hashable {
  /// Features before the projector.
  case features
  /// Features after the projector.
  case projected
}
