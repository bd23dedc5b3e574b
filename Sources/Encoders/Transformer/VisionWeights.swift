public import LinearAlgebra

/// A linear map, y = W·x + b.
public struct LinearWeights: Sendable {
  /// The width of x.
  public let inputs: Int
  /// The width of y.
  public let outputs: Int
  /// W, outputs×inputs, row after row.
  public let weight: StoredNumbers
  /// b, outputs; nil for none.
  public let bias: StoredNumbers?

  /// Creates a map; counts that disagree with the widths trap.
  public init(inputs: Int, outputs: Int, weight: StoredNumbers, bias: StoredNumbers?) {
    precondition(
      weight.count == inputs * outputs && (bias.map { $0.count == outputs } ?? true),
      "\(weight.count) weights and \(bias?.count ?? 0) biases of a map \(inputs)→\(outputs)")
    self.inputs = inputs
    self.outputs = outputs
    self.weight = weight
    self.bias = bias
  }
}

/// The learned scale and shift of a layer norm, each as long as a hidden state.
public struct NormWeights: Sendable {
  /// The scale.
  public let weight: StoredNumbers
  /// The shift.
  public let bias: StoredNumbers

  /// Creates a norm.
  public init(weight: StoredNumbers, bias: StoredNumbers) {
    self.weight = weight
    self.bias = bias
  }
}

/// The weights of attention: four linear maps, or three in the pooling head's case beside its probe.
public struct AttentionWeights: Sendable {
  /// To queries.
  public let query: LinearWeights
  /// To keys.
  public let key: LinearWeights
  /// To values.
  public let value: LinearWeights
  /// From the heads' results, side by side, to the output.
  public let output: LinearWeights

  /// Creates the weights of an attention.
  public init(
    query: LinearWeights, key: LinearWeights, value: LinearWeights, output: LinearWeights
  ) {
    self.query = query
    self.key = key
    self.value = value
    self.output = output
  }
}

/// The weights of one layer: x += attention(norm1(x)); x += outer(activation(inner(norm2(x)))).
public struct LayerWeights: Sendable {
  /// The norm before attention.
  public let attentionNorm: NormWeights
  /// The attention.
  public let attention: AttentionWeights
  /// The norm before the perceptron.
  public let perceptronNorm: NormWeights
  /// The perceptron's first map, to its inner width.
  public let inner: LinearWeights
  /// The perceptron's second map, back to the width.
  public let outer: LinearWeights

  /// Creates a layer.
  public init(
    attentionNorm: NormWeights, attention: AttentionWeights, perceptronNorm: NormWeights,
    inner: LinearWeights, outer: LinearWeights
  ) {
    self.attentionNorm = attentionNorm
    self.attention = attention
    self.perceptronNorm = perceptronNorm
    self.inner = inner
    self.outer = outer
  }
}

/// SigLIP's pooling head as far as its attention needs it.
public struct PoolingWeights: Sendable {
  /// The learned query, as long as a hidden state.
  public let probe: StoredNumbers
  /// To queries.
  public let query: LinearWeights
  /// To keys.
  public let key: LinearWeights

  /// Creates a pooling head.
  public init(probe: StoredNumbers, query: LinearWeights, key: LinearWeights) {
    self.probe = probe
    self.query = query
    self.key = key
  }
}

/// The weights of a vision transformer.
public struct VisionWeights: Sendable {
  /// From the pixels of a patch (channel, row, column) to a hidden state.
  public let patches: LinearWeights
  /// The class token's embedding; nil where there is none.
  public let classToken: StoredNumbers?
  /// The position embedding, one row for the class token, if there is one, and for each patch.
  public let positions: StoredNumbers
  /// The norm before the first layer; nil where there is none.
  public let inputNorm: NormWeights?
  /// The layers, the first one first.
  public let layers: [LayerWeights]
  /// The norm behind the last layer; nil where the checkpoint has none.
  public let outputNorm: NormWeights?
  /// SigLIP's pooling head; nil where the checkpoint has none.
  public let pooling: PoolingWeights?
  /// From a normed hidden state to CLIP's joint space, without bias; nil where there is none.
  public let jointProjection: LinearWeights?

  /// Creates a transformer's weights.
  public init(
    patches: LinearWeights, classToken: StoredNumbers?, positions: StoredNumbers,
    inputNorm: NormWeights?, layers: [LayerWeights], outputNorm: NormWeights?,
    pooling: PoolingWeights?, jointProjection: LinearWeights?
  ) {
    self.patches = patches
    self.classToken = classToken
    self.positions = positions
    self.inputNorm = inputNorm
    self.layers = layers
    self.outputNorm = outputNorm
    self.pooling = pooling
    self.jointProjection = jointProjection
  }
}

/// A multimodal projector: linear maps with exact GELU between them.
///
/// One map is LLaVA 1.0's `linear`, two are LLaVA 1.5's `mlp2x_gelu`.
public struct ProjectorWeights: Sendable {
  /// The maps, one or more, each as wide as the one before it gives.
  public let maps: [LinearWeights]

  /// Creates a projector; maps that do not fit each other trap.
  public init(maps: [LinearWeights]) {
    precondition(!maps.isEmpty, "a projector of 0 maps")
    precondition(
      zip(maps, maps.dropFirst()).allSatisfy { $0.outputs == $1.inputs },
      "a projector of maps \(maps.map { "\($0.inputs)→\($0.outputs)" })")
    self.maps = maps
  }
}
