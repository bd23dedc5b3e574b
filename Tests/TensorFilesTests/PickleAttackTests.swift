import TensorFiles
import TestSupport
import Testing

/// Changed pickles in archives whose checksums are right: nothing may crash.
@Suite struct PickleAttackTests {
  private static let names = ["types", "protocol2", "protocol4", "module", "views"]

  /// The members of a file that PyTorch wrote.
  private static func members(_ name: String) throws -> [ZipBuilder.Member] {
    let bytes = try Fixture.bytes("checkpoints/pytorch/\(name).pt")
    func number(_ position: Int, _ count: Int) -> Int {
      bytes[position..<position + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    var members: [ZipBuilder.Member] = []
    var entry = number(bytes.count - 6, 4)
    while number(entry, 4) == 0x0201_4B50 {
      let nameEnd = entry + 46 + number(entry + 28, 2)
      let header = number(entry + 42, 4)
      let data = header + 30 + number(header + 26, 2) + number(header + 28, 2)
      members.append(
        .init(
          String(decoding: bytes[entry + 46..<nameEnd], as: UTF8.self),
          Array(bytes[data..<data + number(entry + 24, 4)])))
      entry = nameEnd + number(entry + 30, 2) + number(entry + 32, 2)
    }
    return members
  }

  private func open(_ members: [ZipBuilder.Member], _ pickle: [UInt8]) -> TensorFile? {
    var builder = ZipBuilder()
    builder.members = members
    builder.members[0].content = pickle
    let bytes = builder.bytes()
    guard let file = try? TensorFile.open(bytes, as: "changed") else { return nil }
    for entry in file.entries {
      guard let tensor = try? file.map(entry.name) else { continue }
      #expect(tensor.bytes.count == entry.shape.reduce(tensor.elementType.byteCount, *))
      #expect(tensor.bytes.count <= bytes.count)
    }
    return file
  }

  @Test(arguments: names)
  func refusesAPickleThatIsCutAnywhere(name: String) throws {
    let members = try Self.members(name)
    #expect(members[0].name.suffix(8) == Array("data.pkl".utf8))
    #expect(open(members, members[0].content) != nil)
    for count in members[0].content.indices {
      #expect(open(members, Array(members[0].content[..<count])) == nil, "\(count) bytes")
    }
  }

  @Test(arguments: names)
  func survivesEveryByteChanged(name: String) throws {
    let members = try Self.members(name)
    for position in members[0].content.indices {
      for value: UInt8 in [0, 1, 0x28, 0x2E, 0x30, 0x52, 0x74, 0x7F, 0x80, 0xFF] {
        var pickle = members[0].content
        pickle[position] = value
        _ = open(members, pickle)
      }
    }
  }

  @Test(arguments: names, 0..<4 as Range<UInt64>)
  func survivesRandomChanges(name: String, seed: UInt64) throws {
    let members = try Self.members(name)
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<1500 {
      var pickle = members[0].content
      for _ in 0...next(below: 5) {
        let position = next(below: pickle.count)
        switch next(below: 4) {
        case 0: pickle[position] = UInt8(next(below: 256))
        case 1: pickle.remove(at: position)
        case 2: pickle.insert(pickle[next(below: pickle.count)], at: position)
        default: pickle.swapAt(position, next(below: pickle.count))
        }
      }
      _ = open(members, pickle)
    }
  }
}
