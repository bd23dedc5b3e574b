import Checkpoints
import Encoders
import ImageFiles
import Imaging
import LinearAlgebra
import TensorFiles
import TestSupport
import Testing
import TokenFields

/// Vision transformers against what transformers computes from the same files.
@Suite struct EncoderParityTests {
  /// A checkpoint, one of its views, and what transformers made of it.
  struct Case: CustomTestStringConvertible {
    let folder: String
    let view: String
    var testDescription: String { "\(folder)/\(view)" }

    static let all = [
      Case(folder: "clip-quick-gelu", view: "view"), Case(folder: "clip-quick-gelu", view: "wide"),
      Case(folder: "clip-gelu-bfloat16", view: "view"), Case(folder: "siglip", view: "view"),
      Case(folder: "siglip", view: "wide"), Case(folder: "llava-float16", view: "view"),
    ]

    func path(_ file: String) -> String { Fixture.path("encoders/\(folder)/\(file)") }
  }

  /// Everything that is computed, beside what is expected.
  private struct Comparison {
    let expected: TensorFile
    let checkpoint: Checkpoint
    let output: TransformerOutput
    let image: PreparedImage
    let encoder: VisionEncoder

    init(_ one: Case) throws {
      expected = try TensorFile.open(one.path(one.view + ".npz"))
      checkpoint = try Checkpoint.open(one.path(""))
      let image = try ImageFile.load(one.path(one.view + ".png"), background: RGB(0, 0, 0)).image
      var processing = checkpoint.processing
      processing.width = image.width
      processing.height = image.height
      encoder = try VisionEncoder(
        VisionTransformer(
          checkpoint.architecture, checkpoint.weights, name: "tiny", workers: Workers(2)),
        projector: checkpoint.projector, processing: processing,
        settings: VisionSettings(), averages: .llava15, fingerprint: "tiny")
      self.image = encoder.prepare(image, .stretch)
      var request = encoder.everything
      request.fullAttention = Set(0..<checkpoint.architecture.layers)
      output = try encoder.outputs(of: self.image.tiles, request).outputs[0]
    }

    /// The largest difference from an array of the file, relative to its largest number; nil where the
    /// file has none.
    func difference(_ name: String, _ values: [Float]?) throws -> Double? {
      guard expected.entries.contains(where: { $0.name == name }) else { return nil }
      let wanted = try expected.read(name).values()
      let values = try #require(values, "nothing was computed for \(name)")
      try #require(values.count == wanted.count, "\(name): \(values.count) of \(wanted.count)")
      let largest = wanted.reduce(0) { max($0, abs($1)) }
      return zip(values, wanted).reduce(0) { max($0, abs(Double($1.0) - $1.1)) } / largest
    }
  }

  @Test("pixels are those of the model's own processor", arguments: Case.all)
  func pixels(_ one: Case) throws {
    let comparison = try Comparison(one)
    let values = comparison.encoder.processing.values(of: comparison.image.view)
    let difference = try comparison.difference("pixel_values", values)
    #expect(try #require(difference) < 1e-7)
  }

  @Test("hidden states of every layer are those of transformers", arguments: Case.all)
  func hiddenStates(_ one: Case) throws {
    let comparison = try Comparison(one)
    let states = (0...comparison.checkpoint.architecture.layers)
      .flatMap { comparison.output.hiddenStates[$0]?.elements ?? [] }
    #expect(try #require(try comparison.difference("hidden_states", states)) < 2e-6)
  }

  @Test(
    "attention, queries, keys and what is read beside them are those of transformers",
    arguments: Case.all)
  func intermediates(_ one: Case) throws {
    let comparison = try Comparison(one)
    let (output, layers) = (comparison.output, comparison.checkpoint.architecture.layers)
    let arrays: [(String, [Float]?)] = [
      ("attentions", (0..<layers).flatMap { output.fullAttention[$0]?.elements ?? [] }),
      ("last_layer_attention", output.singleHeadAttention),
      ("pooling_attention", output.poolingAttention?.elements),
    ]
    for (name, values) in arrays {
      if let difference = try comparison.difference(name, values) {
        #expect(difference < 5e-6, "\(name)")
      }
    }
  }

