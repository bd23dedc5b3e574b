internal import LinearAlgebra

/// The state of one forward pass: the hidden states of all views, and room for a layer's activations.
struct ForwardPass {
  /// What was kept so far, for each view.
  private(set) var outputs: [TransformerOutput]
  /// How long each stage took so far.
  private(set) var stages: [EncodingStage: Duration] = [:]

  private let model: VisionTransformer
  /// Tokens of a view with the class token, N.
  private let tokens: Int
  /// Hidden states of all views, one below the other, (views · N)×d.
  private var states: FloatMatrix
  private var normed: FloatMatrix
  /// Queries, keys and values side by side.
  private var joined: FloatMatrix
  private var attended: FloatMatrix
  /// Between the halves of the perceptron.
  private var inner: FloatMatrix

  private var workers: Workers { model.workers }
  private var architecture: VisionArchitecture { model.architecture }
  private var classTokens: Int { model.architecture.classTokens }

  /// Makes room; nothing is computed yet.
  init(_ model: VisionTransformer, views: Int, patches: Int) {
    self.model = model
    tokens = patches + model.architecture.classTokens
    let (rows, width) = (views * tokens, model.architecture.width)
    states = FloatMatrix(rows: rows, columns: width)
    normed = states
    attended = states
    joined = FloatMatrix(rows: rows, columns: 3 * width)
    inner = FloatMatrix(rows: rows, columns: model.architecture.innerWidth)
    outputs = Array(repeating: TransformerOutput(), count: views)
  }

  // MARK: The input

  /// Brings pixels to the first hidden states.
  mutating func embed(
    _ views: [FloatMatrix], rows: Int, columns: Int
  ) throws(EncodingError) {
    try measure(.patches) { pass in
      let weights = pass.model.weights
      let width = pass.architecture.width
      let positions = pass.positions(rows: rows, columns: columns)
      let map = LinearMap(weights.patches)
      for (index, view) in views.enumerated() {
        var patches = FloatMatrix(rows: view.rows, columns: width)
        patches.apply([map], to: view, .replacing(nil), workers: pass.workers)
        let embedded = (weights.classToken?.floats ?? []) + patches.elements
        pass.states.setRows(
          from: index * pass.tokens, to: zip(embedded, positions).map { $0 + $1 })
      }
      if let norm = weights.inputNorm {
        pass.normalise(norm)
        swap(&pass.states, &pass.normed)
      }
    }
    try refuseNotFinite(after: -1)
  }

  private func positions(rows: Int, columns: Int) -> [Float] {
    PositionEmbedding.interpolated(
      model.weights.positions.floats, classTokens: classTokens,
      side: architecture.positionSide, rows: rows, columns: columns, width: architecture.width)
  }

  // MARK: Layers

  /// Computes a layer, or only what is wanted of its attention.
  mutating func compute(
    _ index: Int, _ request: TransformerRequest, isWhole: Bool
  ) throws(EncodingError) {
    let layer = model.weights.layers[index]
    try measure(.norms) { $0.normalise(layer.attentionNorm) }
    try measure(.projections) { $0.project(layer.attention, withValues: isWhole) }
    try measure(.results) { $0.keepQueriesAndKeys(of: index, request) }
    try measure(.attention) { $0.attend(in: index, request, isWhole: isWhole) }
    guard isWhole else { return }
    try measure(.output) { pass in
      pass.states.apply(
        [LinearMap(layer.attention.output)], to: pass.attended, .adding, workers: pass.workers)
    }
    try measure(.norms) { $0.normalise(layer.perceptronNorm) }
    try measure(.perceptron) { pass in
      pass.inner.apply(
        [LinearMap(layer.inner)], to: pass.normed, .replacing(pass.architecture.activation),
        workers: pass.workers)
      pass.states.apply(
        [LinearMap(layer.outer)], to: pass.inner, .adding, workers: pass.workers)
    }
    try refuseNotFinite(after: index)
    keepHiddenState(index + 1, request)
  }

  private mutating func normalise(_ norm: NormWeights) {
    normed.setNorm(
      of: states, weight: norm.weight.floats, bias: norm.bias.floats,
      epsilon: architecture.epsilon, workers: workers)
  }

  private mutating func project(_ attention: AttentionWeights, withValues: Bool) {
    let width = architecture.width
    var maps = [
      LinearMap(attention.query), LinearMap(attention.key, firstColumn: width),
    ]
    if withValues { maps.append(LinearMap(attention.value, firstColumn: 2 * width)) }
    joined.apply(maps, to: normed, .replacing(nil), workers: workers)
  }

