import Glibc

extension FloatMatrix {
  /// Layer norm: every row of another matrix minus its mean, divided by its standard deviation, scaled
  /// and shifted.
  ///
  /// The variance is that of all elements (divided by their number) plus `epsilon`; a constant row
  /// becomes the shift.
  ///
  /// Source: Ba, Kiros & Hinton 2016, Eq. 4.
  ///
  /// - Parameters:
  ///   - input: A matrix of this one's size.
  ///   - weight: The scale of each column.
  ///   - bias: The shift of each column.
  ///   - epsilon: What is added to the variance.
  ///   - workers: How many parts are computed at once.
  public mutating func setNorm(
    of input: FloatMatrix, weight: [Float], bias: [Float], epsilon: Float, workers: Workers
  ) {
    precondition(
      input.rows == rows && input.columns == columns && weight.count == columns
        && bias.count == columns, "a norm of \(input.rows)×\(input.columns) in \(rows)×\(columns)")
    guard columns > 0 else { return }
    let width = columns
    let parts = workers.stretches(of: rows, each: 8)
    elements.withUnsafeMutableBufferPointer { target in
      input.elements.withUnsafeBufferPointer { source in
        weight.withUnsafeBufferPointer { weight in
          bias.withUnsafeBufferPointer { bias in
            guard let target = target.baseAddress, let source = source.baseAddress,
              let weight = weight.baseAddress, let bias = bias.baseAddress
            else { return }
            workers.run(parts.count) { part, _ in
              for row in parts[part] {
                normalise(
                  source + row * width, into: target + row * width, width, weight, bias, epsilon)
              }
            }
          }
        }
      }
    }
  }
}

private func normalise(
  _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, _ width: Int,
  _ weight: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, _ epsilon: Float
) {
  let whole = width & ~7
  var sums = SIMD8<Float>(repeating: 0)
  for place in stride(from: 0, to: whole, by: 8) { sums += SIMD8(at: source + place) }
  var sum = sums.sum()
  for place in whole..<width { sum += source[place] }
  let mean = sum / Float(width)
  var squares = SIMD8<Float>(repeating: 0)
  for place in stride(from: 0, to: whole, by: 8) {
    let difference = SIMD8(at: source + place) - mean
    squares += difference * difference
  }
  var square = squares.sum()
  for place in whole..<width { square += (source[place] - mean) * (source[place] - mean) }
  let scale = 1 / sqrtf(square / Float(width) + epsilon)
  for place in stride(from: 0, to: whole, by: 8) {
    let unit = (SIMD8(at: source + place) - mean) * scale
    (unit * SIMD8(at: weight + place) + SIMD8(at: bias + place)).store(at: target + place)
  }
  for place in whole..<width {
    target[place] = (source[place] - mean) * scale * weight[place] + bias[place]
  }
}
