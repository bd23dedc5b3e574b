/// How the tensors of a vision tower are called.
///
/// Every layout puts something else before the same names: nothing, `vision_model.`,
/// `vision_tower.vision_model.`, `model.vision_tower.vision_tower.vision_model.`, what adapters add.
/// So the tower is found by its patch embedding, and what precedes that is its prefix.
enum TowerNames {
  /// The tensor that every tower has and no language model does.
  static let patchWeight = "embeddings.patch_embedding.weight"
  /// The most layers to believe in; the deepest published tower has 48.
  static let layerLimit = 1024

  /// What precedes the names of each tower.
  ///
  /// - Parameter names: All tensors of a checkpoint.
  /// - Returns: One prefix for each tower, in ascending order; each empty or with a dot at its end.
  static func prefixes(in names: [String]) -> [String] {
    beginnings(before: patchWeight, in: names)
  }

  /// What precedes a name wherever it is the end of another, at a dot.
  static func beginnings(before ending: String, in names: [String]) -> [String] {
    names.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
      .filter { $0.isEmpty || $0.hasSuffix(".") }.sorted()
  }

  /// The names of a tower's own tensors, without its prefix.
  static func own(_ names: [String], prefix: String) -> [String] {
    let parts = ["embeddings.", "encoder.layers.", "pre_layrnorm.", "post_layernorm.", "head."]
    return names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      .filter { name in parts.contains { name.hasPrefix($0) } }
  }

  /// How many layers names speak of: one more than the largest number, wherever there are gaps.
  static func layers(in own: [String]) -> Int {
    let beginning = "encoder.layers."
    let numbers = own.compactMap { name -> Int? in
      guard name.hasPrefix(beginning) else { return nil }
      return Int(name.dropFirst(beginning.count).prefix { $0 != "." })
    }
    return min(numbers.max() ?? -1, Int.max - 1) + 1
  }

  /// Where the map to CLIP's joint space may be: beside the tower, or beside what holds it.
  static func jointProjections(prefix: String) -> [String] {
    let model = "vision_model."
    let outer = prefix.hasSuffix(model) ? String(prefix.dropLast(model.count)) : prefix
    return [outer + "visual_projection.weight"]
  }
}
