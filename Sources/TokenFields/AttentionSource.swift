/// Whose attention stands as a field's class attention.
public enum AttentionSource: String, Sendable, Hashable, CaseIterable {
  /// What the class token looks at.
  case classToken = "class"
  /// What each patch receives of all patches on average, where there is no class token.
  case received
  /// What the probe of SigLIP's pooling head looks at.
  case pooling

  /// What screens and files call the attention.
  public var title: String {
    switch self {
    case .classToken: "class attention"
    case .received: "received attention"
    case .pooling: "pooling attention"
    }
  }
}
