internal import Encoders
internal import LinearAlgebra
import Analysis
import Figures
import ImageFiles
import Imaging
import LocalFiles
import SampleSets
import TerminalUI
import TokenFields
import TokenMetrics
import TokenPruning

/// A kind of picture that can be exported.
enum ExportKind: String, CaseIterable, Codable {
  /// Kept tokens white, pruned ones black, 1 bit.
  case mask
  /// The image with pruned patches blended to white.
  case overlay
  /// The class attention as a heat map with a legend.
  case heatmap
  /// The image and several strategies side by side, titled.
  case strip
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

  /// Writes the kinds of picture that were asked for.
  ///
  /// - Returns: The paths written, in order, the record last.
  /// - Throws: `FileError` when a file or the folder cannot be written.
  func export(
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)], kinds: [ExportKind]
  ) throws(FileError) -> [String] {
    guard let first = evaluations.first else { return [] }
    try LocalFile.makeFolder(folder)
    var pictures: [(name: String, bytes: [UInt8])] = []
    let name = sample.reference.name.fileSafe(80)
    for (strategy, evaluation) in evaluations {
      let stem = "\(name).\(strategy.label.fileSafe(120)).\(evaluation.budget)"
      let texts = metadata(strategy, evaluation)
      if kinds.contains(.mask) {
        pictures.append(("\(stem).mask.png", mask(evaluation, texts)))
      }
      if kinds.contains(.overlay) {
        let overlay = overlay(evaluation)
        pictures.append(("\(stem).overlay.png", ImageFile.encodePNG(overlay, texts: texts)))
      }
    }
    if kinds.contains(.heatmap), let attention = sample.field.attention {
      pictures.append(("\(name).attention.heatmap.png", heatmap(attention)))
    }
    if kinds.contains(.strip) {
      let texts = evaluations.flatMap { metadata($0.strategy, $0.evaluation).dropFirst(2) }
      let strip = strip(evaluations)
      pictures.append(
        (
          "\(name).\(first.evaluation.budget).strip.png",
          ImageFile.encodePNG(strip, texts: sampleMetadata + texts)
        ))
    }
    return try write(pictures, evaluations, kinds)
  }

  /// Writes all files under one number, so that pictures and their record belong together by name.
  private func write(
    _ pictures: [(name: String, bytes: [UInt8])],
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)], _ kinds: [ExportKind]
  ) throws(FileError) -> [String] {
    let names = pictures.map(\.name)
    let record = recordName(evaluations)
    while true {
      let number = replaces ? 1 : freeNumber(names + [record])
      let text = ExportRecord(
        sample: sample, evaluator: evaluator, loadOptions: loadOptions, maskScale: maskScale,
        kinds: kinds, evaluations: evaluations, files: names.map { $0.numbered(number) }
      ).json.text
      let files = pictures + [(record, Array((text + "\n").utf8))]
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

  private func recordName(
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)]
  ) -> String {
    let name = sample.reference.name.fileSafe(80)
    let labels = evaluations.count == 1 ? evaluations[0].strategy.label.fileSafe(120) + "." : ""
    return "\(name).\(labels)\(evaluations[0].evaluation.budget).json"
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

  // MARK: Pictures

  private var grid: TokenGrid { sample.field.field.grid }

  /// The size of image-sized pictures: that of what the encoder saw, else 14 pixels a patch.
  private var size: (width: Int, height: Int) {
    if let view = sample.picture?.prepared.view { return (view.width, view.height) }
    let side = max(1, min(14, 4096 / max(grid.columns, grid.tiles * grid.rows)))
    return (side * grid.columns, side * grid.tiles * grid.rows)
  }

  private func mask(_ evaluation: Evaluation, _ texts: [PNGText]) -> [UInt8] {
    let kept = evaluation.selection.kept
    let mask =
      maskScale == .patch
      ? SelectionMask.patches(kept: kept, grid: grid)
      : SelectionMask.pixels(kept: kept, grid: grid, width: size.width, height: size.height)
    return ImageFile.encodePNG(mask, texts: texts)
  }

  private func overlay(_ evaluation: Evaluation) -> Image {
    let overlay = SelectionOverlay(kept: evaluation.selection.kept, grid: grid)
    return sample.picture.map { overlay.drawn(on: $0.prepared.view) }
      ?? overlay.drawnOnSquares(width: size.width, height: size.height)
  }

  private func heatmap(_ attention: [Double]) -> [UInt8] {
    let heads = sample.field.field.attention?.rows ?? 1
    let map = HeatMap(
      values: attention, grid: grid, scale: .log,
      title: "\(sample.reference.name.printable)  class attention, mean of \(heads) heads")
    return ImageFile.encodePNG(
      map.drawn(width: size.width, height: size.height), texts: sampleMetadata)
  }

  private func strip(
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)]
  ) -> Image {
    let field = sample.field
    let own =
      sample.picture?.prepared.view
      ?? SelectionOverlay.squares(of: grid, width: size.width, height: size.height)
    let erank = NumberText.optional(field.erank(centred: evaluator.centred), 1)
    var panels = [
      Strip.Panel(
        image: own,
        lines: [
          "\(sample.reference.name.printable)  \(sample.encoderName)",
          "erank \(erank)  entropy \(NumberText.optional(field.entropy, 2))",
        ])
    ]
    for (strategy, evaluation) in evaluations {
      let kept = evaluation.selection.kept.count
      let share = NumberText.fixed(100 * Double(kept) / Double(field.count), 1)
      let attention = NumberText.optional(evaluation[AttentionMass.self].map { $0 * 100 }, 1)
      panels.append(
        Strip.Panel(
          image: overlay(evaluation),
          lines: [
            "\(strategy.label)  \(kept)/\(field.count)  \(share) %",
            "erank \(NumberText.optional(evaluation[KeptErank.self], 1))  attention \(attention) %",
          ]))
    }
    return Strip(panels: panels, columns: min(panels.count, 4)).drawn()
  }

  // MARK: Metadata

  private var sampleMetadata: [PNGText] {
    [
      PNGText(keyword: "Software", value: "prunescope \(Version.text)"),
      PNGText(keyword: "Sample", value: sample.reference.name.printable),
      PNGText(keyword: "Encoder", value: sample.encoderName.printable),
    ]
  }

  private func metadata(
    _ strategy: ConfiguredStrategy, _ evaluation: Evaluation
  ) -> [PNGText] {
    sampleMetadata + [
      PNGText(keyword: "Strategy", value: strategy.label),
      PNGText(
        keyword: "Parameters",
        value: strategy.strategy.resolvedParameters(for: sample.field.field).json.text),
      PNGText(keyword: "Keep", value: "\(evaluation.budget)"),
      PNGText(
        keyword: "Kept",
        value: evaluation.selection.kept.map(String.init).joined(separator: " ")),
    ]
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
