/// Where the files of a checkpoint are.
public struct CheckpointLocation: Sendable, Equatable {
  /// How its weights are stored.
  public enum Weights: Sendable, Equatable {
    /// In one file.
    case file(String)
    /// In several files; the path is that of the index, which says which tensor is in which.
    case index(String)

    /// The path of the file or of the index.
    public var path: String {
      switch self {
      case .file(let path), .index(let path): path
      }
    }
  }

  /// What to call the checkpoint, without control characters.
  ///
  /// The model's name on the hub where the path tells it, else that of the folder or file.
  public var name: String
  /// The folder or file that was named.
  public var path: String
  /// Its weights.
  public var weights: Weights
  /// The folders that may hold its settings; the first one that has a file counts.
  public var settingsFolders: [String]

  /// Creates a location.
  public init(name: String, path: String, weights: Weights, settingsFolders: [String]) {
    self.name = name
    self.path = path
    self.weights = weights
    self.settingsFolders = settingsFolders
  }
}
