import Checkpoints
import Encoders
import LinearAlgebra
import LocalFiles
import TestSupport
import Testing

/// Changed bytes in every file of a checkpoint: it is read or refused, and nothing crashes.
@Suite struct HostileCheckpointTests {
  private static let files = [
    ("clip", "model.safetensors"), ("clip", "config.json"), ("clip", "preprocessor_config.json"),
    ("llava-hub", "model.safetensors.index.json"), ("llava-hub", "config.json"),
    ("llava-original", "pytorch_model-00002-of-00002.bin"), ("llava-original", "config.json"),
    ("llava-original", "pytorch_model.bin.index.json"),
  ]

  private static func copy(_ folder: String) throws -> String {
    let copy = TestCheckpoint.scratch()
    for name in try LocalFile.names(in: Fixture.path("checkpoints/" + folder)).names {
      try LocalFile.write(
        Fixture.bytes("checkpoints/\(folder)/\(name)"), to: copy + "/" + name)
    }
    return copy
  }

  @Test(arguments: files)
  func survivesRandomChanges(folder: String, name: String) throws {
    let copy = try Self.copy(folder)
    defer { TestCheckpoint.remove(copy) }
    let bytes = try LocalFile.read(copy + "/" + name)
    // Headers, where changes matter: the front of a safetensors file, the back of an archive.
    let header =
      name.hasSuffix(".bin") ? bytes.count - 8000..<bytes.count : 0..<min(bytes.count, 9000)
    var state = UInt64(bytes.count)
    func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<150 {
      var changed = bytes
      for _ in 0...next(below: 3) {
        let position = header.lowerBound + next(below: header.count)
        guard changed.indices.contains(position) else { continue }
        switch next(below: 4) {
        case 0: changed[position] = UInt8(next(below: 256))
        case 1: changed[position] ^= 1 << UInt8(next(below: 8))
        case 2: changed.remove(at: position)
        default: changed.swapAt(position, header.lowerBound + next(below: header.count - 8))
        }
      }
      try LocalFile.write(changed, to: copy + "/" + name)
      try expectPlausible(copy)
    }
  }

  @Test(arguments: files)
  func survivesFilesThatAreCut(folder: String, name: String) throws {
    let copy = try Self.copy(folder)
    defer { TestCheckpoint.remove(copy) }
    let bytes = try LocalFile.read(copy + "/" + name)
    for count in stride(from: 0, to: bytes.count, by: max(bytes.count / 60, 1)) {
      try LocalFile.write(Array(bytes[..<count]), to: copy + "/" + name)
      try expectPlausible(copy)
    }
  }

  /// What is read has all its numbers; what is refused says so in one line.
  private func expectPlausible(_ folder: String) throws {
    do throws(CheckpointError) {
      let checkpoint = try Checkpoint.open(folder, heads: 2)
      let numbers = checkpoint.named.reduce(0) { $0 + $1.numbers.floats.count }
      #expect(numbers > 0 && checkpoint.storedBytes >= 2 * numbers)
      _ = checkpoint.processing.paddingColour
      #expect(checkpoint.architecture.width.isMultiple(of: checkpoint.architecture.heads))
    } catch {
      let text = error.description
      #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
      #expect(text.utf8.count < 3000)
    }
  }
}
