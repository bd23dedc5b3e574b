import Checkpoints
import Encoders
import LinearAlgebra
import LocalFiles
import TensorFiles
import TestSupport
import Testing

/// Checkpoints that transformers and PyTorch wrote.
@Suite struct CheckpointTests {
  private static func open(_ name: String) throws -> Checkpoint {
    try Checkpoint.open(Fixture.path("checkpoints/\(name)"))
  }

  private static func architecture(
    _ family: VisionArchitecture.Family, _ activation: VisionArchitecture.Activation,
    _ epsilon: Float
  ) -> VisionArchitecture {
    VisionArchitecture(
      family: family, layers: 2, width: 32, heads: 2, innerWidth: 48, patchSide: 4,
      positionSide: 4, activation: activation, epsilon: epsilon)
  }

  /// Compares every weight of the tower with PyTorch's.
  private func expectWeights(
    _ checkpoint: Checkpoint, of folder: String, prefix: String, others: [String] = []
  ) throws {
    let expected = try ExpectedWeights(folder)
    let named = checkpoint.named
    for (name, numbers) in named {
      #expect(expected.matches(prefix + name, numbers), "\(name)")
    }
    #expect(named.map { prefix + $0.name }.sorted() + others == expected.names(prefix))
  }

  @Test func readsCLIPWithItsJointSpace() throws {
    let checkpoint = try Self.open("clip")
    #expect(checkpoint.name == "clip")
    #expect(checkpoint.path == Fixture.path("checkpoints/clip"))
    #expect(checkpoint.family == .clip)
    #expect(checkpoint.prefix == "vision_model.")
    #expect(checkpoint.architecture == Self.architecture(.clip, .quickGELU, 1e-5))
    #expect(
      checkpoint.processing
        == ImageProcessing(
          width: 16, height: 16, mean: ImageProcessing.clipMean,
          deviation: ImageProcessing.clipDeviation, mode: .hfCrop))
    #expect(checkpoint.notes == [])
    #expect(checkpoint.projector == nil)
    #expect(checkpoint.selectLayer == nil)
    #expect(checkpoint.formats == [.float32])
    try expectWeights(checkpoint, of: "clip", prefix: "vision_model.")
    let joint = try #require(checkpoint.weights.jointProjection)
    #expect(joint.inputs == 32 && joint.outputs == 8 && joint.bias == nil)
    #expect(try ExpectedWeights("clip").matches("visual_projection.weight", joint.weight))
    let numbers = checkpoint.named.reduce(joint.weight.count) { $0 + $1.numbers.count }
    #expect(checkpoint.storedBytes == 4 * numbers)
    #expect(checkpoint.weights.pooling == nil)
  }

  @Test func readsSigLIPWithItsPoolingHead() throws {
    let checkpoint = try Self.open("siglip")
    #expect(checkpoint.family == .siglip)
    #expect(checkpoint.architecture == Self.architecture(.siglip, .tanhGELU, 1e-6))
    #expect(
      checkpoint.processing
        == ImageProcessing(
          width: 16, height: 16, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5], mode: .stretch)
    )
    #expect(checkpoint.notes == [])
    #expect(checkpoint.formats == [.bfloat16])
    #expect(checkpoint.weights.classToken == nil)
    #expect(checkpoint.weights.inputNorm == nil)
    let expected = try ExpectedWeights("siglip")
    for (name, numbers) in checkpoint.named {
      #expect(expected.matches("vision_model." + name, numbers), "\(name)")
    }
    let pooling = try #require(checkpoint.weights.pooling)
    #expect(expected.matches("vision_model.head.probe", pooling.probe))
    #expect(pooling.query.weight.count == 1024 && pooling.key.bias?.count == 32)
  }

  @Test func takesQueriesAndKeysOutOfTheStackedMap() throws {
    var checkpoint = try TestCheckpoint("siglip")
    let rows = (0..<96).map { Float($0) }
    checkpoint.set(
      "vision_model.head.attention.in_proj_weight",
      .init(shape: [96, 32], float32: rows.flatMap { [Float](repeating: $0, count: 32) }))
    checkpoint.set("vision_model.head.attention.in_proj_bias", .init(shape: [96], float32: rows))
    let pooling = try #require(try checkpoint.open().weights.pooling)
    #expect(pooling.query.bias?.floats == Array(rows[0..<32]))
    #expect(pooling.key.bias?.floats == Array(rows[32..<64]))
    #expect(
      pooling.query.weight.floats == rows[0..<32].flatMap { [Float](repeating: $0, count: 32) })
    #expect(
      pooling.key.weight.floats == rows[32..<64].flatMap { [Float](repeating: $0, count: 32) })
  }

  @Test func readsOnlyTheShardsOfTheTowerOfHuggingFacesLLaVA() throws {
    let checkpoint = try Self.open("llava-hub")
    #expect(checkpoint.family == .llava15)
    #expect(checkpoint.prefix == "vision_tower.vision_model.")
    #expect(checkpoint.architecture == Self.architecture(.clip, .quickGELU, 1e-5))
    #expect(checkpoint.processing.mode == .hfCrop)
    #expect(checkpoint.processing.gridPinpoints == [])
    #expect(checkpoint.selectLayer == -2)
    #expect(checkpoint.facts.selectFeature == "default")
    #expect(checkpoint.notes == [])
    #expect(checkpoint.formats == [.float16])
    try expectWeights(checkpoint, of: "llava-hub", prefix: "vision_tower.vision_model.")
    let maps = try #require(checkpoint.projector?.maps)
    #expect(maps.map(\.inputs) == [32, 24] && maps.map(\.outputs) == [24, 24])
    let expected = try ExpectedWeights("llava-hub")
    for (number, map) in maps.enumerated() {
      let name = "multi_modal_projector.linear_\(number + 1)"
      #expect(expected.matches(name + ".weight", map.weight))
      #expect(try expected.matches(name + ".bias", #require(map.bias)))
    }
    #expect(checkpoint.fingerprint.contains("model-00003-of-00008.safetensors:"))
    #expect(!checkpoint.fingerprint.contains("model-00007"))
  }

  @Test func readsLLaVAOfItsAuthorsOutOfPyTorchFiles() throws {
    let checkpoint = try Self.open("llava-original")
    #expect(checkpoint.family == .llava15)
    let prefix = "model.vision_tower.vision_tower.vision_model."
    #expect(checkpoint.prefix == prefix)
    // The settings have heads, but those of the language model.
    #expect(checkpoint.architecture.heads == 1)
    #expect(checkpoint.architecture.activation == .quickGELU)
    #expect(checkpoint.architecture.epsilon == 1e-5)
    #expect(
      checkpoint.notes == [
        "no settings tell the number of attention heads; 1 are assumed",
        "no settings tell the size of the view; 16×16 is assumed",
      ])
    #expect(checkpoint.processing.mode == .llavaPad)
    #expect(checkpoint.processing.mean == ImageProcessing.clipMean)
    #expect(checkpoint.selectLayer == -2)
    #expect(checkpoint.facts.tower == "openai/clip-vit-tiny-patch4-16")
    #expect(checkpoint.facts.selectFeature == "patch")
    #expect(checkpoint.facts.projectorType == "mlp2x_gelu")
    #expect(checkpoint.facts.aspectRatio == "pad")
    #expect(checkpoint.formats == [.float16])
    try expectWeights(checkpoint, of: "llava-original", prefix: prefix)
    let maps = try #require(checkpoint.projector?.maps)
    let expected = try ExpectedWeights("llava-original")
    for (number, map) in zip([0, 2], maps) {
      #expect(expected.matches("model.mm_projector.\(number).weight", map.weight))
      #expect(try expected.matches("model.mm_projector.\(number).bias", #require(map.bias)))
    }
    #expect(try Checkpoint.open(checkpoint.path, heads: 4).architecture.heads == 4)
  }

  @Test func readsTheSettingsOfLLaVANeXT() throws {
    var checkpoint = try TestCheckpoint.tower()
    checkpoint.rename { "model.vision_tower." + $0 }
    checkpoint.tensors.append(("model.image_newline", .zeros(24)))
    let folder = "checkpoints/llava-next/"
    checkpoint.config = String(decoding: try Fixture.bytes(folder + "config.json"), as: UTF8.self)
    checkpoint.processor = String(
      decoding: try Fixture.bytes(folder + "preprocessor_config.json"), as: UTF8.self)
    let read = try checkpoint.open(heads: nil)
    #expect(read.family == .llavaNext)
    #expect(read.selectLayer == -2)
    // Its processor's 'do_pad' is about batches of tiles; pairs are height and width.
    #expect(read.processing.mode == .hfCrop)
    #expect(
      read.processing.gridPinpoints == [
        .init(width: 32, height: 16), .init(width: 16, height: 32), .init(width: 16, height: 48),
      ])
    #expect(read.notes == [])
  }

  @Test func fingerprintsChangeWithTheFiles() throws {
    let checkpoint = try TestCheckpoint("clip", settings: true)
    let folder = try checkpoint.write()
    defer { TestCheckpoint.remove(folder) }
    let first = try Checkpoint.open(folder).fingerprint
    #expect(try Checkpoint.open(folder).fingerprint == first)
    #expect(first.hasPrefix("model.safetensors:85"))
    #expect(first.contains(" config.json:") && first.contains(" preprocessor_config.json:"))
    try LocalFile.write(
      LocalFile.read(folder + "/model.safetensors"), to: folder + "/model.safetensors")
    let second = try Checkpoint.open(folder).fingerprint
    #expect(second != first)
    try LocalFile.remove(folder + "/preprocessor_config.json")
    #expect(try Checkpoint.open(folder).fingerprint != second)
  }
}