  @Test("tokens are what transformers gives for the layer before the last", arguments: Case.all)
  func tokens(_ one: Case) throws {
    let comparison = try Comparison(one)
    let field = try comparison.encoder.encode([comparison.image]) { _ in }[0]
    let floats: (Matrix?) -> [Float]? = { $0.map { $0.elements.map { Float($0) } } }
    let arrays: [(String, [Float]?)] = [
      ("features", floats(field.features)), ("attention", floats(field.attention)),
      ("projected", floats(field.projected)), ("clip_image_embeds", floats(field.clipImageEmbeds)),
    ]
    var compared = 0
    for (name, values) in arrays {
      if let difference = try comparison.difference(name, values) {
        #expect(difference < 5e-6, "\(name)")
        compared += 1
      }
    }
    #expect(compared >= 2)
  }

  @Test("what is not asked for is not computed, and does not change what is")
  func earlyStop() throws {
    let comparison = try Comparison(Case.all[0])
    let field = try comparison.encoder.encode([comparison.image]) { _ in }[0]
    var request = TransformerRequest()
    request.hiddenStates = [2]
    let part = try comparison.encoder.outputs(of: comparison.image.tiles, request).outputs[0]
    #expect(part.hiddenStates.keys.sorted() == [2])
    #expect(part.classAttention.isEmpty && part.singleHeadAttention == nil)
    let whole = try #require(part.hiddenStates[2])
    #expect(field.features == whole.rows(1..<whole.rows).doubles)
  }

  @Test("an encoder whose task is cancelled stops before the next stage")
  func cancelling() async throws {
    let comparison = try Comparison(Case.all[0])
    let (encoder, image) = (comparison.encoder, comparison.image)
    let task = Task { () -> EncodingError? in
      withUnsafeCurrentTask { $0?.cancel() }
      do throws(EncodingError) {
        _ = try encoder.encode([image]) { _ in }
        return nil
      } catch {
        return error
      }
    }
    #expect(await task.value == .cancelled)
  }

  @Test("weights that are not finite are told with their layer")
  func damage() throws {
    let comparison = try Comparison(Case.all[0])
    let good = comparison.checkpoint.weights
    let one = good.layers[1]
    var biases = one.outer.bias?.floats ?? []
    biases[3] = .nan
    let outer = LinearWeights(
      inputs: one.outer.inputs, outputs: one.outer.outputs, weight: one.outer.weight,
      bias: StoredNumbers(biases))
    let bad = LayerWeights(
      attentionNorm: one.attentionNorm, attention: one.attention,
      perceptronNorm: one.perceptronNorm, inner: one.inner, outer: outer)
    let weights = VisionWeights(
      patches: good.patches, classToken: good.classToken, positions: good.positions,
      inputNorm: good.inputNorm, layers: [good.layers[0], bad, good.layers[2]],
      outputNorm: good.outputNorm, pooling: nil, jointProjection: nil)
    let encoder = try VisionEncoder(
      VisionTransformer(
        comparison.checkpoint.architecture, weights, name: "broken", workers: Workers(1)),
      projector: nil, processing: comparison.encoder.processing, settings: VisionSettings(),
      averages: .llava15, fingerprint: "broken")
    #expect(throws: EncodingError.notFinite(encoder: "broken", layer: 1)) {
      try encoder.encode([comparison.image]) { _ in }
    }
  }

  @Test("views that are computed together give what each gives alone, with any number of workers")
  func batches() throws {
    let comparison = try Comparison(Case.all[0])
    let views = Array(repeating: comparison.image.tiles[0], count: 11)
    let together = try comparison.encoder.outputs(of: views, comparison.encoder.everything).outputs
    #expect(together.count == 11)
    for output in together {
      let states = try #require(output.hiddenStates[3])
      let alone = try #require(comparison.output.hiddenStates[3])
      let worst = zip(states.elements, alone.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(worst < 1e-5)
    }
  }
}
