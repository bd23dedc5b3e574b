import Analysis
import ArgumentParser
import Checkpoints
import Encoders
import Imaging
import SampleSets
import TensorFiles

/// A checkpoint that is looked at, and what it is compared with.
struct WeightsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tell what a checkpoint is: a folder, a file, or a model of the Hugging Face cache.",
      valueName: "checkpoint"),
    completion: .directory)
  var weights: String?
  @Option(
    help: ArgumentHelp(
      "Compare what it makes of an image with this dump of another program.", valueName: "dump"),
    completion: .file())
  var reference: String?
  @Option(
    help: ArgumentHelp("The image of the dump (default: the one beside it).", valueName: "image"),
    completion: .file())
  var image: String?
  @Option(help: "The hidden state that features are taken from, as for --encoder.")
  var layer: Int?
  @Option(help: "How the image is brought to the encoder's size, as for --encoder.")
  var preprocess: PreprocessMode?
  @Option(help: "The number of attention heads, for a checkpoint that does not tell it.")
  var heads: Int?

  func validate() throws {
    let others = [
      ("--reference", reference != nil), ("--image", image != nil), ("--layer", layer != nil),
      ("--preprocess", preprocess != nil), ("--heads", heads != nil),
    ]
    if weights == nil, let name = others.first(where: \.1)?.0 {
      throw ValidationError("\(name) belongs to a checkpoint; name one with --weights")
    }
    if image != nil, reference == nil {
      throw ValidationError("--image is the image of a dump; name that with --reference")
    }
  }

  /// What the doctor prints of the checkpoint; nil without one.
  ///
  /// - Returns: The checkpoint's section, and that of a comparison if one was asked for, with whether
  ///   it found differences.
  /// - Throws: exit codes, after the reason was told: 64 for a checkpoint that is not there, 65 for
  ///   files that are refused.
  func sections() throws -> (all: [DoctorSection], differ: Bool)? {
    guard let weights else { return nil }
    let choice = EncoderChoice(weights, layer: layer, heads: heads)
    let loader = SampleLoader(
      LoadOptions(preprocess: preprocess, encoder: choice), encoders: EncoderOptions.encoders)
    do {
      let (checkpoint, encoder) = try loader.encoders.opened(choice)
      var sections = [DoctorSection.checkpoint(checkpoint, encoder)]
      var differ = false
      if let reference {
        let diagnosis = try WeightsDiagnosis(
          encoder, image: try decodedImage(besides: reference, loader), mode: preprocess,
          dump: try TensorFile.open(reference))
        sections.append(DoctorSection.comparison(diagnosis.agreement))
        differ = !diagnosis.agreement.agrees
      }
      return (sections, differ)
    } catch let error as SampleError {
      Console.report(error.description)
      if case .checkpoint(.notFound(_, _)) = error { throw Exit.usage }
      throw Exit.noInput
    } catch let error as EncodingError {
      Console.report(error.description)
      throw Exit.noInput
    } catch let error as TensorFileError {
      Console.report(error.description)
      throw Exit.noInput
    }
  }

  /// The image of a dump: the one that was named, else the one of the same stem.
  private func decodedImage(besides dump: String, _ loader: SampleLoader) throws -> Image {
    let path = image ?? dump
    for reference in SampleSet(paths: [path]).references {
      if let image = try loader.image(of: reference) { return image.image }
    }
    Console.report("\(path.printable): no image beside this dump; name it with --image")
    throw Exit.noInput
  }
}
