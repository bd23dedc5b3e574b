import LinearAlgebra
import SampleSets
import TensorFiles
import Testing
import TokenFields
import TextData

/// The types and values of a dump's numbers, and the text that it carries.
@Suite struct DumpsValueTests {
  private static let shapes: [(name: String, shape: [Int])] = [
    ("features", [4, 3]), ("projected", [4, 3]), ("attention", [2, 5, 5]), ("keys", [2, 4, 3]),
    ("last_layer_attention", [4]), ("shallow_attention", [2, 4]),
    ("first_layer_attention", [2, 4]), ("clip_image_embeds", [4, 3]), ("text_embeds", [4, 3]),
    ("relevance", [4]), ("llm_attention", [4]), ("padding", [4]),
  ]

  /// A dump of features and one array of a value, changed at some positions.
  private static func arrays(
    _ name: String, _ shape: [Int], _ changes: [Int: Float] = [:]
  ) -> Arrays {
    var values = [Float](repeating: 0.5, count: shape.reduce(1, *))
    for (position, value) in changes { values[position] = value }
    let rest: Arrays = name == "features" ? [] : [("features", ramp(4, 3))]
    return rest + [(name, Tensor(shape: shape, float32: values))]
  }

  @Test(arguments: shapes)
  func refusesValuesThatAreNotFiniteWithPlaceAndCount(name: String, shape: [Int]) throws {
    // The last value and the one before: of full attention in a row that is not read.
    let last = shape.reduce(1, *) - 1
    let position = Array(shape.dropLast().map { $0 - 1 }) + [(shape.last ?? 0) - 2]
    let found = problem(Self.arrays(name, shape, [last - 1: .infinity, last: .nan]))
    guard case .nonFinite(name, let values)? = found else {
      Issue.record("\(name) was not refused: \(String(describing: found))")
      return
    }
    #expect(values.count == 2)
    #expect(values.first == position)
    #expect(values.kind == "infinity")
  }

