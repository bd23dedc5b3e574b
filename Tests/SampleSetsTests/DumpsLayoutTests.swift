import LinearAlgebra
import SampleSets
import TensorFiles
import Testing
import TokenFields

/// How the grid, the number of tokens and the class token are found out.
@Suite struct DumpsLayoutTests {
  @Test func takesASquareWithoutAGrid() throws {
    #expect(try dump([("features", ramp(9, 2))]).field.grid == TokenGrid(rows: 3, columns: 3))
    #expect(try dump([("attention", ramp(16))]).field.grid == TokenGrid(rows: 4, columns: 4))
    #expect(try dump([("projected", ramp(1, 2))]).field.grid == TokenGrid(rows: 1, columns: 1))
  }

  @Test func saysWhatToAddWhenThereIsNoSquare() {
    #expect(problem([("features", ramp(6, 2))]) == .noGrid(array: "features", count: 6))
    #expect(problem([("attention", ramp(2, 7))]) == .noGrid(array: "attention", count: 7))
    // Without class attention as a witness, ten rows are no square and no class token.
    #expect(problem([("features", ramp(10, 2))]) == .noGrid(array: "features", count: 10))
    #expect(
      problem([("features", ramp(10, 2)), ("attention", ramp(9))])
        == .noGrid(array: "features", count: 10))
  }

  private static let grids: [(values: [Int64], grid: TokenGrid)] = [
    ([2, 3], TokenGrid(rows: 2, columns: 3)), ([1, 6], TokenGrid(rows: 1, columns: 6)),
    ([1, 2, 3], TokenGrid(rows: 2, columns: 3)),
    ([3, 1, 2], TokenGrid(tiles: 3, rows: 1, columns: 2)),
  ]

  @Test(arguments: grids)
  func takesTheGridThatIsGiven(values: [Int64], grid: TokenGrid) throws {
    let tensor = Tensor(shape: [values.count], int64: values)
    for name in ["grid", "grid_hw", "grid_thw"] {
      let read = try dump([("features", ramp(6, 2)), (name, tensor)])
      #expect(read.field.grid == grid)
      #expect(read.notes.isEmpty)
    }
  }

  private static let malformed: [[Int64]] = [
    [0, 6], [-2, -3], [6, -1], [.max, .max], [1 << 40, 1], [1 << 20, 2, 1],
  ]

  @Test(arguments: malformed)
  func refusesAGridThatIsNone(values: [Int64]) {
    let tensor = Tensor(shape: [values.count], int64: values)
    #expect(
      problem([("features", ramp(6, 2)), ("grid", tensor)])
        == .malformedGrid(array: "grid", values: values.map { Double($0) }))
  }

  @Test func refusesAGridOfAnotherShapeOrType() {
    let features = ("features", ramp(6, 2))
    #expect(
      problem([features, ("grid", integers(6))])
        == .wrongAxes(
          array: "grid", shape: [1], expected: "rows and columns, or tiles, rows and columns"))
    #expect(
      problem([features, ("grid", integers(1, 1, 2, 3))])
        == .wrongAxes(
          array: "grid", shape: [4], expected: "rows and columns, or tiles, rows and columns"))
    #expect(
      problem([features, ("grid", Tensor(shape: [2], float32: [2, 3]))])
        == .notIntegers(array: "grid", type: "float32"))
    #expect(
      problem([features, ("grid", integers(2, 2))])
        == .gridMismatch(grid: [2, 2], array: "features", count: 6))
    #expect(
      problem([("attention", ramp(2, 6)), ("grid", integers(3, 3))])
        == .gridMismatch(grid: [3, 3], array: "attention", count: 6))
  }

  @Test(arguments: [ElementType.int8, .uint16, .int32, .uint64])
  func takesAGridOfAnyIntegers(type: ElementType) throws {
    let width = type.byteCount
    let bytes = [2, 3].flatMap { [UInt8($0)] + [UInt8](repeating: 0, count: width - 1) }
    let grid = Tensor(shape: [2], elementType: type, bytes: bytes[...])
    let options = DumpOptions(bfloat16Integers: true)
    let read = try dump([("features", ramp(6, 2)), ("grid", grid)], options: options)
    #expect(read.field.grid == TokenGrid(rows: 2, columns: 3))
  }

  @Test func halvesTheSidesOfAGridThatCountsPatchesBeforeMerging() throws {
    let read = try dump([("projected", ramp(6, 2)), ("grid_thw", integers(1, 4, 6))])
    #expect(read.field.grid == TokenGrid(rows: 2, columns: 3))
    #expect(
      read.notes == ["'grid_thw' 1×4×6 counts patches before 2×2 merging; read as 1×2×3"])
    // Only that name says so, and odd sides cannot be halved.
    #expect(
      problem([("projected", ramp(6, 2)), ("grid", integers(1, 4, 6))])
        == .gridMismatch(grid: [1, 4, 6], array: "projected", count: 6))
    #expect(
      problem([("projected", ramp(6, 2)), ("grid_thw", integers(8, 3, 1))])
        == .gridMismatch(grid: [8, 3, 1], array: "projected", count: 6))
  }

  @Test func removesAClassTokenThatClassAttentionGivesAway() throws {
    let read = try dump([
      ("features", ramp(5, 2)), ("projected", ramp(4, 2)), ("attention", ramp(2, 5)),
      ("keys", ramp(2, 5, 1)), ("clip_image_embeds", ramp(5, 1)),
      ("last_layer_attention", ramp(5)),
    ])
    let field = read.field
    #expect(field.grid == TokenGrid(rows: 2, columns: 2))
    #expect(field.features?.elements == rampValues(2..<10))
    #expect(field.projected?.elements == rampValues(0..<8))
    #expect(field.attention?.elements == rampValues(1..<5) + rampValues(6..<10))
    #expect(field.keys?.map(\.elements) == [rampValues(1..<5), rampValues(6..<10)])
    #expect(field.clipImageEmbeds?.elements == rampValues(1..<5))
    #expect(field.lastLayerAttention == rampValues(1..<5))
    #expect(read.droppedClassToken)
    #expect(
      read.notes == [
        "removed a leading class token from 'features', 'attention', 'keys', "
          + "'last_layer_attention', 'clip_image_embeds'"
      ])
  }

  @Test func removesAClassTokenThatTheGridGivesAway() throws {
    let read = try dump([("features", ramp(7, 2)), ("grid", integers(2, 3))])
    #expect(read.field.features?.elements == rampValues(2..<14))
    #expect(read.droppedClassToken)
    let projected = try dump([
      ("features", ramp(6, 2)), ("projected", ramp(7, 1)), ("grid", integers(2, 3)),
    ])
    #expect(projected.field.projected?.elements == rampValues(1..<7))
  }

  @Test func removesTheClassTokensOwnAttentionBesideFeaturesWithoutOne() throws {
    let read = try dump([("features", ramp(4, 2)), ("attention", ramp(5))])
    #expect(read.field.features?.elements == rampValues(0..<8))
    #expect(read.field.attention == Matrix(rows: 1, columns: 4, elements: rampValues(1..<5)))
    #expect(read.droppedClassToken)
  }

  private static let miscounted: [(name: String, tensor: Tensor, count: Int)] = [
    ("projected", ramp(5, 2), 5), ("projected", ramp(9, 2), 9), ("attention", ramp(2, 9), 9),
    ("attention", ramp(3), 3), ("keys", ramp(2, 5, 3), 5), ("keys", ramp(3, 2), 3),
    ("last_layer_attention", ramp(5), 5), ("shallow_attention", ramp(2, 5), 5),
    ("first_layer_attention", ramp(3), 3), ("clip_image_embeds", ramp(5, 2), 5),
    ("relevance", ramp(5), 5), ("llm_attention", ramp(5), 5), ("padding", ramp(3), 3),
    ("attention", ramp(2, 9, 9), 9),
  ]

  @Test(arguments: miscounted)
  func namesBothNumbersWhenAnArrayHasAnotherNumberOfTokens(
    name: String, tensor: Tensor, count: Int
  ) {
    #expect(
      problem([("features", ramp(4, 2)), (name, tensor)])
        == .wrongCount(array: name, count: count, tokens: 4))
  }

  @Test func textScoresNeverHaveAClassToken() {
    let arrays: Arrays = [("features", ramp(7, 2)), ("grid", integers(2, 3))]
    for name in ["relevance", "llm_attention", "padding"] {
      #expect(
        problem(arrays + [(name, ramp(7))]) == .wrongCount(array: name, count: 7, tokens: 6))
    }
  }

  @Test func refusesMoreTokensThanAnyImageHas() {
    let count = 1 << 18
    let features = Tensor(shape: [count + 1, 1], float32: Array(repeating: 1, count: count + 1))
    let grid = integers(1, Int64(count + 1))
    #expect(
      problem([("features", features), ("grid", grid)])
        == .tooManyTokens(count: count + 1, limit: count))
  }

  private static let axes: [(name: String, shape: [Int])] = [
    ("features", [4]), ("features", [2, 4, 3]), ("features", [1, 1, 4, 3]), ("projected", [4]),
    ("keys", [4]), ("keys", [2, 2, 4, 3]), ("text_embeds", [3]), ("relevance", [4, 1]),
    ("last_layer_attention", [2, 4]), ("padding", [2, 2]), ("llm_attention", [2, 4]),
    ("attention", []), ("relevance", []),
  ]

  @Test(arguments: axes)
  func refusesAnotherNumberOfAxes(name: String, shape: [Int]) throws {
    let tensor = Tensor(
      shape: shape, float32: Array(repeating: 1, count: shape.reduce(1, *)))
    let rest: Arrays = name == "features" ? [] : [("features", ramp(4, 3))]
    guard case .wrongAxes(name, shape, _)? = problem(rest + [(name, tensor)]) else {
      Issue.record("\(name) of \(shape) was not refused for its axes")
      return
    }
  }

  @Test(arguments: [[0, 3], [4, 0], [0]])
  func refusesArraysThatHoldNothing(shape: [Int]) {
    #expect(
      problem([("features", Tensor(shape: shape, float32: []))])
        == .emptyArray(array: "features", shape: shape))
  }

  @Test func refusesADumpWithoutTokens() {
    #expect(problem([]) == .noTokens(found: []))
    #expect(
      problem([("keys", ramp(2, 4, 3)), ("x", ramp(1))]) == .noTokens(found: ["keys", "x"]))
  }
}
