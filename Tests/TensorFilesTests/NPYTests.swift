import TensorFiles
import TestSupport
import Testing

@Suite struct NPYTests {
  /// 0, 0.5, 1, … as the script that made the files.
  private static func ramp(_ count: Int) -> [Double] { (0..<count).map { Double($0) / 2 } }

  private static let written: [(name: String, shape: [Int], type: ElementType)] = [
    ("version1", [2, 3], .float32), ("version2", [2, 3], .float32),
    ("version3", [2, 3], .float32), ("fortran", [2, 3, 4], .float64),
    ("bigendian", [2, 3], .float32), ("bigendian_fortran", [2, 3], .float16),
    ("empty", [0, 3], .float32),
  ]

  @Test(arguments: written)
  func readsWhatNumPyWrote(name: String, shape: [Int], type: ElementType) throws {
    let file = try TensorFile.open(Fixture.path("tensors/\(name).npy"))
    let entry = try #require(file.entries.first)
    #expect(file.format == .npy)
    #expect(entry.name == name)
    #expect(entry.shape == shape)
    #expect(entry.elementType == type)
    let tensor = try file.read(name)
    #expect(tensor.values() == Self.ramp(shape.reduce(1, *)))
  }

  @Test func readsASingleNumber() throws {
    let tensor = try TensorFile.open(Fixture.path("tensors/scalar.npy")).read("scalar")
    #expect(tensor.shape == [])
    #expect(tensor.values() == [2.5])
  }