  @Test(arguments: shapes)
  func refusesElementsThatAreNoFloatingPointNumbers(name: String, shape: [Int]) {
    let rest: Arrays = name == "features" ? [] : [("features", ramp(4, 3))]
    let count = shape.reduce(1, *)
    let long = Tensor(shape: shape, int64: Array(repeating: 1, count: count))
    #expect(problem(rest + [(name, long)]) == .notFloatingPoint(array: name, type: "int64"))
    let half = Tensor(
      shape: shape, elementType: .uint16, bytes: Array(repeating: 0x3F, count: count * 2)[...])
    #expect(problem(rest + [(name, half)]) == .bfloat16NotAsked(array: name, type: "uint16"))
    let asked = DumpOptions(bfloat16Integers: true)
    #expect(problem(rest + [(name, half)], options: asked) == nil)
    #expect(
      problem(rest + [(name, long)], options: asked)
        == .notFloatingPoint(array: name, type: "int64"))
  }

  @Test func readsBfloat16OutOfIntegersWhenAsked() throws {
    // 1.5 and -2 as bfloat16.
    let bytes: [UInt8] = [0xC0, 0x3F, 0x00, 0xC0]
    let tensor = Tensor(shape: [1, 2], elementType: .uint16, bytes: bytes[...])
    let read = try dump([("features", tensor)], options: DumpOptions(bfloat16Integers: true))
    #expect(read.field.features?.elements == [1.5, -2])
  }

  @Test(arguments: [ElementType.float16, .bfloat16, .float32, .float64])
  func readsEveryFloatingPointType(type: ElementType) throws {
    // The pattern of 1.0 has only its two highest bytes set, in every type.
    let pattern: [UInt8] =
      switch type {
      case .float16: [0, 0x3C]
      case .bfloat16: [0x80, 0x3F]
      case .float32: [0, 0, 0x80, 0x3F]
      default: [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
      }
    let tensor = Tensor(shape: [1, 2], elementType: type, bytes: (pattern + pattern)[...])
    let read = try dump([("features", tensor)], metadata: [:])
    #expect(read.field.features?.elements == [1, 1])
    #expect(read.arrays.map(\.type) == [type.rawValue])
  }

  @Test(arguments: [-0.5, 1.5] as [Float])
  func refusesSharesOfPaddingBeyondNoneAndAll(share: Float) {
    #expect(
      problem(Self.arrays("padding", [4], [2: share]))
        == .paddingOutOfRange(array: "padding", token: 2, value: Double(share)))
  }

  @Test func refusesImagesAndTextsOfDifferentSpaces() {
    #expect(
      problem([
        ("features", ramp(4, 3)), ("clip_image_embeds", ramp(4, 2)), ("text_embeds", ramp(1, 3)),
      ])
        == .widthMismatch(
          array: "clip_image_embeds", width: 2, other: "text_embeds", otherWidth: 3))
  }

  // MARK: Text

  private static let labels = [
    "encoder": "handcrafted", "erank_average": "61.25", "entropy_average": "5.5",
    "averages_source": "512 photographs", "other": "kept as it is",
  ]

  @Test(arguments: [true, false])
  func keepsTheEncodersLabelAndAverages(inHeader: Bool) throws {
    let features: Arrays = [("features", ramp(4, 2))]
    let read: Dump
    if inHeader {
      read = try dump(features, metadata: Self.labels)
    } else {
      let members = Self.labels.map { "\(StrictJSON.quoted($0)): \(StrictJSON.quoted($1))" }
      let json = "{\(members.joined(separator: ", "))}"
      read = try dump(features + [("prunescope_metadata", Tensor(uint8: Array(json.utf8)))])
    }
    #expect(read.metadata == Self.labels)
    #expect(read.field.encoder == "handcrafted")
    #expect(
      read.field.averages == FieldAverages(erank: 61.25, entropy: 5.5, source: "512 photographs"))
    #expect(read.notes.isEmpty)
    #expect(read.arrays.map(\.name) == ["features"])
  }

  @Test func showsNoControlCharactersOfALabel() throws {
    let read = try dump(
      [("features", ramp(4, 2))],
      metadata: [
        "encoder": "a\u{1B}[2J", "erank_average": "1", "entropy_average": "2",
        "averages_source": "b\nc",
      ])
    #expect(read.field.encoder == "a\u{FFFD}[2J")
    #expect(read.field.averages.source == "b\u{FFFD}c")
  }

  private static let badTexts: [(texts: [String: String], reason: String)] = [
    (
      ["erank_average": "1"], "'erank_average' and 'entropy_average' must come together"
    ),
    (
      ["entropy_average": "1"], "'erank_average' and 'entropy_average' must come together"
    ),
    (
      ["erank_average": "nan", "entropy_average": "1"],
      "'erank_average' is 'nan'; it must be a number above 0"
    ),
    (
      ["erank_average": "1", "entropy_average": "-1"],
      "'entropy_average' is '-1'; it must be a number above 0"
    ),
  ]

  @Test(arguments: badTexts)
  func refusesAveragesThatAreNone(texts: [String: String], reason: String) {
    #expect(throws: DumpError(path: "dump", problem: .malformedMetadata(reason: reason))) {
      try dump([("features", ramp(4, 2))], metadata: texts)
    }
  }

  private static let badArrays: [(tensor: Tensor, reason: String)] = [
    (
      Tensor(shape: [1], float32: [1]),
      "'prunescope_metadata' must be one axis of at most 1048576 uint8"
    ),
    (
      Tensor(uint8: Array(repeating: 0x20, count: (1 << 20) + 1)),
      "'prunescope_metadata' must be one axis of at most 1048576 uint8"
    ),
    (Tensor(uint8: Array("{".utf8)), "a name in quotes must be here, at byte 1"),
    (Tensor(uint8: Array("[]".utf8)), "it must be an object"),
    (Tensor(uint8: Array(#"{"encoder":1}"#.utf8)), "'encoder' must be text"),
    (Tensor(uint8: [0x22, 0xFF, 0x22]), "text must be UTF-8, at byte 2"),
  ]

  @Test(arguments: badArrays)
  func refusesMetadataThatIsNoText(tensor: Tensor, reason: String) {
    #expect(
      problem([("features", ramp(4, 2)), ("prunescope_metadata", tensor)])
        == .malformedMetadata(reason: reason))
  }
}
