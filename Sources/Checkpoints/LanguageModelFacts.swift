import Encoders
import TensorFiles

/// What the settings of a LLaVA checkpoint say about how its language model sees.
public struct LanguageModelFacts: Sendable, Hashable {
  /// The vision tower that it was built upon, such as `openai/clip-vit-large-patch14-336`.
  public var tower: String?
  /// The layer whose tokens it reads, from the end when negative: −2 is the one before the last.
  public var selectLayer: Int?
  /// Which tokens it reads: `patch` (`default`), or `cls_patch` (`full`).
  public var selectFeature: String?
  /// The projector's kind, such as `mlp2x_gelu`.
  public var projectorType: String?
  /// How images are brought to the view: `pad`, `anyres`, `square`, ….
  public var aspectRatio: String?

  /// Creates a description of which nothing is known.
  public init() {}

  /// Whether images are cut into tiles.
  public var cutsTiles: Bool { aspectRatio?.hasPrefix("anyres") ?? false }
}

/// What kind of model a checkpoint is, for labels and for constants that were measured on a model.
public enum CheckpointFamily: String, Sendable, Hashable, CaseIterable {
  /// CLIP's own checkpoint, or its vision tower alone.
  case clip
  /// SigLIP's own checkpoint, or its vision tower alone.
  case siglip
  /// LLaVA with one linear map as projector.
  case llava = "llava-1.0"
  /// LLaVA-1.5: a projector of two maps, one view.
  case llava15 = "llava-1.5"
  /// LLaVA-NeXT (1.6): tiles.
  case llavaNext = "llava-next"
  /// LLaVA-OneVision: tiles, over SigLIP.
  case llavaOneVision = "llava-onevision"
  /// Another model with such a vision tower.
  case other
}