  @Test func readsTwoBytesWithoutMeaningAsBfloat16OnlyWhenAsked() throws {
    let file = try TensorFile.open(Fixture.path("tensors/void.npy"))
    #expect(file.entries[0].elementType == nil)
    #expect(file.entries[0].typeName == "|V2")
    #expect(try file.read("void", bfloat16Integers: true).values() == Self.ramp(4))
    #expect(
      throws: TensorFileError(
        path: file.path, member: "void", problem: .bfloat16NotAsked(type: "|V2"))
    ) { try file.read("void") }
  }

  @Test(arguments: ["<u2", "<i2", ">u2", ">i2"])
  func readsIntegersOfTwoBytesAsBfloat16OnlyWhenAsked(descr: String) throws {
    // 1.5 is 0x3FC0 in bfloat16 and 16320 as an integer.
    let data: [UInt8] = descr.first == ">" ? [0x3F, 0xC0] : [0xC0, 0x3F]
    let file = try TensorFile.open(npy(descr, "(1,)", data: data), as: "a.npy")
    #expect(try file.read("a").values() == [16320])
    #expect(try file.read("a", bfloat16Integers: true).values() == [1.5])
  }

  private static let headers = [
    "{'shape': (1,), 'fortran_order': False, 'descr': '<f4'}",
    "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (1L,), }",
    "  { 'descr' :'<f4','fortran_order':True,'shape':( 1 , )}  \n",
  ]

  @Test(arguments: headers)
  func acceptsTheDictionaryInAnyOrderAndSpacing(header: String) throws {
    #expect(problem(with: npy(header: header, data: [0, 0, 0, 0])) == nil)
  }

  private static let refusals: [(bytes: [UInt8], problem: TensorFileError.Problem)] = [
    (npy(header: "", version: [4, 0]), .unsupportedVersion(major: 4, minor: 0)),
    (npy(header: "", version: [1, 1]), .unsupportedVersion(major: 1, minor: 1)),
    (npy(header: "", version: [0, 0]), .unsupportedVersion(major: 0, minor: 0)),
    (
      npy(header: "{}", version: [2, 0], length: 65537),
      .tooLarge(part: "the .npy header", bytes: 65537, limit: 65536)
    ),
    (
      npy(header: "{}", length: 100),
      .truncated(part: "the .npy header", needed: 100, available: 2)
    ),
    (npy("<f4", "(2, 3)", data: [0]), .wrongDataSize(needed: 24, available: 1)),
    (npy("<f4", "(1,)", data: [0, 0, 0, 0, 0]), .wrongDataSize(needed: 4, available: 5)),
    (
      npy("<f4", "(9223372036854775807, 2)"), .shapeOverflow(shape: [.max, 2])
    ),
    // No element, but a product that overflows on the way to it.
    (
      npy("<f4", "(4611686018427387904, 0, 4)"),
      .shapeOverflow(shape: [4_611_686_018_427_387_904, 0, 4])
    ),
    (
      npy("<f4", "(" + String(repeating: "1,", count: 65) + ")"),
      .tooManyAxes(count: 65, limit: 64)
    ),
    (
      npy("<f4", "(-1,)"),
      .malformedHeader(
        reason: "'shape' must hold whole numbers of 0 or more that fit 64 bits")
    ),
    (
      npy("<f4", "(99999999999999999999,)"),
      .malformedHeader(
        reason: "'shape' must hold whole numbers of 0 or more that fit 64 bits")
    ),
    (npy("<f4", "4"), .malformedHeader(reason: "'(' must be at byte 50")),
    (npy(header: "{'shape': (4}"), .malformedHeader(reason: "')' must be at byte 12")),
    (npy(header: ""), .malformedHeader(reason: "'{' must be at byte 0")),
    (
      npy(header: "{'descr': '<f4'} x"),
      .malformedHeader(reason: "something follows the dictionary")
    ),
    (npy(header: "{}"), .malformedHeader(reason: "'descr' is missing")),
    (npy(header: "{'descr': '<f4'}"), .malformedHeader(reason: "'fortran_order' is missing")),
    (
      npy(header: "{'descr': '<f4', 'fortran_order': True}"),
      .malformedHeader(reason: "'shape' is missing")
    ),
    (
      npy(header: "{'descr': '<f4', 'descr': '<f4'}"),
      .malformedHeader(reason: "'descr' is there twice")
    ),
    (npy(header: "{'color': 1}"), .malformedHeader(reason: "'color' is not one of its keys")),
    (
      npy(header: "{'descr"),
      .malformedHeader(reason: "text at byte 1 does not end, or has escapes")
    ),
    (npy(header: "{descr"), .malformedHeader(reason: "text in quotes must be at byte 1")),
    (npy(header: "{'descr': [('a', '<f4'"), .malformedHeader(reason: "it ends inside of a list")),
    (
      npy(header: "{'fortran_order': 1}"),
      .malformedHeader(reason: "'fortran_order' must be True or False")
    ),
  ]

  @Test(arguments: refusals)
  func refusesWhatIsNoArray(bytes: [UInt8], expected: TensorFileError.Problem) {
    #expect(problem(with: bytes) == expected)
  }

  private static let unsupported: [(descr: String, data: Int)] = [
    ("|b1", 2), ("<c8", 16), ("<U3", 24), ("|S5", 10), ("|O", 7), ("<M8[s]", 16), ("<f16", 32),
    ("f4", 8), ("|f4", 8), ("", 0), ("<V3", 6),
  ]

  @Test(arguments: unsupported)
  func listsButDoesNotReadOtherElements(descr: String, data: Int) throws {
    let bytes = npy(descr, "(2,)", data: [UInt8](repeating: 0, count: data))
    let file = try TensorFile.open(bytes, as: "a.npy")
    #expect(file.entries[0].elementType == nil)
    #expect(file.entries[0].typeName == descr)
    #expect(
      throws: TensorFileError(
        path: "a.npy", member: "a", problem: .unsupportedElements(type: descr))
    ) { try file.read("a", bfloat16Integers: true) }
  }

  @Test func checksTheSizeOfElementsThatItDoesNotRead() {
    #expect(problem(with: npy("<U3", "(2,)")) == .wrongDataSize(needed: 24, available: 0))
    #expect(
      problem(with: npy("<U9223372036854775807", "(2,)"))
        == .unsupportedElements(type: "<U9223372036854775807"))
  }

  private static let tensors = [
    Tensor(shape: [2, 2], float32: [1, -2, 3.5, .greatestFiniteMagnitude]),
    Tensor(shape: [3], float64: [1, .pi, -1e300]),
    Tensor(shape: [1, 2, 1], int64: [-5, 1 << 40]),
    Tensor(uint8: [0, 255]),
    Tensor(shape: [], float32: [7]),
    Tensor(shape: [0, 4], float32: []),
  ]

  @Test(arguments: tensors)
  func readsBackWhatItWrote(tensor: Tensor) throws {
    let bytes = NPY.bytes(of: tensor)
    #expect(try TensorFile.open(bytes, as: "a.npy").read("a") == tensor)
    #expect((bytes.count - tensor.bytes.count).isMultiple(of: 64))
  }
}
