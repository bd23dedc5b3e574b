import Encoders
import LinearAlgebra
import TensorFiles

/// Puts the tensors of a verified tower into their places.
struct TowerReader {
  /// The tensors.
  let store: TensorStore
  /// What precedes their names.
  let prefix: String
  /// The checkpoint, for messages.
  let path: String
  /// Bytes of the tensors that have been taken.
  private(set) var bytes = 0
  /// The formats of those tensors.
  private(set) var formats: Set<StoredNumbers.Format> = []

  /// Prepares to read.
  init(_ store: TensorStore, prefix: String, path: String) {
    self.store = store
    self.prefix = prefix
    self.path = path
  }

  /// The weights of the tower.
  ///
  /// - Parameters:
  ///   - shape: Its sizes, verified.
  ///   - joint: The map to the joint space, by its whole name and shape; nil for none.
  /// - Returns: The weights, where they lie.
  /// - Throws: ``CheckpointError`` when a tensor cannot be mapped.
  mutating func weights(
    _ shape: TowerShape, joint: (name: String, shape: [Int])?
  ) throws(CheckpointError) -> VisionWeights {
    let pixels = 3 * shape.patchSide * shape.patchSide
    let isCLIP = shape.family == .clip
    let patches = LinearWeights(
      inputs: pixels, outputs: shape.width, weight: try numbers(TowerNames.patchWeight),
      bias: isCLIP ? nil : try numbers("embeddings.patch_embedding.bias"))
    var layers: [LayerWeights] = []
    for layer in 0..<shape.layers { layers.append(try self.layer(layer, shape)) }
    return VisionWeights(
      patches: patches,
      classToken: isCLIP ? try numbers("embeddings.class_embedding") : nil,
      positions: try numbers("embeddings.position_embedding.weight"),
      inputNorm: isCLIP ? try norm("pre_layrnorm") : nil, layers: layers,
      outputNorm: shape.hasOutputNorm ? try norm("post_layernorm") : nil,
      pooling: shape.hasPooling ? try pooling(shape.width) : nil,
      jointProjection: try self.joint(joint))
  }

  /// The numbers of a tensor by its name without the prefix.
  private mutating func numbers(_ name: String) throws(CheckpointError) -> StoredNumbers {
    try numbers(whole: prefix + name)
  }

  /// The numbers of a tensor by its whole name; its type has been verified.
  mutating func numbers(whole name: String) throws(CheckpointError) -> StoredNumbers {
    let tensor = try store.tensor(name)
    guard let numbers = StoredNumbers(tensor) else {
      preconditionFailure("'\(name)' of type \(tensor.elementType) was verified")
    }
    tensor.announce()
    bytes += tensor.bytes.count
    formats.insert(numbers.format)
    return numbers
  }

  private mutating func layer(
    _ number: Int, _ shape: TowerShape
  ) throws(CheckpointError) -> LayerWeights {
    let name = "encoder.layers.\(number)"
    let width = shape.width
    return LayerWeights(
      attentionNorm: try norm("\(name).layer_norm1"),
      attention: AttentionWeights(
        query: try map("\(name).self_attn.q_proj", from: width, to: width),
        key: try map("\(name).self_attn.k_proj", from: width, to: width),
        value: try map("\(name).self_attn.v_proj", from: width, to: width),
        output: try map("\(name).self_attn.out_proj", from: width, to: width)),
      perceptronNorm: try norm("\(name).layer_norm2"),
      inner: try map("\(name).mlp.fc1", from: width, to: shape.innerWidth),
      outer: try map("\(name).mlp.fc2", from: shape.innerWidth, to: width))
  }

  private mutating func norm(_ name: String) throws(CheckpointError) -> NormWeights {
    NormWeights(weight: try numbers(name + ".weight"), bias: try numbers(name + ".bias"))
  }

  private mutating func map(
    _ name: String, from inputs: Int, to outputs: Int
  ) throws(CheckpointError) -> LinearWeights {
    LinearWeights(
      inputs: inputs, outputs: outputs, weight: try numbers(name + ".weight"),
      bias: try numbers(name + ".bias"))
  }

  /// The pooling head's queries and keys out of the three maps that lie in one tensor.
  private mutating func pooling(_ width: Int) throws(CheckpointError) -> PoolingWeights {
    let weight = try numbers("head.attention.in_proj_weight")
    let bias = try numbers("head.attention.in_proj_bias")
    func map(_ part: Int) -> LinearWeights {
      LinearWeights(
        inputs: width, outputs: width,
        weight: weight[part * width * width..<(part + 1) * width * width],
        bias: bias[part * width..<(part + 1) * width])
    }
    return PoolingWeights(probe: try numbers("head.probe"), query: map(0), key: map(1))
  }

  private mutating func joint(
    _ tensor: (name: String, shape: [Int])?
  ) throws(CheckpointError) -> LinearWeights? {
    guard let tensor else { return nil }
    return LinearWeights(
      inputs: tensor.shape[1], outputs: tensor.shape[0],
      weight: try numbers(whole: tensor.name), bias: nil)
  }
}
