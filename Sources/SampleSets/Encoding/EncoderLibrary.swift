public import Checkpoints
public import Encoders
internal import Glibc
internal import LinearAlgebra
internal import LocalFiles
internal import Synchronization
internal import TokenFields

/// Finds encoders by what users call them, and keeps the checkpoint that was opened last.
///
/// Opening a checkpoint reads its headers; weights stay in the file until they are needed.
public final class EncoderLibrary: Sendable {
  /// The encoder without a choice.
  public static let usual = EncoderCatalog.all[0]

  private let workers: Workers
  private let environment: [String: String]
  private let kept = Mutex<(choice: EncoderChoice, encoder: VisionEncoder)?>(nil)

  /// Creates a library.
  ///
  /// - Parameters:
  ///   - workers: How many cores a model uses.
  ///   - environment: Where models of the Hugging Face cache are looked up; nil for the program's own.
  public init(workers: Int = 1, environment: [String: String]? = nil) {
    self.workers = Workers(workers)
    self.environment = environment ?? Self.ownEnvironment
  }

  /// The variables of the program's environment that tell where models may lie.
  private static var ownEnvironment: [String: String] {
    var variables: [String: String] = [:]
    for name in ["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME", "HOME"] {
      variables[name] = getenv(name).flatMap { String(validatingCString: $0) }
    }
    return variables
  }

  /// Models of the Hugging Face cache that are called as those are that have a tower, by name.
  ///
  /// No file of theirs is opened: whether one can be read is told when it is chosen.
  public var likelyModels: [String] {
    var models: Set<String> = []
    for folder in CheckpointLocator.cacheFolders(in: environment) {
      for name in (try? LocalFile.names(in: folder).names) ?? [] where name.hasPrefix("models--") {
        let model = CheckpointLocator.modelName(ofFolder: name)
        let folded = model.lowercased()
        if ["clip", "siglip", "llava"].contains(where: folded.contains) { models.insert(model) }
      }
    }
    return models.sorted()
  }

  /// The encoder of a choice.
  ///
  /// - Parameter choice: What the user says; nil for the usual encoder.
  /// - Returns: The encoder; the same value for the same choice.
  /// - Throws: ``SampleError/checkpoint(_:)`` and ``SampleError/encoding(_:)``.
  public func encoder(_ choice: EncoderChoice?) throws(SampleError) -> any ImageEncoder {
    guard let choice else { return Self.usual }
    if let known = EncoderCatalog.encoder(named: choice.name) { return known }
    return try visionEncoder(choice)
  }

  /// The encoder that is made of a checkpoint.
  ///
  /// - Throws: As ``encoder(_:)``.
  public func visionEncoder(_ choice: EncoderChoice) throws(SampleError) -> VisionEncoder {
    if let known = kept.withLock({ $0?.choice == choice ? $0?.encoder : nil }) { return known }
    let encoder = try opened(choice).encoder
    kept.withLock { $0 = (choice, encoder) }
    return encoder
  }

  /// Opens a checkpoint, and makes an encoder of it.
  ///
  /// - Throws: As ``encoder(_:)``.
  public func opened(
    _ choice: EncoderChoice
  ) throws(SampleError) -> (checkpoint: Checkpoint, encoder: VisionEncoder) {
    let checkpoint: Checkpoint
    do throws(CheckpointError) {
      let location = try CheckpointLocator.locate(choice.name, environment: environment)
      checkpoint = try Checkpoint(location, heads: choice.heads)
    } catch {
      throw .checkpoint(error)
    }
    do throws(EncodingError) {
      return (checkpoint, try VisionEncoder(checkpoint, choice, workers))
    } catch {
      throw .encoding(error)
    }
  }
}
