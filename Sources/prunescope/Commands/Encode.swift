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
      The dumps hold features, projected features, class attention, keys, the grid and the padding
      of every token in float32, and the encoder's name; NumPy and safetensors open them.

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
      let name = sample.reference.name.fileSafe
      let path = freePath(output.slashed + name, format.rawValue)
      do throws(FileError) {
        try LocalFile.makeFolder(output)
        let bytes = DumpWriter.bytes(
          of: sample.field.field, format: format,
          metadata: ["preprocess": options.preprocess.rawValue, "prunescope": Version.text])
        try LocalFile.write(bytes, to: path)
      } catch {
        Console.report(error.description)
        throw Exit.cannotWrite
      }
      tally.use()
      try Console.print(path.printable)
    }
    try tally.finish()
  }

  /// The path, with a number if it is taken and must not be replaced.
  private func freePath(_ stem: String, _ ending: String) -> String {
    var path = "\(stem).\(ending)"
    var number = 2
    while !overwrite, LocalFile.kind(of: path) != nil {
      path = "\(stem)-\(number).\(ending)"
      number += 1
    }
    return path
  }

  private struct NoImage: Error, CustomStringConvertible {
    let source: String
    var description: String { "\(source): no image to encode; name a .png or .jpg" }
  }
}

extension DumpFormat: ExpressibleByArgument {}
