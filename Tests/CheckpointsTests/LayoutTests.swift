import Checkpoints
import Encoders
import LinearAlgebra
import LocalFiles
import TensorFiles
import TestSupport
import Testing

/// The same tower under all names that are known.
@Suite struct LayoutTests {
  private static let prefixes = [
    "", "vision_model.", "vision_tower.", "vision_tower.vision_model.", "model.vision_tower.",
    "model.vision_tower.vision_model.", "model.vision_tower.vision_tower.vision_model.",
    "base_model.model.model.vision_tower.vision_tower.vision_model.", "state_dict.visual.",
  ]

  @Test(arguments: prefixes)
  func findsTheTowerWhateverPrecedesIt(prefix: String) throws {
    var checkpoint = try TestCheckpoint.tower()
    checkpoint.rename { prefix + $0.dropFirst("vision_model.".count) }
    // A language model's layers look alike.
    checkpoint.tensors.append(("model.layers.0.self_attn.q_proj.weight", .zeros(8, 8)))
    checkpoint.tensors.append(("language_model.encoder.layers.7.mlp.fc1.weight", .zeros(8)))
    checkpoint.tensors.append(
      (
        prefix + "embeddings.position_ids",
        .init(shape: [17], int64: .init(repeating: 0, count: 17))
      ))
    let read = try checkpoint.open()
    #expect(read.prefix == prefix)
    #expect(read.architecture.layers == 2)
    let expected = try ExpectedWeights("clip")
    for (name, numbers) in read.named {
      #expect(expected.matches("vision_model." + name, numbers), "\(prefix)\(name)")
    }
  }

