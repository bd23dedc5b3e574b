import TensorFiles
import TestSupport
import Testing

/// What has been tried against the readers: nothing may crash, and nothing broken may be read.
@Suite struct AttackTests {
  private static let tensors = [
    (name: "features", tensor: Tensor(shape: [3, 2], float32: [1, 2, 3, 4, 5, 6])),
    (name: "grid", tensor: Tensor(shape: [2], int64: [1, 3])),
  ]

  private static let files: [(what: String, bytes: [UInt8])] = [
    ("npy", smallArray),
    ("npz, stored", NPZ.bytes(of: tensors)),
    ("npz, deflated", NPZ.bytes(of: tensors, deflated: true)),
    ("safetensors", Safetensors.bytes(of: tensors, metadata: ["encoder": "x"])),
    (
      "PyTorch",
      Pickle.archive(
        of: Pickle.dictionary([
          ("a", Pickle.tensor(Pickle.storage(count: 2), shape: [2], strides: [1]))
        ]), storages: [("0", [0, 0, 128, 63, 0, 0, 0, 64])])
    ),
  ]

  @Test(arguments: files)
  func refusesAFileThatIsCutAnywhere(what: String, bytes: [UInt8]) {
    #expect(problem(with: bytes) == nil, "\(what)")
    for count in bytes.indices {
      #expect(problem(with: Array(bytes[..<count])) != nil, "\(what) cut to \(count) bytes")
    }
  }

  @Test(arguments: files)
  func refusesAFileWithBytesBehindIt(what: String, bytes: [UInt8]) {
    #expect(problem(with: bytes + [0]) != nil, "\(what)")
    #expect(problem(with: bytes + bytes) != nil, "\(what)")
  }

  @Test(arguments: files)
  func survivesEveryByteChangedToTheExtremes(what: String, bytes: [UInt8]) throws {
    for position in bytes.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF, bytes[position] ^ 1] {
        var changed = bytes
        changed[position] = value
        try expectPlausible(changed)
      }
    }
  }

  @Test(arguments: files, 0..<8 as Range<UInt64>)
  func survivesRandomChanges(file: (what: String, bytes: [UInt8]), seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<200 {
      var changed = file.bytes
      for _ in 0...next(below: 4) {
        let position = next(below: changed.count)
        switch next(below: 4) {
        case 0: changed[position] = UInt8(next(below: 256))
        case 1: changed.remove(at: position)
        case 2: changed.insert(UInt8(next(below: 256)), at: position)
        default:
          let end = min(position + 8, changed.count)
          changed.replaceSubrange(position..<end, with: [UInt8](repeating: 0xFF, count: 8))
        }
        if changed.isEmpty { changed = [0] }
      }
      try expectPlausible(changed)
    }
  }

  /// Whatever can be opened has tensors that agree with their own shapes, or says why not.
  private func expectPlausible(_ bytes: [UInt8]) throws {
    guard let file = try? TensorFile.open(bytes, as: "changed") else { return }
    for entry in file.entries {
      guard let tensor = try? file.read(entry.name, bfloat16Integers: true) else { continue }
      #expect(tensor.values().count == entry.shape.reduce(1, *))
      #expect(tensor.count * tensor.elementType.byteCount <= bytes.count * 1032)
    }
  }

  @Test(arguments: files)
  func everyProblemIsOneLineWithoutControlCharacters(what: String, bytes: [UInt8]) {
    for count in stride(from: 0, to: bytes.count, by: 7) {
      let cut = Array(bytes[..<count])
      do throws(TensorFileError) {
        _ = try TensorFile.open(cut, as: "a\u{1B}[31mb\n.npz")
      } catch {
        let text = error.description
        #expect(text.hasPrefix("a\u{FFFD}[31mb\u{FFFD}.npz: "))
        #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        #expect(text.last != ".")
      }
    }
  }
}