  private mutating func attend(in layer: Int, _ request: TransformerRequest, isWhole: Bool) {
    var wanted: AttentionWanted = []
    if request.attention.contains(layer) { wanted.insert(classTokens > 0 ? .firstRow : .received) }
    if request.receivedAttention.contains(layer) { wanted.insert(.received) }
    if request.fullAttention.contains(layer) { wanted.insert(.full) }
    guard isWhole || !wanted.isEmpty else { return }
    let shape = AttentionShape(
      sequences: outputs.count, tokens: tokens, heads: architecture.heads,
      headWidth: architecture.headWidth)
    let records = attended.setAttention(
      of: joined, shape, keeping: wanted, skipping: classTokens, withResult: isWhole,
      workers: workers)
    for (view, record) in records.enumerated() {
      if wanted.contains(.firstRow) { outputs[view].classAttention[layer] = record.firstRow }
      if wanted.contains(.received) { outputs[view].receivedAttention[layer] = record.received }
      if wanted.contains(.full) { outputs[view].fullAttention[layer] = record.full }
    }
  }

  // MARK: What is kept

  /// Keeps the hidden states if they are wanted under this number.
  mutating func keepHiddenState(_ number: Int, _ request: TransformerRequest) {
    guard request.hiddenStates.contains(number) else { return }
    for view in outputs.indices { outputs[view].hiddenStates[number] = states.rows(rows(of: view)) }
  }

  private mutating func keepQueriesAndKeys(of layer: Int, _ request: TransformerRequest) {
    let width = architecture.width
    let isLast = layer == model.weights.layers.count - 1
    for view in outputs.indices {
      if request.queriesAndKeys.contains(layer) {
        let own = joined.rows(rows(of: view))
        outputs[view].queries[layer] = own.columns(0..<width)
        outputs[view].keys[layer] = own.columns(width..<(2 * width))
      }
      if isLast, request.singleHeadAttention, classTokens > 0 {
        outputs[view].singleHeadAttention = singleHeadAttention(of: view)
      }
    }
  }

  /// The class token's attention to all tokens as one head of the model's width; without its own share.
  ///
  /// Source: PruMerge's released code, which reads the last layer so.
  private func singleHeadAttention(of view: Int) -> [Float] {
    let width = architecture.width
    let first = view * tokens
    let query = joined.rows(first..<(first + 1)).columns(0..<width).doubles
    let keys = joined.rows(rows(of: view)).columns(width..<(2 * width)).doubles
    let products = keys.innerProducts(with: query).elements
    let scale = 1 / Double(width).squareRoot()
    return softmax(products.map { $0 * scale }).dropFirst(classTokens).map { Float($0) }
  }

  /// Keeps the pooling head's attention: its probe's over the normed last hidden states.
  mutating func pool() {
    guard let pooling = model.weights.pooling, let norm = model.weights.outputNorm else { return }
    normalise(norm)
    let (heads, width) = (architecture.heads, architecture.headWidth)
    var query = FloatMatrix(rows: 1, columns: architecture.width)
    let probe = FloatMatrix(rows: 1, columns: architecture.width, elements: pooling.probe.floats)
    query.apply([LinearMap(pooling.query)], to: probe, .replacing(nil), workers: workers)
    var keys = FloatMatrix(rows: normed.rows, columns: architecture.width)
    keys.apply([LinearMap(pooling.key)], to: normed, .replacing(nil), workers: workers)
    let scale = 1 / Double(width).squareRoot()
    for view in outputs.indices {
      let own = keys.rows(rows(of: view))
      var attention: [Float] = []
      for head in 0..<heads {
        let columns = (head * width)..<((head + 1) * width)
        let products = own.columns(columns).doubles.innerProducts(
          with: query.columns(columns).doubles)
        attention += softmax(products.elements.map { $0 * scale }).map { Float($0) }
      }
      outputs[view].poolingAttention = FloatMatrix(
        rows: heads, columns: tokens, elements: attention)
    }
  }

  private func rows(of view: Int) -> Range<Int> { (view * tokens)..<((view + 1) * tokens) }

  // MARK: Every stage

  /// Computes a stage unless nobody waits for it any more, and adds up how long it took.
  private mutating func measure(
    _ stage: EncodingStage, _ body: (inout ForwardPass) -> Void
  ) throws(EncodingError) {
    guard !Task.isCancelled else { throw .cancelled }
    let clock = ContinuousClock()
    let start = clock.now
    body(&self)
    stages[stage, default: .zero] += clock.now - start
  }

  private func refuseNotFinite(after layer: Int) throws(EncodingError) {
    guard states.isFinite else { throw .notFinite(encoder: model.name, layer: layer) }
  }
}

extension LinearMap {
  /// A map of a model's weights.
  init(_ weights: LinearWeights, firstColumn: Int = 0) {
    self.init(
      weight: weights.weight, bias: weights.bias, outputs: weights.outputs,
      firstColumn: firstColumn)
  }
}
