import Checkpoints
import Encoders
import LocalFiles
import TensorFiles
import TestSupport
import Testing

/// Checkpoints that lack something, or have too much.
@Suite struct RefusalTests {
  /// The end of the message that a changed tower is refused with.
  private func message(
    heads: Int? = 2, _ change: (inout TestCheckpoint) -> Void
  ) throws -> String {
    var checkpoint = try TestCheckpoint.tower()
    change(&checkpoint)
    let text = try checkpoint.problem(heads: heads)?.description ?? "nothing"
    #expect(!text.contains("\n"))
    return text.split(separator: ": ").dropFirst().joined(separator: ": ")
  }

  private static let below = "tensors below 'vision_model.' are not as they must be"

  @Test func namesEveryTensorThatIsMissing() throws {
    let name = "vision_model.encoder.layers.1.mlp.fc1"
    #expect(
      try message { $0.tensors.removeAll { $0.name == name + ".bias" } }
        == "1 \(Self.below): 'encoder.layers.1.mlp.fc1.bias' of 48 is missing")
    let text = try message { $0.tensors.removeAll { $0.name.contains(".layers.0.") } }
    #expect(text == "1 \(Self.below): 'encoder.layers.0.mlp.fc1.weight' is missing")
    let gap = try message {
      $0.tensors.append(("vision_model.encoder.layers.3.mlp.fc1.bias", .zeros(48)))
    }
    #expect(
      gap.hasPrefix("31 \(Self.below): 'encoder.layers.2.layer_norm1.weight' of 32 is missing"))
    #expect(gap.hasSuffix("; and 25 more"))
    #expect(gap.count(where: { $0 == ";" }) == 6)
  }

  @Test(arguments: [
    "embeddings.position_embedding.weight", "pre_layrnorm.bias", "post_layernorm.weight",
    "encoder.layers.0.layer_norm2.weight", "encoder.layers.1.self_attn.out_proj.bias",
    "encoder.layers.0.mlp.fc2.weight", "encoder.layers.0.self_attn.q_proj.weight",
  ])
  func needsEveryTensorInItsShapeAndType(name: String) throws {
    let whole = "vision_model." + name
    let missing = try message { $0.tensors.removeAll { $0.name == whole } }
    #expect(missing.contains("'\(name)'") && missing.hasSuffix("is missing"))
    let short = try message { $0.set(whole, .zeros(31)) }
    #expect(short.contains("'\(name)' is 31 instead of "))
    let wide = try message { checkpoint in
      guard let tensor = checkpoint.tensors.first(where: { $0.name == whole })?.tensor else {
        return
      }
      checkpoint.set(whole, Tensor(shape: tensor.shape, float64: tensor.values()))
    }
    #expect(
      wide
        == "1 \(Self.below): '\(name)' is of type float64 instead of float32, float16 or bfloat16"
    )
  }

  @Test func refusesWhatBelongsToAnotherArchitecture() throws {
    let adapter = "encoder.layers.0.self_attn.q_proj.lora_A.default.weight"
    #expect(
      try message { $0.set("vision_model." + adapter, .zeros(4, 32)) }
        == "1 \(Self.below): '\(adapter)' belongs to another architecture")
    #expect(
      try message { $0.tensors.removeAll { $0.name.hasSuffix("class_embedding") } }
        == "the tower below 'vision_model.' has neither CLIP's class embedding nor SigLIP's bias of "
        + "patches")
    #expect(
      try message { $0.set("vision_model.embeddings.patch_embedding.weight", .zeros(32, 48)) }
        == "1 \(Self.below): 'embeddings.patch_embedding.weight' is 32×48 instead of having 4 axes "
        + "of 1...1048576")
    #expect(
      try message { $0.set("vision_model.embeddings.patch_embedding.weight", .zeros(32, 1, 4, 4)) }
        .hasSuffix("'embeddings.patch_embedding.weight' is 32×1×4×4 instead of 32×3×4×4"))
    #expect(
      try message { $0.set("vision_model.embeddings.position_embedding.weight", .zeros(16, 32)) }
        == "15 position embeddings of patches are no square")
    #expect(
      try message { $0.set("vision_model.embeddings.position_embedding.weight", .zeros(1, 32)) }
        == "0 position embeddings of patches are no square")
    #expect(
      try message { $0.set("vision_model.encoder.layers.99999999999.mlp.fc1.bias", .zeros(1)) }
        == "100000000000 layers; at most 1024 are read")
    _ = try message {
      $0.set("vision_model.encoder.layers.\(Int.max).mlp.fc1.bias", .zeros(1))
    }
  }

  @Test func refusesNoTowerAndSeveral() throws {
    let none = try message { $0.tensors = [("model.layers.0.mlp.weight", .zeros(2))] }
    #expect(
      none == "no vision tower among 1 tensors, since no name ends in "
        + "'embeddings.patch_embedding.weight'; CLIP, SigLIP and LLaVA checkpoints have one")
    let named = try message {
      $0.tensors = []
      $0.config = #"{"mm_vision_tower": "openai/clip"}"#
    }
    #expect(named.hasSuffix("; the settings say 'openai/clip', which is to be named instead"))
    let two = try message { checkpoint in
      checkpoint.tensors += checkpoint.tensors.map { ("second." + $0.name, $0.tensor) }
    }
    #expect(two == "2 vision towers, 'second.vision_model.', 'vision_model.'; one is read")
  }

  @Test func refusesHeadsThatDoNotDivideTheWidth() throws {
    #expect(try message(heads: 5) { _ in } == "5 attention heads do not divide a width of 32")
    #expect(try message(heads: 0) { _ in } == "0 attention heads do not divide a width of 32")
    #expect(try message(heads: -2) { _ in } == "-2 attention heads do not divide a width of 32")
  }

  @Test func refusesFilesThatAreNoCheckpoints() throws {
    let path = Fixture.path("tensors/types.npz")
    #expect(
      throws: CheckpointError.unsupported(
        path: path,
        reason: "is no checkpoint but npz arrays; safetensors and PyTorch files are read")
    ) { try Checkpoint.open(path) }
    #expect(throws: CheckpointError.self) { try Checkpoint.open(Fixture.path("README.md")) }
    let old = Fixture.path("checkpoints/pytorch/old.pt")
    #expect(throws: CheckpointError.tensors(.init(path: old, problem: .oldPyTorch))) {
      try Checkpoint.open(old)
    }
  }

  // MARK: Indexes

  /// A folder with an index of any text.
  private func index(_ text: String) throws -> String {
    let folder = TestCheckpoint.scratch()
    try LocalFile.write(Array(text.utf8), to: folder + "/model.safetensors.index.json")
    return folder
  }

  @Test(arguments: ["../model.safetensors", "/etc/passwd", "a/b", "..", ".", "", "a\\u0000b"])
  func refusesAnIndexThatPointsOutOfItsFolder(shard: String) throws {
    let key = "vision_model.embeddings.patch_embedding.weight"
    let folder = try index(#"{"weight_map":{"\#(key)":"\#(shard)"}}"#)
    let path = folder + "/model.safetensors.index.json"
    let name = shard == "a\\u0000b" ? "a\0b" : shard
    #expect(throws: CheckpointError.badShardName(path: path, shard: name)) {
      try Checkpoint.open(folder)
    }
  }

  @Test func namesTheShardThatIsMissingAndNeeded() throws {
    let source = Fixture.path("checkpoints/llava-hub")
    let folder = TestCheckpoint.scratch()
    defer { TestCheckpoint.remove(folder) }
    for name in try LocalFile.names(in: source).names {
      try LocalFile.write(LocalFile.read(source + "/" + name), to: folder + "/" + name)
    }
    #expect(try Checkpoint.open(folder).weights.layers.count == 2)
    try LocalFile.remove(folder + "/model-00004-of-00008.safetensors")
    let path = folder + "/model.safetensors.index.json"
    let error = #expect(throws: CheckpointError.self) { try Checkpoint.open(folder) }
    guard case .missingShard(path, "model-00004-of-00008.safetensors", let count) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(count > 0)
    // A shard that has been exchanged for another does not hold what the index says.
    try LocalFile.write(
      LocalFile.read(folder + "/model-00005-of-00008.safetensors"),
      to: folder + "/model-00004-of-00008.safetensors")
    let other = #expect(throws: CheckpointError.self) { try Checkpoint.open(folder) }
    #expect(other?.description.contains("is missing") == true)
  }

  @Test(arguments: [
    ("{}", "'weight_map' must be an object of tensors and their files"),
    (#"{"weight_map": 3}"#, "'weight_map' must be an object"),
    (#"{"weight_map": {"a": "b", "a": "c"}}"#, "is malformed at byte"),
    ("[]", "is malformed at byte 0: it must be an object"), ("", "is malformed at byte 0"),
    (#"{"weight_map": {"a": 3}}"#, "no vision tower among 0 tensors"),
  ])
  func refusesAnIndexThatIsNone(text: String, reason: String) throws {
    let folder = try index(text)
    let error = #expect(throws: CheckpointError.self) { try Checkpoint.open(folder) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }
}
