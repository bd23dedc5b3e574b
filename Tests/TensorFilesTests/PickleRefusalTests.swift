import TensorFiles
import TestSupport
import Testing

/// Pickles that would run code elsewhere, or take memory or time without end.
@Suite struct PickleRefusalTests {
  typealias Problem = TensorFileError.Problem

  private static let command = Pickle.tuple([Pickle.text("touch /tmp/prunescope-was-here")])

  private static let programs: [(what: String, pickle: [UInt8], problem: Problem)] = [
    (
      "os.system by REDUCE", Pickle.global("posix", "system") + command + [0x52],
      .refusedGlobal(name: "posix.system")
    ),
    (
      "a name alone", Pickle.global("builtins", "eval"), .refusedGlobal(name: "builtins.eval")
    ),
    (
      "STACK_GLOBAL", Pickle.text("os") + Pickle.text("system") + [0x93] + command + [0x52],
      .refusedGlobal(name: "os.system")
    ),
    (
      "a module inside of torch", Pickle.global("torch", "load"),
      .refusedGlobal(name: "torch.load")
    ),
    (
      "a class that ends like a storage", Pickle.global("torch", "osStorage"),
      .refusedGlobal(name: "torch.osStorage")
    ),
    (
      "storages in place of other modules' names", Pickle.global("os", "FloatStorage"),
      .refusedGlobal(name: "os.FloatStorage")
    ),
    (
      "a quantised storage", Pickle.global("torch", "QInt8Storage"),
      .refusedGlobal(name: "torch.QInt8Storage")
    ),
    ("INST", [0x28] + [0x69] + Array("os\nsystem\n".utf8), .refusedGlobal(name: "os.system")),
    (
      "OBJ", [0x28] + Pickle.global("collections", "OrderedDict") + [0x6F],
      .refusedOperation(name: "OBJ")
    ),
    (
      "NEWOBJ", Pickle.global("collections", "OrderedDict") + [0x29, 0x81],
      .refusedOperation(name: "NEWOBJ")
    ),
    (
      "NEWOBJ_EX", Pickle.global("collections", "OrderedDict") + [0x29, 0x7D, 0x92],
      .refusedOperation(name: "NEWOBJ_EX")
    ),
    ("EXT1", [0x82, 1], .refusedOperation(name: "EXT1")),
    ("EXT2", [0x83, 1, 0], .refusedOperation(name: "EXT2")),
    ("EXT4", [0x84, 1, 0, 0, 0], .refusedOperation(name: "EXT4")),
    ("PERSID", [0x50] + Array("0\n".utf8), .refusedOperation(name: "PERSID")),
    ("protocol 0's text", [0x53] + Array("'a'\n".utf8), .refusedOperation(name: "STRING")),
    (
      "BUILD of a class", Pickle.global("collections", "OrderedDict") + [0x7D, 0x62],
      .refusedOperation(name: "BUILD of what is no dictionary")
    ),
    (
      "BUILD of a tensor",
      Pickle.tensor(Pickle.storage(count: 1), shape: [1], strides: [1]) + [0x7D, 0x62],
      .refusedOperation(name: "BUILD of what is no dictionary")
    ),
  ]

  @Test(arguments: programs)
  func refusesEveryWayToRunCode(what: String, pickle: [UInt8], expected: Problem) {
    let file = Pickle.archive(of: pickle, storages: [("0", [0, 0, 0, 0])])
    #expect(problem(with: file) == expected, "\(what)")
    let hidden = Pickle.archive(
      of: Pickle.dictionary([("a", pickle)]), storages: [("0", [0, 0, 0, 0])])
    #expect(problem(with: hidden) == expected, "\(what) in a dictionary")
  }

