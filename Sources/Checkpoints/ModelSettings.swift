import Encoders
import LinearAlgebra
import LocalFiles
import TensorFiles
import TextData

/// What `config.json` says about a checkpoint.
struct ModelSettings {
  /// The file; nil when the checkpoint has none.
  let file: Settings?
  /// The part that describes the vision tower.
  let vision: Settings?
  /// What it says about the language model's view.
  private(set) var facts = LanguageModelFacts()
  /// The kind of model by its name there; nil when it says nothing.
  private(set) var modelType: String?
  /// Remarks.
  private(set) var notes: [String] = []
  /// The classes that would compute the model, in lower case.
  private let architectures: [String]

  /// Reads the settings in the first folder that has any.
  init(in folders: [String]) throws(CheckpointError) {
    file = try Settings.first("config.json", in: folders)
    modelType = try file?.text("model_type")
    var names: [String] = []
    if case .array(let values) = file?.value("architectures") {
      for case .string(let name) in values { names.append(name.lowercased()) }
    }
    architectures = names
    if let part = try file?.object("vision_config") {
      vision = part
    } else if let file, file.has("patch_size") {
      // A tower's own settings; those of a language model have heads too, but no patches.
      vision = file
    } else {
      vision = nil
    }
    try readFacts()
  }

  private mutating func readFacts() throws(CheckpointError) {
    guard let file else { return }
    facts.tower = try file.text("mm_vision_tower", "vision_tower")
    facts.selectFeature = try file.text(
      "mm_vision_select_feature", "vision_feature_select_strategy")
    facts.projectorType = try file.text("mm_projector_type")
    facts.aspectRatio = try file.text("image_aspect_ratio")
    for name in ["mm_vision_select_layer", "vision_feature_layer"] where facts.selectLayer == nil {
      if case .array = file.value(name) {
        notes.append("'\(name)' names several layers; none is taken as the language model's")
      } else {
        facts.selectLayer = try file.integer(
          name, in: -TowerNames.layerLimit...TowerNames.layerLimit)
      }
    }
    guard isHubLanguageModel, notes.isEmpty else { return }
    // What the classes of transformers have where the file is silent.
    let isOneVision = modelType == "llava_onevision"
    facts.selectLayer = facts.selectLayer ?? (isOneVision ? -1 : -2)
    if isOneVision { facts.aspectRatio = facts.aspectRatio ?? "anyres_max_9" }
    if modelType == "llava_next" { facts.aspectRatio = facts.aspectRatio ?? "anyres" }
  }

  /// Takes the layer that LLaVA's own code reads of SigLIP, whatever its settings say.
  ///
  /// It removes the last of the 27 layers and reads the last that is left, while the settings still
  /// have the −2 of a whole tower. Source: LLaVA-NeXT, `siglip_encoder.py`.
  mutating func correctSelectLayer(for shape: TowerShape) {
    guard shape.family == .siglip, shape.width == 1152, shape.layers == 26,
      facts.selectLayer == -2, file?.has("mm_vision_select_layer") ?? false
    else { return }
    facts.selectLayer = -1
    notes.append(
      "LLaVA's code reads the last of SigLIP's 26 layers that are left, not 'mm_vision_select_layer' "
        + "-2")
  }

  /// Whether these are settings of a LLaVA of transformers, rather than of LLaVA's own code.
  var isHubLanguageModel: Bool {
    guard file?.has("vision_config") ?? false, let modelType else { return false }
    return ["llava", "llava_next", "llava_onevision"].contains(modelType)
  }

  /// The kind of model.
  ///
  /// - Parameters:
  ///   - tower: The tower's kind.
  ///   - maps: How many maps the projector has; nil for no projector.
  ///   - hasNewline: Whether there is a tensor that ends rows of tiles.
  /// - Returns: The kind by the settings' own names, else by what there is.
  func family(
    tower: VisionArchitecture.Family, maps: Int?, hasNewline: Bool
  ) -> CheckpointFamily {
    switch modelType {
    case "clip", "clip_vision_model": return .clip
    case "siglip", "siglip_vision_model": return .siglip
    case "llava_next": return .llavaNext
    case "llava_onevision": return .llavaOneVision
    default: break
    }
    let isLLaVA = modelType?.hasPrefix("llava") ?? architectures.contains { $0.hasPrefix("llava") }
    if isLLaVA || (modelType == nil && maps != nil) {
      if facts.cutsTiles {
        return facts.aspectRatio == "anyres" || tower == .clip ? .llavaNext : .llavaOneVision
      }
      if facts.aspectRatio == nil, hasNewline { return .llavaNext }
      return maps == 1 || facts.projectorType == "linear" ? .llava : .llava15
    }
    guard modelType == nil else { return .other }
    return tower == .clip ? .clip : .siglip
  }

