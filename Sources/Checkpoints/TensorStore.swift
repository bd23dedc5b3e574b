import LinearAlgebra
import LocalFiles
import TensorFiles

/// The tensors of a checkpoint by name, of which only the files that are asked for are opened.
struct TensorStore {
  /// Every tensor's name, as the file or the index lists them.
  let names: [String]
  /// The files that have been opened, in the order of opening.
  private(set) var files: [TensorFile] = []
  private let weights: CheckpointLocation.Weights
  /// For several files, the name of each tensor's.
  private let shards: [String: String]
  private var entries: [String: (file: Int, entry: TensorEntry)] = [:]

  /// The largest index; 1000 tensors need 0.1 MB.
  private static let indexBytes = 64 << 20

  /// Opens the only file, or reads the index.
  init(_ weights: CheckpointLocation.Weights) throws(CheckpointError) {
    self.weights = weights
    switch weights {
    case .file(let path):
      let file = try Self.open(path)
      names = file.entries.map(\.name)
      shards = [:]
      add(file)
    case .index(let path):
      let settings = try Settings(path: path, limit: Self.indexBytes)
      guard let map = try settings.object("weight_map") else {
        throw settings.problem("weight_map", "an object of tensors and their files")
      }
      let pairs = map.texts
      shards = Dictionary(pairs.map { ($0.name, $0.text) }) { first, _ in first }
      names = pairs.map(\.name).sorted()
      for shard in Set(shards.values) where !Self.isPlainName(shard) {
        throw .badShardName(path: path, shard: shard)
      }
    }
  }

  /// Opens the files that hold tensors.
  ///
  /// - Parameter wanted: Names out of ``names``; files that hold none of them may be missing.
  /// - Throws: ``CheckpointError`` when a file is missing or is not what it must be.
  mutating func open(for wanted: [String]) throws(CheckpointError) {
    guard case .index(let path) = weights else { return }
    let folder = CheckpointLocator.parent(of: path)
    var counts: [String: Int] = [:]
    for name in wanted {
      if let shard = shards[name], entries[name] == nil { counts[shard, default: 0] += 1 }
    }
    for (shard, count) in counts.sorted(by: { $0.key < $1.key }) {
      let file = CheckpointLocator.join(folder, shard)
      guard LocalFile.kind(of: file) != nil else {
        throw .missingShard(path: path, shard: shard, tensors: count)
      }
      add(try Self.open(file))
    }
  }

  /// What is known of a tensor in the files that are open; nil when there is none of the name.
  func entry(_ name: String) -> TensorEntry? { entries[name]?.entry }

  /// A tensor where it lies.
  ///
  /// - Parameter name: A tensor of an open file, of elements that `StoredNumbers` can be.
  /// - Returns: The tensor.
  /// - Throws: ``CheckpointError`` when it does not lie row after row, or the file cannot be mapped.
  func tensor(_ name: String) throws(CheckpointError) -> MappedTensor {
    guard let place = entries[name] else {
      preconditionFailure("the tensor '\(name)' was not looked for")
    }
    do throws(TensorFileError) {
      return try files[place.file].map(name)
    } catch {
      throw .tensors(error)
    }
  }

  private mutating func add(_ file: TensorFile) {
    for entry in file.entries where entries[entry.name] == nil {
      // Of several files, the one that the index names counts.
      if let shard = shards[entry.name], !file.path.hasSuffix("/" + shard) { continue }
      entries[entry.name] = (files.count, entry)
    }
    files.append(file)
  }

  private static func open(_ path: String) throws(CheckpointError) -> TensorFile {
    let file: TensorFile
    do throws(TensorFileError) {
      file = try TensorFile.open(path)
    } catch {
      throw .tensors(error)
    }
    guard file.format == .safetensors || file.format == .pytorch else {
      throw .unsupported(
        path: path,
        reason: "is no checkpoint but \(file.format) arrays; safetensors and PyTorch "
          + "files are read")
    }
    return file
  }

  /// Whether a name is that of a file, and not a way to another folder.
  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/"))
      && !name.utf8.contains(0)
  }
}

extension StoredNumbers {
  /// Refers to a mapped tensor's numbers; nil when they are of another type than these three.
  init?(_ tensor: MappedTensor) {
    guard let format = Format(tensor.elementType) else { return nil }
    self.init(owner: tensor.owner, bytes: tensor.bytes, format: format)
  }
}

extension StoredNumbers.Format {
  /// The format of a type of element; nil when it is none of the three.
  init?(_ type: ElementType?) {
    switch type {
    case .float32: self = .float32
    case .float16: self = .float16
    case .bfloat16: self = .bfloat16
    default: return nil
    }
  }
}
