import Encoders
import TensorFiles

/// The sizes of a vision tower, as its tensors tell them.
struct TowerShape {
  /// CLIP or SigLIP.
  var family: VisionArchitecture.Family
  /// Layers.
  var layers: Int
  /// The width of hidden states.
  var width: Int
  /// The width inside of the layers' perceptrons.
  var innerWidth: Int
  /// Pixels of a patch's side.
  var patchSide: Int
  /// Rows and columns of patches that there are position embeddings for.
  var positionSide: Int
  /// Whether there is a norm behind the last layer.
  var hasOutputNorm: Bool
  /// Whether there is a pooling head.
  var hasPooling: Bool

  /// Reads the sizes from a few tensors and verifies all others.
  ///
  /// - Parameters:
  ///   - store: The tensors, those of the tower opened.
  ///   - prefix: What precedes their names.
  ///   - path: The checkpoint, for messages.
  /// - Throws: ``CheckpointError`` when a tensor is missing, has another shape or type than the others
  ///   ask for, or is part of an architecture that is not computed.
  init(_ store: TensorStore, prefix: String, path: String) throws(CheckpointError) {
    func shape(_ name: String, axes: Int) throws(CheckpointError) -> [Int] {
      do throws(ShapeProblem) {
        return try Self.shape(store.entry(prefix + name), axes: axes)
      } catch {
        throw .badTensors(
          path: path, prefix: prefix, problems: ["'\(name)' \(error.text)"], count: 1)
      }
    }
    let own = TowerNames.own(store.names, prefix: prefix)
    let known = Set(own)
    let patches = try shape(TowerNames.patchWeight, axes: 4)
    width = patches[0]
    patchSide = patches[3]
    guard let family = Self.family(known) else {
      throw .unsupported(
        path: path,
        reason: "the tower below '\(printable(prefix))' has neither CLIP's class "
          + "embedding nor SigLIP's bias of patches")
    }
    self.family = family
    let positions = try shape("embeddings.position_embedding.weight", axes: 2)[0]
    let count = positions - (family == .clip ? 1 : 0)
    positionSide = Int(Double(max(count, 0)).squareRoot().rounded())
    layers = TowerNames.layers(in: own)
    innerWidth = try shape("encoder.layers.0.mlp.fc1.weight", axes: 2)[0]
    hasOutputNorm = known.contains { $0.hasPrefix("post_layernorm.") }
    hasPooling = family == .siglip && known.contains { $0.hasPrefix("head.") }
    if count < 1 || positionSide * positionSide != count {
      throw .unsupported(
        path: path, reason: "\(count) position embeddings of patches are no square")
    }
    if layers > TowerNames.layerLimit {
      throw .unsupported(
        path: path, reason: "\(layers) layers; at most \(TowerNames.layerLimit) are read")
    }
    let expected = expected
    try expected.verify(
      in: store, prefix: prefix, path: path,
      unknown: Self.unknown(own, expected: expected, family: family))
  }

  /// What is wrong with the shape of a tensor that tells a size.
  private struct ShapeProblem: Error {
    var text: String
  }

  /// The shape of a tensor, of so many axes of believable lengths.
  private static func shape(_ entry: TensorEntry?, axes: Int) throws(ShapeProblem) -> [Int] {
    guard let shape = entry?.shape else { throw ShapeProblem(text: "is missing") }
    guard shape.count == axes, shape.allSatisfy((1...1 << 20).contains) else {
      throw ShapeProblem(
        text: "is \(product(shape)) instead of having \(axes) axes of 1...\(1 << 20)")
    }
    return shape
  }

  /// The kind of tower that has certain tensors; nil for neither.
  private static func family(_ known: Set<String>) -> VisionArchitecture.Family? {
    if known.contains("embeddings.class_embedding") { return .clip }
    return known.contains("embeddings.patch_embedding.bias") ? .siglip : nil
  }

  /// Every tensor of the tower.
  var expected: ExpectedTensors {
    var tensors = ExpectedTensors()
    let tokens = positionSide * positionSide + (family == .clip ? 1 : 0)
    tensors.add(TowerNames.patchWeight, [width, 3, patchSide, patchSide])
    tensors.add("embeddings.position_embedding.weight", [tokens, width])
    switch family {
    case .clip:
      tensors.add("embeddings.class_embedding", [width])
      tensors.add(norm: "pre_layrnorm", width: width)
    case .siglip: tensors.add("embeddings.patch_embedding.bias", [width])
    }
    for layer in 0..<layers {
      let name = "encoder.layers.\(layer)"
      tensors.add(norm: "\(name).layer_norm1", width: width)
      for part in ["q_proj", "k_proj", "v_proj", "out_proj"] {
        tensors.add(map: "\(name).self_attn.\(part)", from: width, to: width)
      }
      tensors.add(norm: "\(name).layer_norm2", width: width)
      tensors.add(map: "\(name).mlp.fc1", from: width, to: innerWidth)
      tensors.add(map: "\(name).mlp.fc2", from: innerWidth, to: width)
    }
    if hasOutputNorm { tensors.add(norm: "post_layernorm", width: width) }
    if hasPooling {
      tensors.add("head.probe", [1, 1, width])
      tensors.add("head.attention.in_proj_weight", [3 * width, width])
      tensors.add("head.attention.in_proj_bias", [3 * width])
    }
    return tensors
  }

  /// The tensors of embeddings and layers that no tower of the family has.
  ///
  /// They are adapters that have not been merged, scales of layers, norms of queries: with them the
  /// model computes something else.
  private static func unknown(
    _ own: [String], expected: ExpectedTensors, family: VisionArchitecture.Family
  ) -> [String] {
    let known = Set(expected.tensors.map(\.name))
    return own.filter { name in
      (name.hasPrefix("embeddings.") || name.hasPrefix("encoder.layers."))
        && name != "embeddings.position_ids" && !known.contains(name)
    }
  }
}
