import Analysis
import Explorer
import ImageFiles
import LocalFiles
import SampleSets
import TokenFields
import TokenPruning
import TextData

/// How large masks are.
enum MaskScale: String, CaseIterable, Codable {
  /// As large as the image that the encoder saw.
  case image
  /// One pixel for each token.
  case patch
}

/// Writes pictures of selections, each with its metadata, and a record from which the same export
/// can be repeated.
struct Exporter {
  let sample: LoadedSample
  let evaluator: SampleEvaluator
  /// The folder to write to; it is made if it is missing.
  let folder: String
  var maskScale = MaskScale.image
  /// Whether files that exist are replaced; otherwise a number is added to the new name.
  var replaces = false
  /// What the record says of how the sample was read.
  let loadOptions: LoadOptions
  /// The language model that costs are told for.
  var model = LanguageModel.usual
  /// Text tokens of its prompt.
  var textTokens = PrefillCost.usualText
  /// Told of whatever was asked for and cannot be made of this sample.
  var report: (String) -> Void = { _ in }

  /// Writes the kinds of file that were asked for.
  ///
  /// - Returns: The paths written, in order, the record last.
  /// - Throws: `FileError` when a file or the folder cannot be written.
  func export(
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)], kinds: [ExportKind]
  ) throws(FileError) -> [String] {
    guard !evaluations.isEmpty else { return [] }
    try LocalFile.makeFolder(folder)
    var files: [(name: String, bytes: [UInt8])] = []
    for (strategy, evaluation) in evaluations {
      files += self.files(of: strategy, evaluation, kinds: kinds)
    }
    let names = names(evaluations)
    if kinds.contains(.heatmap), let attention = sample.field.attention {
      files.append((names.heatmap, heatmap(attention)))
    }
    if kinds.contains(.strip) {
      let texts = evaluations.flatMap { metadata($0.strategy, $0.evaluation).dropFirst(3) }
      let strip = ImageFile.encodePNG(strip(evaluations), texts: sampleMetadata + texts)
      files.append((names.strip, strip))
    }
    files += comparisonFiles(of: evaluations, kinds: kinds)
    files += plotFiles(of: evaluations, kinds: kinds)
    return try write(files, evaluations, kinds)
  }

  /// The files that show one selection.
  private func files(
    of strategy: ConfiguredStrategy, _ evaluation: Evaluation, kinds: [ExportKind]
  ) -> [(name: String, bytes: [UInt8])] {
    let names = names([(strategy, evaluation)])
    let texts = metadata(strategy, evaluation)
    return ExportNames.ofEach.filter(kinds.contains).map { kind in
      let bytes =
        switch kind {
        case .mask: mask(evaluation, texts)
        case .overlay: ImageFile.encodePNG(overlay(evaluation), texts: texts)
        case .groups: ImageFile.encodePNG(groups(evaluation), texts: texts)
        default: tokens(evaluation, texts)
        }
      return (names.file(strategy.label, evaluation.budget, kind), bytes)
    }
  }

  /// The archive of the tokens that a selection hands on.
  private func tokens(
    _ evaluation: Evaluation, _ texts: [PNGText]
  ) -> [UInt8] {
    // Kept tokens are an array of their own there.
    let labels = texts.filter { $0.keyword != "Kept" }
      .map { (name: $0.keyword.lowercased(), text: $0.value) }
    return TokenArchive(evaluation.selection, of: sample.field).bytes(labels: labels)
  }

  /// The names of the files that an export writes.
  func names(
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)]
  ) -> ExportNames {
    ExportNames(
      sample: sampleName,
      selections: evaluations.map {
        ($0.strategy.label, $0.evaluation.budget, $0.evaluation.isOwnBudget)
      }, hasAttention: sample.field.attention != nil)
  }

  var sampleName: String { sample.reference.name.fileSafe(80) }

  /// Writes all files under one number, so that pictures and their record belong together by name.
  private func write(
    _ contents: [(name: String, bytes: [UInt8])],
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)], _ kinds: [ExportKind]
  ) throws(FileError) -> [String] {
    let names = contents.map(\.name)
    let record = self.names(evaluations).record
    while true {
      let number = replaces ? 1 : ExportNames.freeNumber(names + [record], in: folder)
      let text = ExportRecord(
        sample: sample, evaluator: evaluator, loadOptions: loadOptions, maskScale: maskScale,
        kinds: kinds, model: model, textTokens: textTokens, evaluations: evaluations,
        files: names.map { $0.numbered(number) }
      ).json.text
      let files = contents + [(record, Array((text + "\n").utf8))]
      do throws(FileError) {
        return try write(files.map { (folder.slashed + $0.name.numbered(number), $0.bytes) })
      } catch {
        // Another export may have taken a name in the meantime: the next number is free.
        guard case .exists = error, !replaces else { throw error }
      }
    }
  }

  /// Writes all files or, unless older ones are replaced, none.
  private func write(_ files: [(path: String, bytes: [UInt8])]) throws(FileError) -> [String] {
    var written: [String] = []
    for (path, bytes) in files {
      do throws(FileError) {
        try LocalFile.write(bytes, to: path, replacing: replaces)
      } catch {
        if !replaces { for path in written { try? LocalFile.remove(path) } }
        throw error
      }
      written.append(path)
    }
    return written
  }

}
