import Encoders
import LinearAlgebra
import TensorFiles

/// A multimodal projector among a checkpoint's tensors.
///
/// | names | what they are |
/// |---|---|
/// | `…mm_projector.0`, `.2`, `.4`, … | LLaVA's `mlp2x_gelu` and its like; GELU has the odd numbers |
/// | `…mm_projector` | LLaVA's `linear` |
/// | `…multi_modal_projector.linear_1`, `.linear_2` | the same two maps in Hugging Face's LLaVA |
/// | `…multi_modal_projector.linear` | one map |
struct ProjectorLayout {
  /// The whole names of the maps, without `.weight` and `.bias`, in the order of computing.
  var maps: [String]
  /// Why the projector is not computed; nil when it is.
  var reason: String?

  /// Looks for a projector; nil when there is none.
  init?(in names: [String]) {
    let known = Set(names)
    let roots = ["mm_projector", "multi_modal_projector"].flatMap { root in
      Set(names.compactMap { Self.root(root, of: $0) })
    }.sorted()
    guard let root = roots.first else { return nil }
    let isHub = root.hasSuffix("multi_modal_projector")
    maps = []
    if known.contains(root + ".weight") {
      maps = [root]
    } else if isHub, known.contains(root + ".linear.weight") {
      maps = [root + ".linear"]
    } else {
      let steps = isHub ? (1...64).map { "linear_\($0)" } : (0..<64).map { "\(2 * $0)" }
      maps = steps.map { "\(root).\($0)" }.prefix { known.contains($0 + ".weight") }.map { $0 }
    }
    let own = names.filter { $0 == root || $0.hasPrefix(root + ".") }
    let understood = Set(maps.flatMap { [$0 + ".weight", $0 + ".bias"] })
    if roots.count > 1 {
      reason = "there are \(roots.count)"
    } else if maps.isEmpty || own.contains(where: { !understood.contains($0) }) {
      reason = "it is more than linear maps with GELU between them"
    }
  }

  /// The part of a name up to a component; nil when it has none of the kind.
  private static func root(_ component: String, of name: String) -> String? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let position = parts.firstIndex(where: { $0 == component }) else { return nil }
    return parts[...position].joined(separator: ".")
  }

  /// The names of all weights and of the biases that there are.
  func tensors(in names: [String]) -> [String] {
    let known = Set(names)
    return maps.flatMap { [$0 + ".weight", $0 + ".bias"] }.filter(known.contains)
  }

  /// The widths of each map; nil when the first one reads something else than single hidden states.
  ///
  /// - Throws: ``CheckpointError`` when the maps do not fit each other, or a tensor is misshapen.
  func widths(
    _ store: TensorStore, from width: Int, path: String
  ) throws(CheckpointError) -> [(inputs: Int, outputs: Int, hasBias: Bool)]? {
    var expected = ExpectedTensors()
    var widths: [(inputs: Int, outputs: Int, hasBias: Bool)] = []
    var inputs = width
    for map in maps {
      let shape = store.entry(map + ".weight")?.shape ?? []
      let outputs = shape.first ?? 0
      if widths.isEmpty, shape.count == 2, shape[1] != width { return nil }
      let hasBias = store.entry(map + ".bias") != nil
      expected.add(map + ".weight", [outputs, inputs])
      if hasBias { expected.add(map + ".bias", [outputs]) }
      widths.append((inputs, outputs, hasBias))
      inputs = outputs
    }
    try expected.verify(in: store, prefix: "", path: path)
    return widths
  }
}
