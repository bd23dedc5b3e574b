public import LinearAlgebra

/// Which intermediate results of a vision transformer are wanted.
///
/// Layers count from 0. Hidden states count as in transformers' `hidden_states`: 0 is what enters the
/// first layer, i what layer i−1 gives. Nothing behind the last result that is wanted is computed.
public struct TransformerRequest: Sendable, Hashable {
  /// Hidden states, in 0...layers.
  public var hiddenStates: Set<Int> = []
  /// Layers whose class attention, or received attention where there is no class token, is kept.
  public var attention: Set<Int> = []
  /// Layers whose received attention is kept although there is a class token.
  public var receivedAttention: Set<Int> = []
  /// Layers whose whole attention is kept: h·N² numbers each.
  public var fullAttention: Set<Int> = []
  /// Layers whose queries and keys are kept.
  public var queriesAndKeys: Set<Int> = []
  /// Whether the last layer's class attention of one head as wide as the model is wanted (PruMerge's).
  public var singleHeadAttention = false
  /// Whether the attention of SigLIP's pooling head is wanted.
  public var poolingAttention = false

  /// Creates a request for nothing.
  public init() {}

  /// How many layers must give their result, of a model of so many.
  func wholeLayers(of layers: Int) -> Int {
    if poolingAttention { return layers }
    return max(hiddenStates.max() ?? 0, partLayers(of: layers) - 1, 0)
  }

  /// How many layers must give at least their queries and keys.
  func partLayers(of layers: Int) -> Int {
    let wanted = attention.union(receivedAttention).union(fullAttention).union(queriesAndKeys)
    return singleHeadAttention ? layers : (wanted.max() ?? -1) + 1
  }
}

/// What a vision transformer computed for one view, as far as it was wanted.
///
/// N tokens include the class token, which comes first; n do not.
public struct TransformerOutput: Sendable, Equatable {
  /// Hidden states by their number, each N×d.
  public internal(set) var hiddenStates: [Int: FloatMatrix] = [:]
  /// Class attention by layer, each h×N.
  public internal(set) var classAttention: [Int: FloatMatrix] = [:]
  /// What each token receives of all patches on average, by layer, each h×N.
  public internal(set) var receivedAttention: [Int: FloatMatrix] = [:]
  /// Whole attention by layer, each (h·N)×N: head after head.
  public internal(set) var fullAttention: [Int: FloatMatrix] = [:]
  /// Queries by layer, each N×d: head beside head.
  public internal(set) var queries: [Int: FloatMatrix] = [:]
  /// Keys by layer, each N×d: head beside head.
  public internal(set) var keys: [Int: FloatMatrix] = [:]
  /// The last layer's class attention of one head as wide as the model, over n patches.
  public internal(set) var singleHeadAttention: [Float]?
  /// The pooling head's attention, h×n.
  public internal(set) var poolingAttention: FloatMatrix?

  /// Creates an output that holds nothing yet.
  init() {}
}
