public import LinearAlgebra

/// What a vision transformer is built like, as far as its weights do not say it by themselves.
///
/// Sources: Radford et al. 2021 (CLIP), Zhai et al. 2023 (SigLIP); `CLIPVisionConfig` and
/// `SiglipVisionConfig` of transformers 4.57 for defaults.
public struct VisionArchitecture: Sendable, Hashable {
  /// The two kinds of vision transformer.
  public enum Family: String, Sendable, Hashable, CaseIterable {
    /// A class token before the patches, a norm before the first layer, no bias in the patches.
    case clip
    /// No class token; a bias in the patches; a pooling head with a learned probe.
    case siglip
  }

  /// What stands between the two halves of a layer's perceptron.
  public typealias Activation = LinearAlgebra.Activation

  /// The kind of transformer.
  public var family: Family
  /// Layers in the checkpoint.
  public var layers: Int
  /// The width of hidden states, d.
  public var width: Int
  /// Attention heads, h; they divide the width.
  public var heads: Int
  /// The width between the halves of a layer's perceptron.
  public var innerWidth: Int
  /// Pixels of a patch's side.
  public var patchSide: Int
  /// Rows and columns of patches that the position embedding was trained for.
  public var positionSide: Int
  /// The perceptrons' activation.
  public var activation: Activation
  /// What is added to variances in norms.
  public var epsilon: Float

  /// Creates a description.
  public init(
    family: Family, layers: Int, width: Int, heads: Int, innerWidth: Int, patchSide: Int,
    positionSide: Int, activation: Activation, epsilon: Float
  ) {
    self.family = family
    self.layers = layers
    self.width = width
    self.heads = heads
    self.innerWidth = innerWidth
    self.patchSide = patchSide
    self.positionSide = positionSide
    self.activation = activation
    self.epsilon = epsilon
  }

  /// Tokens before the patches: 1 with a class token.
  public var classTokens: Int { family == .clip ? 1 : 0 }

  /// The width of one head.
  public var headWidth: Int { width / heads }
}
