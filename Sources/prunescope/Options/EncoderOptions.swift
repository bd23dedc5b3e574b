public import ArgumentParser
import Encoders
import FoundationEssentials
import SampleSets
public import TokenFields

/// Which encoder computes tokens from images, and how.
struct EncoderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compute tokens from images with this encoder, also where a dump lies beside one: "
        + EncoderCatalog.all.map(\.name).joined(separator: ", ")
        + ", a checkpoint's folder or file, or a model of the Hugging Face cache (OWNER/NAME).",
      valueName: "encoder"),
    completion: .directory)
  var encoder: String?

  @Option(
    help: ArgumentHelp(
      "The hidden state that features are taken from: -1 is behind the last layer, -2 behind the "
        + "one before (default: the checkpoint's own, else -2).", valueName: "layer"))
  var layer: Int?

  @Option(
    help: ArgumentHelp(
      "Whose attention is the class attention: class, received or pooling (default: class, else "
        + "received).", valueName: "source"))
  var classAttention: AttentionSource?

  @Option(help: "The number of attention heads, for a checkpoint that does not tell it.")
  var heads: Int?

  @Flag(help: "Neither take nor keep computed tokens in the cache.")
  var noCache = false

  func validate() throws {
    let asked = [
      ("--layer", layer != nil), ("--class-attention", classAttention != nil),
      ("--heads", heads != nil),
    ]
    if encoder == nil, let name = asked.first(where: \.1)?.0 {
      throw ValidationError("\(name) is of a model; name one with --encoder")
    }
    if let heads, heads < 1 { throw ValidationError("--heads \(heads): a model has 1 or more") }
  }

  /// The encoder that was asked for; nil for the usual one.
  var choice: EncoderChoice? {
    encoder.map { EncoderChoice($0, layer: layer, attention: classAttention, heads: heads) }
  }

  /// The encoders, which use every core that the program may; a checkpoint is opened once.
  static let encoders = EncoderLibrary(
    workers: max(1, ProcessInfo.processInfo.activeProcessorCount))

  /// Where computed tokens are kept; nil for nowhere.
  var cache: EncodingCache? {
    noCache ? nil : UserFolders.tokens.map { EncodingCache(folder: $0) }
  }

  /// The options as words of a command line; none where all are as usual.
  var words: [String] {
    var words: [String] = []
    if let encoder { words += ["--encoder", encoder] }
    // A negative number would be taken for another option.
    if let layer { words.append("--layer=\(layer)") }
    if let classAttention { words += ["--class-attention", classAttention.rawValue] }
    if let heads { words += ["--heads", "\(heads)"] }
    if noCache { words.append("--no-cache") }
    return words
  }
}

extension AttentionSource: ExpressibleByArgument {}
