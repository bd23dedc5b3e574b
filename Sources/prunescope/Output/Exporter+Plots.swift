internal import Encoders
internal import TokenFields
import Analysis
import Explorer
import Figures
import ImageFiles
import Imaging
import Plots
import SampleSets
import TokenPruning
import TextData

extension ExportKind {
  /// The plots that the kind stands for; none for pictures of patches.
  fileprivate var plots: [any PlotKind.Type] {
    switch self {
    case .curves: [ErankCurves.self, CoverageCurves.self, AttentionCurves.self]
    case .spectrum: [SpectrumPlot.self]
    case .histogram: [AttentionHistogram.self]
    case .threshold: [ThresholdByRank.self]
    case .jaccard: [JaccardMatrix.self]
    case .mask, .overlay, .heatmap, .strip, .groups, .tokens, .diff, .agreement: []
    }
  }

  /// The names of what is written as a picture and as a table.
  var tables: [String] {
    self == .diff || self == .agreement ? [rawValue] : plots.map { $0.name }
  }
}

/// Plots, and comparisons patch by patch, each as a picture and as a table.
extension Exporter {
  typealias Evaluations = [(strategy: ConfiguredStrategy, evaluation: Evaluation)]

  // MARK: Plots

  /// A picture and a table of every plot that was asked for.
  func plotFiles(
    of evaluations: Evaluations, kinds: [ExportKind]
  ) -> [(name: String, bytes: [UInt8])] {
    let plots = kinds.flatMap(\.plots)
    guard !plots.isEmpty else { return [] }
    let input = PlotInput(
      for: plots, subject: subject, evaluator: evaluator, evaluations: evaluations,
      budget: evaluations[0].evaluation.budget)
    var files: [(name: String, bytes: [UInt8])] = []
    for kind in plots {
      let plot = kind.plot(of: input)
      if case .missing(let reason) = plot.body {
        report("\(sample.reference.name): no \(kind.name): \(reason)")
        continue
      }
      let name = "\(names(evaluations).stem).\(kind.name)"
      files.append(
        ("\(name).png", ImageFile.encodePNG(plot.figure(), texts: texts(of: evaluations))))
      files.append(("\(name).csv", Array(plot.csv.utf8)))
    }
    return files
  }

  /// What a plot is of, as it stands under the title.
  private var subject: String {
    "\(sample.reference.name.printable)  \(sample.encoderName.printable)  "
      + "\(grid) = \(grid.count) tokens" + (evaluator.perTile ? "  per tile" : "")
  }

  /// What is written into a picture of several selections.
  private func texts(of evaluations: Evaluations) -> [PNGText] {
    sampleMetadata
      + evaluations.flatMap {
        metadata($0.strategy, $0.evaluation).dropFirst(sampleMetadata.count)
      }
  }

  // MARK: Comparisons

  /// A picture and a table of the difference of two selections, and of the agreement of all.
  func comparisonFiles(
    of evaluations: Evaluations, kinds: [ExportKind]
  ) -> [(name: String, bytes: [UInt8])] {
    var files: [(name: String, bytes: [UInt8])] = []
    // A selection that keeps no patch as such differs from all others in all of them.
    let keeping = evaluations.filter { !$0.evaluation.selection.kept.isEmpty }
    for kind in kinds {
      switch kind {
      case .diff where keeping.count < 2:
        report(
          "\(sample.reference.name): no diff: of \(evaluations.count) strategies \(keeping.count) "
            + "keep patches as such; it takes two")
      case .diff: files += difference(of: keeping[0], keeping[1])
      case .agreement where keeping.isEmpty:
        report("\(sample.reference.name): no agreement: no strategy keeps patches as such")
      case .agreement: files += agreement(of: keeping, stem: names(evaluations).stem)
      default: break
      }
    }
    return files
  }

  private func difference(
    of one: Evaluations.Element, _ other: Evaluations.Element
  ) -> [(name: String, bytes: [UInt8])] {
    let (first, second) = (one.evaluation.selection.kept, other.evaluation.selection.kept)
    let overlay = DifferenceOverlay(
      first, named: one.strategy.title, second, named: other.strategy.title, grid: grid)
    // So large that letters can be read.
    let (width, height) = (size.width * enlargement, size.height * enlargement)
    let enlarged =
      picture?.resized(width: width, height: height)
      ?? SelectionOverlay.squares(of: grid, width: width, height: height)
    let image = overlay.figure(
      on: enlarged,
      title: "\(sample.reference.name.printable)  keep \(one.evaluation.budget)")
    let fates = SelectionDifference(first, second, count: grid.count).fates
    let stem = names([one, other]).stem
    return [
      ("\(stem).diff.png", ImageFile.encodePNG(image, texts: texts(of: [one, other]))),
      (
        "\(stem).diff.csv", table("class", fates.map(\.rawValue))
      ),
    ]
  }

  private func agreement(
    of evaluations: Evaluations, stem: String
  ) -> [(name: String, bytes: [UInt8])] {
    let votes = Analysis.agreement(
      of: evaluations.map { $0.evaluation.selection }, count: grid.count)
    var map = HeatMap(
      values: votes.map(Double.init), grid: grid,
      title: "\(sample.reference.name.printable)  kept by how many of \(evaluations.count)",
      range: 0...Double(evaluations.count))
    map.isCount = true
    return [
      (
        "\(stem).agreement.png",
        ImageFile.encodePNG(
          map.drawn(width: size.width * enlargement, height: size.height * enlargement),
          texts: texts(of: evaluations))
      ),
      ("\(stem).agreement.csv", table("votes", votes.map(String.init))),
    ]
  }

  /// How many times as large as the encoder's view comparisons are: a line then holds their words.
  private var enlargement: Int { max(1, min(4, 700 / size.width)) }

  /// A table with a row for each token, that tells where it lies.
  private func table(_ column: String, _ values: [String]) -> [UInt8] {
    let rows = values.enumerated().map { token, value in
      let place = grid.position(of: token)
      return ["\(token)", "\(place.tile)", "\(place.row)", "\(place.column)", value]
    }
    return Array(CSV.text([["token", "tile", "row", "column", column]] + rows).utf8)
  }
}
