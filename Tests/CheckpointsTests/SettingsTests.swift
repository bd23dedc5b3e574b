import Checkpoints
import Encoders
import LinearAlgebra
import LocalFiles
import TensorFiles
import Testing

/// What `config.json` and `preprocessor_config.json` may say.
@Suite struct SettingsTests {
  /// A CLIP or SigLIP tower with settings.
  private func open(
    _ config: String? = nil, processor: String? = nil, siglip: Bool = false, heads: Int? = nil
  ) throws -> Checkpoint {
    var checkpoint = try siglip ? TestCheckpoint("siglip") : .tower()
    checkpoint.config = config
    checkpoint.processor = processor
    return try checkpoint.open(heads: heads)
  }

  private func message(_ config: String?, processor: String? = nil) throws -> String {
    var checkpoint = try TestCheckpoint.tower()
    checkpoint.config = config
    checkpoint.processor = processor
    return try checkpoint.problem()?.description ?? "nothing"
  }

  @Test func takesTheDefaultsOfTransformersWhereNothingIsSaid() throws {
    let tower = #"{"vision_config": {"num_attention_heads": 4}}"#
    let clip = try open(tower).architecture
    #expect(clip.heads == 4 && clip.activation == .quickGELU && clip.epsilon == 1e-5)
    let siglip = try open(tower, siglip: true).architecture
    #expect(siglip.heads == 4 && siglip.activation == .tanhGELU && siglip.epsilon == 1e-6)
    let null = #"{"patch_size": 4, "hidden_act": null, "layer_norm_eps": null}"#
    #expect(try open(null).architecture.epsilon == 1e-5)
  }

  @Test(arguments: [
    ("quick_gelu", VisionArchitecture.Activation.quickGELU), ("gelu", .gelu),
    ("gelu_pytorch_tanh", .tanhGELU),
  ])
  func readsTheActivation(name: String, activation: VisionArchitecture.Activation) throws {
    let config = #"{"patch_size": 4, "hidden_act": "\#(name)", "layer_norm_eps": 1e-06}"#
    let read = try open(config).architecture
    #expect(read.activation == activation && read.epsilon == 1e-6)
  }

