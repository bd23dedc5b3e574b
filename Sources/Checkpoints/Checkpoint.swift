public import Encoders
public import LinearAlgebra
import LocalFiles
import TensorFiles

/// The vision tower of a trained model, found in files on this machine, with all that is needed to
/// compute with it.
///
/// The weights stay in their files, which are mapped into memory (see `MappedFile` for what happens
/// when one is shortened meanwhile). Of a language model's shards only those are opened that hold the
/// tower or the projector. Every tensor's name, shape and type is verified before anything is returned.
public struct Checkpoint: Sendable {
  /// What to call it on screens: `openai/clip-vit-large-patch14-336` where the path tells, else the name
  /// of the folder or file.
  public let name: String
  /// The folder or file that was named.
  public let path: String
  /// What kind of model it is.
  public let family: CheckpointFamily
  /// What the tower is built like.
  public let architecture: VisionArchitecture
  /// The tower's weights.
  public let weights: VisionWeights
  /// The multimodal projector; nil when there is none, or none that is computed.
  public let projector: ProjectorWeights?
  /// What the image processor does.
  public let processing: ImageProcessing
  /// What the settings say about the language model's view.
  public let facts: LanguageModelFacts
  /// What precedes the names of the tower's tensors.
  public let prefix: String
  /// What was assumed, left out or does not agree, each in one line without a final period.
  public let notes: [String]
  /// Text that changes when a file changes that weights or settings were read from.
  public let fingerprint: String
  /// Bytes of the weights in their files, the projector's included.
  public let storedBytes: Int
  /// How the weights are stored, in the order of `StoredNumbers.Format`; one format in most cases.
  public let formats: [StoredNumbers.Format]

  /// The layer whose tokens the language model reads, from the end when negative; nil when not known.
  public var selectLayer: Int? { facts.selectLayer }

  /// Opens a checkpoint.
  ///
  /// - Parameters:
  ///   - name: A folder, a file of weights, or `OWNER/NAME` of a model in a Hugging Face cache; see
  ///     ``CheckpointLocator``.
  ///   - heads: The number of attention heads where `config.json` does not tell it.
  ///   - environment: The environment's variables, for the places of caches.
  /// - Returns: The checkpoint; its files stay open as long as weights of it are in use.
  /// - Throws: ``CheckpointError`` when there is none, or it is not what it must be.
  public static func open(
    _ name: String, heads: Int? = nil, environment: [String: String] = [:]
  ) throws(CheckpointError) -> Checkpoint {
    try Checkpoint(CheckpointLocator.locate(name, environment: environment), heads: heads)
  }

  /// Opens a checkpoint whose files have been found.
  ///
  /// - Parameters:
  ///   - location: Where they are.
  ///   - heads: The number of attention heads where `config.json` does not tell it.
  /// - Throws: ``CheckpointError`` when it is not what it must be.
  public init(_ location: CheckpointLocation, heads: Int? = nil) throws(CheckpointError) {
    let path = location.path
    var model = try ModelSettings(in: location.settingsFolders)
    let parts = try Parts(location, model: model)
    let shape = try TowerShape(parts.store, prefix: parts.prefix, path: path)
    model.correctSelectLayer(for: shape)
    let processor = try ProcessorSettings(
      in: location.settingsFolders, model: model, shape: shape)
    var reader = TowerReader(parts.store, prefix: parts.prefix, path: path)
    weights = try reader.weights(
      shape, joint: try Self.joint(parts, width: shape.width, path: path))
    let projector = try Self.projector(parts.projector, &reader, width: shape.width, model: model)
    let described = try Self.architecture(shape, model, heads: heads, path: path)
    try Self.checkSelectLayer(model, layers: shape.layers)

    name = location.name
    self.path = path
    prefix = parts.prefix
    self.projector = projector.weights
    family = model.family(
      tower: shape.family, maps: projector.weights?.maps.count,
      hasNewline: parts.store.names.contains { $0.hasSuffix("image_newline") })
    architecture = described.architecture
    processing = processor.processing
    facts = model.facts
    let remarks = [described.note, projector.note].compactMap { $0 }
    notes = try model.notes + remarks + Self.sizeNotes(model, shape) + processor.notes
    fingerprint = Self.fingerprint(parts.store, location)
    storedBytes = reader.bytes
    formats = StoredNumbers.Format.allCases.filter(reader.formats.contains)
  }

  /// What of a checkpoint's tensors is read, in files that are open.
  private struct Parts {
    /// The tensors.
    let store: TensorStore
    /// What precedes the names of the tower's.
    let prefix: String
    /// The projector.
    let projector: ProjectorLayout?
    /// The map to the joint space, by its name.
    let joint: String?

