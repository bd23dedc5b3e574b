internal import Analysis
internal import Encoders
internal import SampleSets
internal import TerminalUI
internal import TokenFields
internal import TokenPruning

/// The patch under the cursor: where it lies, its attention, who keeps it, why, what it was merged
/// into, and whether rounding could turn its fate.
///
/// Four lines, of which the last says the most telling of the latter three; six where each has its own.
/// From 40 columns on with names before the numbers.
struct PatchSection {
  let state: ExplorerState
  let area: CellRect

  func draw(on grid: inout CellGrid) {
    guard let sample = state.sample, let tokens = state.grid else {
      grid.write(
        "PATCH  \(state.missingNumber)", column: area.column, row: area.row,
        style: CellStyle(dim: true))
      return
    }
    let patch = PatchNotes(state: state, isWide: isWide)
    let lines =
      [place(in: tokens), attention, keepersAndPixels(of: sample, tokens)]
      + patch.lines(reason: reason, room: area.height - 3)
    for (index, line) in lines.enumerated() {
      grid.write(
        line, column: area.column, row: area.row + index, style: CellStyle(bold: index == 0),
        limit: area.width)
    }
  }

  private var isWide: Bool { area.width >= 40 }

  /// Where it lies, its attention and who keeps it, in one line.
  var line: String {
    guard let tokens = state.grid else { return "" }
    let name = place(in: tokens).split(separator: "  ").dropLast(fate.isEmpty ? 0 : 1)
      .joined(separator: "  ")
    let toPin = state.pins.last.flatMap { pin in
      state.valueToPin(of: state.cursor).map { "  to \(pin.letter) \(NumberText.short($0))" }
    }
    // A narrow line loses its end: who keeps it matters more than the attention.
    let keepers = keepers.split(separator: " ").joined(separator: " ")
    return name + "  "
      + (area.width < 100
        ? keepers + (toPin ?? "") + "  " + attention : attention + (toPin ?? "") + "  " + keepers)
  }

  private func place(in tokens: TokenGrid) -> String {
    let (tile, row, column) = tokens.position(of: state.cursor)
    let tileText = tokens.tiles > 1 ? "tile \(tile) " : ""
    let text =
      isWide
      ? "PATCH  #\(state.cursor)  \(tileText)row \(row) column \(column)"
      : "PATCH #\(state.cursor) \(tileText)r\(row) c\(column)"
    return text + "  " + fate
  }

  /// Whether the current strategy keeps it, and as which.
  private var fate: String {
    guard let selection = state.currentEvaluation?.selection else { return "" }
    guard selection.kept.contains(state.cursor) else {
      switch selection.fates(count: state.tokenCount)[state.cursor] {
      case .kept: return "kept"
      case .merged: return "merged"
      case .pruned: return "pruned"
      }
    }
    if let step = selection.order?.firstIndex(of: state.cursor) {
      return "kept, \(step + 1)\(ordinalSuffix(step + 1))"
    }
    if let important = selection.important {
      return important.contains(state.cursor) ? "kept, important" : "kept, diverse"
    }
    return "kept"
  }

  private var attention: String {
    guard let attention = state.summary?.attention, let rank = state.summary?.attentionRank else {
      return "no class attention"
    }
    let value = NumberText.short(attention[state.cursor])
    let place = rank[state.cursor]
    let percentile = NumberText.fixed(100 * Double(place) / Double(max(state.tokenCount, 1)), 1)
    let wide = "attention \(value)  rank \(place) of \(state.tokenCount)  top \(percentile)"
    return isWide
      ? wide + (wide.count + 2 <= area.width ? " %" : "%")
      : "att \(value) rank \(place) top \(percentile)%"
  }

  private var keepers: String {
    let numbers = state.rows.indices.filter {
      state.isComputed($0)
        && state.rows[$0].evaluation?.selection.kept.contains(state.cursor) == true
    }
    let list = numbers.isEmpty ? "none" : numberList(numbers.map { $0 + 1 })
    return (isWide ? "kept by   " : "by ") + list
  }

  /// Numbers with blanks between them; where there are many strategies, runs as `1-5`.
  private func numberList(_ numbers: [Int]) -> String {
    guard state.rows.count > 9 else { return numbers.map(String.init).joined(separator: " ") }
    return consecutiveRuns(of: numbers).map { run in
      run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)"
    }.joined(separator: " ")
  }

  /// Who keeps it, and the pixels that it shows as far as they fit.
  private func keepersAndPixels(of sample: LoadedSample, _ tokens: TokenGrid) -> String {
    let long = pixels(of: sample, tokens, name: "pixel ")
    let short = pixels(of: sample, tokens, name: "px ")
    return [long, short].map { keepers + "  " + $0 }
      .first { DisplayWidth.columns(of: $0) <= area.width } ?? keepers
  }

  /// The pixels of the source image that the patch shows.
  private func pixels(of sample: LoadedSample, _ tokens: TokenGrid, name: String) -> String {
    guard let picture = sample.picture, picture.shows(tokens) else {
      return state.summary?.isPadding?[state.cursor] == true ? "padding" : ""
    }
    guard let box = picture.prepared.source(of: state.cursor, in: tokens) else {
      return "padding"
    }
    let dash = state.traits.unicode ? "–" : "-"
    return name
      + "\(box.columns.lowerBound)\(dash)\(box.columns.upperBound - 1), "
      + "\(box.rows.lowerBound)\(dash)\(box.rows.upperBound - 1)"
  }

  /// Why the current strategy keeps the patch or not, as far as the line has room.
  private var reason: String {
    let row = state.rows[state.current]
    guard let evaluation = row.evaluation,
      let trace = row.plan?.plan.traces(
        of: [state.cursor], in: evaluation.selection, keeping: evaluation.budget
      ).first
    else { return "" }
    // Where it went is told beside it, and where it stands above.
    guard trace.reason.stage != nil || !trace.reason.comparisons.isEmpty else { return "" }
    return TraceText(trace).line(within: area.width)
  }
}