  @Test func namesWhatItRefusesAndWhatIsReadInstead() {
    let text = TensorFileError(
      path: "a.bin", member: "a/data.pkl", problem: .refusedGlobal(name: "posix.sys\u{1B}tem"))
    #expect(
      text.description
        == "a.bin: 'a/data.pkl': the pickle names 'posix.sys\u{FFFD}tem'; only plain tensors and "
        + "storages are read, and nothing is run; save the state_dict() alone, or as safetensors")
  }

  /// Pickles that contradict themselves, with a part of the reason.
  private static let malformed: [(what: String, pickle: [UInt8], reason: String)] = [
    ("nothing on the stack", [0x80, 2, 0x2E], "a value that is not there"),
    ("no protocol", [0x7D, 0x2E], "does not begin with PROTO"),
    ("protocol 1", [0x80, 1, 0x7D, 0x2E], "protocol 1 is not known"),
    ("protocol 6", [0x80, 6, 0x7D, 0x2E], "protocol 6 is not known"),
    ("no operation", [0x80, 2, 0xFF, 0x2E], "byte 255 is no operation"),
    ("bytes behind the end", [0x80, 2, 0x7D, 0x2E, 0x7D], "stops before its end"),
    ("values left over", [0x80, 2, 0x7D, 0x7D, 0x2E], "stops before its end"),
    ("a mark left over", [0x80, 2, 0x7D, 0x28, 0x2E], "a value that is not there"),
    ("no mark", [0x80, 2, 0x7D, 0x74, 0x2E], "values without a mark"),
    ("a value below the mark", [0x80, 2, 0x7D, 0x28, 0x30, 0x2E], "a value that is not there"),
    ("an unknown memo", [0x80, 2, 0x68, 9, 0x2E], "recalls value 9"),
    ("a far memo", [0x80, 2, 0x6A, 255, 255, 255, 255, 0x2E], "recalls value 4294967295"),
    ("a name without a value", [0x80, 2, 0x28, 0x4E, 0x64, 0x2E], "a name without a value"),
    ("one item for two", [0x80, 2, 0x7D, 0x28, 0x4E, 0x75, 0x2E], "what is no dictionary"),
    ("an item for a tuple", [0x80, 2, 0x29, 0x4E, 0x61, 0x2E], "what is no list"),
    ("a call of a list", [0x80, 2, 0x5D, 0x29, 0x52, 0x2E], "calls what is no function"),
    (
      "a storage that is called",
      [0x80, 2] + Pickle.global("torch", "FloatStorage")
        + [0x29, 0x52, 0x2E], "instead of a reference"
    ),
    ("a reference to None", [0x80, 2, 0x4E, 0x51, 0x2E], "a reference must be"),
    (
      "a negative count", Pickle.proto() + Pickle.storage(count: -1) + [0x2E], "a reference must be"
    ),
    ("a broken text", [0x80, 2, 0x8C, 1, 0xFF, 0x2E], "text must be UTF-8"),
    ("a bare mark", [0x80, 2] + [UInt8](repeating: 0x28, count: 70_000), "65536 marks"),
    ("a high stack", [0x80, 2] + [UInt8](repeating: 0x4E, count: 70_000), "65536 values"),
    (
      "a long name", [0x80, 2, 0x63] + [UInt8](repeating: 0x61, count: 70_000),
      "at most 1024 bytes"
    ),
  ]

  @Test(arguments: malformed)
  func refusesAPickleThatContradictsItself(what: String, pickle: [UInt8], reason: String) {
    guard case .malformedPickle(let found, _) = problem(with: Pickle.archive(pickle)) else {
      Issue.record("\(what): \(String(describing: problem(with: Pickle.archive(pickle))))")
      return
    }
    #expect(found.contains(reason), "\(what)")
  }

  /// Operations that announce more bytes than there are.
  @Test(
    arguments: [
      [0x58, 255, 255, 255, 255], [0x8D, 255, 255, 255, 255, 255, 255, 255, 255],
      [0x8D, 255, 255, 255, 255, 255, 255, 255, 127], [0x42, 255, 255, 255, 255], [0x8C, 255],
      [0x8E, 0, 0, 0, 0, 0, 1, 0, 0], [0x96, 0, 0, 0, 0, 0, 1, 0, 0], [0x8B, 255, 255, 255, 127],
      [0x8A, 255],
    ] as [[UInt8]])
  func takesNoMemoryForLengthsThatAreNotThere(operation: [UInt8]) {
    switch problem(with: Pickle.archive(Pickle.proto() + operation + [0x2E])) {
    case .truncated, .tooLarge: break
    case let other: Issue.record("\(operation): \(String(describing: other))")
    }
  }

  @Test func refusesWhatNestsWithoutEndAndLetsGoOfIt() {
    // A million lists, each in the next, and a list in itself.
    let deep = [UInt8](repeating: 0x5D, count: 60_000) + [UInt8](repeating: 0x61, count: 59_999)
    let circle: [UInt8] = [0x5D, 0x71, 0, 0x68, 0, 0x61]
    // Each dictionary holds the one before it twice: 2³⁰ ways to the innermost.
    var twice: [UInt8] = [0x7D, 0x71, 0, 0x30]
    for level in 1...UInt8(30) {
      twice += [0x7D] + Pickle.text("a") + [0x68, level - 1, 0x73]
      twice += Pickle.text("b") + [0x68, level - 1, 0x73, 0x71, level, 0x30]
    }
    var chain: [UInt8] = [0x29]
    for _ in 0..<500_000 { chain.append(0x85) }
    for pickle in [deep, circle, twice + [0x68, 30], twice + [0x68, 15], chain] {
      let file = Pickle.archive(of: pickle)
      guard case .malformedPickle(let reason, _) = problem(with: file) else {
        // Fifteen levels are allowed, and lead to few enough values.
        #expect(pickle.suffix(2) == [0x68, 15])
        continue
      }
      #expect(reason.contains("nest deeper"))
    }
  }

  @Test func refusesNamesThatGrowWithEveryLevel() {
    let long = String(repeating: "x", count: 600)
    let value = Pickle.tensor(Pickle.storage(count: 1), shape: [1], strides: [1])
    let file = Pickle.archive(
      of: Pickle.dictionary([(long, Pickle.dictionary([(long, value)]))]),
      storages: [("0", [0, 0, 0, 0])])
    guard case .malformedPickle(let reason, _) = problem(with: file) else {
      Issue.record("it was read")
      return
    }
    #expect(reason.contains("longer than 1024 bytes"))
  }

  private static let views: [(storage: [UInt8], offset: Int, shape: [Int], strides: [Int])] = [
    (Pickle.storage(count: 4), 1, [4], [1]), (Pickle.storage(count: 4), 5, [0], [1]),
    (Pickle.storage(count: 4), 0, [2, 3], [3, 1]), (Pickle.storage(count: 4), 0, [2], [4]),
    (Pickle.storage(count: 4), .max, [1], [1]), (Pickle.storage(count: 4), 0, [2], [.max]),
    (Pickle.storage(count: 4), .max, [2], [.max]), (Pickle.storage(count: 4), 4, [], []),
  ]

  @Test(arguments: views)
  func refusesTensorsThatReachBeyondTheirStorage(
    storage: [UInt8], offset: Int, shape: [Int], strides: [Int]
  ) {
    let tensor = Pickle.tensor(storage, offset: offset, shape: shape, strides: strides)
    let file = Pickle.archive(
      of: Pickle.dictionary([("w", tensor)]), storages: [("0", [UInt8](repeating: 0, count: 16))])
    #expect(
      problem(with: file)
        == .outsideStorage(offset: offset, shape: shape, strides: strides, count: 4))
  }

  @Test func refusesStoragesThatAreNotTheirMembers() {
    func read(_ storage: [UInt8], _ size: Int, shape: [Int] = [1], strides: [Int] = [1]) -> Problem?
    {
      let tensor = Pickle.tensor(storage, shape: shape, strides: strides)
      return problem(
        with: Pickle.archive(of: tensor, storages: [("0", [UInt8](repeating: 0, count: size))]))
    }
    #expect(read(Pickle.storage(count: 4), 16) == nil)
    #expect(read(Pickle.storage(count: 4), 12) == .wrongDataSize(needed: 16, available: 12))
    #expect(read(Pickle.storage(count: 4), 20) == .wrongDataSize(needed: 16, available: 20))
    #expect(
      read(Pickle.storage(count: .max), 16) == .wrongDataSize(needed: .max, available: 16))
    #expect(read(Pickle.storage("1", count: 4), 16) == .missingStorage(key: "1"))
    #expect(
      read(Pickle.storage("../data.pkl", count: 4), 16) == .missingStorage(key: "../data.pkl"))
    let huge = [1 << 40, 1 << 40]
    #expect(
      read(Pickle.storage(count: 4), 16, shape: huge, strides: [1, 1])
        == .shapeOverflow(shape: huge))
    let axes = [Int](repeating: 1, count: 65)
    guard case .malformedPickle = read(Pickle.storage(count: 4), 16, shape: axes, strides: axes)
    else {
      Issue.record("65 axes were read")
      return
    }
  }

  @Test func refusesArchivesThatPyTorchDoesNotWrite() {
    let pickle = Pickle.proto() + [0x7D, 0x2E]
    #expect(problem(with: Pickle.archive(pickle)) == nil)
    var builder = ZipBuilder(.init("a/data.pkl", pickle), .init("b/data.pkl", pickle))
    #expect(
      problem(with: builder.bytes())
        == .malformedPickle(reason: "the archive has 2 of them", offset: 0))
    builder = ZipBuilder(.init("a/data.pkl", pickle), .init("a/data/0"), .init("a/data/0"))
    #expect(problem(with: builder.bytes()) == .duplicateName)
    builder = ZipBuilder(.init("a/data.pkl", pickle), .init("a/byteorder", Array("big".utf8)))
    #expect(problem(with: builder.bytes()) == .bigEndianTensors)
    builder = ZipBuilder(.init("a/data.pkl", pickle))
    builder.members[0].method = 8
    builder.members[0].packed = Deflate.compress(pickle)
    #expect(problem(with: builder.bytes()) == .mustBeStored(method: 8))
    builder.members[0] = .init("a/data.pkl", pickle)
    builder.members[0].flags = 1
    #expect(problem(with: builder.bytes()) == .encrypted)
    builder.members[0] = .init("a/data.pkl", pickle)
    builder.members[0].checksum = 7
    guard case .wrongChecksum(declared: 7, computed: _) = problem(with: builder.bytes()) else {
      Issue.record("the checksum was not verified")
      return
    }
  }

  @Test func refusesStoragesThatOverlapInTheArchive() {
    let tensor = Pickle.tensor(Pickle.storage(count: 1), shape: [1], strides: [1])
    let pickle = Pickle.proto() + tensor + [0x2E]
    var builder = ZipBuilder(
      .init("a/data.pkl", pickle), .init("a/data/0", [0, 0, 0, 0]), .init("a/data/1", [1, 1, 1, 1]))
    builder.members[1].compressedSize = 40
    builder.members[1].size = 40
    guard case .overlaps = problem(with: builder.bytes()) else {
      Issue.record("the members lie over each other")
      return
    }
  }
}
