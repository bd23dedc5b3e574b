internal import Analysis
internal import SampleSets
internal import TerminalUI
internal import TokenFields

/// The pinned patches: where they lie, how the cursor's patch is to the last one, and of two how alike
/// they are and how far apart.
///
/// One line for one pin; of two three lines and one for each space of features. From 31 columns.
struct PinSection {
  let state: ExplorerState
  let area: CellRect

  /// The lines that a state's pins need.
  static func height(for state: ExplorerState) -> Int {
    guard state.sample != nil else { return 0 }
    switch state.pins.count {
    case 0: return 0
    case 1: return 1
    default: return 3 + (state.sample?.field.spaces.count ?? 0)
    }
  }

  func draw(on grid: inout CellGrid) {
    for (index, line) in lines.prefix(area.height).enumerated() {
      grid.write(
        line, column: area.column, row: area.row + index,
        style: CellStyle(bold: index == 0, dim: index == 1), limit: area.width)
    }
  }

  private var isWide: Bool { area.width >= 40 }

  private var lines: [String] {
    guard let tokens = state.grid, let last = state.pins.last else { return [] }
    let names = state.choices.pinsByLetter.map { "\($0.letter) " + place(of: $0.token, tokens) }
    let cursor = state.valueToPin(of: state.cursor).map { NumberText.short($0) } ?? "…"
    guard state.pins.count == 2 else { return [names[0] + "  cursor \(cursor)"] }
    let end = "cursor to \(last.letter) \(cursor)"
    return [names.joined(separator: "  "), heading] + likenesses + [apart + end]
  }

  private func place(of token: Int, _ tokens: TokenGrid) -> String {
    let (tile, row, column) = tokens.position(of: token)
    return "#\(token) " + (tokens.tiles > 1 ? "t\(tile) " : "") + "r\(row) c\(column)"
  }

  /// Columns of the space's name and of a number; the two ranks have the rest, 30 or 43 in all.
  private var widths: (name: Int, number: Int, ranks: Int) {
    isWide ? (10, 7, 12) : (4, 6, hasLongRanks ? 10 : 8)
  }

  /// Whether ranks may have four digits: then a narrow card leaves out what the cosine says, too.
  private var hasLongRanks: Bool { state.tokenCount > 1000 }
  private var showsCosineDistance: Bool { isWide || !hasLongRanks }

  /// The names of the numbers in ``likenesses``.
  private var heading: String {
    let letters = state.choices.pinsByLetter.map(\.letter)
    return NumberText.left("", widths.name)
      + (["cos"] + (showsCosineDistance ? ["1-cos"] : []) + ["dist"]).map {
        NumberText.right($0, widths.number)
      }.joined()
      + NumberText.right("\(isWide ? "rank" : "rk") \(letters[1])|\(letters[0])", widths.ranks)
  }

  /// For each space the pair's cosine and distances, and the place of the second among the first one's
  /// neighbours, and of the first among the second one's.
  private var likenesses: [String] {
    (state.sample?.field.spaces ?? []).map { space in
      let name = isWide ? space.rawValue : String(space.rawValue.prefix(4))
      guard let pair = state.pair,
        let likeness = pair.likenesses.first(where: { $0.space == space })
      else { return NumberText.left(name, widths.name) + "  " + state.missingNumber }
      let numbers =
        [likeness.cosine] + (showsCosineDistance ? [likeness.cosineDistance] : [])
        + [likeness.distance]
      return NumberText.left(name, widths.name)
        + numbers.map { NumberText.right(short($0), widths.number) }.joined()
        + NumberText.right("\(likeness.rankOfSecond)|\(likeness.rankOfFirst)", widths.ranks)
    }
  }

  /// A number in five columns.
  private func short(_ value: Double) -> String {
    let text = NumberText.short(value)
    return text.count <= 5 ? text : NumberText.short(value, digits: 2)
  }

  /// How far the pins are apart on the grid, with what separates it from what follows.
  private var apart: String {
    guard let pair = state.pair else { return "" }
    guard let steps = pair.steps, let distance = pair.gridDistance else {
      return isWide ? "in different tiles   " : "2 tiles  "
    }
    let straight = NumberText.fixed(distance, 1)
    return isWide
      ? "\(steps.rows) rows, \(steps.columns) columns: \(straight)   "
      : "r\(steps.rows) c\(steps.columns)  "
  }
}

extension PreparedField {
  /// The spaces of features that the field has, projected features first.
  var spaces: [FeatureSpace] {
    [.projected, .features].filter { resolved($0) == $0 }
  }
}
