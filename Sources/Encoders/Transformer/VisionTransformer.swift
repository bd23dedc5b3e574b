public import LinearAlgebra

/// A vision transformer's forward pass in float32.
///
/// Several views are computed together, layer by layer: weights that are stored in 16 bits are widened
/// once for all of them. Only one layer's activations are in memory, and no attention but what was asked
/// for.
///
/// Sources: Dosovitskiy et al. 2021, Eq. 1–4; Radford et al. 2021; Zhai et al. 2023. Differences to
/// PyTorch's own results are those of rounding in float32.
public struct VisionTransformer: Sendable {
  /// What it is built like.
  public let architecture: VisionArchitecture
  /// Its weights.
  public let weights: VisionWeights
  /// How many cores it uses.
  public let workers: Workers
  /// What messages call it.
  public let name: String

  /// Creates a transformer.
  ///
  /// - Parameters:
  ///   - architecture: What it is built like; sizes that disagree with the weights trap when they meet.
  ///   - weights: Its weights.
  ///   - name: What messages call it.
  ///   - workers: How many cores it uses.
  public init(
    _ architecture: VisionArchitecture, _ weights: VisionWeights, name: String, workers: Workers
  ) {
    self.architecture = architecture
    self.weights = weights
    self.name = name
    self.workers = workers
  }

  /// Computes what is wanted of views of one size.
  ///
  /// - Parameters:
  ///   - views: For each view its patches' pixel values, n×(3·p²): channel, row, column.
  ///   - rows: Rows of patches.
  ///   - columns: Columns of patches; rows · columns is n.
  ///   - request: What is wanted.
  ///   - progress: Told after each layer.
  /// - Returns: What was wanted, and how long each stage took.
  /// - Throws: ``EncodingError/cancelled`` as soon as the task is, between stages; and
  ///   ``EncodingError/notFinite(encoder:layer:)``.
  public func run(
    _ views: [FloatMatrix], rows: Int, columns: Int, _ request: TransformerRequest,
    progress: (EncodingProgress) -> Void = { _ in }
  ) throws(EncodingError) -> TransformerRun {
    precondition(
      !views.isEmpty
        && views.allSatisfy { $0.rows == rows * columns && $0.columns == weights.patches.inputs },
      "\(views.count) views of \(rows)×\(columns) patches")
    let whole = request.wholeLayers(of: weights.layers.count)
    let total = max(whole, request.partLayers(of: weights.layers.count))
    var pass = ForwardPass(self, views: views.count, patches: rows * columns)
    try pass.embed(views, rows: rows, columns: columns)
    pass.keepHiddenState(0, request)
    progress(EncodingProgress(done: 0, total: total * views.count))
    for layer in 0..<total {
      try pass.compute(layer, request, isWhole: layer < whole)
      progress(EncodingProgress(done: (layer + 1) * views.count, total: total * views.count))
    }
    if request.poolingAttention { pass.pool() }
    return TransformerRun(outputs: pass.outputs, stages: pass.stages)
  }
}

/// What a vision transformer computed of some views.
public struct TransformerRun: Sendable {
  /// What was wanted, for each view.
  public let outputs: [TransformerOutput]
  /// How long each stage took, over all layers and views.
  public let stages: [EncodingStage: Duration]
}
