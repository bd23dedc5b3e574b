import LinearAlgebra
import TensorFiles

/// Tensors that must be there, each of a certain shape, and what is wrong with those that are not.
struct ExpectedTensors {
  /// The most problems that an error tells of.
  static let shown = 6

  /// The names, without the prefix, and shapes.
  private(set) var tensors: [(name: String, shape: [Int])] = []

  /// Adds a tensor.
  mutating func add(_ name: String, _ shape: [Int]) { tensors.append((name, shape)) }

  /// Adds a linear map, y = W·x + b.
  mutating func add(map name: String, from inputs: Int, to outputs: Int) {
    add(name + ".weight", [outputs, inputs])
    add(name + ".bias", [outputs])
  }

  /// Adds a norm.
  mutating func add(norm name: String, width: Int) {
    add(name + ".weight", [width])
    add(name + ".bias", [width])
  }

  /// Compares everything with what is there.
  ///
  /// - Parameters:
  ///   - store: Where the tensors are.
  ///   - prefix: What precedes their names.
  ///   - path: The checkpoint, for the message.
  ///   - unknown: Tensors that are there and should not be.
  /// - Throws: ``CheckpointError/badTensors(path:prefix:problems:count:)``.
  func verify(
    in store: TensorStore, prefix: String, path: String, unknown: [String] = []
  ) throws(CheckpointError) {
    var problems = tensors.compactMap {
      Self.problem($0.name, $0.shape, store.entry(prefix + $0.name))
    }
    problems += unknown.map { "'\(printable($0, limit: 100))' belongs to another architecture" }
    guard problems.isEmpty else {
      throw .badTensors(
        path: path, prefix: prefix, problems: Array(problems.prefix(Self.shown)),
        count: problems.count)
    }
  }

  /// What is wrong with a tensor; nil when nothing is.
  private static func problem(_ name: String, _ shape: [Int], _ found: TensorEntry?) -> String? {
    let place = "'\(printable(name, limit: 100))'"
    guard let found else { return "\(place) of \(product(shape)) is missing" }
    guard found.shape == shape else {
      return "\(place) is \(product(found.shape)) instead of \(product(shape))"
    }
    guard StoredNumbers.Format(found.elementType) != nil else {
      return "\(place) is of type \(printable(found.typeName, limit: 40)) instead of float32, "
        + "float16 or bfloat16"
    }
    return nil
  }
}