    /// Finds the tower by its patch embedding and opens the files that hold it.
    init(_ location: CheckpointLocation, model: ModelSettings) throws(CheckpointError) {
      var store = try TensorStore(location.weights)
      let names = store.names
      let prefixes = TowerNames.prefixes(in: names)
      guard let prefix = prefixes.first else {
        throw .noTower(path: location.path, tensors: names.count, tower: model.facts.tower)
      }
      guard prefixes.count == 1 else {
        throw .severalTowers(path: location.path, prefixes: prefixes)
      }
      projector = ProjectorLayout(in: names)
      joint = TowerNames.jointProjections(prefix: prefix).first(where: names.contains)
      try store.open(
        for: TowerNames.own(names, prefix: prefix).map { prefix + $0 }
          + (projector?.tensors(in: names) ?? []) + (joint.map { [$0] } ?? []))
      self.store = store
      self.prefix = prefix
    }
  }

  /// What the tower is built like, and a remark about what had to be assumed.
  private static func architecture(
    _ shape: TowerShape, _ model: ModelSettings, heads asked: Int?, path: String
  ) throws(CheckpointError) -> (architecture: VisionArchitecture, note: String?) {
    let (heads, note) = try model.heads(shape, asked: asked, path: path)
    let architecture = VisionArchitecture(
      family: shape.family, layers: shape.layers, width: shape.width, heads: heads,
      innerWidth: shape.innerWidth, patchSide: shape.patchSide,
      positionSide: shape.positionSide, activation: try model.activation(shape.family),
      epsilon: try model.epsilon(shape.family))
    return (architecture, note)
  }

  /// The map to the joint space, by its name and its verified shape.
  private static func joint(
    _ parts: Parts, width: Int, path: String
  ) throws(CheckpointError) -> (name: String, shape: [Int])? {
    guard let name = parts.joint, let outputs = parts.store.entry(name)?.shape.first else {
      return nil
    }
    var expected = ExpectedTensors()
    expected.add(name, [outputs, width])
    try expected.verify(in: parts.store, prefix: "", path: path)
    return (name, [outputs, width])
  }

  /// The projector, or why there is none although the checkpoint has one.
  private static func projector(
    _ layout: ProjectorLayout?, _ reader: inout TowerReader, width: Int, model: ModelSettings
  ) throws(CheckpointError) -> (weights: ProjectorWeights?, note: String?) {
    guard let layout else { return (nil, nil) }
    var reason = layout.reason
    if let type = model.facts.projectorType, type != "linear",
      !(type.hasPrefix("mlp") && type.hasSuffix("x_gelu"))
    {
      reason = "its type is '\(printable(type, limit: 40))'"
    }
    if let activation = try model.file?.text("projector_hidden_act"), activation != "gelu",
      layout.maps.count > 1
    {
      reason = "its activation is '\(printable(activation, limit: 40))'"
    }
    let widths =
      reason == nil ? try layout.widths(reader.store, from: width, path: reader.path) : nil
    guard let widths else {
      let why = reason ?? "it reads more than single hidden states"
      return (nil, "the projector is left out: \(why)")
    }
    var maps: [LinearWeights] = []
    for (map, widths) in zip(layout.maps, widths) {
      maps.append(
        LinearWeights(
          inputs: widths.inputs, outputs: widths.outputs,
          weight: try reader.numbers(whole: map + ".weight"),
          bias: widths.hasBias ? try reader.numbers(whole: map + ".bias") : nil))
    }
    return (ProjectorWeights(maps: maps), nil)
  }

  private static func checkSelectLayer(
    _ model: ModelSettings, layers: Int
  ) throws(CheckpointError) {
    guard let layer = model.facts.selectLayer, let file = model.file else { return }
    guard (-layers - 1...layers).contains(layer) else {
      throw .unsupported(
        path: file.path, reason: "the language model reads layer \(layer) of a tower of \(layers)")
    }
  }

  /// Remarks where `config.json` tells of other sizes than the tensors have.
  private static func sizeNotes(
    _ model: ModelSettings, _ shape: TowerShape
  ) throws(CheckpointError) -> [String] {
    var notes: [String] = []
    for (name, what, size) in [
      ("num_hidden_layers", "layers", shape.layers),
      ("hidden_size", "numbers a token", shape.width),
      ("intermediate_size", "numbers inside of a layer", shape.innerWidth),
      ("patch_size", "pixels a patch's side", shape.patchSide),
    ] {
      guard let declared = try model.vision?.integer(name, in: 0...Int(Int32.max)),
        declared != size
      else { continue }
      notes.append("config.json tells of \(declared) \(what); the checkpoint has \(size)")
    }
    return notes
  }

  /// The stamps of all files that weights or settings came from.
  private static func fingerprint(_ store: TensorStore, _ location: CheckpointLocation) -> String {
    var paths = store.files.map(\.path)
    if case .index(let path) = location.weights { paths.append(path) }
    for name in ["config.json", "preprocessor_config.json", "processor_config.json"] {
      let found = location.settingsFolders.map { CheckpointLocator.join($0, name) }
      if let path = found.first(where: { LocalFile.kind(of: $0) != nil }) { paths.append(path) }
    }
    return paths.map { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return "\(printable(name)):\(LocalFile.stamp(of: path)?.text ?? "gone")"
    }.joined(separator: " ")
  }
}