  @Test(arguments: [
    ("vision_model.", "visual_projection.weight"), ("", "visual_projection.weight"),
    ("vision_tower.", "vision_tower.visual_projection.weight"),
    ("a.vision_model.", "a.visual_projection.weight"),
  ])
  func findsTheJointProjectionBesideTheTower(prefix: String, name: String) throws {
    var checkpoint = try TestCheckpoint.tower()
    checkpoint.rename { prefix + $0.dropFirst("vision_model.".count) }
    checkpoint.set(name, .zeros(5, 32))
    #expect(try checkpoint.open().weights.jointProjection?.outputs == 5)
    checkpoint.set(name, .zeros(5, 31))
    #expect(
      try checkpoint.problem()?.description.hasSuffix("'\(name)' is 5×31 instead of 5×32") == true)
  }

  @Test func countsTheLayersOfATowerThatLacksItsLastOneAndItsHead() throws {
    var checkpoint = try TestCheckpoint("siglip", settings: true)
    checkpoint.tensors.removeAll {
      $0.name.contains("layers.1.") || $0.name.contains(".head.")
        || $0.name.contains("post_layernorm")
    }
    let read = try checkpoint.open(heads: nil)
    #expect(read.architecture.layers == 1)
    #expect(read.weights.layers.count == 1)
    #expect(read.weights.pooling == nil)
    #expect(read.weights.outputNorm == nil)
    #expect(read.notes == ["config.json tells of 2 layers; the checkpoint has 1"])
  }

  @Test func readsATowerInSeveralFormats() throws {
    var checkpoint = try TestCheckpoint.tower()
    let name = "vision_model.post_layernorm.weight"
    let half = Tensor(
      shape: [32], elementType: .float16, bytes: ArraySlice([UInt8](repeating: 0x3C, count: 64)))
    checkpoint.set(name, half)
    let read = try checkpoint.open()
    #expect(read.formats == [.float32, .float16])
    #expect(read.weights.outputNorm?.weight.floats.first == 1.058_593_75)
  }

  @Test func readsNumbersThatAreNotAligned() throws {
    // A header of odd length puts every tensor at an odd place.
    let checkpoint = try TestCheckpoint.tower()
    let bytes = Safetensors.bytes(of: checkpoint.tensors)
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let odd = (0..<8).map { UInt8(truncatingIfNeeded: (length + 1) >> ($0 * 8)) }
    let folder = TestCheckpoint.scratch()
    defer { TestCheckpoint.remove(folder) }
    let path = folder + "/odd.safetensors"
    try LocalFile.write(
      odd + bytes[8..<8 + length] + [0x20] + bytes[(8 + length)...], to: path)
    let read = try Checkpoint.open(path, heads: 2)
    #expect(read.name == "odd.safetensors")
    let expected = try ExpectedWeights("clip")
    for (name, numbers) in read.named {
      #expect(expected.matches("vision_model." + name, numbers), "\(name)")
    }
  }

  // MARK: Projectors

  private static let projectors:
    [(names: [(String, [Int])], widths: [Int], family: CheckpointFamily)] = [
      ([("model.mm_projector.weight", [9, 32]), ("model.mm_projector.bias", [9])], [9], .llava),
      (
        [
          ("mm_projector.0.weight", [9, 32]), ("mm_projector.0.bias", [9]),
          ("mm_projector.2.weight", [7, 9]), ("mm_projector.2.bias", [7]),
        ], [9, 7], .llava15
      ),
      (
        [
          ("mm_projector.0.weight", [9, 32]), ("mm_projector.2.weight", [7, 9]),
          ("mm_projector.4.weight", [6, 7]),
        ], [9, 7, 6], .llava15
      ),
      (
        [
          ("model.multi_modal_projector.linear_1.weight", [9, 32]),
          ("model.multi_modal_projector.linear_2.weight", [7, 9]),
        ], [9, 7], .llava15
      ),
      ([("a.b.multi_modal_projector.linear.weight", [9, 32])], [9], .llava),
    ]

  @Test(arguments: projectors)
  func findsTheProjectorWhateverPrecedesIt(
    names: [(String, [Int])], widths: [Int], family: CheckpointFamily
  ) throws {
    var checkpoint = try TestCheckpoint.tower()
    for (name, shape) in names {
      checkpoint.tensors.append(
        (name, .init(shape: shape, float32: .init(repeating: 0, count: shape.reduce(1, *)))))
    }
    let read = try checkpoint.open()
    #expect(read.projector?.maps.map(\.outputs) == widths)
    #expect(read.family == family)
  }

  @Test func leavesOutProjectorsThatAreMoreThanLinearMaps() throws {
    let cases: [(names: [(String, Tensor)], config: String?, reason: String)] = [
      (
        [("mm_projector.0.weight", .zeros(9, 32)), ("mm_projector.1.weight", .zeros(9))], nil,
        "it is more than linear maps with GELU between them"
      ),
      (
        [("mm_projector.readout.weight", .zeros(9, 32))], nil,
        "it is more than linear maps with GELU between them"
      ),
      ([("mm_projector.0.weight", .zeros(9, 64))], nil, "it reads more than single hidden states"),
      (
        [("mm_projector.weight", .zeros(9, 32)), ("b.mm_projector.weight", .zeros(9, 32))], nil,
        "there are 2"
      ),
      (
        [("mm_projector.0.weight", .zeros(9, 32))], #"{"mm_projector_type":"mlp2x_res"}"#,
        "its type is 'mlp2x_res'"
      ),
      (
        [
          ("multi_modal_projector.linear_1.weight", .zeros(9, 32)),
          ("multi_modal_projector.linear_2.weight", .zeros(9, 9)),
        ],
        #"{"projector_hidden_act":"relu"}"#, "its activation is 'relu'"
      ),
    ]
    for (names, config, reason) in cases {
      var checkpoint = try TestCheckpoint.tower()
      checkpoint.tensors += names
      checkpoint.config = config
      let read = try checkpoint.open()
      #expect(read.projector == nil)
      #expect(read.notes.contains("the projector is left out: \(reason)"), "\(read.notes)")
    }
  }

  @Test func refusesProjectorsWhoseMapsDoNotFit() throws {
    var checkpoint = try TestCheckpoint.tower()
    checkpoint.set("mm_projector.0.weight", .zeros(9, 32))
    checkpoint.set("mm_projector.2.weight", .zeros(7, 8))
    checkpoint.set("mm_projector.2.bias", .zeros(6))
    #expect(
      try checkpoint.problem()?.description.hasSuffix(
        "2 tensors below '' are not as they must be: 'mm_projector.2.weight' is 7×8 instead of 7×9; "
          + "'mm_projector.2.bias' is 6 instead of 7") == true)
  }
}