  // MARK: What the tower's tensors do not say

  /// The perceptrons' activation.
  func activation(
    _ family: VisionArchitecture.Family
  ) throws(CheckpointError) -> VisionArchitecture.Activation {
    guard let vision, let name = try vision.text("hidden_act") else {
      return family == .clip ? .quickGELU : .tanhGELU
    }
    guard let activation = VisionArchitecture.Activation(rawValue: name) else {
      let known = VisionArchitecture.Activation.allCases.map(\.rawValue)
      throw vision.problem("hidden_act", "one of \(known.joined(separator: ", "))")
    }
    return activation
  }

  /// What is added to variances.
  func epsilon(_ family: VisionArchitecture.Family) throws(CheckpointError) -> Float {
    guard let vision, let value = try vision.number("layer_norm_eps") else {
      return family == .clip ? 1e-5 : 1e-6
    }
    guard value > 0, value < 1 else {
      throw vision.problem("layer_norm_eps", "above 0 and below 1")
    }
    return Float(value)
  }

  /// The number of attention heads, and a remark when it had to be assumed.
  ///
  /// No tensor tells it. In this order: `config.json`; what the caller says; the 12 of transformers'
  /// classes where `config.json` describes the tower without its heads; the name of the tower that a
  /// LLaVA was built upon; heads of 64 numbers, of 72 for the width 1152 of SigLIP.
  func heads(
    _ shape: TowerShape, asked: Int?, path: String
  ) throws(CheckpointError) -> (heads: Int, note: String?) {
    let (heads, note) = try chosenHeads(shape, asked: asked)
    guard heads > 0, shape.width.isMultiple(of: heads) else {
      throw .unsupported(
        path: path, reason: "\(heads) attention heads do not divide a width of \(shape.width)")
    }
    return (heads, note)
  }

  private func chosenHeads(
    _ shape: TowerShape, asked: Int?
  ) throws(CheckpointError) -> (heads: Int, note: String?) {
    if let vision, let heads = try vision.integer("num_attention_heads", in: 1...4096) {
      let differs = asked.map { $0 != heads } ?? false
      return (
        heads, differs ? "\(asked ?? 0) heads were asked for; config.json says \(heads)" : nil
      )
    }
    if let asked { return (asked, nil) }
    if vision != nil, shape.width.isMultiple(of: 12) { return (12, nil) }
    if let tower = facts.tower?.lowercased(),
      let known = Self.knownTowers.first(where: {
        tower.contains($0.name) && $0.width == shape.width
      })
    {
      return (known.heads, nil)
    }
    let heads = shape.family == .siglip && shape.width == 1152 ? 16 : max(shape.width / 64, 1)
    return (heads, "no settings tell the number of attention heads; \(heads) are assumed")
  }

  /// Published towers by a part of their names, in lower case.
  private static let knownTowers: [(name: String, width: Int, heads: Int)] = [
    ("clip-vit-large", 1024, 16), ("clip-vit-base", 768, 12), ("clip-vit-h-", 1280, 16),
    ("clip-vit-huge", 1280, 16), ("clip-vit-g-", 1408, 16), ("clip-vit-bigg", 1664, 16),
    ("clip-vit-l-", 1024, 16), ("siglip-so400m", 1152, 16), ("siglip2-so400m", 1152, 16),
    ("siglip-large", 1024, 16), ("siglip2-large", 1024, 16), ("siglip-base", 768, 12),
    ("siglip2-base", 768, 12),
  ]
}

extension Settings {
  /// The first file of a name in some folders; nil when none has one.
  static func first(_ name: String, in folders: [String]) throws(CheckpointError) -> Settings? {
    guard
      let folder = folders.first(where: {
        LocalFile.kind(of: CheckpointLocator.join($0, name)) != nil
      })
    else { return nil }
    return try Settings(path: CheckpointLocator.join(folder, name))
  }
}
