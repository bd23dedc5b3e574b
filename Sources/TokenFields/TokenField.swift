public import LinearAlgebra

/// The tokens of one sample: their grid and whatever is known of them.
///
/// Everything but the grid may be absent; a strategy declares what it reads and refuses a field that
/// lacks it. All arrays are already checked: lengths agree with the grid and every value is finite.
/// Shapes use the glossary's letters: n tokens, d feature width, D projected width, h heads.
public struct TokenField: Sendable, Equatable {
  /// How the tokens lie; its count is n.
  public var grid: TokenGrid
  /// Patch features of the vision encoder before the projector, n×d.
  public var features: Matrix?
  /// Features after the multimodal projector, n×D.
  public var projected: Matrix?
  /// Class attention over patches, h×n; not renormalised, so a row sums to less than 1.
  public var attention: Matrix?
  /// Whose attention ``attention`` is; what is said of class attention is said of its stand-in, too.
  public var attentionSource = AttentionSource.classToken
  /// Class attention of every layer, where it is known; no strategy reads it.
  public var layerAttention: LayerAttention?
  /// Attention of patches to patches, where it was asked for and is there; no strategy reads it.
  public var patchAttention: PatchAttention?
  /// Attention keys, one n×d_h matrix for each head.
  public var keys: [Matrix]?
  /// The single-head attention of the last layer that PruMerge reads, n.
  public var lastLayerAttention: [Double]?
  /// Class attention of the shallow layer that VScan reads, h×n.
  public var shallowAttention: Matrix?
  /// Class attention of the first layer that HiRED reads, h×n.
  public var firstLayerAttention: Matrix?
  /// Patches in CLIP's joint space, n×e.
  public var clipImageEmbeds: Matrix?
  /// Texts in CLIP's joint space, m×e.
  public var textEmbeds: Matrix?
  /// Text-to-patch scores, n; larger is more relevant.
  public var relevance: [Double]?
  /// Attention inside the language model, n.
  public var llmAttention: [Double]?
  /// The share of each token's pixels that are padding, n, each in 0...1.
  public var paddingFraction: [Double]?
  /// The encoder that made the tokens, as it is named on screen and in files; nil for a dump that
  /// does not say.
  public var encoder: String?
  /// What an average image's erank and entropy are for this encoder.
  public var averages: FieldAverages
  /// The sample's name; nil for tokens that belong to none.
  public var name: String?
  /// Which tile of a sample this is, from 0, where tiles are looked at one by one; nil for a whole
  /// sample.
  public var tileIndex: Int?

  /// Creates a field that knows only its grid.
  public init(
    grid: TokenGrid, features: Matrix? = nil, projected: Matrix? = nil, attention: Matrix? = nil,
    keys: [Matrix]? = nil, paddingFraction: [Double]? = nil, encoder: String? = nil,
    averages: FieldAverages = .llava15
  ) {
    self.grid = grid
    self.features = features
    self.projected = projected
    self.attention = attention
    self.keys = keys
    self.paddingFraction = paddingFraction
    self.encoder = encoder
    self.averages = averages
  }

  /// The number of tokens, n.
  public var count: Int { grid.count }
}

/// The averages over images against which one image is called simple or complex.
public struct FieldAverages: Sendable, Hashable {
  /// The average effective rank of all tokens (centred).
  public var erank: Double
  /// The average entropy of the class attention, in nats.
  public var entropy: Double
  /// Where the two come from, for screens and files.
  public var source: String

  /// Creates averages with their origin.
  public init(erank: Double, entropy: Double, source: String) {
    self.erank = erank
    self.entropy = entropy
    self.source = source
  }

  /// AgilePruner's constant for the erank and the paper's mean entropy on MME, both of LLaVA-1.5 7B.
  public static let llava15 = FieldAverages(erank: 90, entropy: 4.80, source: "LLaVA-1.5 7B")
}
