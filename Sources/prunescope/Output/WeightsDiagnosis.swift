internal import Imaging
import Analysis
import Encoders
import LinearAlgebra
import SampleSets
import TensorFiles
import TokenFields

/// Compares what a checkpoint makes of an image with what somebody else's program made of it.
struct WeightsDiagnosis {
  /// The comparison, with what explains differences.
  let agreement: EncoderAgreement

  /// Compares.
  ///
  /// - Parameters:
  ///   - encoder: The checkpoint's encoder.
  ///   - image: The image.
  ///   - mode: How it is brought to the encoder's size; nil for the encoder's own way.
  ///   - dump: The other program's arrays, under the names of a dump.
  /// - Throws: `EncodingError`, and `TensorFileError` of the dump.
  init(
    _ encoder: VisionEncoder, image: Image, mode: PreprocessMode?, dump: TensorFile
  ) throws {
    let prepared = encoder.prepare(image, mode)
    let layers = encoder.transformer.weights.layers.count
    let settings = EncodingSettings(
      layer: encoder.featureState - layers - 1, preprocess: prepared.mode.rawValue,
      activation: encoder.transformer.architecture.activation.rawValue,
      normalisation: Self.normalisation(of: encoder.processing),
      attention: encoder.attentionSource)
    let modes = PreprocessMode.allCases.filter { $0 != .anyres }.map(\.rawValue)
    let variants = EncodingVariant.all(
      besides: settings, preprocesses: modes, activations: Activation.allCases.map(\.rawValue))
    agreement = EncoderAgreement(
      ours: try Self.arrays(of: encoder, prepared), reference: try Self.arrays(of: dump),
      settings: settings, variants: variants
    ) { variant in
      try? Self.arrays(of: encoder, image, prepared, as: variant)
    }
  }

  // MARK: Arrays

  /// The arrays of a dump that an encoder makes, too.
  private static func arrays(of dump: TensorFile) throws -> [EncodedArray] {
    let made: Set<DumpArrayName> = [
      .features, .projected, .attention, .keys, .lastLayerAttention, .shallowAttention,
      .firstLayerAttention, .clipImageEmbeds,
    ]
    return try dump.entries.compactMap { entry in
      guard let name = DumpArrayName(stored: entry.name), made.contains(name) else { return nil }
      let tensor = try dump.read(entry.name)
      return EncodedArray(
        name: name.rawValue, shape: tensor.shape, values: tensor.values().map { Float($0) },
        isAttention: name.rawValue.hasSuffix("attention"),
        precision: NumberPrecision(rawValue: tensor.elementType.rawValue) ?? .float32)
    }
  }

  private static func arrays(
    of encoder: VisionEncoder, _ image: PreparedImage
  ) throws(EncodingError) -> [EncodedArray] {
    let field = try encoder.encode([image]) { _ in }[0]
    var arrays: [EncodedArray] = []
    func add(_ name: DumpArrayName, _ shape: [Int], _ values: [Double]) {
      arrays.append(
        EncodedArray(
          name: name.rawValue, shape: shape, values: values.map { Float($0) },
          isAttention: name.rawValue.hasSuffix("attention")))
    }
    let matrices: [(DumpArrayName, Matrix?)] = [
      (.features, field.features), (.projected, field.projected), (.attention, field.attention),
      (.shallowAttention, field.shallowAttention),
      (.firstLayerAttention, field.firstLayerAttention), (.clipImageEmbeds, field.clipImageEmbeds),
    ]
    for case (let name, let matrix?) in matrices {
      add(name, [matrix.rows, matrix.columns], matrix.elements)
    }
    if let keys = field.keys, let first = keys.first {
      add(.keys, [keys.count, first.rows, first.columns], keys.flatMap(\.elements))
    }
    if let last = field.lastLayerAttention { add(.lastLayerAttention, [last.count], last) }
    return arrays
  }

  // MARK: Variants

