import TensorFiles
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  typealias Problem = TensorFileError.Problem

  @Test func readsWhatAnotherWriterWrote() throws {
    let file = try TensorFile.open(Fixture.path("tensors/two.safetensors"))
    #expect(file.format == .safetensors)
    #expect(file.metadata == ["format": "pt", "encoder": "a \"quoted\" name é"])
    #expect(file.entries.map(\.name) == ["wide", "brain"])
    #expect(file.entries.map(\.elementType) == [.float32, .bfloat16])
    let ramp = (0..<6).map { Double($0) / 2 }
    #expect(try file.read("wide").values() == ramp)
    #expect(try file.read("brain").values() == ramp)
  }

  private static let types: [(String, [UInt8], Double)] = [
    ("F16", [0x00, 0x3E], 1.5), ("BF16", [0xC0, 0x3F], 1.5), ("F32", [0, 0, 0xC0, 0x3F], 1.5),
    ("F64", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F], 1.5), ("I8", [0xFF], -1), ("U8", [0xFF], 255),
    ("I16", [0xFE, 0xFF], -2), ("U16", [0, 1], 256), ("I32", [0xFF, 0xFF, 0xFF, 0xFF], -1),
    ("U32", [0, 0, 0, 0x80], 2_147_483_648), ("I64", [1, 0, 0, 0, 0, 0, 0, 0x80], -0x1p63),
    ("U64", [0, 0, 0, 0, 0, 0, 0, 0x80], 0x1p63),
  ]

  @Test(arguments: types)
  func readsEveryType(spelling: String, data: [UInt8], value: Double) throws {
    let header =
      "{\"a\":{\"dtype\":\"\(spelling)\",\"shape\":[1],\"data_offsets\":[0,\(data.count)]}}"
    #expect(
      try TensorFile.open(safetensors(header, data: data), as: "a").read("a").values() == [value])
  }

  @Test func ordersTensorsByTheirDataAndAllowsThoseWithoutElements() throws {
    let header = """
      {"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},
       "none":{"dtype":"F32","shape":[0,7],"data_offsets":[1,1]},
       "a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}
      """
    let file = try TensorFile.open(safetensors(header, data: [1, 2, 3]), as: "x")
    #expect(file.entries.map(\.name) == ["a", "none", "b"])
    #expect(try file.read("b").values() == [2, 3])
    #expect(try file.read("none").values() == [])
  }

  /// A header of one tensor of 4 bytes with some text in place of the right one.
  private static func one(_ right: String, _ wrong: String) -> [UInt8] {
    let text = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    let parts = text.split(separator: right, maxSplits: 1, omittingEmptySubsequences: false)
    return safetensors(parts.joined(separator: wrong), data: [0, 0, 0, 0])
  }

  private static let wholeNumbers = "must hold whole numbers of 0 or more that fit 64 bits"

  private static let refusals: [(bytes: [UInt8], problem: Problem)] = [
    (
      safetensors("{", length: 1 << 63),
      .tooLarge(part: "the safetensors header", bytes: 1 << 63, limit: 8 << 20)
    ),
    (
      safetensors("{", length: (8 << 20) + 1),
      .tooLarge(part: "the safetensors header", bytes: (8 << 20) + 1, limit: 8 << 20)
    ),
    (
      safetensors("{}", length: 3),
      .truncated(part: "the safetensors header", needed: 3, available: 2)
    ),
    (one("0,4", "0,3"), .wrongDataSize(needed: 4, available: 3)),
    (one("0,4", "1,5"), .notContiguous(begin: 1, expected: 0)),
    (one("0,4", "4,0"), .negativeRange(begin: 4, end: 0)),
    (one("0,4", "-4,0"), .malformedEntry(reason: "'data_offsets' \(wholeNumbers)")),
    (one("0,4", "0,4.0"), .malformedEntry(reason: "'data_offsets' \(wholeNumbers)")),
    (one("0,4", "0,4,8"), .malformedEntry(reason: "'data_offsets' must be 2 numbers, not 3")),
    (one("[0,4]", "4"), .malformedEntry(reason: "'data_offsets' must be a list")),
    (one("[1]", "[2]"), .wrongDataSize(needed: 8, available: 4)),
    (one("[1]", "[-1]"), .malformedEntry(reason: "'shape' \(wholeNumbers)")),
    (one("[1]", "[\"1\"]"), .malformedEntry(reason: "'shape' \(wholeNumbers)")),
    (one("[1]", "[9223372036854775807]"), .shapeOverflow(shape: [.max])),
    (one("[1]", "[4611686018427387904,0]"), .shapeOverflow(shape: [1 << 62, 0])),
    (one("\"dtype\"", "\"type\""), .malformedEntry(reason: "'dtype' is missing")),
    (one("\"F32\"", "32"), .malformedEntry(reason: "'dtype' must be text")),
    (one("F32", "BOOL"), .wrongDataSize(needed: 1, available: 4)),
    (one("F32", "F4"), .unsupportedElements(type: "F4")),
    (
      one(#"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, "1"),
      .malformedEntry(reason: "a tensor must be an object")
    ),
    (safetensors("{}", data: [1]), .unaccountedData(described: 0, available: 1)),
    (
      safetensors(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, data: [1]),
      .unaccountedData(described: 4, available: 1)
    ),
    (
      // Two tensors over the same bytes.
      safetensors(
        #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
          + #""b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#, data: [1, 2, 3]),
      .notContiguous(begin: 1, expected: 2)
    ),
    (
      // A byte that belongs to nobody.
      safetensors(
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
          + #""b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}"#, data: [1, 2, 3]),
      .notContiguous(begin: 2, expected: 1)
    ),
    (
      safetensors(#"{"__metadata__":{"a":1}}"#),
      .malformedEntry(reason: "the metadata's 'a' must be text")
    ),
    (
      safetensors(#"{"__metadata__":[]}"#),
      .malformedEntry(reason: "the metadata must be an object")
    ),
    (
      safetensors(#"{"a":1,"a":2}"#),
      .malformedJSON(reason: "the name 'a' is there twice", offset: 10)
    ),
    (
      safetensors("{" + (0...16384).map { "\"\($0)\":0" }.joined(separator: ",") + "}"),
      .tooManyMembers(count: 16385, limit: 16384)
    ),
  ]

  @Test(arguments: refusals)
  func refusesAHeaderThatContradictsItself(bytes: [UInt8], expected: Problem) {
    #expect(problem(with: bytes) == expected)
  }

  @Test func readsBackWhatItWroteAlignedAndAlwaysTheSame() throws {
    let tensors = [
      (name: "bytes", tensor: Tensor(uint8: [1, 2, 3])),
      (name: "single", tensor: Tensor(shape: [3], float32: [1, 2, 3])),
      (name: "grid \"quoted\"\n", tensor: Tensor(shape: [2], int64: [4, 5])),
    ]
    let metadata = ["b": "2", "a": "\u{1}\\\"é", "c": ""]
    let bytes = Safetensors.bytes(of: tensors, metadata: metadata)
    let file = try TensorFile.open(bytes, as: "a")
    #expect(file.metadata == metadata)
    #expect(file.entries.map(\.name) == ["grid \"quoted\"\n", "single", "bytes"])
    for (name, tensor) in tensors { #expect(try file.read(name) == tensor) }
    #expect((bytes.count - 16 - 12 - 3).isMultiple(of: 8))
    #expect(Safetensors.bytes(of: tensors, metadata: metadata) == bytes)
    #expect(try TensorFile.open(Safetensors.bytes(of: tensors), as: "a").metadata.isEmpty)
  }
}
