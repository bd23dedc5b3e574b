internal import Analysis
internal import Encoders
internal import SampleSets
internal import TerminalUI
internal import TokenFields
internal import TokenPruning

/// Tells a whole screen as lines of text, without drawing: for screen readers and for logs.
///
/// Every number that the screen shows is among them. Nothing is cut off, however narrow the screen.
///
/// - Parameter state: What is to be told.
/// - Returns: Lines in the order in which one would ask: the sample, the budget, the strategies, the
///   patches that are kept, the patch under the cursor, the layer, what lies over them, the message.
/// - Complexity: O(strategies + *n*).
public func describe(_ state: ExplorerState) -> [String] { PlainReport(state: state).lines }

/// The text of a screen.
private struct PlainReport {
  let state: ExplorerState

  /// Columns and rows of the sections that are told as they are drawn: nothing is cut off there.
  private static let roomy = (width: 240, height: 60)

  var lines: [String] {
    sample + verdict + budget + strategies + view + keptPatches + patch + layer + overlays + message
  }

  // MARK: The sample

  private var sample: [String] {
    guard state.samples.indices.contains(state.sampleIndex) else { return ["no samples"] }
    let name = state.samples[state.sampleIndex].name
    var lines = ["sample \(name), \(state.samplePlace)"]
    if !state.filter.isEmpty { lines.append("samples that pass the filter \(state.filter)") }
    if let survey = state.shelf.survey {
      lines.append("looking into all samples, \(survey.done) of \(survey.total)")
    }
    if let refusal = state.refusal { return lines + ["refused: \(refusal)"] }
    guard let loaded = state.sample, let grid = state.grid else { return lines + ["reading"] }
    let preparation = loaded.picture.map { ", " + $0.prepared.mode.rawValue } ?? ""
    let count = grid.tiles > 1 ? "\(grid.tiles) tiles of " : ""
    lines.append(
      "tokens of \(loaded.encoderName)\(preparation): \(count)\(grid.rows) rows by \(grid.columns) "
        + "columns, \(grid.count) tokens")
    return lines + tiles
  }

  /// How many patches of each tile are kept, and whose the budget is.
  private var tiles: [String] {
    guard let current = state.currentTile, let kept = state.keptPerTile else { return [] }
    return [
      state.isPerTile ? "each tile has its share of the budget" : "one budget for all tiles",
      "kept of each tile: "
        + kept.indices.map { "tile \($0) \(kept[$0])" }.joined(separator: ", "),
      "cursor in tile \(current)" + (state.isTileAlone ? ", which is shown alone" : ""),
    ]
  }

  private var verdict: [String] {
    guard state.sample != nil else { return [] }
    return told(3) { ImageSection(state: $0, area: $1).draw(on: &$2) }
  }

  // MARK: The budget and the strategies

  private var budget: [String] {
    guard let keep = state.keep else { return ["budget \(state.budget)"] }
    let share = NumberText.fixed(100 * Double(keep) / Double(state.tokenCount), 1)
    return ["keep \(keep) of \(state.tokenCount) tokens, \(share) percent"]
      + told(4) { BudgetSection(state: $0, area: $1).draw(on: &$2) } + [selection]
  }

  /// What the title says of the current selection.
  private var selection: String {
    let handedOn = state.currentEvaluation?.selection.outputCount ?? state.keep ?? 0
    let share = NumberText.fixed(100 * Double(handedOn) / Double(max(state.tokenCount, 1)), 1)
    return "current strategy \(state.current + 1) of \(state.rows.count), "
      + "\(state.rows[state.current].strategy.title): \(handedOn) tokens handed on, \(share) percent"
  }

  private var strategies: [String] {
    let area = CellRect(column: 0, row: 0, width: Self.roomy.width, height: state.rows.count + 1)
    let section = StrategySection(state: state, area: area)
    return state.rows.indices.map { index in
      let row = state.rows[index]
      var words = ["strategy \(index + 1) \(row.strategy.title)"]
      if index == state.current { words.append("current") }
      if let letter = state.letter(of: index) { words.append("compared as \(letter)") }
      if case .unavailable(let reason) = row.status {
        return (words + [reason]).joined(separator: ", ")
      }
      guard state.isComputed(index) else {
        return (words + ["left out of all computation"]).joined(separator: ", ")
      }
      if let instabilities = row.instabilities, row.isUnstable {
        words.append("unstable: rounding could turn \(instabilities.count) choices")
      }
      guard row.evaluation != nil else {
        return (words + ["being selected"]).joined(separator: ", ")
      }
      words += section.numbers(of: row).map { heading, value in
        "\(Self.words(for: heading)) \(value == "–" ? "none" : value)"
      }
      return words.joined(separator: ", ")
    }
  }

  /// A heading of the list in words.
  private static func words(for heading: String) -> String {
    switch heading {
    case "out": "handed on"
    case "erank": "effective rank"
    case "J": "overlap with the current one"
    case "TF": "TFLOPs"
    case "eq": "equivalent tokens"
    case "attn%": "percent of the attention"
    case "cover": "coverage"
    case "outer": "effective rank of what is handed on"
    case "mind": "smallest distance"
    case "pad%": "percent on padding"
    default: heading
    }
  }

  // MARK: Patches

