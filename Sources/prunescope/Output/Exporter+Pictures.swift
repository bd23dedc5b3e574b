internal import Encoders
internal import LinearAlgebra
import Analysis
import Figures
import ImageFiles
import Imaging
import SampleSets
import TerminalUI
import TokenFields
import TokenMetrics
import TokenPruning
import TextData

extension Exporter {
  var grid: TokenGrid { sample.field.field.grid }

  /// What the encoder saw, tiles below one another; nil for a sample without it.
  var picture: Image? { sample.picture.flatMap { $0.shows(grid) ? $0.stacked : nil } }

  /// The size of image-sized pictures: that of what the encoder saw, else 14 pixels a patch.
  var size: (width: Int, height: Int) {
    if let views = sample.picture?.views, views.count == grid.tiles {
      return (views[0].width, views[0].height * views.count)
    }
    let side = max(1, min(14, 4096 / max(grid.columns, grid.tiles * grid.rows)))
    return (side * grid.columns, side * grid.tiles * grid.rows)
  }

  /// The mask of a selection, as PNG.
  func mask(_ evaluation: Evaluation, _ texts: [PNGText]) -> [UInt8] {
    let kept = evaluation.selection.kept
    let mask =
      maskScale == .patch
      ? SelectionMask.patches(kept: kept, grid: grid)
      : SelectionMask.pixels(kept: kept, grid: grid, width: size.width, height: size.height)
    return ImageFile.encodePNG(mask, texts: texts)
  }

  /// The picture with pruned patches receding.
  func overlay(_ evaluation: Evaluation) -> Image {
    let overlay = SelectionOverlay(kept: evaluation.selection.kept, grid: grid)
    return picture.map { overlay.drawn(on: $0) }
      ?? overlay.drawnOnSquares(width: size.width, height: size.height)
  }

  /// The class attention with its legend, as PNG.
  func heatmap(_ attention: [Double]) -> [UInt8] {
    let heads = sample.field.field.attention?.rows ?? 1
    let map = HeatMap(
      values: attention, grid: grid, scale: .log,
      title: "\(sample.reference.name.printable)  class attention, mean of \(heads) heads")
    return ImageFile.encodePNG(
      map.drawn(width: size.width, height: size.height), texts: sampleMetadata)
  }

  /// The picture with every patch in the colour of its group; of a selection that merges nothing,
  /// the overlay.
  func groups(_ evaluation: Evaluation) -> Image {
    let merging = evaluation.selection.merging
    let overlay = GroupOverlay(
      groups: merging?.strongestAssignment(count: grid.count)
        ?? [Int](repeating: -1, count: grid.count),
      representatives: merging?.groups.map(\.representative) ?? [],
      kept: evaluation.selection.kept, grid: grid)
    return picture.map { overlay.drawn(on: $0) }
      ?? overlay.drawnOnSquares(width: size.width, height: size.height)
  }

  // MARK: Strip

  /// The sample's own picture and a panel for each selection.
  func strip(
    _ evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)]
  ) -> Image {
    let panels = [ownPanel] + evaluations.map { panel(of: $0.strategy, $0.evaluation) }
    return Strip(panels: panels, columns: min(panels.count, 4)).drawn()
  }

  private var ownPanel: Strip.Panel {
    let field = sample.field
    let erank = NumberText.optional(field.erank(centred: evaluator.centred), 1)
    let prefill = model.prefill(visual: field.count, of: field.count, text: textTokens)
    return Strip.Panel(
      image: picture
        ?? SelectionOverlay.squares(of: grid, width: size.width, height: size.height),
      lines: [
        "\(sample.reference.name.printable)  \(sample.encoderName)",
        "erank \(erank)  entropy \(NumberText.optional(field.entropy, 2))",
        "\(tera(prefill)) TFLOPs  \(model.name)",
      ])
  }

  /// A panel of a selection; of a strategy that keeps no patch as such, its groups.
  private func panel(
    of strategy: ConfiguredStrategy, _ evaluation: Evaluation
  ) -> Strip.Panel {
    let keepsNone = strategy.strategy.promises.contains(.keepsNone)
    let cost = cost(of: strategy, evaluation)
    let count = keepsNone ? cost.output : cost.patches
    let share = NumberText.fixed(100 * Double(count) / Double(sample.field.count), 1)
    let attention = NumberText.optional(evaluation[AttentionMass.self].map { $0 * 100 }, 1)
    let erank = keepsNone ? evaluation.outputErank : evaluation[KeptErank.self]
    return Strip.Panel(
      image: keepsNone ? groups(evaluation) : overlay(evaluation),
      lines: [
        "\(strategy.label)  \(count)/\(sample.field.count)  \(share) %",
        "erank \(NumberText.optional(erank, 1))  attention \(attention) %",
        "\(cost.output) tokens out  \(tera(cost.prefill)) TFLOPs",
      ])
  }

  private func tera(_ cost: PrefillCost) -> String { NumberText.fixed(cost.conventional / 1e12, 3) }

  // MARK: Metadata

  /// What is handed on of a selection, and what it costs.
  func cost(of strategy: ConfiguredStrategy, _ evaluation: Evaluation) -> SelectionCost {
    SelectionCost(
      of: evaluation, by: strategy, in: evaluator, model: model, textTokens: textTokens)
  }

  /// What is written into every picture.
  var sampleMetadata: [PNGText] {
    [
      PNGText(keyword: "Software", value: "prunescope \(Version.text)"),
      PNGText(keyword: "Sample", value: sample.reference.name.printable),
      PNGText(keyword: "Encoder", value: sample.encoderName.printable),
    ]
  }

  /// What is written into a picture of a selection.
  func metadata(
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
      PNGText(keyword: "Output", value: "\(evaluation.selection.outputCount)"),
      PNGText(keyword: "Cost", value: cost(of: strategy, evaluation).json.text),
    ]
  }
}
