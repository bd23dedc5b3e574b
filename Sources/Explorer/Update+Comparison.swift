package import Analysis
internal import Plots
internal import TokenPruning

extension ExplorerState {
  // MARK: Which strategies

  /// Whether a strategy is computed: it is not left out, or it is looked at.
  package func isComputed(_ row: Int) -> Bool {
    row == choices.current || !choices.leftOut.contains(row)
      || (choices.view == .diff || choices.view == .split) && row == partner
  }

  /// The strategies that are compared, in their order: those that were chosen, else all that are
  /// computed.
  package var comparison: [Int] {
    choices.compared.isEmpty ? rows.indices.filter(isComputed) : choices.compared
  }

  /// The letter of a strategy that was chosen for the comparison, A to Z; nil for others.
  package func letter(of row: Int) -> Character? {
    choices.compared.firstIndex(of: row).map { Character(Unicode.Scalar(UInt8(65 + $0 % 26))) }
  }

  /// The strategy that the current one is set against: of those chosen the first other one, else the
  /// one that was current before, else the next of the list; nil in a list of one.
  package var partner: Int? {
    if let chosen = choices.compared.first(where: { $0 != choices.current }) { return chosen }
    if choices.previous != choices.current { return choices.previous }
    return rows.count > 1 ? (choices.current + 1) % rows.count : nil
  }

  /// The strategy some places further in the list, around its ends; among those chosen for the
  /// comparison where several pictures are on screen.
  func strategy(after step: Int) -> Int {
    let chosen = choices.compared
    guard choices.view.hasPanels, chosen.count > 1 else {
      return (choices.current + step + rows.count) % rows.count
    }
    guard let place = chosen.firstIndex(of: choices.current) else { return chosen[0] }
    return chosen[(place + step + chosen.count) % chosen.count]
  }

  /// The strategies whose pictures the view shows, the current one among them.
  ///
  /// Of more than the view has room for, those on the current one's page.
  package var panelRows: [Int] {
    switch choices.view {
    case .gallery:
      let list = comparison
      return list.contains(choices.current) ? list : [choices.current] + list
    case .split:
      guard let partner else { return [choices.current] }
      guard let place = choices.compared.firstIndex(of: choices.current) else {
        return [choices.current, partner].sorted()
      }
      return page(of: choices.compared, place: place, size: 2, filler: [partner])
    case .quad:
      guard let place = choices.compared.firstIndex(of: choices.current) else {
        let list = rows.indices.filter { $0 == choices.current || !choices.leftOut.contains($0) }
        let chosen = choices.compared.isEmpty ? list : [choices.current] + choices.compared
        return page(
          of: chosen, place: chosen.firstIndex(of: choices.current) ?? 0, size: 4, filler: list)
      }
      return page(
        of: choices.compared, place: place, size: 4, filler: Array(rows.indices))
    default: return [choices.current]
    }
  }

  /// The page of a list with a place on it; a list that is too short is filled up.
  private func page(of list: [Int], place: Int, size: Int, filler: [Int]) -> [Int] {
    guard list.count < size else {
      let start = min(place / size * size, list.count - size)
      return Array(list[start..<(start + size)])
    }
    let others = filler.filter { !list.contains($0) }
    return list + others.prefix(size - list.count)
  }

  /// Who keeps each patch, the current strategy or its partner; nil before both are known.
  package var difference: SelectionDifference? {
    guard let partner, let first = currentEvaluation, let second = rows[partner].evaluation else {
      return nil
    }
    return SelectionDifference(
      first.selection.kept, second.selection.kept, count: tokenCount)
  }

  /// The same state with another strategy current: as a panel of its own sees it.
  func looking(at row: Int) -> ExplorerState {
    var other = self
    other.choices.current = row
    return other
  }

  // MARK: Changes

  /// Takes a strategy into the comparison or out of it; one that was left out is computed again.
  mutating func toggleCompared(_ row: Int) {
    guard rows.indices.contains(row) else {
      message = "there is no strategy \(row + 1); the list has \(rows.count)"
      return
    }
    let name = rows[row].strategy.title
    if let place = choices.compared.firstIndex(of: row) {
      choices.compared.remove(at: place)
      message =
        choices.compared.isEmpty
        ? "\(name) out; every strategy is compared" : "\(name) out of the comparison"
    } else {
      choices.compared.append(row)
      choices.leftOut.remove(row)
      let count = choices.compared.count
      message = "\(name) is \(letter(of: row) ?? "A") of \(count) compared"
    }
  }

  /// Leaves a strategy out of all computation, or takes it in again.
  mutating func toggleLeftOut(_ row: Int) {
    let name = rows[row].strategy.title
    if choices.leftOut.remove(row) == nil {
      choices.leftOut.insert(row)
      choices.compared.removeAll { $0 == row }
      message = "\(name) left out once it is not looked at"
    } else {
      message = "\(name) computed again"
    }
  }

  /// Shows another view.
  mutating func changeView(_ action: Action) {
    let wanted: ViewKind =
      switch action {
      case .nextView: ViewKind.pictures.element(after: choices.view, by: 1)
      case .previousView: ViewKind.pictures.element(after: choices.view, by: -1)
      case .nextPlot: ViewKind.plots.element(after: choices.view, by: 1)
      case .previousPlot: ViewKind.plots.element(after: choices.view, by: -1)
      case .show(let view): view
      case .toggleWhy: choices.view == .why ? lastView : .why
      default: choices.view == .diff ? lastView : .diff
      }
    choices.view = wanted
    if wanted.plot == nil, wanted != .diff, wanted != .why, wanted != .dataset {
      choices.pictureView = wanted
    }
    message = wanted == .dataset ? nil : viewMessage
  }

  /// The view of pictures to go back to.
  var lastView: ViewKind { choices.pictureView }

  /// What a change of the view has to say.
  private var viewMessage: String {
    if choices.view == .why { return "why the patch under the cursor is kept or not" }
    let name = choices.view.plot?.summary ?? choices.view.rawValue
    if choices.view == .gallery, case let all = panelRows.count,
      case let shown = ComparisonLayout(self).panels.count, shown < all
    {
      return "\(name): \(shown) of \(all), Tab shows the others"
    }
    guard choices.view == .diff || choices.view == .split, let partner else { return name }
    return "\(name): \(rows[choices.current].strategy.title) and \(rows[partner].strategy.title)"
  }
}

extension [ViewKind] {
  /// The view some places after another one, around the ends; from outside of the list the first one,
  /// or the last one backwards.
  fileprivate func element(after view: ViewKind, by step: Int) -> ViewKind {
    guard let place = firstIndex(of: view) else { return self[step > 0 ? 0 : count - 1] }
    return self[(place + step + count) % count]
  }
}
