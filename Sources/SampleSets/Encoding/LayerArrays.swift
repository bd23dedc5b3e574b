public import Encoders
internal import Imaging
internal import LinearAlgebra
public import TensorFiles
internal import TokenFields

/// Every intermediate result of a model that somebody may want to compare with their own, as arrays.
///
/// | array | shape | what it holds |
/// |---|---|---|
/// | `all_hidden_states` | (L+1)×N×d | what enters the first layer, then what each layer gives |
/// | `class_attention_layers` | L×h×N | class attention of every layer, the class token's own share first |
/// | `received_attention_layers` | L×h×N | what each token receives of all patches on average |
/// | `full_attention` | h×N×N | all attention of the layer that features belong to |
/// | `queries` | h×n×d_h | that layer's queries |
/// | `pooling_attention` | h×n | the pooling head's, where there is one |
/// | `pixels` | H×W×3 | the view, uint8 |
///
/// N counts the class token where there is one. Of an image of several views each array has an axis
/// more, in front: the view.
public enum LayerArrays {
  /// Computes the arrays of an image.
  ///
  /// - Parameters:
  ///   - image: What the encoder looks at.
  ///   - encoder: The encoder.
  /// - Returns: Names and arrays.
  /// - Throws: `EncodingError`.
  public static func compute(
    _ image: PreparedImage, by encoder: VisionEncoder
  ) throws(EncodingError) -> [(name: String, tensor: Tensor)] {
    let transformer = encoder.transformer
    let (layers, heads) = (transformer.weights.layers.count, transformer.architecture.heads)
    let (width, skipped) = (
      transformer.architecture.headWidth, transformer.architecture.classTokens
    )
    let layer = encoder.attentionLayer
    let outputs = try encoder.outputs(of: image.tiles, encoder.everything).outputs
    let tokens = encoder.patches.count + skipped
    var arrays = Stacks(views: outputs.count)
    for output in outputs {
      arrays.add("all_hidden_states", [layers + 1, tokens, transformer.architecture.width]) {
        (0...layers).flatMap { output.hiddenStates[$0]?.elements ?? [] }
      }
      if skipped > 0 {
        arrays.add("class_attention_layers", [layers, heads, tokens]) {
          (0..<layers).flatMap { output.classAttention[$0]?.elements ?? [] }
        }
      }
      arrays.add("received_attention_layers", [layers, heads, tokens]) {
        (0..<layers).flatMap { output.receivedAttention[$0]?.elements ?? [] }
      }
      arrays.add("full_attention", [heads, tokens, tokens]) {
        output.fullAttention[layer]?.elements ?? []
      }
      if let queries = output.queries[layer] {
        arrays.add("queries", [heads, tokens - skipped, width]) {
          let own = queries.rows(skipped..<tokens)
          return (0..<heads).flatMap { own.columns(($0 * width)..<(($0 + 1) * width)).elements }
        }
      }
      if let pooling = output.poolingAttention {
        arrays.add("pooling_attention", [heads, tokens]) { pooling.elements }
      }
    }
    return arrays.tensors + [("pixels", pixels(of: image))]
  }

  private static func pixels(of image: PreparedImage) -> Tensor {
    let shape = [image.view.height, image.view.width, 3]
    return Tensor(
      shape: (image.tiles.count > 1 ? [image.tiles.count] : []) + shape,
      uint8: image.tiles.flatMap(\.view.samples))
  }

  /// Arrays of one view after the other.
  private struct Stacks {
    let views: Int
    private var names: [String] = []
    private var shapes: [String: [Int]] = [:]
    private var values: [String: [Float]] = [:]

    init(views: Int) { self.views = views }

    mutating func add(_ name: String, _ shape: [Int], _ elements: () -> [Float]) {
      if shapes.updateValue(shape, forKey: name) == nil { names.append(name) }
      values[name, default: []] += elements()
    }

    var tensors: [(name: String, tensor: Tensor)] {
      names.map { name in
        let shape = (views > 1 ? [views] : []) + (shapes[name] ?? [])
        return (name, Tensor(shape: shape, float32: values[name] ?? []))
      }
    }
  }
}
