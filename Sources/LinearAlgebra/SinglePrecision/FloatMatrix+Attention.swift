internal import COpenBLAS

/// How the rows of an attention are cut into sequences and heads.
public struct AttentionShape: Sendable, Hashable {
  /// Sequences that know nothing of each other, one below the other.
  public let sequences: Int
  /// Tokens of each.
  public let tokens: Int
  /// Heads, side by side.
  public let heads: Int
  /// Columns of each head.
  public let headWidth: Int

  /// Creates a shape.
  public init(sequences: Int, tokens: Int, heads: Int, headWidth: Int) {
    self.sequences = sequences
    self.tokens = tokens
    self.heads = heads
    self.headWidth = headWidth
  }

  /// The columns of all heads.
  var width: Int { heads * headWidth }
}

/// What is to be kept of an attention beside its result.
public struct AttentionWanted: OptionSet, Sendable, Hashable {
  /// The bits.
  public let rawValue: Int

  /// Creates a set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// What the first token looks at: class attention.
  public static let firstRow = AttentionWanted(rawValue: 1)
  /// What each token receives of the others on average.
  public static let received = AttentionWanted(rawValue: 2)
  /// All of it; h·N² numbers for each sequence.
  public static let full = AttentionWanted(rawValue: 4)
}

/// What was kept of the attention of one sequence of N tokens.
public struct AttentionRecord: Sendable, Equatable {
  /// What the first token looks at, h×N, each row summing to 1; empty unless it was wanted.
  public internal(set) var firstRow: FloatMatrix
  /// The mean of the rows of all tokens but those skipped, h×N; empty unless it was wanted.
  public internal(set) var received: FloatMatrix
  /// Every token's row in every head, (h·N)×N; empty unless it was wanted.
  public internal(set) var full: FloatMatrix

  init(_ wanted: AttentionWanted, _ shape: AttentionShape) {
    let (heads, tokens) = (shape.heads, shape.tokens)
    firstRow = FloatMatrix(rows: wanted.contains(.firstRow) ? heads : 0, columns: tokens)
    received = FloatMatrix(rows: wanted.contains(.received) ? heads : 0, columns: tokens)
    full = FloatMatrix(rows: wanted.contains(.full) ? heads * tokens : 0, columns: tokens)
  }
}

extension FloatMatrix {
  /// Attention of every sequence and head: softmax(Q·Kᵀ/√d_h)·V.
  ///
  /// No more than one head's N×N weights for each worker are in memory at a time; they are divided by
  /// their sums only where they are kept, the result's rows are divided instead.
  ///
  /// Source: Vaswani et al. 2017, Eq. 1.
  ///
  /// - Parameters:
  ///   - joined: Queries, keys and values side by side, (sequences · tokens)×(3 · heads · headWidth); this
  ///     matrix is (sequences · tokens)×(heads · headWidth).
  ///   - shape: How rows are cut.
  ///   - wanted: What is kept beside the result.
  ///   - skipped: How many first tokens of a sequence do not count for what others receive.
  ///   - withResult: Whether the result is computed; without it this matrix is left as it was.
  ///   - workers: How many heads are computed at once.
  /// - Returns: What was kept, for each sequence.
  /// - Complexity: O(sequences · tokens² · heads · headWidth).
  public mutating func setAttention(
    of joined: FloatMatrix, _ shape: AttentionShape, keeping wanted: AttentionWanted = [],
    skipping skipped: Int = 0, withResult: Bool = true, workers: Workers
  ) -> [AttentionRecord] {
    precondition(
      joined.rows == shape.sequences * shape.tokens && joined.columns == 3 * shape.width
        && rows == joined.rows && columns == shape.width && shape.tokens > skipped,
      "attention of \(joined.rows)×\(joined.columns) in \(rows)×\(columns)")
    _ = OpenBLAS.ready
    var records = (0..<shape.sequences).map { _ in AttentionRecord(wanted, shape) }
    let parts = shape.sequences * shape.heads
    let targets = RecordTargets(&records)
    elements.withUnsafeMutableBufferPointer { target in
      joined.elements.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        let product = AttentionProduct(
          source: source, target: withResult ? target : nil, shape: shape, skipped: skipped)
        let size = shape.tokens * product.stride
        let scratch = UnsafeMutableBufferPointer<Float>.allocate(
          capacity: size * min(workers.count, parts))
        defer { scratch.deallocate() }
        guard let weights = scratch.baseAddress else { return }
        workers.run(parts) { part, worker in
          let (sequence, head) = part.quotientAndRemainder(dividingBy: shape.heads)
          product.compute(
            sequence: sequence, head: head, weights: weights + worker * size,
            keeping: targets.places[sequence])
        }
      }
    }
    targets.finish(&records)
    return records
  }
}

