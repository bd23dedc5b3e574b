internal import COpenBLAS

/// A linear map of a model, and where its result goes.
public struct LinearMap: Sendable {
  let weight: StoredNumbers
  let bias: [Float]?
  let outputs: Int
  let firstColumn: Int

  /// Creates a map y = W·x + b.
  ///
  /// - Parameters:
  ///   - weight: W, outputs×inputs, row after row.
  ///   - bias: b, outputs.
  ///   - outputs: The width of y.
  ///   - firstColumn: The column of the result that y begins at.
  public init(weight: StoredNumbers, bias: StoredNumbers?, outputs: Int, firstColumn: Int = 0) {
    self.weight = weight
    self.bias = bias?.floats
    self.outputs = outputs
    self.firstColumn = firstColumn
  }
}

/// What becomes of a linear map's result.
public enum LinearResult: Sendable, Hashable {
  /// It replaces what was there, after an activation if one is named.
  case replacing(Activation?)
  /// It is added to what was there: a residual connection.
  case adding
}

extension FloatMatrix {
  /// Applies linear maps to every row of another matrix.
  ///
  /// The maps are cut by their outputs, so that each weight is packed (and widened, where it is stored
  /// in 16 bits) once, by the worker that multiplies it; bias and activation follow while the result is
  /// still in the cache.
  ///
  /// - Parameters:
  ///   - maps: The maps; the columns of their results must not overlap.
  ///   - input: As many rows as this matrix, of the maps' inputs.
  ///   - result: What becomes of their results.
  ///   - workers: How many parts are computed at once.
  /// - Complexity: O(rows · inputs · outputs).
  public mutating func apply(
    _ maps: [LinearMap], to input: FloatMatrix, _ result: LinearResult, workers: Workers
  ) {
    let (rows, columns) = (self.rows, self.columns)
    precondition(
      input.rows == rows
        && maps.allSatisfy {
          $0.weight.count == $0.outputs * input.columns && $0.firstColumn + $0.outputs <= columns
        }, "maps from \(input.rows)×\(input.columns) do not fit \(rows)×\(columns)")
    guard rows > 0, input.columns > 0 else { return }
    _ = OpenBLAS.ready
    let parts = maps.flatMap { map in
      workers.stretches(of: map.outputs, each: Self.step).map { (map: map, outputs: $0) }
    }
    elements.withUnsafeMutableBufferPointer { target in
      input.elements.withUnsafeBufferPointer { source in
        guard let target = target.baseAddress, let source = source.baseAddress else { return }
        let product = LinearProduct(
          source: source, inputs: input.columns, target: target, rows: rows, columns: columns,
          result: result)
        workers.run(parts.count) { part, _ in
          product.compute(parts[part].map, parts[part].outputs)
        }
      }
    }
  }

  /// Outputs of a part are a multiple of this, so that parts do not share a line of the cache.
  private static let step = 32
}

/// A product of rows with some outputs of a map.
private struct LinearProduct {
  let source: UnsafePointer<Float>
  let inputs: Int
  let target: UnsafeMutablePointer<Float>
  let rows: Int
  let columns: Int
  let result: LinearResult

  /// How many weights are widened at a time: the input is packed anew for each lot of them.
  private static let widened = 1 << 21

  func compute(_ map: LinearMap, _ outputs: Range<Int>) {
    if map.weight.isReadyForProducts {
      let weights = map.weight.start.assumingMemoryBound(to: Float.self)
      multiply(map, outputs, weights + outputs.lowerBound * inputs)
    } else {
      let size = max(1, Self.widened / inputs)
      let scratch = UnsafeMutableBufferPointer<Float>.allocate(
        capacity: min(size, outputs.count) * inputs)
      defer { scratch.deallocate() }
      for start in stride(from: outputs.lowerBound, to: outputs.upperBound, by: size) {
        let some = start..<min(start + size, outputs.upperBound)
        map.weight[(some.lowerBound * inputs)..<(some.upperBound * inputs)]
          .widen(into: UnsafeMutableBufferPointer(rebasing: scratch[..<(some.count * inputs)]))
        if let weights = scratch.baseAddress { multiply(map, some, weights) }
      }
    }
  }

  private func multiply(
    _ map: LinearMap, _ outputs: Range<Int>, _ weights: UnsafePointer<Float>
  ) {
    let first = target + map.firstColumn + outputs.lowerBound
    let bias = map.bias
    if result == .adding, let bias { add(bias, outputs, to: first) }
    cblas_sgemm(
      OPENBLAS_ROW_MAJOR, OPENBLAS_NO_TRANSPOSE, OPENBLAS_TRANSPOSE, Int32(rows),
      Int32(outputs.count), Int32(inputs), 1, source, Int32(inputs), weights, Int32(inputs),
      result == .adding ? 1 : 0, first, Int32(columns))
    guard case .replacing(let activation) = result else { return }
    if let activation {
      for row in 0..<rows {
        activation.apply(
          to: first + row * columns, count: outputs.count, adding: bias, from: outputs.lowerBound)
      }
    } else if let bias {
      add(bias, outputs, to: first)
    }
  }

  private func add(
    _ bias: [Float], _ outputs: Range<Int>, to first: UnsafeMutablePointer<Float>
  ) {
    bias.withUnsafeBufferPointer { bias in
      guard let bias = bias.baseAddress.map({ $0 + outputs.lowerBound }) else { return }
      let whole = outputs.count & ~7
      for row in 0..<rows {
        let values = first + row * columns
        for place in stride(from: 0, to: whole, by: 8) {
          (SIMD8(at: values + place) + SIMD8(at: bias + place)).store(at: values + place)
        }
        for place in whole..<outputs.count { values[place] += bias[place] }
      }
    }
  }
}

extension Activation {
  /// Replaces numbers by what the activation makes of them plus biases from a place on.
  fileprivate func apply(
    to values: UnsafeMutablePointer<Float>, count: Int, adding bias: [Float]?, from start: Int
  ) {
    guard let bias else { return apply(to: values, count: count, adding: nil) }
    bias.withUnsafeBufferPointer {
      apply(to: values, count: count, adding: $0.baseAddress.map { $0 + start })
    }
  }
}
