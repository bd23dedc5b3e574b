internal import Imaging
internal import Encoders
internal import TokenFields
internal import SampleSets
internal import TokenPruning
internal import Analysis
internal import TerminalUI

/// The uppermost line: the sample, what made its tokens, and the current selection.
///
/// Useful from 30 columns; shortens from the right.
struct TitleLine {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    guard area.width > 0, state.samples.indices.contains(state.sampleIndex) else { return }
    let separator = state.traits.unicode ? "·" : "|"
    var parts = ["\(state.samples[state.sampleIndex].name) \(state.samplePlace)"]
    if let sample = state.sample {
      var origin = sample.encoderName
      if let picture = sample.picture {
        origin += " \(separator) \(picture.prepared.mode.rawValue)"
      }
      parts.append(origin)
      parts.append(gridText)
    }
    let left = " " + parts.joined(separator: " \(separator) ")
    let right = selectionText + (area.width >= 100 ? "   ? keys " : " ")
    let style = CellStyle(bold: true)
    let room = area.width - DisplayWidth.columns(of: right) - 1
    // The current selection is named again in the list: on a narrow line it gives way.
    let showsBoth = room > 20
    grid.write(
      left, column: area.column, row: area.row, style: style,
      limit: showsBoth ? room : area.width)
    if showsBoth {
      grid.write(
        right, column: area.column + area.width - DisplayWidth.columns(of: right), row: area.row,
        style: style)
    }
  }

  private var gridText: String {
    guard let grid = state.grid else { return "" }
    let text =
      state.traits.unicode
      ? grid.description
      : grid.description.map {
        $0 == "×" ? "x" : String($0)
      }.joined()
    let count = area.width >= 100 ? "\(text) = \(grid.count)" : text
    return grid.tiles > 1 && area.width >= 100
      ? count + (state.isPerTile ? ", budget for each tile" : ", one budget") : count
  }

  private var selectionText: String {
    guard let keep = state.keep, state.rows.indices.contains(state.current) else { return "" }
    let kept = state.currentEvaluation?.selection.outputCount ?? keep
    let share = NumberText.fixed(100 * Double(kept) / Double(max(state.tokenCount, 1)), 1)
    return "\(state.rows[state.current].strategy.title)  \(kept)/\(state.tokenCount)  \(share) %"
  }
}

/// The name of what the heat shows, and of how pruned patches are drawn.
struct LayerLine {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    guard area.height > 0 else { return }
    var text = " " + layerText(state)
    let signs = "   " + Signs(state).fates
    if state.showsHeat, state.showsMask, state.mergesTokens, !state.showsGroups,
      DisplayWidth.columns(of: text + signs) <= area.width
    {
      text += signs
    }
    grid.write(
      text, column: area.column, row: area.row, style: CellStyle(dim: true),
      limit: area.width)
  }
}

/// Returns what the heat shows, in words.
func layerText(_ state: ExplorerState) -> String {
  if state.view == .diff { return differenceText(state) }
  guard state.showsHeat else {
    if state.traits.tier == .mono {
      guard state.showsMask else { return "no heat" }
      return "# kept   " + (state.mergesTokens ? "+ merged   " : "") + ". pruned"
    }
    let what = state.picture != nil && state.showsImage ? "image" : "patches"
    return state.showsMask ? "\(what), pruned ones: \(state.maskStyle.rawValue)" : what
  }
  return state.layerValues()?.title ?? ""
}

/// Who is set against whom, and how much they have in common.
private func differenceText(_ state: ExplorerState) -> String {
  guard let partner = state.partner else { return "one strategy has no other to differ from" }
  let names =
    "A \(state.rows[state.current].strategy.title), B \(state.rows[partner].strategy.title)"
  guard let difference = state.difference else { return names + " …" }
  return names + "   Jaccard \(NumberText.fixed(difference.jaccard, 3))"
}

/// The colours of the heat with the numbers they stand for.
///
/// Needs 24 columns: a number, the colours, a number and the scale.
struct LegendLine {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    guard area.height > 0, area.width >= 24 else { return }
    if state.view == .diff {
      drawDifference(on: &grid)
      return
    }
    guard state.showsHeat else { return }
    if state.layer == .groups, state.mergesTokens {
      grid.write(
        " " + Signs(state).groups, column: area.column, row: area.row, limit: area.width)
    }
    guard let heat = state.heatValues(), let range = heat.range
    else { return }
    let atMost = heat.hasLower ? (state.traits.unicode ? "≤" : "<") : ""
    let low = NumberText.right(atMost + NumberText.short(range.lowerBound), 6)
    let high = NumberText.short(range.upperBound) + " \(heat.scale.rawValue)"
    var column = area.column + 1
    column += grid.write(low + " ", column: column, row: area.row, limit: area.width - 1)
    let width =
      area.width - 4 - DisplayWidth.columns(of: low) - max(DisplayWidth.columns(of: high), 10)
    let ramp = ColorRamp(state.colorMap, on: state.traits.tier)
    for step in 0..<max(width, 0) {
      let position = width > 1 ? Double(step) / Double(width - 1) : 1
      if state.traits.tier == .mono {
        grid[column + step, area.row] = Cell(Character("\(min(9, Int(position * 10)))"))
      } else {
        let color = ramp.color(at: position)
        grid[column + step, area.row] = Cell(" ", CellStyle(ground: .rgb(color)))
      }
    }
    column += max(width, 0)
    grid.write(
      " " + high, column: column, row: area.row, limit: area.column + area.width - column)
  }
}

