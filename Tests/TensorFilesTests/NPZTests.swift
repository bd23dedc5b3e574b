import TensorFiles
import TestSupport
import Testing

@Suite struct NPZTests {
  private static func ramp(_ count: Int, plus offset: Double = 0) -> [Double] {
    (0..<count).map { Double($0) / 2 + offset }
  }

  @Test func readsEveryTypeThatNumPyWrote() throws {
    let file = try TensorFile.open(Fixture.path("tensors/types.npz"))
    #expect(file.format == .npz)
    #expect(
      Set(file.entries.compactMap(\.elementType))
        == Set(ElementType.allCases).subtracting([.bfloat16]))
    for entry in file.entries {
      #expect(entry.name == entry.elementType?.rawValue)
      let unsigned = entry.name.hasPrefix("u")
      #expect(
        try file.read(entry.name).values() == (unsigned ? [0, 1, 2, 3, 4] : [-2, -1, 0, 1, 2]),
        "\(entry.name)")
    }
  }

  @Test func inflatesWhatNumPyCompressed() throws {
    let file = try TensorFile.open(Fixture.path("tensors/deflated.npz"))
    #expect(file.entries.map(\.name) == ["ramp", "small"])
    #expect(file.entries.map(\.shape) == [[64, 8], [3]])
    #expect(try file.read("ramp").values() == Self.ramp(512))
    #expect(try file.read("small").values() == Self.ramp(3))
  }

  @Test func readsMembersWithDescriptorsAndPassesOverOthers() throws {
    let file = try TensorFile.open(Fixture.path("tensors/descriptors.npz"))
    #expect(file.entries.map(\.name) == ["first", "second"])
    #expect(file.otherMembers == 1)
    #expect(try file.read("first").values() == Self.ramp(64, plus: 5))
    #expect(try file.read("second").values() == Self.ramp(64, plus: 6))
  }

  @Test func listsArraysThatItDoesNotRead() throws {
    let file = try TensorFile.open(Fixture.path("tensors/others.npz"))
    #expect(file.entries.map(\.typeName) == ["|b1", "<U2", "<c16", "a record", "float64"])
    #expect(try file.read("ramp").values() == Self.ramp(4))
    #expect(throws: TensorFileError.self) { try file.read("record") }
  }

  @Test func opensAnArchiveOfNothing() throws {
    #expect(try TensorFile.open(Fixture.path("tensors/nothing.npz")).entries.isEmpty)
  }

  @Test func namesAreLabelsAndMayLookLikePaths() throws {
    let names = ["../../etc/passwd", "/absolute", "a/b\\c", "line\nbreak", "日本語", ""]
    let tensors = names.enumerated().map {
      (name: $1, tensor: Tensor(shape: [1], float64: [Double($0)]))
    }
    let file = try TensorFile.open(NPZ.bytes(of: tensors), as: "odd.npz")
    #expect(file.entries.map(\.name) == names)
    for (value, name) in names.enumerated() {
      #expect(try file.read(name).values() == [Double(value)])
    }
  }

  @Test(arguments: [false, true])
  func readsBackWhatItWroteAndAlwaysWritesTheSame(deflated: Bool) throws {
    let tensors = [
      (name: "features", tensor: Tensor(shape: [200, 3], float32: (0..<600).map { Float($0) })),
      (name: "grid", tensor: Tensor(shape: [2], int64: [10, 20])),
      (name: "wide", tensor: Tensor(shape: [2], float64: [.pi, 1e300])),
    ]
    let bytes = NPZ.bytes(of: tensors, deflated: deflated)
    let file = try TensorFile.open(bytes, as: "a.npz")
    for (name, tensor) in tensors { #expect(try file.read(name) == tensor) }
    #expect(file.entries.map(\.name) == tensors.map(\.name))
    #expect(NPZ.bytes(of: tensors, deflated: deflated) == bytes)
  }

  @Test func takesSizesFromLongFieldsInTheirOrder() throws {
    var member = ZipBuilder.Member("a.npy")
    member.size = .max
    member.compressedSize = .max
    let size = bytes(UInt64(member.content.count))
    // An unknown field first, then the long one, then too few bytes to be a field.
    member.extra = [9, 9, 1, 0, 7, 1, 0, 16, 0] + size + size + [0, 0]
    let file = try TensorFile.open(ZipBuilder(member).bytes(), as: "a.npz")
    #expect(try file.read("a").values() == [0, 0.5, 1, 1.5])
  }

  @Test func ignoresSizesInMembersOwnHeaders() throws {
    // The local header's sizes lie at 18 and 22; NumPy leaves both at their largest.
    var archive = ZipBuilder(.init("a.npy")).bytes()
    archive.replaceSubrange(14..<26, with: [UInt8](repeating: 0xFF, count: 12))
    #expect(problem(with: archive) == nil)
  }

  @Test func readsACommentAndAnArchiveInsideIt() throws {
    var builder = ZipBuilder(.init("outer.npy"))
    // A whole archive in the comment: its end record does not reach the end of the file.
    builder.comment = ZipBuilder(.init("inner.npy")).bytes() + [0]
    #expect(try TensorFile.open(builder.bytes(), as: "a").entries.map(\.name) == ["outer"])
  }

  /// An archive with zip64 end records; `change` edits their fields.
  private static func long(
    count: UInt64? = nil, here: UInt64? = nil, size: UInt64? = nil, offset: UInt64? = nil,
    recordShift: Int = 0, disks: UInt32 = 1
  ) -> [UInt8] {
    var builder = ZipBuilder(.init("a.npy"))
    builder.count = .max
    builder.directorySize = .max
    builder.directoryOffset = .max
    builder.beforeEnd = { (realCount, realSize, realOffset) in
      let start = realOffset + realSize + recordShift
      var record: [UInt8] = [0x50, 0x4B, 6, 6] + bytes(UInt64(44)) + [45, 0, 45, 0]
      record += bytes(UInt32(0)) + bytes(UInt32(0))
      record += bytes(here ?? count ?? UInt64(realCount)) + bytes(count ?? UInt64(realCount))
      record += bytes(size ?? UInt64(realSize)) + bytes(offset ?? UInt64(realOffset))
      return record + [0x50, 0x4B, 6, 7] + bytes(UInt32(0)) + bytes(UInt64(start)) + bytes(disks)
    }
    return builder.bytes()
  }

  @Test func readsLongEndRecords() throws {
    #expect(problem(with: Self.long()) == nil)
    #expect(try TensorFile.open(Self.long(), as: "a").entries.map(\.name) == ["a"])
  }

  @Test func refusesLongEndRecordsThatLie() {
    #expect(problem(with: Self.long(disks: 2)) == .splitArchive)
    #expect(problem(with: Self.long(here: 0)) == .splitArchive)
    #expect(
      problem(with: Self.long(count: .max)) == .tooManyMembers(count: .max, limit: 16384))
    #expect(
      problem(with: Self.long(size: 1 << 40))
        == .tooLarge(part: "the zip directory", bytes: 1 << 40, limit: 16 << 20))
    #expect(
      problem(with: Self.long(offset: .max))
        == .tooLarge(part: "what precedes the zip directory", bytes: .max, limit: .max))
    #expect(
      problem(with: Self.long(offset: UInt64(Int.max)))
        == .tooLarge(part: "the zip directory", bytes: .max, limit: .max))
    #expect(
      problem(with: Self.long(recordShift: -1))
        == .wrongSignature(part: "the zip64 end record", found: [0x79, 0x50, 0x4B, 6]))
    #expect(
      problem(with: Self.long(recordShift: 1 << 40))
        == .truncated(part: "the zip64 end record", needed: 56, available: 0))
  }

  @Test func refusesDamagedContentByItsChecksum() throws {
    var archive = NPZ.bytes(of: [("a", Tensor(shape: [2], float64: [1, 2]))])
    let position = try #require(archive.firstIndex(of: 0xF0))  // of 1.0: 3FF0 0000 0000 0000
    archive[position] ^= 1
    guard case .wrongChecksum(let declared, let computed) = problem(with: archive) else {
      Issue.record("not refused for its checksum")
      return
    }
    #expect(declared != computed)
  }
}