  /// The arrays as a variant makes them; nil where the model cannot.
  private static func arrays(
    of encoder: VisionEncoder, _ image: Image, _ prepared: PreparedImage,
    as variant: EncodingVariant
  ) throws -> [EncodedArray]? {
    var settings = encoder.settings
    var architecture = encoder.transformer.architecture
    var processing = encoder.processing
    switch variant {
    case .layer(let layer): settings.layer = layer
    case .attention(let source): settings.attention = source
    case .preprocess(let name):
      guard let mode = PreprocessMode(rawValue: name) else { return nil }
      return try arrays(of: encoder, encoder.prepare(image, mode))
    case .activation(let name):
      guard let activation = Activation(rawValue: name) else { return nil }
      architecture.activation = activation
    case .blueGreenRed: return try arrays(of: encoder, prepared.blueGreenRed)
    case .normalisation(let kind):
      (processing.mean, processing.deviation) = numbers(of: kind)
    case .attentionBeforeSoftmax: return try [logits(of: encoder, prepared)].compactMap(\.self)
    case .outputNorm: return try normedFeatures(of: encoder, prepared).map { [$0] }
    case .tokenShift, .headSum, .renormalised: return nil
    }
    let varied = try encoder.varied(
      architecture: architecture, processing: processing, settings: settings)
    return try arrays(of: varied, prepared)
  }

  private static func normedFeatures(
    of encoder: VisionEncoder, _ image: PreparedImage
  ) throws(EncodingError) -> EncodedArray? {
    var request = TransformerRequest()
    request.hiddenStates = [encoder.featureState]
    let output = try encoder.outputs(of: [image.tiles[0]], request).outputs[0]
    guard let states = output.hiddenStates[encoder.featureState],
      let normed = encoder.normed(states)
    else { return nil }
    let own = normed.rows(encoder.transformer.architecture.classTokens..<normed.rows)
    return EncodedArray(
      name: DumpArrayName.features.rawValue, shape: [own.rows, own.columns], values: own.elements,
      isAttention: false)
  }

  /// The class token's scaled products with the keys of patches, h×n.
  private static func logits(
    of encoder: VisionEncoder, _ image: PreparedImage
  ) throws(EncodingError) -> EncodedArray? {
    let architecture = encoder.transformer.architecture
    guard architecture.classTokens > 0 else { return nil }
    var request = TransformerRequest()
    request.queriesAndKeys = [encoder.attentionLayer]
    let output = try encoder.outputs(of: [image.tiles[0]], request).outputs[0]
    guard let queries = output.queries[encoder.attentionLayer],
      let keys = output.keys[encoder.attentionLayer]
    else { return nil }
    let width = architecture.headWidth
    let scale = 1 / Double(width).squareRoot()
    let products = (0..<architecture.heads).flatMap { head in
      let columns = (head * width)..<((head + 1) * width)
      return keys.rows(1..<keys.rows).columns(columns).doubles.innerProducts(
        with: queries.rows(0..<1).columns(columns).doubles
      ).elements.map { Float($0 * scale) }
    }
    return EncodedArray(
      name: DumpArrayName.attention.rawValue, shape: [architecture.heads, keys.rows - 1],
      values: products, isAttention: true)
  }

  private static func normalisation(of processing: ImageProcessing) -> PixelNormalisation {
    PixelNormalisation.allCases.first {
      numbers(of: $0) == (processing.mean, processing.deviation)
    } ?? .clip
  }

  /// The mean and the deviation of a normalisation.
  private static func numbers(of kind: PixelNormalisation) -> (mean: [Double], deviation: [Double])
  {
    switch kind {
    case .clip: (ImageProcessing.clipMean, ImageProcessing.clipDeviation)
    case .halves: ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
    case .none: ([0, 0, 0], [1, 1, 1])
    case .bytes: ([0, 0, 0], [1 / 255.0, 1 / 255.0, 1 / 255.0])
    }
  }
}