extension LegendLine {
  /// The sides of a difference, each with its colour, its letter and its count.
  private func drawDifference(on grid: inout CellGrid) {
    guard let difference = state.difference else { return }
    var column = area.column + 1
    let end = area.column + area.width
    let names: [(SelectionDifference.Fate, String)] = [
      (.first, "only A"), (.second, "only B"), (.both, "both"), (.neither, "neither"),
    ]
    let isMono = state.traits.tier == .mono
    let wide = names.reduce(1) { width, entry in
      let count = "\(difference.count(of: entry.0))"
      return width + (isMono ? 1 : 3) + count.count + entry.1.count + 4
    }
    for (side, name) in names {
      let letter = DifferenceColors.letter(of: side) ?? "."
      if isMono {
        column += grid.write("\(letter)", column: column, row: area.row, limit: end - column)
      } else {
        let ground = DifferenceColors.tint(of: side, in: state.colors)
        column += grid.write(
          " \(letter) ", column: column, row: area.row,
          style: CellStyle(ink: .rgb(ground.contrasting), ground: .rgb(ground)),
          limit: end - column)
      }
      column += grid.write(
        " \(difference.count(of: side))" + (wide - 2 <= area.width ? " \(name)  " : " "),
        column: column, row: area.row, limit: end - column)
    }
  }
}

/// The lowest line: a prompt, else the patch under the mouse, else a message, else hints.
struct StatusLine {
  let state: ExplorerState
  let area: CellRect
  /// Whether it stands for the title and the numbers, too.
  let isAlone: Bool

  func draw(on grid: inout CellGrid) {
    guard area.width > 0 else { return }
    if let prompt = state.prompt, !state.promptHasPanel {
      PromptLine(state: state, prompt: prompt).draw(area, on: &grid)
      return
    }
    if let hovered = state.hovered {
      grid.write(
        " " + HoverText(state: state, hover: hovered).line(width: area.width - 2),
        column: area.column, row: area.row, style: CellStyle(bold: true), limit: area.width)
      return
    }
    let text =
      " "
      + (state.message ?? question ?? state.encodingText ?? state.slowWork?.waitingText ?? survey
        ?? (isAlone ? summary : hints))
    let isMessage =
      state.message != nil || state.awaitedMark != nil || state.slowWork != nil
      || state.encodingText != nil
    grid.write(
      text, column: area.column, row: area.row, style: CellStyle(bold: isMessage, dim: !isMessage),
      limit: area.width)
  }

  /// What a letter is waited for.
  private var question: String? {
    switch state.awaitedMark {
    case .set: "mark the patch with which letter? a-z A-Z"
    case .jump: "go to which mark? \(String(state.marks.keys.sorted()))"
    case nil: nil
    }
  }

  /// How far the look into all samples is.
  private var survey: String? {
    if let reading = state.shelf.readings.min(by: { $0.key < $1.key })?.value {
      let share = reading.total > 0 ? ", \(100 * reading.done / reading.total) %" : ""
      return "reading \(reading.path)\(share)"
    }
    guard let survey = state.shelf.survey else { return nil }
    let stop = state.keys.shown(.back).first.map { "; \($0) stops" } ?? ""
    return "looking into all samples, \(survey.done) of \(survey.total)\(stop)"
  }

  /// As many hints as fit, most useful first.
  private var hints: String {
    var line = ""
    let ofDataset = state.datasetView.brush == nil ? state.keys.datasetHints : state.keys.brushHints
    let usual = state.view == .dataset ? ofDataset : state.keys.hints
    for hint in state.isListFocused ? state.keys.listHints : usual {
      let longer = line.isEmpty ? hint : line + "   " + hint
      if DisplayWidth.columns(of: longer) > area.width - 2 { break }
      line = longer
    }
    return line
  }

  private var summary: String {
    guard let keep = state.keep else {
      if state.samples.isEmpty { return "no samples" }
      let place = state.samplePlace
      return state.refusal == nil ? "\(place) reading…" : "\(place) refused"
    }
    let name =
      state.rows.indices.contains(state.current)
      ? state.rows[state.current].strategy.title : ""
    return "\(state.samplePlace) \(name) \(keep)/\(state.tokenCount)"
  }
}

extension ExplorerState {
  /// The place of the sample among those that are stepped through: `3/40`, `3/12 of 40` where a filter
  /// leaves others out, `3/40 by erank` where they are sorted.
  var samplePlace: String {
    let list = shelf.arrangement
    let place = list.place(of: choices.sampleIndex).map { "\($0 + 1)" } ?? "–"
    let all = list.shown.count == samples.count ? "" : " of \(samples.count)"
    let order =
      switch choices.order {
      case .given: choices.isReversed ? " reversed" : ""
      case .column: " by \(choices.sortColumn)" + (choices.isReversed ? " down" : "")
      case .name, .erank, .entropy:
        " by \(choices.order.rawValue)" + (choices.isReversed ? " down" : "")
      }
    return "\(place)/\(list.shown.count)\(all)\(order)"
  }
}