/// Where workers write what is kept, so that heads can be written at the same time.
private struct RecordTargets {
  struct Place {
    var firstRow: UnsafeMutableBufferPointer<Float>?
    var received: UnsafeMutableBufferPointer<Float>?
    var full: UnsafeMutableBufferPointer<Float>?
  }

  let places: [Place]

  init(_ records: inout [AttentionRecord]) {
    func room(_ matrix: FloatMatrix) -> UnsafeMutableBufferPointer<Float>? {
      guard !matrix.elements.isEmpty else { return nil }
      let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: matrix.elements.count)
      memory.initialize(repeating: 0)
      return memory
    }
    places = records.map {
      Place(firstRow: room($0.firstRow), received: room($0.received), full: room($0.full))
    }
  }

  /// Moves what was written into the records; afterwards nothing may be written any more.
  func finish(_ records: inout [AttentionRecord]) {
    for (index, place) in places.enumerated() {
      if let memory = place.firstRow { records[index].firstRow.elements = take(memory) }
      if let memory = place.received { records[index].received.elements = take(memory) }
      if let memory = place.full { records[index].full.elements = take(memory) }
    }
  }

  private func take(_ memory: UnsafeMutableBufferPointer<Float>) -> [Float] {
    defer { memory.deallocate() }
    return Array(memory)
  }
}

/// Attention of one head of one sequence.
private struct AttentionProduct {
  let source: UnsafePointer<Float>
  let target: UnsafeMutablePointer<Float>?
  let shape: AttentionShape
  let skipped: Int

  /// The length of a row of weights in memory: a multiple of eight.
  var stride: Int { (shape.tokens + 7) & ~7 }

  func compute(
    sequence: Int, head: Int, weights: UnsafeMutablePointer<Float>,
    keeping place: RecordTargets.Place
  ) {
    let tokens = shape.tokens
    let (count, width, row) = (Int32(tokens), Int32(shape.headWidth), Int32(3 * shape.width))
    let query = source + sequence * tokens * 3 * shape.width + head * shape.headWidth
    let scale = 1 / Float(shape.headWidth).squareRoot()
    cblas_sgemm(
      OPENBLAS_ROW_MAJOR, OPENBLAS_NO_TRANSPOSE, OPENBLAS_TRANSPOSE, count, count, width, scale,
      query, row, query + shape.width, row, 0, weights, Int32(stride))
    let shares = [Float](unsafeUninitializedCapacity: tokens) { shares, filled in
      for token in 0..<tokens {
        shares[token] = 1 / exponentials(of: weights + token * stride)
      }
      filled = tokens
    }
    keep(weights, shares, head, place)
    guard let target else { return }
    let result = target + sequence * tokens * shape.width + head * shape.headWidth
    cblas_sgemm(
      OPENBLAS_ROW_MAJOR, OPENBLAS_NO_TRANSPOSE, OPENBLAS_NO_TRANSPOSE, count, width, count, 1,
      weights, Int32(stride), query + 2 * shape.width, row, 0, result, Int32(shape.width))
    for token in 0..<tokens {
      for column in 0..<shape.headWidth { result[token * shape.width + column] *= shares[token] }
    }
  }

  /// Replaces a row by the powers of e above its largest number; returns their sum.
  private func exponentials(of row: UnsafeMutablePointer<Float>) -> Float {
    for place in shape.tokens..<stride { row[place] = -.greatestFiniteMagnitude }
    var largest = SIMD8<Float>(at: row)
    for place in Swift.stride(from: 8, to: stride, by: 8) {
      let next = SIMD8<Float>(at: row + place)
      largest.replace(with: next, where: next .> largest)
    }
    let top = largest.max()
    var sums = SIMD8<Float>(repeating: 0)
    for place in Swift.stride(from: 0, to: stride, by: 8) {
      let power = exponential(SIMD8(at: row + place) - top)
      power.store(at: row + place)
      sums += power
    }
    return sums.sum()
  }

  private func keep(
    _ weights: UnsafePointer<Float>, _ shares: [Float], _ head: Int, _ place: RecordTargets.Place
  ) {
    let tokens = shape.tokens
    if let first = place.firstRow {
      for column in 0..<tokens { first[head * tokens + column] = weights[column] * shares[0] }
    }
    if let received = place.received?.baseAddress.map({ $0 + head * tokens }) {
      let part = 1 / Float(tokens - skipped)
      for token in skipped..<tokens {
        let share = shares[token] * part
        let row = weights + token * stride
        for column in 0..<tokens { received[column] += row[column] * share }
      }
    }
    if let full = place.full?.baseAddress.map({ $0 + head * tokens * tokens }) {
      for token in 0..<tokens {
        let row = weights + token * stride
        for column in 0..<tokens { full[token * tokens + column] = row[column] * shares[token] }
      }
    }
  }
}
