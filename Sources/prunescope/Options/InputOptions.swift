public import ArgumentParser
public import Encoders
import Imaging
import SampleSets

/// Which samples to read, and how.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Images, dumps, folders, or lists of such paths (a .txt file or @FILE).",
      valueName: "path"),
    completion: .file())
  var paths: [String] = []

  @Flag(help: "Look into folders below folders.")
  var recursive = false

  @Option(help: "How images are brought to the encoder's size.")
  var preprocess = PreprocessMode.llavaPad

  @Option(
    help: ArgumentHelp(
      "Compute tokens from images with this encoder, also where a dump lies beside one "
        + "(\(EncoderCatalog.all.map(\.name).joined(separator: ", "))).", valueName: "encoder"))
  var encoder: String?

  @Option(help: "What transparent pixels are drawn over, as RRGGBB.")
  var background = "ffffff"

  @Flag(help: "Read 2-byte integers in .npy arrays as bfloat16.")
  var bf16 = false

  @Flag(help: "Take an n×n attention matrix as attention received: the mean of its columns.")
  var receivedAttention = false

  func validate() throws {
    if let encoder, EncoderCatalog.encoder(named: encoder) == nil {
      throw ValidationError(
        "no encoder named '\(encoder)'; there is "
          + EncoderCatalog.all.map(\.name).joined(separator: ", "))
    }
    guard backgroundColor != nil else {
      throw ValidationError("'\(background)' is no colour; write six hexadecimal digits: ffffff")
    }
  }

  private var backgroundColor: RGB? {
    guard background.count == 6, let value = UInt32(background, radix: 16) else { return nil }
    return RGB(hex: value)
  }

  /// How the samples are read.
  var loadOptions: LoadOptions {
    LoadOptions(
      preprocess: preprocess, encoder: encoder, background: backgroundColor ?? .white,
      dump: DumpOptions(bfloat16Integers: bf16, receivedAttention: receivedAttention))
  }

  /// The options, without the paths, as words of a command line; none where all are as usual.
  var words: [String] {
    var words: [String] = []
    if recursive { words.append("--recursive") }
    if preprocess != .llavaPad { words += ["--preprocess", preprocess.rawValue] }
    if let encoder { words += ["--encoder", encoder] }
    if background != "ffffff" { words += ["--background", background] }
    if bf16 { words.append("--bf16") }
    if receivedAttention { words.append("--received-attention") }
    return words
  }

  /// The samples that the paths name.
  func sampleSet() -> SampleSet { SampleSet(paths: paths, recursive: recursive) }

  /// Reads every sample in turn; those that are refused are reported and counted.
  ///
  /// - Parameters:
  ///   - tally: Counts what is used and refused.
  ///   - body: What to do with a sample.
  /// - Throws: A usage error without any path, and whatever `body` throws.
  func forEachSample(
    _ tally: inout Tally, _ body: (LoadedSample, inout Tally) throws -> Void
  ) throws {
    guard !paths.isEmpty else { throw ValidationError("name at least one sample") }
    let set = sampleSet()
    for refusal in set.refusals { tally.refuse(refusal) }
    let loader = SampleLoader(loadOptions)
    for reference in set.references {
      let sample: LoadedSample
      do throws(SampleError) {
        sample = try loader.load(reference)
      } catch {
        tally.refuse(error)
        continue
      }
      try body(sample, &tally)
    }
  }
}

extension PreprocessMode: ExpressibleByArgument {}
