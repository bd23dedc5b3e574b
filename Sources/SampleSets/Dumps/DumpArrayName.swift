/// The arrays that a dump may hold, by the names that the project gives them.
///
/// | array | shape |
/// |---|---|
/// | `features` | n×d |
/// | `projected` | n×D |
/// | `attention`, `shallow_attention`, `first_layer_attention` | n, n+1, h×n, h×(n+1) or h×(n+1)×(n+1) |
/// | `layer_attention` | L×h×n |
/// | `keys` | h×n×d_h, or n×d_k for one head |
/// | `last_layer_attention`, `relevance`, `llm_attention`, `padding` | n |
/// | `clip_image_embeds`, `text_embeds` | n×e, m×e |
/// | `grid` | rows and columns; or tiles, rows and columns |
public enum DumpArrayName: String, Sendable, Hashable, CaseIterable {
  /// Patch features of the vision encoder.
  case features
  /// Features after the multimodal projector.
  case projected
  /// Class attention over patches.
  case attention
  /// Attention keys.
  case keys
  /// The single-head class attention of the last layer.
  case lastLayerAttention = "last_layer_attention"
  /// Class attention of a shallow layer.
  case shallowAttention = "shallow_attention"
  /// Class attention of the first layer.
  case firstLayerAttention = "first_layer_attention"
  /// Class attention of every layer; only this project writes it.
  case layerAttention = "layer_attention"
  /// Patches in CLIP's joint space.
  case clipImageEmbeds = "clip_image_embeds"
  /// Texts in CLIP's joint space.
  case textEmbeds = "text_embeds"
  /// Text-to-patch scores.
  case relevance
  /// Attention inside the language model.
  case llmAttention = "llm_attention"
  /// How the tokens lie.
  case grid
  /// The share of each token's pixels that are padding; only this project writes it.
  case padding

  /// Other names that people store the array under.
  public var aliases: [String] {
    switch self {
    case .features: ["image_features", "vit_features", "hidden_states", "last_hidden_state"]
    case .projected: ["projected_features", "inputs_embeds"]
    case .attention:
      ["cls_attention", "class_attention", "cls_attn", "attentions", "head_attention"]
    case .keys: ["key", "k"]
    case .relevance: ["text_relevance"]
    case .llmAttention: ["text_attention"]
    case .grid: ["grid_hw", "grid_thw"]
    case .lastLayerAttention, .shallowAttention, .firstLayerAttention, .layerAttention,
      .clipImageEmbeds, .textEmbeds, .padding:
      []
    }
  }

  /// Finds the array that is stored under a name.
  ///
  /// - Parameter stored: A name in a file, compared letter by letter.
  public init?(stored: String) {
    guard let name = Self.allCases.first(where: { $0.allNames.contains(stored) }) else {
      return nil
    }
    self = name
  }

  /// Every name the array may be stored under, the project's own first.
  public var allNames: [String] { [rawValue] + aliases }

  /// How many axes the array may have once a batch axis is dropped.
  var axes: ClosedRange<Int> {
    switch self {
    case .features, .projected, .clipImageEmbeds, .textEmbeds: 2...2
    case .attention, .shallowAttention, .firstLayerAttention: 1...3
    case .keys: 2...3
    case .layerAttention: 3...3
    case .lastLayerAttention, .relevance, .llmAttention, .grid, .padding: 1...1
    }
  }

  /// The shapes that are read, for messages.
  var expectedShape: String {
    switch self {
    case .features, .projected: "tokens × width"
    case .clipImageEmbeds: "tokens × width"
    case .textEmbeds: "texts × width"
    case .attention, .shallowAttention, .firstLayerAttention:
      "n, n+1, h×n, h×(n+1) or h×(n+1)×(n+1)"
    case .layerAttention: "layers × heads × tokens"
    case .keys: "heads × tokens × width, or tokens × width"
    case .lastLayerAttention, .relevance, .llmAttention, .padding: "one number for each token"
    case .grid: "rows and columns, or tiles, rows and columns"
    }
  }

  /// Whether the values are the outcome of a softmax: never negative, not all zero.
  var isAttention: Bool {
    switch self {
    case .attention, .lastLayerAttention, .shallowAttention, .firstLayerAttention,
      .layerAttention, .llmAttention:
      true
    case .features, .projected, .keys, .clipImageEmbeds, .textEmbeds, .relevance, .grid, .padding:
      false
    }
  }

  /// The arrays of which a dump must have at least one, in the order in which they are asked how
  /// many tokens there are.
  static let fields: [DumpArrayName] = [.features, .projected, .attention]
}
