import LocalFiles
import TensorFiles

/// Finds checkpoints on this machine; the network is never asked.
///
/// A checkpoint is named by
/// - a file of weights, or the index of several;
/// - a folder that holds one or the other, safetensors before PyTorch's format;
/// - a model's folder in a Hugging Face cache, `models--OWNER--NAME`, of which the revision `main` is
///   taken, else the newest;
/// - the model's name, `OWNER/NAME`, when no such folder exists here, looked up in that cache.
///
/// Source: huggingface_hub 1.1, "Understand caching", and its environment variables.
public enum CheckpointLocator {
  /// Finds a checkpoint.
  ///
  /// - Parameters:
  ///   - name: A path, or `OWNER/NAME`.
  ///   - environment: The environment's variables, for the places of caches.
  /// - Returns: Where its files are.
  /// - Throws: ``CheckpointError`` when there is none, or when it is not clear which file is meant.
  public static func locate(
    _ name: String, environment: [String: String] = [:]
  ) throws(CheckpointError) -> CheckpointLocation {
    switch LocalFile.kind(of: name) {
    case .folder: return try locate(folder: name)
    case .file:
      let weights: CheckpointLocation.Weights =
        name.hasSuffix(".index.json") ? .index(name) : .file(name)
      return CheckpointLocation(
        name: label(of: name), path: name, weights: weights,
        settingsFolders: [parent(of: name)])
    case .other: throw .file(.wrongKind(path: name, expected: "a folder or a regular file"))
    case nil: break
    }
    let caches = cacheFolders(in: environment)
    if let folder = cacheName(of: name) {
      for cache in caches where LocalFile.kind(of: join(cache, folder)) == .folder {
        return try locate(folder: join(cache, folder))
      }
    }
    throw .notFound(name: name, searched: cacheName(of: name) == nil ? [] : caches)
  }

  /// The folders that Hugging Face's programs keep models in, the one that counts first.
  ///
  /// - Parameter environment: The environment's variables.
  /// - Returns: The folders, whether they exist or not.
  public static func cacheFolders(in environment: [String: String]) -> [String] {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    var folders = ["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"].compactMap(value)
    if let home = value("HF_HOME") { folders.append(join(home, "hub")) }
    if let cache = value("XDG_CACHE_HOME") { folders.append(join(cache, "huggingface/hub")) }
    if let home = value("HOME") { folders.append(join(home, ".cache/huggingface/hub")) }
    var seen: Set<String> = []
    return folders.filter { seen.insert($0).inserted }
  }

  // MARK: Folders

  private static func locate(folder: String) throws(CheckpointError) -> CheckpointLocation {
    if let weights = try weights(in: folder) {
      return CheckpointLocation(
        name: label(of: folder), path: folder, weights: weights, settingsFolders: [folder])
    }
    let revisions = try revisions(of: folder)
    for revision in revisions {
      // Weights that a hub service converted lie in a revision of their own, without settings.
      guard let weights = try weights(in: revision) else { continue }
      var folders = [revision]
      if let main = revisions.first, main != revision { folders.append(main) }
      return CheckpointLocation(
        name: label(of: folder), path: folder, weights: weights, settingsFolders: folders)
    }
    throw .noWeights(path: folder, found: try names(in: folder))
  }

  /// The revisions in a model's folder of a cache: that of `refs/main` first, then the newest.
  private static func revisions(of folder: String) throws(CheckpointError) -> [String] {
    let snapshots = join(folder, "snapshots")
    guard LocalFile.kind(of: snapshots) == .folder else { return [] }
    var revisions = try names(in: snapshots).filter {
      LocalFile.kind(of: join(snapshots, $0)) == .folder
    }
    .map { (name: $0, time: LocalFile.stamp(of: join(snapshots, $0))?.modified ?? 0) }
    revisions.sort { ($1.time, $0.name) < ($0.time, $1.name) }
    var ordered = revisions.map(\.name)
    if let bytes = try? LocalFile.read(join(folder, "refs/main"), limit: 256) {
      let main = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
      if let position = ordered.firstIndex(of: main) {
        ordered.insert(ordered.remove(at: position), at: 0)
      }
    }
    return ordered.map { join(snapshots, $0) }
  }

