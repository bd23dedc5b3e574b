public import LinearAlgebra
internal import TokenFields

extension VisionEncoder {
  /// The layer whose attention and keys belong to the features, from 0.
  public var attentionLayer: Int { featureState - 1 }

  /// VScan's shallow layer.
  private static let shallowLayer = 5

  /// What the tokens of a view are made of.
  var request: TransformerRequest {
    var request = TransformerRequest()
    request.hiddenStates = [featureState]
    request.queriesAndKeys = [attentionLayer]
    request.attention = Set(0..<transformer.weights.layers.count)
    if attentionSource == .received, transformer.architecture.classTokens > 0 {
      request.receivedAttention = request.attention
    }
    request.singleHeadAttention = transformer.architecture.classTokens > 0
    request.poolingAttention = attentionSource == .pooling
    return request
  }

  /// Every intermediate result there is, but all attention of one layer only.
  public var everything: TransformerRequest {
    var request = self.request
    let layers = transformer.weights.layers.count
    request.hiddenStates = Set(0...layers)
    request.receivedAttention = Set(0..<layers)
    request.fullAttention = [attentionLayer]
    request.poolingAttention =
      transformer.weights.pooling != nil && transformer.weights.outputNorm != nil
    return request
  }

  /// The tokens of an image, from what was computed of its views.
  func tokens(of image: PreparedImage, _ outputs: [TransformerOutput]) -> TokenField {
    let grid = image.grid(of: patches)
    let features = FloatMatrix(stacking: outputs.compactMap { own($0.hiddenStates[featureState]) })
    var field = TokenField(grid: grid, features: features.doubles)
    field.projected = projected(features)?.doubles
    field.attentionSource = attentionSource
    field.attention = attention(in: attentionLayer, of: outputs)
    field.keys = keys(outputs)
    if attentionSource != .pooling {
      field.layerAttention = layerAttention(outputs)
      field.firstLayerAttention = attention(in: 0, of: outputs)
      field.shallowAttention = attention(in: Self.shallowLayer, of: outputs)
    }
    let last = outputs.compactMap(\.singleHeadAttention)
    if last.count == outputs.count {
      field.lastLayerAttention = last.flatMap(\.self).map(Double.init)
    }
    field.clipImageEmbeds = jointEmbeds(features)?.doubles
    field.paddingFraction = image.paddingFraction(grid: grid)
    field.encoder = name
    field.averages = averages
    return field
  }

  /// The rows of a view's patches: all but the class token's.
  private func own(_ states: FloatMatrix?) -> FloatMatrix? {
    states.map { $0.rows(transformer.architecture.classTokens..<$0.rows) }
  }

  // MARK: Attention

  /// Attention of a layer over the patches of all views, h×n.
  private func attention(in layer: Int, of outputs: [TransformerOutput]) -> Matrix? {
    let parts: [FloatMatrix?] = outputs.map { output in
      switch attentionSource {
      case .classToken: output.classAttention[layer]
      case .received: output.receivedAttention[layer]
      case .pooling: output.poolingAttention
      }
    }
    let patches = parts.compactMap { part in
      part.map { $0.columns(transformer.architecture.classTokens..<$0.columns) }
    }
    guard patches.count == parts.count, !patches.isEmpty else { return nil }
    return FloatMatrix(joining: patches).doubles
  }

  private func layerAttention(_ outputs: [TransformerOutput]) -> LayerAttention? {
    let layers = (0..<transformer.weights.layers.count).compactMap {
      attention(in: $0, of: outputs)
    }
    guard let first = layers.first, layers.count == transformer.weights.layers.count else {
      return nil
    }
    return LayerAttention(
      layers.flatMap { $0.elements.map { Float($0) } }, layers: layers.count, heads: first.rows,
      count: first.columns)
  }

  /// The keys of every head, each n×d_h.
  private func keys(_ outputs: [TransformerOutput]) -> [Matrix]? {
    let all = FloatMatrix(stacking: outputs.compactMap { own($0.keys[attentionLayer]) })
    let width = transformer.architecture.headWidth
    guard all.rows > 0 else { return nil }
    return (0..<transformer.architecture.heads).map {
      all.columns(($0 * width)..<(($0 + 1) * width)).doubles
    }
  }

  // MARK: Maps behind the tower

  /// Features after the multimodal projector.
  func projected(_ features: FloatMatrix) -> FloatMatrix? {
    guard let maps = projector?.maps, maps[0].inputs == features.columns else { return nil }
    return maps.indices.reduce(features) { states, index in
      var result = FloatMatrix(rows: states.rows, columns: maps[index].outputs)
      let isLast = index == maps.count - 1
      result.apply(
        [LinearMap(maps[index])], to: states, .replacing(isLast ? nil : .gelu),
        workers: transformer.workers)
      return result
    }
  }

  /// Features behind the norm that follows the last layer; nil where the checkpoint has none.
  public func normed(_ features: FloatMatrix) -> FloatMatrix? {
    guard let norm = transformer.weights.outputNorm else { return nil }
    var normed = FloatMatrix(rows: features.rows, columns: features.columns)
    normed.setNorm(
      of: features, weight: norm.weight.floats, bias: norm.bias.floats,
      epsilon: transformer.architecture.epsilon, workers: transformer.workers)
    return normed
  }

  /// Features in CLIP's joint space, as CDPruner's code takes them: normed, then projected.
  func jointEmbeds(_ features: FloatMatrix) -> FloatMatrix? {
    guard let map = transformer.weights.jointProjection, let normed = normed(features) else {
      return nil
    }
    var result = FloatMatrix(rows: features.rows, columns: map.outputs)
    result.apply([LinearMap(map)], to: normed, .replacing(nil), workers: transformer.workers)
    return result
  }

  // MARK: What is told

  /// What a reader of an image's results should know.
  public func notes(on image: PreparedImage) -> [String] {
    let layers = transformer.weights.layers.count
    var notes = [
      "features are those behind layer \(featureState) of \(layers) (hidden state "
        + "\(featureState - layers - 1)), prepared by \(image.mode.rawValue)"
    ]
    switch attentionSource {
    case .classToken: break
    case .received:
      notes.append("class attention is what each patch receives of all others on average")
    case .pooling:
      notes.append("class attention is that of the pooling head's probe")
    }
    if projector == nil {
      notes.append("the checkpoint has no projector: erank reads features before any")
    }
    return remarks + notes + image.notes(patches: patches)
  }
}

extension FloatMatrix {
  /// Matrices of equal width below one another; without any an empty one.
  fileprivate init(stacking matrices: [FloatMatrix]) {
    self.init(
      rows: matrices.reduce(0) { $0 + $1.rows }, columns: matrices.first?.columns ?? 0,
      elements: matrices.flatMap(\.elements))
  }

  /// Matrices of equally many rows beside one another; at least one.
  fileprivate init(joining matrices: [FloatMatrix]) {
    self.init(
      rows: matrices[0].rows, columns: matrices.reduce(0) { $0 + $1.columns },
      elements: (0..<matrices[0].rows).flatMap { row in matrices.flatMap { $0.row(row) } })
  }
}
