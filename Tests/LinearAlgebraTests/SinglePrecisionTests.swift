import Glibc
import LinearAlgebra
import Testing

/// What a model computes in float32, against closed forms and plain loops in double precision.
@Suite struct SinglePrecisionTests {
  /// Bytes that live as long as a test needs them, at any alignment.
  private final class Bytes: Sendable {
    nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer
    private let offset: Int

    init<Value>(_ values: [Value], offset: Int = 0) {
      self.offset = offset
      let size = MemoryLayout<Value>.size
      memory = .allocate(byteCount: values.count * size + offset, alignment: 16)
      for (place, value) in values.enumerated() {
        memory.storeBytes(of: value, toByteOffset: offset + place * size, as: Value.self)
      }
    }

    deinit { memory.deallocate() }

    func numbers(_ format: StoredNumbers.Format) -> StoredNumbers {
      StoredNumbers(
        owner: self, bytes: UnsafeRawBufferPointer(rebasing: memory[offset...]), format: format)
    }
  }

  private static func ramp(_ count: Int, seed: Int = 1) -> [Float] {
    (0..<count).map { Float((($0 + seed) * 7919) % 2003) / 1000 - 1 }
  }

  private static func matrix(_ rows: Int, _ columns: Int, seed: Int = 1) -> FloatMatrix {
    FloatMatrix(rows: rows, columns: columns, elements: ramp(rows * columns, seed: seed))
  }

  private static func worst(_ one: [Float], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
  }

  // MARK: Stored numbers

