internal import Encoders
internal import TokenFields
public import ArgumentParser
import LocalFiles
public import SampleSets

/// `prunescope encode`: tokens of images as dumps.
struct Encode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute the tokens of images and write them as dumps.",
    discussion: """
      The dumps hold features, projected features, class attention, keys, the grid and the \
      padding of every token in float32, and the encoder's name; NumPy and safetensors open \
      them. A name that is taken gets a number unless --overwrite is given.

      Examples:
        prunescope encode photo.jpg --output dumps
        prunescope encode Samples --output dumps --format safetensors
      """)

  @OptionGroup var input: InputOptions
  @Option(help: "The folder to write to; made if it is missing.", completion: .directory)
  var output: String
  @Option(help: "The file format.")
  var format = DumpFormat.npz
  @Flag(help: "Replace files that exist.")
  var overwrite = false

  func run() throws {
    var tally = Tally()
    var input = input
    // Naming an encoder makes the loader prefer the image where a dump lies beside it.
    input.encoder = input.encoder ?? "handcrafted"
    let options = input.loadOptions
    try input.forEachSample(&tally) { sample, tally in
      guard sample.picture != nil, sample.arrays.isEmpty else {
        tally.refuse(NoImage(source: sample.reference.source))
        return
      }
      let path: String
      do throws(FileError) {
        try LocalFile.makeFolder(output)
        let bytes = DumpWriter.bytes(
          of: sample.field.field, format: format,
          metadata: ["preprocess": options.preprocess.rawValue, "prunescope": Version.text])
        path = try NewFile.write(
          bytes, stem: output.slashed + sample.reference.name.fileSafe(80),
          ending: format.fileExtension, replaces: overwrite)
      } catch {
        Console.report(error.description)
        throw Exit.cannotWrite
      }
      tally.use()
      try Console.print(path.printable)
    }
    try tally.finish()
  }

  private struct NoImage: Error, CustomStringConvertible {
    let source: String
    var description: String { "\(source): no image to encode; name a .png or .jpg" }
  }
}

extension DumpFormat: ExpressibleByArgument {}
