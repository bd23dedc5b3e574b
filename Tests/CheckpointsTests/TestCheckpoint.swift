import Checkpoints
import Encoders
import Foundation
import LinearAlgebra
import LocalFiles
import TensorFiles
import TestSupport
import Testing

/// Tensors of a fixture to write anew under other names, and settings to go with them.
struct TestCheckpoint {
  /// The tensors by name.
  var tensors: [(name: String, tensor: Tensor)]
  /// The text of `config.json`; nil for none.
  var config: String?
  /// The text of `preprocessor_config.json`; nil for none.
  var processor: String?

  /// Reads a fixture's only file; its settings too if wanted.
  init(_ fixture: String, settings: Bool = false) throws {
    let folder = "checkpoints/\(fixture)/"
    let file = try TensorFile.open(Fixture.path(folder + "model.safetensors"))
    tensors = try file.entries.map { ($0.name, try file.read($0.name)) }
    if settings {
      config = String(decoding: try Fixture.bytes(folder + "config.json"), as: UTF8.self)
      processor = String(
        decoding: try Fixture.bytes(folder + "preprocessor_config.json"), as: UTF8.self)
    }
  }

  /// CLIP's vision tower alone.
  static func tower() throws -> TestCheckpoint {
    var checkpoint = try TestCheckpoint("clip")
    checkpoint.tensors.removeAll { !$0.name.hasPrefix("vision_model.") }
    return checkpoint
  }

  /// Gives every tensor another name.
  mutating func rename(_ change: (String) -> String) {
    tensors = tensors.map { (change($0.name), $0.tensor) }
  }

  /// Puts another text in place of one in the configuration, which must be there.
  mutating func replace(_ text: String, by other: String) {
    let parts = (config ?? "").split(separator: text, omittingEmptySubsequences: false)
    precondition(parts.count > 1, "no '\(text)'")
    config = parts.joined(separator: other)
  }

  /// Changes one tensor.
  mutating func set(_ name: String, _ tensor: Tensor) {
    tensors.removeAll { $0.name == name }
    tensors.append((name, tensor))
  }

  /// Writes everything into a folder and gives its path.
  func write(to folder: String = TestCheckpoint.scratch()) throws -> String {
    try LocalFile.makeFolder(folder)
    try LocalFile.write(Safetensors.bytes(of: tensors), to: folder + "/model.safetensors")
    if let config { try LocalFile.write(Array(config.utf8), to: folder + "/config.json") }
    if let processor {
      try LocalFile.write(Array(processor.utf8), to: folder + "/preprocessor_config.json")
    }
    return folder
  }

  /// Writes everything, opens it and removes the files: what is mapped stays readable.
  func open(heads: Int? = 2) throws -> Checkpoint {
    let folder = try write()
    defer { Self.remove(folder) }
    return try Checkpoint.open(folder, heads: heads)
  }

  /// The error that opening ends in; nil when there is none.
  func problem(heads: Int? = 2) throws -> CheckpointError? {
    let folder = try write()
    defer { Self.remove(folder) }
    do throws(CheckpointError) {
      _ = try Checkpoint.open(folder, heads: heads)
      return nil
    } catch {
      return error
    }
  }

  /// Opens a checkpoint of zeros that take no room on the disk, however many they are.
  static func openHoles(
    _ tensors: [(name: String, shape: [Int])], config: String?
  ) throws -> Checkpoint {
    var end = 0
    let entries = tensors.map { name, shape in
      let begin = end
      end += shape.reduce(2, *)
      return
        "\"\(name)\":{\"dtype\":\"BF16\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) }
    let folder = scratch()
    defer { remove(folder) }
    try LocalFile.write(length + header, to: folder + "/model.safetensors")
    #expect(truncate(folder + "/model.safetensors", 8 + header.count + end) == 0)
    if let config { try LocalFile.write(Array(config.utf8), to: folder + "/config.json") }
    return try Checkpoint.open(folder)
  }

  /// Removes a folder and what is in it.
  static func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }

  /// A new folder of its own.
  static func scratch() -> String {
    let path = "/tmp/prunescope-checkpoints-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    try? LocalFile.makeFolder(path)
    return path
  }
}

extension Tensor {
  /// Zeros of single precision.
  static func zeros(_ shape: Int...) -> Tensor {
    Tensor(shape: shape, float32: [Float](repeating: 0, count: shape.reduce(1, *)))
  }
}

extension Checkpoint {
  /// All weights of the tower by their names in Hugging Face's layout.
  var named: [(name: String, numbers: StoredNumbers)] {
    var all: [(String, StoredNumbers)] = []
    func add(_ name: String, _ numbers: StoredNumbers?) {
      if let numbers { all.append((name, numbers)) }
    }
    func add(_ name: String, _ norm: NormWeights?) {
      add(name + ".weight", norm?.weight)
      add(name + ".bias", norm?.bias)
    }
    func add(_ name: String, _ map: LinearWeights) {
      add(name + ".weight", map.weight)
      add(name + ".bias", map.bias)
    }
    add("embeddings.patch_embedding", weights.patches)
    add("embeddings.class_embedding", weights.classToken)
    add("embeddings.position_embedding.weight", weights.positions)
    add("pre_layrnorm", weights.inputNorm)
    for (number, layer) in weights.layers.enumerated() {
      let name = "encoder.layers.\(number)"
      add("\(name).layer_norm1", layer.attentionNorm)
      add("\(name).self_attn.q_proj", layer.attention.query)
      add("\(name).self_attn.k_proj", layer.attention.key)
      add("\(name).self_attn.v_proj", layer.attention.value)
      add("\(name).self_attn.out_proj", layer.attention.output)
      add("\(name).layer_norm2", layer.perceptronNorm)
      add("\(name).mlp.fc1", layer.inner)
      add("\(name).mlp.fc2", layer.outer)
    }
    add("post_layernorm", weights.outputNorm)
    return all
  }
}

/// Fingerprints of a fixture's tensors as PyTorch has them.
struct ExpectedWeights {
  private let rows: [String: [String: String]]

  /// Reads the fingerprints of one fixture.
  init(_ folder: String) throws {
    let table = try Fixture.table("checkpoints/expected.tsv").filter { $0["folder"] == folder }
    rows = Dictionary(table.map { ($0["name"] ?? "", $0) }) { first, _ in first }
  }

  /// The names of all tensors with a prefix.
  func names(_ prefix: String) -> [String] { rows.keys.filter { $0.hasPrefix(prefix) }.sorted() }

  /// Whether numbers are, bit by bit, those that PyTorch has under a name.
  func matches(_ name: String, _ numbers: StoredNumbers) -> Bool {
    let bytes = numbers.floats.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
    }
    return rows[name]?["count"] == "\(numbers.count)"
      && rows[name]?["fingerprint"] == SyntheticSamples.fingerprint(bytes)
  }
}
