internal import Encoders
internal import TokenFields
public import ArgumentParser
import LocalFiles
public import SampleSets
import TensorFiles

/// `prunescope encode`: tokens of images as dumps.
struct Encode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute the tokens of images and write them as dumps.",
    discussion: """
      The dumps hold features, projected features, class attention of every layer, keys, the \
      grid and the padding of every token in float32, and the encoder's name; NumPy and \
      safetensors open them. A name that is taken gets a number unless --overwrite is given.

      Examples:
        prunescope encode photo.jpg --encoder llava-1.5-7b/ --output dumps
        prunescope encode photos --encoder openai/clip-vit-large-patch14-336 --output dumps
        prunescope encode Samples --output dumps --format safetensors
      """)

  @OptionGroup var input: InputOptions
  @Option(help: "The folder to write to; made if it is missing.", completion: .directory)
  var output: String
  @Option(help: "The file format.")
  var format = DumpFormat.npz
  @Flag(
    help: ArgumentHelp(
      "Add every layer's hidden states and attention, queries, and the view's pixels, to compare "
        + "with another implementation's."))
  var allLayers = false
  @Flag(help: "Replace files that exist.")
  var overwrite = false

  /// How many images are computed together: more take more memory and hardly less time.
  private static let batch = 4

  func run() throws {
    guard !input.paths.isEmpty else { throw ValidationError("name at least one sample") }
    var tally = Tally()
    var input = input
    // Naming an encoder makes the loader prefer the image where a dump lies beside it.
    input.model.encoder = input.model.encoder ?? EncoderLibrary.usual.name
    let loader = input.loader
    try input.checkEncoder(loader)
    let model = try loader.encoders.encoder(loader.options.encoder) as? VisionEncoder
    if allLayers, model == nil {
      throw ValidationError(
        "--all-layers: '\(EncoderLibrary.usual.name)' has no layers; name a model with --encoder")
    }
    let set = input.sampleSet()
    for refusal in set.refusals { tally.refuse(refusal) }
    var batch: [(reference: SampleReference, image: SampleImage)] = []
    for (index, reference) in set.references.enumerated() {
      do throws(SampleError) {
        if let image = try loader.image(of: reference) {
          batch.append((reference, image))
        } else {
          tally.refuse(NoImage(source: reference.source))
        }
      } catch {
        tally.refuse(error)
      }
      if batch.count == (allLayers ? 1 : Self.batch) || index == set.references.count - 1 {
        try encode(batch, loader, allLayers ? model : nil, &tally)
        batch = []
      }
    }
    try tally.finish()
  }

  /// Encodes images together and writes a dump of each.
  private func encode(
    _ batch: [(reference: SampleReference, image: SampleImage)], _ loader: SampleLoader,
    _ model: VisionEncoder?, _ tally: inout Tally
  ) throws {
    guard !batch.isEmpty else { return }
    var written: [(sample: LoadedSample, arrays: [(name: String, tensor: Tensor)])] = []
    do {
      for sample in try loader.encode(batch) {
        let arrays =
          if let model, let picture = sample.picture {
            try LayerArrays.compute(picture.prepared, by: model)
          } else {
            [(name: String, tensor: Tensor)]()
          }
        written.append((sample, arrays))
      }
    } catch let error as SampleError {
      for entry in batch { tally.refuse(error, prefix: "\(entry.reference.source): ") }
      return
    } catch let error as EncodingError {
      for entry in batch { tally.refuse(error, prefix: "\(entry.reference.source): ") }
      return
    }
    for (sample, arrays) in written {
      let path = try write(sample, adding: arrays)
      tally.use()
      try Console.print(path.printable)
    }
  }

  private func write(
    _ sample: LoadedSample, adding arrays: [(name: String, tensor: Tensor)]
  ) throws -> String {
    do throws(FileError) {
      try LocalFile.makeFolder(output)
      let mode = sample.picture?.prepared.mode ?? .llavaPad
      let bytes = DumpWriter.bytes(
        of: sample.field.field, format: format,
        metadata: ["preprocess": mode.rawValue, "prunescope": Version.text], adding: arrays)
      return try NewFile.write(
        bytes, stem: output.slashed + sample.reference.name.fileSafe(80),
        ending: format.fileExtension, replaces: overwrite)
    } catch {
      Console.report(error.description)
      throw Exit.cannotWrite
    }
  }

  private struct NoImage: Error, CustomStringConvertible {
    let source: String
    var description: String { "\(source): no image to encode; name a .png or .jpg" }
  }
}

extension DumpFormat: ExpressibleByArgument {}
