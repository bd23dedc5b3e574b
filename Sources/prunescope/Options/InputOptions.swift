public import ArgumentParser
public import Encoders
import Checkpoints
import Imaging
import SampleSets
import TokenFields

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

  @OptionGroup var model: EncoderOptions

  @Option(help: "How images are brought to the encoder's size (default: the encoder's own way).")
  var preprocess: PreprocessMode?

  @Option(
    help: ArgumentHelp(
      "What transparent pixels are drawn over, or 'drop' to show the colours stored beneath.",
      valueName: "RRGGBB"))
  var background = "ffffff"

  @Option(
    help: ArgumentHelp(
      "The averages against which images are simple or complex, and which agilepruner scales its "
        + "threshold by: a file that 'study scale' wrote (default: the encoder's own).",
      valueName: "file"),
    completion: .file(extensions: ["json"]), transform: CalibrationChoice.init)
  var calibration: CalibrationChoice?

  @Flag(help: "Read 2-byte integers in .npy arrays as bfloat16.")
  var bf16 = false

  @Flag(help: "Take an n×n attention matrix as attention received: the mean of its columns.")
  var receivedAttention = false

  func validate() throws {
    guard dropsAlpha || backgroundColor != nil else {
      throw ValidationError(
        "'\(background)' is no colour; write six hexadecimal digits: ffffff, or drop")
    }
  }

  private var dropsAlpha: Bool { background == "drop" }

  private var backgroundColor: RGB? {
    guard background.count == 6, let value = UInt32(background, radix: 16) else { return nil }
    return RGB(hex: value)
  }

  /// How the samples are read.
  var loadOptions: LoadOptions {
    LoadOptions(
      preprocess: preprocess, encoder: model.choice,
      background: dropsAlpha ? nil : backgroundColor ?? .white,
      calibration: calibration?.calibration,
      dump: DumpOptions(bfloat16Integers: bf16, receivedAttention: receivedAttention))
  }

  /// What reads the samples.
  var loader: SampleLoader { loader(loadOptions) }

  /// What reads samples with other options; the encoder and its cache are those that were named.
  func loader(_ options: LoadOptions) -> SampleLoader {
    SampleLoader(options, encoders: EncoderOptions.encoders, cache: model.cache)
  }

  /// Looks whether there is such an encoder, before anything is read.
  ///
  /// - Throws: exit code 64 when there is none of the name, 65 when its files are refused; why is told
  ///   on standard error.
  func checkEncoder(_ loader: SampleLoader) throws {
    do throws(SampleError) {
      _ = try loader.encoders.encoder(loadOptions.encoder)
    } catch {
      Console.report(error.description)
      if case .checkpoint(.notFound(_, _)) = error { throw Exit.usage }
      throw Exit.noInput
    }
  }

  /// The options, without the paths, as words of a command line; none where all are as usual.
  var words: [String] {
    var words: [String] = []
    if recursive { words.append("--recursive") }
    if let preprocess { words += ["--preprocess", preprocess.rawValue] }
    words += model.words
    if background != "ffffff" { words += ["--background", background] }
    if let calibration { words += ["--calibration", calibration.path] }
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
    let loader = loader
    try checkEncoder(loader)
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

/// A calibration and the file that it was read from.
struct CalibrationChoice: Sendable {
  let path: String
  let calibration: Calibration

  /// Reads the file.
  init(path: String) throws {
    self.path = path
    do throws(CalibrationError) {
      calibration = try Calibration(path: path)
    } catch {
      throw ValidationError(error.description.printable)
    }
  }
}

extension PreprocessMode: ExpressibleByArgument {}