  @Test(arguments: [0, 1, 2, 3])
  func everyHalfIsWidenedToItself(offset: Int) {
    let patterns = (0...UInt16.max).map { $0 }
    let widened = Bytes(patterns, offset: offset).numbers(.float16).floats
    for (pattern, value) in zip(patterns, widened) {
      let expected = Float(Float16(bitPattern: pattern))
      #expect(
        value == expected && value.sign == expected.sign || value.isNaN && expected.isNaN,
        "\(pattern)")
    }
  }

  @Test func everyBrainFloatIsWidenedToItself() {
    let patterns = (0...UInt16.max).map { $0 }
    let widened = Bytes(patterns, offset: 1).numbers(.bfloat16).floats
    for (pattern, value) in zip(patterns, widened) {
      #expect(value.bitPattern == UInt32(pattern) << 16)
    }
  }

  @Test func aPartBeginsAndEndsWhereItIsAskedTo() {
    let numbers = Bytes((0..<50).map { Float16($0) }).numbers(.float16)
    #expect(numbers.count == 50)
    for range in [0..<0, 0..<50, 3..<20, 17..<34, 49..<50] {
      #expect(numbers[range].floats == range.map { Float($0) })
    }
    #expect(numbers[10..<40][5..<8].floats == [15, 16, 17])
    #expect(StoredNumbers([]).floats.isEmpty)
  }

  // MARK: Linear maps

  /// Every format, alignment and number of workers computes the same map.
  @Test(arguments: [1, 2, 5], [7, 64, 75])
  func mapsAreProductsPlusBias(workers: Int, outputs: Int) {
    let (rows, inputs) = (13, 19)
    let input = Self.matrix(rows, inputs)
    let halves = Self.ramp(outputs * inputs, seed: 3).map { Float16($0) }
    let floats = halves.map { Float($0) }
    let bias = Self.ramp(outputs, seed: 5)
    let expected = (0..<(rows * outputs)).map { index in
      let (row, output) = index.quotientAndRemainder(dividingBy: outputs)
      return (0..<inputs).reduce(Double(bias[output])) {
        $0 + Double(input[row, $1]) * Double(floats[output * inputs + $1])
      }
    }
    for weight in [
      StoredNumbers(floats), Bytes(floats, offset: 2).numbers(.float32),
      Bytes(halves).numbers(.float16),
    ] {
      let map = LinearMap(weight: weight, bias: StoredNumbers(bias), outputs: outputs)
      var result = FloatMatrix(rows: rows, columns: outputs)
      result.apply([map], to: input, .replacing(nil), workers: Workers(workers))
      #expect(Self.worst(result.elements, expected) < 1e-5)
      result.apply([map], to: input, .adding, workers: Workers(workers))
      #expect(Self.worst(result.elements, expected.map { 2 * $0 }) < 2e-5)
    }
  }

  @Test func mapsBesideOneAnotherLeaveOtherColumnsAlone() {
    let input = Self.matrix(4, 6)
    let one = StoredNumbers(Self.ramp(5 * 6, seed: 2))
    let other = StoredNumbers(Self.ramp(3 * 6, seed: 4))
    var joined = FloatMatrix(
      rows: 4, columns: 10, elements: [Float](repeating: 99, count: 40))
    joined.apply(
      [
        LinearMap(weight: one, bias: nil, outputs: 5, firstColumn: 1),
        LinearMap(weight: other, bias: nil, outputs: 3, firstColumn: 7),
      ], to: input, .replacing(nil), workers: Workers(3))
    var alone = FloatMatrix(rows: 4, columns: 5)
    alone.apply(
      [LinearMap(weight: one, bias: nil, outputs: 5)], to: input, .replacing(nil),
      workers: Workers(1))
    #expect(joined.columns(1..<6) == alone)
    for row in 0..<4 { #expect(joined[row, 0] == 99 && joined[row, 6] == 99) }
  }

  // MARK: Activations, norms

  private static func exact(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .quickGELU: x / (1 + exp(-1.702 * x))
    case .gelu: x * 0.5 * (1 + erf(x / 2.0.squareRoot()))
    case .tanhGELU: 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
  }

  @Test(arguments: Activation.allCases)
  func activationsAreTheirClosedForms(activation: Activation) {
    let values = stride(from: Float(-30), through: 30, by: 0.01).map { $0 }
    let identity = StoredNumbers([1])
    var result = FloatMatrix(rows: values.count, columns: 1)
    result.apply(
      [LinearMap(weight: identity, bias: StoredNumbers([0.25]), outputs: 1)],
      to: FloatMatrix(rows: values.count, columns: 1, elements: values), .replacing(activation),
      workers: Workers(2))
    for (x, y) in zip(values, result.elements) {
      let expected = Self.exact(activation, Double(x + 0.25))
      #expect(abs(Double(y) - expected) < 5e-7 * max(1, abs(Double(x))), "\(x)")
    }
    // Far out: neither overflow nor numbers that are none.
    let far: [Float] = [-1e30, -1e4, -200, 200, 1e4, 1e12]
    var ends = FloatMatrix(rows: far.count, columns: 1)
    ends.apply(
      [LinearMap(weight: identity, bias: nil, outputs: 1)],
      to: FloatMatrix(rows: far.count, columns: 1, elements: far), .replacing(activation),
      workers: Workers(1))
    #expect(ends.elements.prefix(3).allSatisfy { abs($0) < 1e-6 })
    #expect(ends.elements.suffix(3).elementsEqual(far.suffix(3)))
  }

  @Test(arguments: [1, 8, 33])
  func aNormHasMeanZeroAndVarianceOne(columns: Int) {
    let input = Self.matrix(21, columns, seed: 9)
    let (weight, bias) = (Self.ramp(columns, seed: 2), Self.ramp(columns, seed: 6))
    var normed = FloatMatrix(rows: 21, columns: columns)
    normed.setNorm(of: input, weight: weight, bias: bias, epsilon: 1e-5, workers: Workers(3))
    for row in 0..<21 {
      let values = input.row(row).map { Double($0) }
      let mean = values.reduce(0, +) / Double(columns)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
      let expected = values.indices.map {
        (values[$0] - mean) / (variance + 1e-5).squareRoot() * Double(weight[$0]) + Double(bias[$0])
      }
      #expect(Self.worst(Array(normed.row(row)), expected) < 2e-5)
    }
  }

  // MARK: Attention

  @Test(arguments: [1, 2, 4], [5, 8, 17])
  func attentionIsASoftmaxOfScaledProducts(workers: Int, tokens: Int) {
    let shape = AttentionShape(sequences: 3, tokens: tokens, heads: 2, headWidth: 4)
    let joined = FloatMatrix(
      rows: 3 * tokens, columns: 24, elements: Self.ramp(3 * tokens * 24).map { 4 * $0 })
    var result = FloatMatrix(rows: 3 * tokens, columns: 8)
    let records = result.setAttention(
      of: joined, shape, keeping: [.firstRow, .received, .full], skipping: 1,
      workers: Workers(workers))
    for sequence in 0..<3 {
      for head in 0..<2 {
        func vector(_ token: Int, _ part: Int) -> [Double] {
          (0..<4).map { Double(joined[sequence * tokens + token, part * 8 + head * 4 + $0]) }
        }
        let rows = (0..<tokens).map { token in
          softmax(
            (0..<tokens).map { other in
              zip(vector(token, 0), vector(other, 1)).reduce(0) { $0 + $1.0 * $1.1 } / 2
            })
        }
        let record = records[sequence]
        #expect(Self.worst(Array(record.firstRow.row(head)), rows[0]) < 1e-6)
        let received = (0..<tokens).map { column in
          rows.dropFirst().reduce(0) { $0 + $1[column] } / Double(tokens - 1)
        }
        #expect(Self.worst(Array(record.received.row(head)), received) < 1e-6)
        for token in 0..<tokens {
          #expect(Self.worst(Array(record.full.row(head * tokens + token)), rows[token]) < 1e-6)
          let expected = (0..<4).map { place in
            (0..<tokens).reduce(0) { $0 + rows[token][$1] * vector($1, 2)[place] }
          }
          let own = result.row(sequence * tokens + token).dropFirst(head * 4).prefix(4)
          #expect(Self.worst(Array(own), expected) < 1e-5)
        }
      }
    }
  }

  @Test func nothingIsKeptThatWasNotAskedForAndWithoutAResultNothingIsWritten() {
    let joined = Self.matrix(6, 6)
    var result = FloatMatrix(
      rows: 6, columns: 2, elements: [Float](repeating: 7, count: 12))
    let records = result.setAttention(
      of: joined, AttentionShape(sequences: 1, tokens: 6, heads: 1, headWidth: 2),
      keeping: .firstRow, withResult: false, workers: Workers(2))
    #expect(result.elements.allSatisfy { $0 == 7 })
    #expect(records[0].received.elements.isEmpty && records[0].full.elements.isEmpty)
    #expect(abs(records[0].firstRow.elements.reduce(0, +) - 1) < 1e-6)
  }

  @Test func whatIsNotFiniteIsFound() {
    for bad in [Float.nan, .infinity, -.infinity] {
      for place in [0, 7, 8, 20] {
        var matrix = Self.matrix(3, 7)
        #expect(matrix.isFinite)
        matrix[place / 7, place % 7] = bad
        #expect(!matrix.isFinite)
      }
    }
  }
}