  /// What the view shows beside the current strategy.
  private var view: [String] {
    guard state.view != .single else { return [] }
    var lines = ["view \(state.view.rawValue)"]
    if state.view == .diff, let partner = state.partner, let difference = state.difference {
      lines.append(
        "A \(state.rows[state.current].strategy.title), B \(state.rows[partner].strategy.title)")
      for (fate, name) in [
        (SelectionDifference.Fate.first, "only A keeps"), (.second, "only B keeps"),
        (.both, "both keep"),
      ] {
        lines.append("\(difference.count(of: fate)) patches that \(name)")
        lines += places(difference.fates.indices.filter { difference.fates[$0] == fate })
      }
      return lines + ["\(difference.count(of: .neither)) patches that neither keeps"]
    }
    if state.view.hasPanels {
      lines += state.panelRows.map {
        "picture of strategy \($0 + 1) \(state.rows[$0].strategy.title)"
      }
    }
    return lines + drawn
  }

  private var keptPatches: [String] {
    guard let selection = state.currentEvaluation?.selection else { return [] }
    let fates = selection.fates(count: state.tokenCount)
    let title = state.rows[state.current].strategy.title
    let kept = fates.indices.filter { fates[$0] == .kept }
    let merged = fates.indices.filter { fates[$0] == .merged }
    var lines = ["\(kept.count) patches that \(title) keeps, by row, counted from 0"]
    lines += places(kept)
    if !merged.isEmpty {
      lines.append("\(merged.count) patches that it merges")
      lines += places(merged)
    }
    return lines
  }

  /// Patches as rows of columns: `row 5: columns 13, 17-19`.
  private func places(_ tokens: [Int]) -> [String] {
    guard let grid = state.grid, tokens.count < grid.count else {
      return tokens.isEmpty ? [] : ["every patch"]
    }
    let rows = Dictionary(grouping: tokens) { $0 / grid.columns }
    return rows.sorted { $0.key < $1.key }.map { row, tokens in
      let tile = grid.tiles > 1 ? "tile \(row / grid.rows) " : ""
      let columns = tokens.map { $0 % grid.columns }
      return "\(tile)row \(row % grid.rows): columns \(Self.runs(columns))"
    }
  }

  /// Ascending numbers, runs of three or more as `3-7`.
  private static func runs(_ numbers: [Int]) -> String {
    consecutiveRuns(of: numbers).flatMap { run in
      run.count > 2 ? ["\(run.lowerBound)-\(run.upperBound)"] : run.map { "\($0)" }
    }.joined(separator: ", ")
  }

  private var patch: [String] {
    guard state.sample != nil else { return [] }
    return ["patch under the cursor"]
      + told(6) { PatchSection(state: $0, area: $1).draw(on: &$2) }
      + told(PinSection.height(for: state)) { PinSection(state: $0, area: $1).draw(on: &$2) }
  }

  private var layer: [String] {
    guard state.sample != nil else { return [] }
    return ["layer: " + layerText(state)]
      + told(1) { LegendLine(state: $0, area: $1).draw(on: &$2) }.map { "legend: " + $0 }
      + told(14) { HistogramSection(state: $0, area: $1).draw(on: &$2) }.map { "histogram: " + $0 }
  }

  // MARK: What is told as it is drawn

  /// A section of the panel beside the picture, without what is drawn in it.
  private func told(
    _ height: Int, _ draw: (ExplorerState, CellRect, inout CellGrid) -> Void
  ) -> [String] {
    var plain = closed
    if state.view.hasPanels || state.view.plot != nil || state.view == .dataset {
      plain.view = .single
    }
    var grid = CellGrid(width: Self.roomy.width, height: height)
    draw(plain, grid.bounds, &grid)
    return words(of: grid)
  }

  /// The whole screen, for views whose numbers stand nowhere else.
  private var drawn: [String] {
    var plain = closed
    plain.size = ScreenSize(width: max(state.size.width, 200), height: max(state.size.height, 60))
    return words(of: render(plain))
  }

  /// The state without anything that lies over the screen.
  private var closed: ExplorerState {
    var plain = state
    plain.openTable = nil
    plain.prompt = nil
    plain.helpScroll = nil
    plain.sampleList = nil
    plain.exportForm = nil
    plain.notice = nil
    plain.message = nil
    return plain
  }

  /// Help, palette, list of samples, export form and notice, as they are drawn on a screen that has
  /// room for them.
  private var overlays: [String] {
    guard
      state.openTable != nil || state.helpScroll != nil || state.sampleList != nil
        || state.promptHasPanel || state.notice != nil
    else { return [] }
    var grid = CellGrid(width: Self.roomy.width, height: Self.roomy.height)
    var large = state
    large.size = ScreenSize(width: Self.roomy.width, height: Self.roomy.height)
    drawOverlays(large, on: &grid)
    return words(of: grid)
  }

  private var message: [String] {
    var lines: [String] = []
    if let prompt = state.prompt {
      lines.append("\(prompt.purpose.question): \(prompt.text)")
      if let note = prompt.note { lines.append(note) }
    }
    if let waiting = state.encodingText ?? state.slowWork?.waitingText { lines.append(waiting) }
    if let message = state.message { lines.append("message: \(message)") }
    return lines
  }

  /// The rows of a screen without what is drawing: frames, bars, blocks and dots.
  private func words(of grid: CellGrid) -> [String] {
    (0..<grid.height).compactMap { row in
      let words = grid.text(row: row).map { character -> Character in
        Self.isDrawing(character) ? " " : character
      }.split(separator: " ").map { String($0) }
      let line = words.joined(separator: " ")
      return line.contains { $0.isLetter || $0.isNumber } ? line : nil
    }
  }

  private static func isDrawing(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    switch scalar.value {
    case 0x2500...0x25FF, 0x2800...0x28FF, 0x7C: return true
    default: return false
    }
  }
}
