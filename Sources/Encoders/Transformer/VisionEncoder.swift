public import Imaging
internal import LinearAlgebra
public import TokenFields

/// What a user may choose of a model's tokens.
public struct VisionSettings: Sendable, Hashable {
  /// The hidden state that features are taken from, as transformers count them: −1 is behind the last
  /// layer, −2 behind the one before it (LLaVA's choice), 1 behind the first.
  public var layer: Int
  /// Whose attention is the class attention; nil for the class token's, or what is received where there
  /// is none.
  public var attention: AttentionSource?

  /// Creates settings.
  public init(layer: Int = -2, attention: AttentionSource? = nil) {
    self.layer = layer
    self.attention = attention
  }
}

/// A trained model's vision tower, and its projector where it has one.
///
/// A view's tokens are what LLaVA's own code takes: hidden states of one layer without the class token,
/// the class attention inside that layer, its keys, and what the projector makes of the features. What
/// strategies read of other layers comes along: the first and the sixth layer's attention (HiRED,
/// VScan) and the last layer's as one head (PruMerge).
public struct VisionEncoder: ImageEncoder {
  /// What screens and files call it.
  public let name: String
  /// What it is.
  public let summary: String
  /// What tells it from encoders with other results.
  public let fingerprint: String?
  /// What its image processor does.
  public let processing: ImageProcessing
  /// The transformer.
  public let transformer: VisionTransformer

  /// What the user chose of its tokens.
  public let settings: VisionSettings
  let projector: ProjectorWeights?
  /// The hidden state that features are, in 1...L.
  public let featureState: Int
  /// Whose attention the class attention is.
  public let attentionSource: AttentionSource
  let averages: FieldAverages
  /// What was assumed or left out when the checkpoint was read.
  let remarks: [String]

  /// How many views are computed together: their activations are in memory at once.
  static let batch = 8

  /// Creates an encoder.
  ///
  /// - Parameters:
  ///   - transformer: The vision tower.
  ///   - projector: The multimodal projector, if the checkpoint has one.
  ///   - processing: What the model's image processor does.
  ///   - settings: What the user chose.
  ///   - averages: What an average image's erank and entropy are.
  ///   - fingerprint: What tells the checkpoint from others.
  ///   - remarks: What was assumed or left out when the checkpoint was read.
  /// - Throws: ``EncodingError/noSuchLayer(encoder:layer:layers:)`` and
  ///   ``EncodingError/noSuchAttention(encoder:asked:)``.
  public init(
    _ transformer: VisionTransformer, projector: ProjectorWeights?, processing: ImageProcessing,
    settings: VisionSettings, averages: FieldAverages, fingerprint: String, remarks: [String] = []
  ) throws(EncodingError) {
    let layers = transformer.weights.layers.count
    let state = settings.layer < 0 ? layers + 1 + settings.layer : settings.layer
    guard (1...layers).contains(state) else {
      throw .noSuchLayer(encoder: transformer.name, layer: settings.layer, layers: layers)
    }
    let hasClassToken = transformer.architecture.classTokens > 0
    let source = settings.attention ?? (hasClassToken ? .classToken : .received)
    let canPool = transformer.weights.pooling != nil && transformer.weights.outputNorm != nil
    guard
      source == .received || source == .classToken && hasClassToken || source == .pooling && canPool
    else { throw .noSuchAttention(encoder: transformer.name, asked: source) }
    self.transformer = transformer
    self.projector = projector
    self.processing = processing
    self.averages = averages
    self.settings = settings
    self.remarks = remarks
    name = transformer.name
    featureState = state
    attentionSource = source
    let architecture = transformer.architecture
    summary =
      "\(architecture.family.rawValue) vision transformer: \(layers) layers, \(architecture.heads) "
      + "heads, width \(architecture.width), patches of \(architecture.patchSide)"
    self.fingerprint =
      "\(fingerprint) heads \(architecture.heads) state \(state) \(source.rawValue)"
  }

  /// The same weights, used otherwise.
  ///
  /// - Parameters:
  ///   - architecture: What the tower is taken to be built like.
  ///   - processing: What is done to pixels.
  ///   - settings: What is chosen of its tokens.
  /// - Returns: An encoder that shares the weights; what is nil stays as it is.
  /// - Throws: As ``init(_:projector:processing:settings:averages:fingerprint:remarks:)``.
  public func varied(
    architecture: VisionArchitecture? = nil, processing: ImageProcessing? = nil,
    settings: VisionSettings? = nil
  ) throws(EncodingError) -> VisionEncoder {
    try VisionEncoder(
      VisionTransformer(
        architecture ?? transformer.architecture, transformer.weights, name: name,
        workers: transformer.workers),
      projector: projector, processing: processing ?? self.processing,
      settings: settings ?? self.settings, averages: averages, fingerprint: fingerprint ?? "",
      remarks: remarks)
  }

  /// Rows and columns of patches of a view.
  public var patches: TokenGrid {
    let side = transformer.architecture.patchSide
    return TokenGrid(rows: processing.height / side, columns: processing.width / side)
  }

  /// Brings an image to what the model looks at.
  public func prepare(_ image: Image, _ mode: PreprocessMode?) -> PreparedImage {
    PreparedImage(image, mode: mode ?? processing.mode, processing: processing)
  }

  /// Turns images into tokens; several views are computed together.
  public func encode(
    _ images: [PreparedImage], progress: (EncodingProgress) -> Void
  ) throws(EncodingError) -> [TokenField] {
    let outputs = try outputs(of: images.flatMap(\.tiles), request, progress: progress).outputs
    var first = 0
    return images.map { image in
      defer { first += image.tiles.count }
      return tokens(of: image, Array(outputs[first..<(first + image.tiles.count)]))
    }
  }

  /// Computes intermediate results of views.
  ///
  /// - Parameters:
  ///   - views: The views.
  ///   - request: What is wanted.
  ///   - progress: Told after each layer of each batch.
  /// - Returns: What was wanted of each view, and how long each stage took.
  /// - Throws: ``EncodingError``.
  public func outputs(
    of views: [PreparedTile], _ request: TransformerRequest,
    progress: (EncodingProgress) -> Void = { _ in }
  ) throws(EncodingError) -> TransformerRun {
    let side = transformer.architecture.patchSide
    guard processing.width >= side, processing.height >= side else {
      throw .viewTooSmall(width: processing.width, height: processing.height, patch: side)
    }
    var outputs: [TransformerOutput] = []
    var stages: [EncodingStage: Duration] = [:]
    for start in stride(from: 0, to: views.count, by: Self.batch) {
      let some = views[start..<min(start + Self.batch, views.count)]
      let rows = some.map {
        FloatMatrix(
          rows: patches.count, columns: 3 * side * side,
          elements: processing.patchRows(of: $0.view, side: side))
      }
      let run = try transformer.run(rows, rows: patches.rows, columns: patches.columns, request) {
        let layers = $0.total / max(some.count, 1)
        progress(
          EncodingProgress(done: start * layers + $0.done, total: views.count * layers))
      }
      outputs += run.outputs
      stages.merge(run.stages) { $0 + $1 }
    }
    return TransformerRun(outputs: outputs, stages: stages)
  }
}
