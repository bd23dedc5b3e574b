public import LocalFiles
public import TensorFiles

/// The reasons a checkpoint is refused.
public enum CheckpointError: Error, Sendable, Equatable {
  /// A file or folder of it cannot be read.
  case file(FileError)
  /// A file of tensors in it is refused.
  case tensors(TensorFileError)
  /// Nothing lies at a path, and no checkpoint on this machine has the name.
  case notFound(name: String, searched: [String])
  /// The folder holds no weights.
  case noWeights(path: String, found: [String])
  /// The folder holds several files of weights, and nothing says which is meant.
  case severalFiles(path: String, names: [String])
  /// The weights are in a file that is not there.
  case missingShard(path: String, shard: String, tensors: Int)
  /// An index names something else than a file of its own folder.
  case badShardName(path: String, shard: String)
  /// A file of settings is not JSON as it must be.
  case malformed(path: String, reason: String)
  /// A setting is not what it must be.
  case badSetting(path: String, name: String, expected: String)
  /// No tensor is a vision tower's patch embedding; the tower that the settings name, if any.
  case noTower(path: String, tensors: Int, tower: String?)
  /// There are several vision towers.
  case severalTowers(path: String, prefixes: [String])
  /// Tensors of the tower or the projector are missing or of a wrong shape or type: the first of them
  /// with what is wrong, and how many there are in all.
  case badTensors(path: String, prefix: String, problems: [String], count: Int)
  /// The weights are those of an architecture that is not computed.
  case unsupported(path: String, reason: String)
}

extension CheckpointError: CustomStringConvertible {
  /// A message of one line: where, what is wrong with numbers, what would be right.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .tensors(let error): error.description
    case .notFound(let name, let searched):
      "\(printable(name)): no such file or folder"
        + (searched.isEmpty ? "" : ", and no such model in \(list(searched))")
        + "; name a folder, a file of weights, or OWNER/NAME of a model that is on this machine"
    case .noWeights(let path, let found):
      "\(printable(path)): no weights (.safetensors, .bin, .pt) in this folder"
        + (found.isEmpty ? "" : ", only \(list(found))")
    case .severalFiles(let path, let names):
      "\(printable(path)): \(names.count) files of weights and no index, \(list(names)); name one "
        + "of them"
    case .missingShard(let path, let shard, let tensors):
      "\(printable(path)): '\(printable(shard))' is not there, and holds \(tensors) of the tensors "
        + "that are needed; fetch it"
    case .badShardName(let path, let shard):
      "\(printable(path)): names the file '\(printable(shard))'; it must lie in the same folder"
    case .malformed(let path, let reason): "\(printable(path)): \(reason)"
    case .badSetting(let path, let name, let expected):
      "\(printable(path)): '\(printable(name))' must be \(expected)"
    default: tensorDescription
    }
  }

  private var tensorDescription: String {
    switch self {
    case .noTower(let path, let tensors, let tower):
      "\(printable(path)): no vision tower among \(tensors) tensors, since no name ends in "
        + "'\(TowerNames.patchWeight)'"
        + (tower.map { "; the settings say '\(printable($0))', which is to be named instead" }
          ?? "; CLIP, SigLIP and LLaVA checkpoints have one")
    case .severalTowers(let path, let prefixes):
      "\(printable(path)): \(prefixes.count) vision towers, \(list(prefixes)); one is read"
    case .badTensors(let path, let prefix, let problems, let count):
      "\(printable(path)): \(count) tensors below '\(printable(prefix))' are not as they must be: "
        + problems.joined(separator: "; ")
        + (count > problems.count ? "; and \(count - problems.count) more" : "")
    case .unsupported(let path, let reason): "\(printable(path)): \(reason)"
    default: preconditionFailure("not a problem of tensors")
    }
  }
}

/// The first few names of a list, in quotes.
private func list(_ names: [String]) -> String {
  let shown = names.prefix(6).map { "'\(printable($0, limit: 100))'" }.joined(separator: ", ")
  return shown + (names.count > 6 ? " and \(names.count - 6) more" : "")
}
