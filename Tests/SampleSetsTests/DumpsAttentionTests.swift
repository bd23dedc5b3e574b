import LinearAlgebra
import SampleSets
import TensorFiles
import Testing
import TokenFields

/// The shapes of class attention, and the values that it may have.
@Suite struct DumpsAttentionTests {
  private static let features: Arrays = [("features", ramp(4, 2))]

  private static let shapes: [(tensor: Tensor, rows: [[Double]])] = [
    (ramp(4), [rampValues(0..<4)]),
    (ramp(5), [rampValues(1..<5)]),
    (ramp(1, 4), [rampValues(0..<4)]),
    (ramp(2, 4), [rampValues(0..<4), rampValues(4..<8)]),
    (ramp(2, 5), [rampValues(1..<5), rampValues(6..<10)]),
    (ramp(2, 5, 5), [rampValues(1..<5), rampValues(26..<30)]),
    (ramp(1, 2, 5, 5), [rampValues(1..<5), rampValues(26..<30)]),
    (ramp(1, 2, 5), [rampValues(1..<5), rampValues(6..<10)]),
    (ramp(1, 5, 5), [rampValues(1..<5)]),
    (ramp(5, 5), [rampValues(1..<5)]),
    // More heads than tokens.
    (ramp(6, 4), (0..<6).map { rampValues($0 * 4..<$0 * 4 + 4) }),
  ]

  @Test(arguments: shapes)
  func readsEveryShape(tensor: Tensor, rows: [[Double]]) throws {
    for name in ["attention", "shallow_attention", "first_layer_attention"] {
      // A grid lets the two further arrays have a class token.
      let read = try dump(Self.features + [(name, tensor), ("grid", integers(2, 2))])
      let field = read.field
      let attention = field.attention ?? field.shallowAttention ?? field.firstLayerAttention
      #expect(attention == Matrix(rows: rows.count, columns: 4, elements: rows.flatMap { $0 }))
      #expect(read.droppedClassToken == (tensor.shape.last == 5))
    }
  }

  @Test func saysThatOneHeadOfFullAttentionWasRead() throws {
    let notes = try dump(Self.features + [("attention", ramp(5, 5))]).notes
    #expect(
      notes == [
        "'attention' of 5×5 is every token's attention in one head; the class token's row was read",
        "removed a leading class token from 'attention'",
      ])
  }

  private static let squares = [ramp(4, 4), ramp(1, 4, 4), ramp(2, 4, 4)]

  @Test(arguments: squares)
  func readsAttentionAmongPatchesOnlyWhenAsked(tensor: Tensor) throws {
    let arrays = Self.features + [("attention", tensor)]
    #expect(
      problem(arrays)
        == .ambiguousSquare(array: "attention", shape: tensor.shape, tokens: 4))
    let read = try dump(arrays, options: DumpOptions(receivedAttention: true))
    let heads = tensor.count / 16
    let values = tensor.values()
    var means = Matrix(rows: heads, columns: 4)
    for (position, value) in values.enumerated() {
      means[position / 16, position % 4] += value / 4
    }
    #expect(read.field.attention == means)
    #expect(!read.droppedClassToken)
    #expect(
      read.notes == [
        "'attention' of \(heads == 2 ? "2×4×4" : tensor.shape.count == 3 ? "1×4×4" : "4×4") "
          + "is attention among patches; the mean that each patch receives was read"
      ])
  }

  @Test func aSingleTokenIsNoAmbiguousSquare() throws {
    let read = try dump([("features", ramp(1, 2)), ("attention", ramp(1, 1))])
    #expect(read.field.attention == Matrix(rows: 1, columns: 1, elements: rampValues(0..<1)))
  }

  private static let stacks: [[Int]] = [
    [3, 2, 4], [3, 2, 5], [24, 2, 5, 5], [24, 1, 2, 5, 5], [2, 1, 5],
  ]

  @Test(arguments: stacks)
  func refusesTheAttentionOfSeveralLayers(shape: [Int]) {
    let count = shape.reduce(1, *)
    let tensor = Tensor(shape: shape, float32: Array(repeating: 0.5, count: count))
    #expect(
      problem(Self.features + [("attention", tensor)])
        == .stackedLayers(array: "attention", shape: shape))
  }

  private static let attentionArrays: [(name: String, shape: [Int])] = [
    ("attention", [2, 4]), ("attention", [2, 5]), ("attention", [2, 5, 5]),
    ("shallow_attention", [2, 4]), ("first_layer_attention", [2, 4]),
    ("last_layer_attention", [4]), ("llm_attention", [4]),
  ]

  @Test(arguments: attentionArrays)
  func refusesNegativeAttentionAndNamesItsPlace(name: String, shape: [Int]) {
    let count = shape.reduce(1, *)
    var values = [Float](repeating: 0.5, count: count)
    // Head 1 where there are two: its third patch.
    let heads = shape.count > 1 ? 2 : 1
    let row = heads == 2 ? count / 2 : 0
    let skipped = shape.last == 5 ? 1 : 0
    values[row + skipped + 2] = -0.25
    #expect(
      problem(Self.features + [(name, Tensor(shape: shape, float32: values))])
        == .negative(array: name, head: heads - 1, token: 2, value: -0.25))
  }

  @Test(arguments: attentionArrays)
  func refusesAttentionThatIsZeroEverywhere(name: String, shape: [Int]) {
    var values = [Float](repeating: 0, count: shape.reduce(1, *))
    // What the class token gives itself does not count.
    if shape.last == 5 { values[0] = 1 }
    #expect(
      problem(Self.features + [(name, Tensor(shape: shape, float32: values))])
        == .allZero(array: name))
  }

  @Test func relevanceMayBeNegativeOrZero() throws {
    let values: [Float] = [-1, 0, 0, 0]
    let read = try dump(Self.features + [("relevance", Tensor(shape: [4], float32: values))])
    #expect(read.field.relevance == [-1, 0, 0, 0])
  }
}
