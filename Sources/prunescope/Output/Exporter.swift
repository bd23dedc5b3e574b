import Analysis
import ImageFiles
import LocalFiles
import SampleSets
import TokenFields
import TokenPruning

/// A kind of file that can be exported.
enum ExportKind: String, CaseIterable, Codable {
  /// Kept tokens white, pruned ones black, 1 bit.
  case mask
  /// The image with pruned patches blended to white.
  case overlay
  /// The class attention as a heat map with a legend.
  case heatmap
  /// The image and several strategies side by side, titled.
  case strip
  /// The image with every patch in the colour of the group that it was merged into.
  case groups
  /// The tokens that are handed on, as arrays.
  case tokens
  /// Patches that only the first of two strategies keeps, only the second, both, or neither.
  case diff
  /// How many of the strategies keep each patch.
  case agreement
  /// Effective rank, coverage and attention share of every strategy over the budget.
  case curves
  /// The singular values of all tokens and of the kept ones.
  case spectrum
  /// The class attention of all tokens and of the kept ones, with the cut.
  case histogram
  /// AgilePruner's threshold over the attention rank.
  case threshold
  /// The overlap of every two strategies.
  case jaccard
}

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
    if kinds.contains(.heatmap), let attention = sample.field.attention {
      files.append(("\(sampleName).attention.heatmap.png", heatmap(attention)))
    }
    if kinds.contains(.strip) {
      let texts = evaluations.flatMap { metadata($0.strategy, $0.evaluation).dropFirst(3) }
      let strip = ImageFile.encodePNG(strip(evaluations), texts: sampleMetadata + texts)
      files.append(("\(sampleName).\(budgetName(evaluations)).strip.png", strip))
    }
    files += comparisonFiles(of: evaluations, kinds: kinds)
    files += plotFiles(of: evaluations, kinds: kinds)
    return try write(files, evaluations, kinds)
  }

  /// The files that show one selection.
  private func files(
    of strategy: ConfiguredStrategy, _ evaluation: Evaluation, kinds: [ExportKind]
  ) -> [(name: String, bytes: [UInt8])] {
    let stem = "\(sampleName).\(strategy.label.fileSafe(120)).\(evaluation.budget)"
    let texts = metadata(strategy, evaluation)
    var files: [(name: String, bytes: [UInt8])] = []
    if kinds.contains(.mask) { files.append(("\(stem).mask.png", mask(evaluation, texts))) }
    if kinds.contains(.overlay) {
      files.append(
        ("\(stem).overlay.png", ImageFile.encodePNG(overlay(evaluation), texts: texts)))
    }
    if kinds.contains(.groups) {
      files.append(("\(stem).groups.png", ImageFile.encodePNG(groups(evaluation), texts: texts)))
    }
    if kinds.contains(.tokens) {
      // Kept tokens are an array of their own there.
      let labels = texts.filter { $0.keyword != "Kept" }
        .map { (name: $0.keyword.lowercased(), text: $0.value) }
      let archive = TokenArchive(evaluation.selection, of: sample.field)
      files.append(("\(stem).tokens.npz", archive.bytes(labels: labels)))
    }
    return files
  }

  var sampleName: String { sample.reference.name.fileSafe(80) }

  /// The budget in names of files about several strategies: that of all, or a word where each has
  /// decided by itself.
  private func budgetName(
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)]
  ) -> String {
    let first = evaluations[0].evaluation
    return first.isOwnBudget && evaluations.count > 1 ? "own" : "\(first.budget)"
  }

  /// Writes all files under one number, so that pictures and their record belong together by name.
  private func write(
    _ contents: [(name: String, bytes: [UInt8])],
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)], _ kinds: [ExportKind]
  ) throws(FileError) -> [String] {
    let names = contents.map(\.name)
    let record = stem(of: evaluations) + ".json"
    while true {
      let number = replaces ? 1 : freeNumber(names + [record])
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

  /// How the record begins, and all pictures of several selections but the strip.
  func stem(
    of evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)]
  ) -> String {
    let label = evaluations.count == 1 ? evaluations[0].strategy.label.fileSafe(120) + "." : ""
    return "\(sampleName).\(label)\(budgetName(evaluations))"
  }

  /// The smallest number, from 1, under which none of the names is taken.
  private func freeNumber(_ names: [String]) -> Int {
    var number = 1
    while names.contains(where: { LocalFile.kind(of: folder.slashed + $0.numbered(number)) != nil })
    {
      number += 1
    }
    return number
  }
}

extension String {
  /// The text as part of a file's name: letters, digits, `-`, `_` and `.` stay, others become `-`.
  ///
  /// - Parameter limit: The most bytes; what is longer is cut and gets a mark made of the whole
  ///   text, so that two long texts stay two names.
  /// - Returns: A name that is neither empty nor made of dots.
  func fileSafe(_ limit: Int) -> String {
    let safe = String(
      map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." ? $0 : "-" })
    if safe.allSatisfy({ $0 == "." }) { return "sample" }
    guard safe.utf8.count > limit else { return safe }
    // FNV-1a, 32 bits.
    let mark = utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
    var cut = safe[...]
    while cut.utf8.count > limit - 9 { cut = cut.dropLast() }
    return cut + "-" + String(mark, radix: 16)
  }

  /// The path with a slash at its end.
  var slashed: String { isEmpty || hasSuffix("/") ? self : self + "/" }

  /// The name with a number before its ending; the first has none.
  fileprivate func numbered(_ number: Int) -> String {
    guard number > 1, let dot = lastIndex(of: ".") else { return self }
    return String(self[..<dot]) + "-\(number)" + String(self[dot...])
  }
}