  @Test(arguments: [
    (
      #"{"vision_config": {"hidden_act": "silu"}}"#,
      "'vision_config.hidden_act' must be one of quick_gelu, gelu, gelu_pytorch_tanh"
    ),
    (#"{"vision_config": {"hidden_act": 3}}"#, "'vision_config.hidden_act' must be text"),
    (#"{"vision_config": 3}"#, "'vision_config' must be an object"),
    (
      #"{"vision_config": {"layer_norm_eps": 0}}"#,
      "'vision_config.layer_norm_eps' must be above 0 and below 1"
    ),
    (
      #"{"vision_config": {"num_attention_heads": 1.5}}"#,
      "'vision_config.num_attention_heads' must be a whole number in 1...4096"
    ),
    (
      #"{"vision_config": {"image_size": 99999999}}"#,
      "'vision_config.image_size' must be a whole number in 1...4096"
    ),
    (
      #"{"mm_vision_select_layer": "x"}"#,
      "'mm_vision_select_layer' must be a whole number in -1024...1024"
    ),
    (#"{"mm_vision_select_layer": -4}"#, "the language model reads layer -4 of a tower of 2"),
    (#"{"vision_feature_layer": 3}"#, "the language model reads layer 3 of a tower of 2"),
    (#"{"vision_config": {"image_size": 3}}"#, "a view of 3×3 has no patch of 4 pixels"),
    ("nothing", "is malformed at byte"),
  ])
  func refusesSettingsThatCannotBe(config: String, reason: String) throws {
    #expect(try message(config).contains(reason))
  }

  // MARK: Heads

  @Test func takesTheHeadsOfTheTowerAndNeverThoseOfTheLanguageModel() throws {
    let language = #"{"hidden_size": 4096, "num_attention_heads": 32, "mm_vision_tower": "x"}"#
    let assumed = "no settings tell the number of attention heads; 1 are assumed"
    let read = try open(language)
    #expect(read.architecture.heads == 1 && read.notes.first == assumed)
    #expect(
      try open(language, heads: 8).notes == [
        "no settings tell the size of the view; 16×16 is assumed"
      ])
    #expect(try open(language, heads: 8).architecture.heads == 8)
    let both = try open(#"{"vision_config": {"num_attention_heads": 4}}"#, heads: 8)
    #expect(both.architecture.heads == 4)
    #expect(both.notes.first == "8 heads were asked for; config.json says 4")
  }

  @Test func knowsTheHeadsOfPublishedTowers() throws {
    // Towers of one layer as wide as the published ones, with a patch of one pixel.
    let cases: [(width: Int, tower: String?, heads: Int)] = [
      (768, "openai/clip-vit-base-patch16", 12), (1024, "openai/clip-vit-large-patch14-336", 16),
      (1280, "laion/CLIP-ViT-H-14-laion2B-s32B-b79K", 16), (1152, nil, 18), (1024, nil, 16),
    ]
    for (width, tower, heads) in cases {
      let read = try TestCheckpoint.openHoles(
        Self.tower(width: width, isSigLIP: false),
        config: tower.map { #"{"mm_vision_tower": "\#($0)"}"# })
      #expect(read.architecture.heads == heads, "\(width)")
    }
    for (width, tower, heads) in [
      (1152, nil, 16), (1152, "google/siglip-so400m-patch14-384", 16),
      (768, "google/siglip-base-patch16-224", 12), (768, nil, 12),
    ] as [(Int, String?, Int)] {
      let read = try TestCheckpoint.openHoles(
        Self.tower(width: width, isSigLIP: true),
        config: tower.map { #"{"mm_vision_tower": "\#($0)"}"# })
      #expect(read.architecture.heads == heads, "\(width)")
      #expect(read.notes.contains { $0.contains("heads") } == (tower == nil))
    }
    // A tower that transformers describes without its heads has 12.
    let read = try TestCheckpoint.openHoles(
      Self.tower(width: 96, isSigLIP: true),
      config: #"{"model_type": "siglip_vision_model", "patch_size": 1}"#)
    #expect(read.architecture.heads == 12)
  }

  @Test func readsLLaVAOneVisionOfItsAuthors() throws {
    let config = #"""
      {"model_type": "llava", "architectures": ["LlavaQwenForCausalLM"], "num_attention_heads": 28,
       "mm_vision_tower": "google/siglip-so400m-patch14-384", "mm_vision_select_layer": -2,
       "image_aspect_ratio": "anyres_max_9", "image_grid_pinpoints": "(1x1),...,(6x6)"}
      """#
    let read = try TestCheckpoint.openHoles(
      Self.tower(width: 1152, isSigLIP: true, layers: 26, side: 27, patch: 14), config: config)
    #expect(read.family == .llavaOneVision)
    #expect(read.architecture.heads == 16 && read.architecture.layers == 26)
    #expect(read.architecture.positionSide == 27)
    #expect(read.processing.width == 384 && read.processing.mode == .stretch)
    #expect(read.processing.gridPinpoints.count == 36)
    #expect(read.processing.gridPinpoints.last == .init(width: 2304, height: 2304))
    #expect(read.selectLayer == -1)
    #expect(
      read.notes == [
        "LLaVA's code reads the last of SigLIP's 26 layers that are left, not "
          + "'mm_vision_select_layer' -2",
        "no settings tell the size of the view; 384×384 is assumed",
      ])
  }

  @Test func remarksOnSizesThatTheTensorsDoNotHave() throws {
    let config =
      #"{"patch_size": 8, "image_size": 16, "hidden_size": 64, "num_attention_heads": 2, "intermediate_size": 48}"#
    #expect(
      try open(config).notes == [
        "config.json tells of 64 numbers a token; the checkpoint has 32",
        "config.json tells of 8 pixels a patch's side; the checkpoint has 4",
      ])
  }

  private static func tower(
    width: Int, isSigLIP: Bool, layers: Int = 1, side: Int = 1, patch: Int = 1
  ) -> [(name: String, shape: [Int])] {
    var all: [(name: String, shape: [Int])] = [
      ("embeddings.patch_embedding.weight", [width, 3, patch, patch]),
      ("embeddings.position_embedding.weight", [side * side + (isSigLIP ? 0 : 1), width]),
      (isSigLIP ? "embeddings.patch_embedding.bias" : "embeddings.class_embedding", [width]),
    ]
    func addNorm(_ name: String) {
      all += [(name + ".weight", [width]), (name + ".bias", [width])]
    }
    if !isSigLIP { addNorm("pre_layrnorm") }
    for layer in (0..<layers).map({ "encoder.layers.\($0)." }) {
      addNorm(layer + "layer_norm1")
      addNorm(layer + "layer_norm2")
      for part in ["q", "k", "v", "out"] {
        let name = "\(layer)self_attn.\(part)_proj"
        all += [(name + ".weight", [width, width]), (name + ".bias", [width])]
      }
      all += [(layer + "mlp.fc1.weight", [2, width]), (layer + "mlp.fc1.bias", [2])]
      all += [(layer + "mlp.fc2.weight", [width, 2]), (layer + "mlp.fc2.bias", [width])]
    }
    return all
  }

  // MARK: Processors

  @Test(arguments: [
    (#""size": 20, "crop_size": 20"#, 20, 20), (#""size": {"shortest_edge": 20}"#, 20, 20),
    (#""size": {"height": 12, "width": 20}"#, 20, 12),
    (#""size": 20, "crop_size": {"height": 20, "width": 24}"#, 24, 20),
    (#""size": {"height": 12, "width": 12}, "crop_size": 8, "do_center_crop": false"#, 12, 12),
    (#""crop_size": 8"#, 8, 8), (#""do_resize": true"#, 16, 16),
  ])
  func readsTheSizeOfTheViewHoweverItIsWritten(text: String, width: Int, height: Int) throws {
    let read = try open(processor: "{\(text)}", heads: 2)
    #expect(read.processing.width == width && read.processing.height == height)
    #expect(read.notes == [])
  }

  @Test func takesTheSizeOfTheModelWithoutAProcessor() throws {
    let read = try open(#"{"patch_size": 4, "image_size": 18, "num_attention_heads": 2}"#)
    #expect(read.processing.width == 18 && read.notes == [])
  }

  private static let modes:
    [(config: String?, processor: String?, siglip: Bool, mode: PreprocessMode)] =
      [
        (nil, nil, false, .hfCrop), (nil, nil, true, .stretch),
        (nil, #"{"image_processor_type": "SiglipImageProcessor"}"#, false, .stretch),
        (nil, #"{"image_processor_type": "CLIPImageProcessor"}"#, true, .hfCrop),
        (nil, #"{"feature_extractor_type": "CLIPFeatureExtractor"}"#, true, .hfCrop),
        (
          nil, #"{"image_processor_type": "CLIPImageProcessorFast", "do_center_crop": false}"#,
          false,
          .stretch
        ),
        (#"{"image_aspect_ratio": "pad"}"#, nil, false, .llavaPad),
        (#"{"image_aspect_ratio": "pad"}"#, nil, true, .llavaPad),
        (#"{"image_aspect_ratio": "square"}"#, nil, false, .hfCrop),
        (#"{"image_aspect_ratio": "anyres"}"#, nil, false, .hfCrop),
        (
          #"{"model_type": "llava", "vision_config": {}}"#,
          #"{"image_processor_type": "LlavaImageProcessor", "do_pad": true}"#, false, .llavaPad
        ),
        (
          #"{"model_type": "llava", "vision_config": {}}"#,
          #"{"image_processor_type": "LlavaImageProcessor", "do_pad": false}"#, false, .hfCrop
        ),
        (
          #"{"model_type": "llava_next", "vision_config": {}}"#,
          #"{"image_processor_type": "LlavaNextImageProcessor", "do_pad": true, "aspect_ratio_setting": "anyres"}"#,
          false, .hfCrop
        ),
        (nil, #"{"aspect_ratio_setting": "pad"}"#, false, .llavaPad),
      ]

  @Test(arguments: modes)
  func decidesHowImagesAreBroughtToTheView(
    config: String?, processor: String?, siglip: Bool, mode: PreprocessMode
  ) throws {
    #expect(
      try open(config, processor: processor, siglip: siglip, heads: 2).processing.mode == mode)
  }

  @Test func readsColours() throws {
    let own =
      #"{"image_mean": [0, 0.25, 1], "image_std": [1, 2, 0.5], "rescale_factor": 0.00392156862745098}"#
    let read = try open(processor: own).processing
    #expect(read.mean == [0, 0.25, 1] && read.deviation == [1, 2, 0.5])
    let none = try open(processor: #"{"do_normalize": false, "image_mean": [0.5, 0.5, 0.5]}"#)
    #expect(none.processing.mean == [0, 0, 0] && none.processing.deviation == [1, 1, 1])
    let nested = try TestCheckpoint.tower().write()
    try LocalFile.write(
      Array(#"{"image_processor": {"size": 20, "image_mean": [0.1, 0.1, 0.1]}}"#.utf8),
      to: nested + "/processor_config.json")
    defer { TestCheckpoint.remove(nested) }
    let inside = try Checkpoint.open(nested, heads: 2).processing
    #expect(inside.width == 20 && inside.mean == [0.1, 0.1, 0.1])
  }

  @Test func remarksOnWhatIsNotDoneAsTheProcessorSays() throws {
    let read = try open(
      processor: #"{"size": 24, "crop_size": 16, "resample": 2, "do_rescale": false}"#, heads: 2)
    #expect(
      read.notes == [
        "the processor resizes to 24 pixels before it crops 16×16; here the view is resized to what "
          + "it shows",
        "the processor resizes with filter 2; here bicubic is used",
        "the processor does not divide bytes by 255; here they are",
      ])
  }

  @Test(arguments: [
    (#"{"size": "big"}"#, "'size' must be a whole number in 1...4096"),
    (
      #"{"size": {"height": 3}}"#,
      "'size' must be a number, 'shortest_edge', or 'height' and 'width'"
    ),
    (#"{"size": -3}"#, "'size' must be a whole number in 1...4096"),
    (
      #"{"crop_size": {"shortest_edge": 1e9}}"#,
      "'crop_size.shortest_edge' must be a whole number in 1...4096"
    ),
    (#"{"image_mean": [0.5]}"#, "'image_mean' must be 3 numbers"),
    (#"{"image_mean": [0.5, 0.5, 127]}"#, "'image_mean' must be 3 numbers in 0.0...1.0"),
    (#"{"image_std": [1, 1, 0]}"#, "'image_std' must be 3 numbers in 0.001...1000.0"),
    (#"{"do_pad": "yes"}"#, "'do_pad' must be true or false"),
  ])
  func refusesProcessorsThatCannotBe(processor: String, reason: String) throws {
    #expect(try message(nil, processor: processor).hasSuffix(reason))
  }

  // MARK: Families and tiles

  @Test(arguments: [
    (#"{"model_type": "clip"}"#, CheckpointFamily.clip), (#"{"model_type": "siglip"}"#, .siglip),
    (#"{"model_type": "llava", "mm_projector_type": "linear"}"#, .llava),
    (#"{"model_type": "llava_llama", "mm_projector_type": "mlp2x_gelu"}"#, .llava15),
    (#"{"model_type": "llava_mistral", "image_aspect_ratio": "anyres"}"#, .llavaNext),
    (#"{"model_type": "llava_onevision", "vision_config": {}}"#, .llavaOneVision),
    (#"{"architectures": ["LlavaLlamaForCausalLM"]}"#, .llava15),
    (#"{"model_type": "paligemma"}"#, .other), ("{}", .clip),
  ])
  func tellsKindsOfModelsApart(config: String, family: CheckpointFamily) throws {
    #expect(try open(config, heads: 2).family == family)
  }

  @Test func readsPinpointsOfBothKindsOfSettings() throws {
    let own = #"{"image_aspect_ratio": "anyres", "image_grid_pinpoints": [[16, 32], [48, 16]]}"#
    #expect(
      try open(own).processing.gridPinpoints == [
        .init(width: 16, height: 32), .init(width: 48, height: 16),
      ])
    let grids =
      #"{"image_aspect_ratio": "anyres_max_9", "image_grid_pinpoints": "(1x1),...,(2x3)"}"#
    #expect(
      try open(grids).processing.gridPinpoints.map { [$0.width, $0.height] }
        == [[16, 16], [16, 32], [16, 48], [32, 16], [32, 32], [32, 48]])
    let unused = #"{"image_aspect_ratio": "pad", "image_grid_pinpoints": [[16, 32]]}"#
    #expect(try open(unused).processing.gridPinpoints == [])
    for bad in ["[[1]]", "[[1, 0]]", "[3]", "3", #""(0x0)""#, #""(1x1),(99x99)""#, #""""#] {
      let config = #"{"image_aspect_ratio": "anyres", "image_grid_pinpoints": \#(bad)}"#
      #expect(try message(config).contains("'image_grid_pinpoints' must be"), "\(bad)")
    }
  }

  @Test func takesNoLayerWhereSeveralAreNamed() throws {
    let read = try open(#"{"vision_feature_layer": [-2, -1]}"#)
    #expect(read.selectLayer == nil)
    #expect(
      read.notes.first
        == "'vision_feature_layer' names several layers; none is taken as the language model's")
  }
}