  /// The weights in a folder; nil when there are none.
  private static func weights(
    in folder: String
  ) throws(CheckpointError) -> CheckpointLocation.Weights? {
    let names = try names(in: folder).filter {
      !$0.hasPrefix(".") && LocalFile.kind(of: join(folder, $0)) == .file
    }
    for (usual, endings) in [
      ("model.safetensors", [".safetensors"]), ("pytorch_model.bin", [".bin", ".pt", ".pth"]),
    ] {
      if names.contains(usual) { return .file(join(folder, usual)) }
      let indexes = names.filter { name in endings.contains { name.hasSuffix("\($0).index.json") } }
      if let index = indexes.first(where: { $0 == usual + ".index.json" }) ?? indexes.first {
        guard indexes.count == 1 || index == usual + ".index.json" else {
          throw .severalFiles(path: folder, names: indexes)
        }
        return .index(join(folder, index))
      }
      let files = names.filter { name in
        endings.contains { name.hasSuffix($0) } && !isBeside(name)
      }
      guard files.count <= 1 else { throw .severalFiles(path: folder, names: files) }
      if let file = files.first { return .file(join(folder, file)) }
    }
    return nil
  }

  /// Whether a file lies beside weights without being them: what trainers and adapters leave.
  private static func isBeside(_ name: String) -> Bool {
    let beginnings = [
      "adapter_", "mm_projector.", "non_lora_trainables.", "optimizer.", "random_states",
      "rng_state", "scaler.", "scheduler.", "training_args.",
    ]
    return beginnings.contains { name.hasPrefix($0) }
  }

  // MARK: Names

  private static func names(in folder: String) throws(CheckpointError) -> [String] {
    do throws(FileError) {
      return try LocalFile.names(in: folder).names
    } catch {
      throw .file(error)
    }
  }

  /// The folder that a cache keeps a model in; nil when the name is not that of a model.
  private static func cacheName(of name: String) -> String? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let allowed = parts.allSatisfy { part in
      !part.isEmpty && part != "." && part != ".." && part.utf8.count <= 96
        && part.unicodeScalars.allSatisfy {
          $0.isASCII
            && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
              || "-_.".unicodeScalars.contains($0))
        }
    }
    guard (1...2).contains(parts.count), allowed else { return nil }
    return "models--" + parts.joined(separator: "--")
  }

  /// What to call a path: the model whose folder of a cache it lies in, else its last component.
  private static func label(of path: String) -> String {
    let parts = path.split(separator: "/")
    if let model = parts.last(where: { $0.hasPrefix("models--") && $0.utf8.count > 8 }) {
      return modelName(ofFolder: String(model))
    }
    return printable(parts.last.map(String.init) ?? path)
  }

  /// The name of the model that a folder of a Hugging Face cache holds.
  ///
  /// - Parameter folder: A name such as `models--openai--clip-vit-base-patch16`.
  /// - Returns: `openai/clip-vit-base-patch16`, without control characters.
  public static func modelName(ofFolder folder: String) -> String {
    var name = ""
    var rest = folder.dropFirst("models--".count)
    // Only the first pair of hyphens stands for the slash: names may have some of their own.
    if let owner = rest.indices.dropFirst().first(where: { rest[$0...].hasPrefix("--") }) {
      name = rest[..<owner] + "/"
      rest = rest[owner...].dropFirst(2)
    }
    return printable(name + rest)
  }

  /// The folder that a file lies in.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A name in a folder.
  static func join(_ folder: String, _ name: String) -> String {
    folder + (folder.hasSuffix("/") ? "" : "/") + name
  }
}
