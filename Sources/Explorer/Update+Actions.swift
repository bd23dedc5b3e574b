internal import TokenPruning
internal import Analysis
internal import Imaging
internal import TokenFields

extension ExplorerState {
  /// Does what the user asked for.
  mutating func perform(_ action: Action) -> [ExplorerEffect] {
    switch action {
    case .move, .rowStart, .rowEnd, .firstPatch, .lastPatch, .nextKept, .previousKept, .nextRanked,
      .previousRanked, .nextUnstable:
      return moveCursor(action)
    case .nextStrategy, .previousStrategy, .lastStrategy, .toggleStrategy:
      return changeStrategy(action)
    case .focusStrategies: isListFocused.toggle()
    case .changeBudget, .stepBudget, .nextPreset, .previousPreset, .typeBudget:
      return changeBudget(action)
    case .nextModel: stepModel()
    case .nextSample: return stepSample(1)
    case .previousSample: return stepSample(-1)
    case .typeSample: open(.sample)
    case .reload: return beginSample(at: sampleIndex)
    case .export: return export(withStrip: false)
    case .exportAll: return export(withStrip: true)
    case .toggleHelp: helpScroll = helpScroll == nil ? 0 : nil
    case .back:
      if helpScroll == nil { isListFocused = false }
      helpScroll = nil
    case .redraw: return [.redraw]
    case .toggleMouse:
      usesMouse.toggle()
      isDraggingSlider = false
      message = usesMouse ? "mouse on" : "mouse off; text can be selected"
      return [.setMouse(usesMouse)]
    case .suspend: return [.suspend]
    case .quit: return [.quit(code: 0)]
    case .interrupt: return [.quit(code: 130)]
    default: return changePicture(action)
    }
    return []
  }

  /// Opens a prompt; help would cover it.
  private mutating func open(_ purpose: Prompt.Purpose) {
    prompt = Prompt(purpose)
    helpScroll = nil
  }

  // MARK: The cursor

  private mutating func moveCursor(_ action: Action) -> [ExplorerEffect] {
    guard let grid else { return [] }
    let stackedRows = grid.tiles * grid.rows
    let (row, column) = cursor.quotientAndRemainder(dividingBy: grid.columns)
    switch action {
    case .move(let rows, let columns):
      let newRow = min(max(row + rows, 0), stackedRows - 1)
      let newColumn = min(max(column + columns, 0), grid.columns - 1)
      cursor = newRow * grid.columns + newColumn
    case .rowStart: cursor = row * grid.columns
    case .rowEnd: cursor = (row + 1) * grid.columns - 1
    case .firstPatch: cursor = 0
    case .lastPatch: cursor = grid.count - 1
    case .nextKept: go(toNextOf: keptPatches)
    case .previousKept: cursor = keptPatches.last { $0 < cursor } ?? keptPatches.last ?? cursor
    case .nextUnstable: goToUnstable()
    case .nextRanked: moveAlongAttention(by: 1)
    default: moveAlongAttention(by: -1)
    }
    return cursorMoved()
  }

  private mutating func go(toNextOf tokens: [Int]) {
    cursor = tokens.first { $0 > cursor } ?? tokens.first ?? cursor
  }

  /// The patches that the current strategy hands on as they are, ascending.
  private var keptPatches: [Int] {
    let fates = currentEvaluation?.selection.fates(count: tokenCount) ?? []
    return fates.indices.filter { fates[$0] == .kept }
  }

  private mutating func goToUnstable() {
    guard let instabilities = rows[current].instabilities else {
      message = "not known yet whether rounding could turn a choice"
      return
    }
    guard !instabilities.isEmpty else {
      message = "rounding turns no choice of \(rows[current].strategy.title)"
      return
    }
    let tokens = instabilities.flatMap { [$0.token] + ($0.rival.map { [$0] } ?? []) }
    go(toNextOf: Set(tokens).sorted())
  }

  private mutating func moveAlongAttention(by step: Int) {
    guard let order = summary?.attentionOrder, let rank = summary?.attentionRank else {
      message = "this sample has no class attention"
      return
    }
    cursor = order[min(max(rank[cursor] - 1 + step, 0), order.count - 1)]
  }

  /// What follows from a new place of the cursor.
  mutating func cursorMoved() -> [ExplorerEffect] {
    if showsGroups { return markedToken == cursor ? [] : [.rest] }
    guard layer.followsCursor, showsHeat, let sample else { return [] }
    // An answer that is under way belongs to a place that the cursor has left.
    requests.similarity += 1
    guard similarityToken != cursor else { return [] }
    return [
      .similarities(request: requests.similarity, sample, token: cursor),
      .remind(kind: .similarity, request: requests.similarity),
    ]
  }

  // MARK: Strategies

  private mutating func changeStrategy(_ action: Action) -> [ExplorerEffect] {
    switch action {
    case .nextStrategy: makeCurrent((current + 1) % rows.count)
    case .previousStrategy: makeCurrent((current + rows.count - 1) % rows.count)
    case .lastStrategy: makeCurrent(previous)
    case .toggleStrategy(let number):
      guard rows.indices.contains(number - 1) else {
        message = "there is no strategy \(number); the list has \(rows.count)"
        return []
      }
      rows[number - 1].isEnabled.toggle()
      let name = rows[number - 1].strategy.title
      message = rows[number - 1].isEnabled ? "\(name) compared" : "\(name) left out"
    default: break
    }
    return evaluateMissing()
  }

  /// Makes a strategy current; one that was left out takes part again while it is looked at.
  mutating func makeCurrent(_ index: Int) {
    guard index != current else { return }
    previous = current
    current = index
    message = currentReason
  }

  /// While keys walk the list, moving chooses a strategy and Space takes it in or out of the
  /// comparison; other actions are as ever.
  ///
  /// - Returns: Effects; nil for an action that is not the list's.
  mutating func walkList(_ action: Action) -> [ExplorerEffect]? {
    switch action {
    case .move(let steps, _) where steps != 0:
      makeCurrent(min(max(current + steps, 0), rows.count - 1))
    case .firstPatch, .rowStart: makeCurrent(0)
    case .lastPatch, .rowEnd: makeCurrent(rows.count - 1)
    case .toggleMask: return changeStrategy(.toggleStrategy(current + 1))
    default: return nil
    }
    return evaluateMissing()
  }

  private mutating func stepModel() {
    let models = LanguageModel.all
    let place = models.firstIndex(of: model) ?? models.count - 1
    model = models[(place + 1) % models.count]
    message = "cost of \(model.name); \(model.counting)"
  }

  // MARK: The budget

  /// The budgets of the papers at 576 tokens, as shares of all tokens.
  static let presetsPer576 = [32, 64, 128, 192, 288, 576]

  private mutating func changeBudget(_ action: Action) -> [ExplorerEffect] {
    if action == .typeBudget {
      open(.budget)
      return []
    }
    guard let keep else { return [] }
    let total = tokenCount
    switch action {
    case .changeBudget(let change): return setBudget(.count(min(max(keep + change, 1), total)))
    case .stepBudget(let direction):
      let step = max(1, (total + 10) / 20)
      return setBudget(.count(min(max(keep + direction * step, 1), total)))
    case .nextPreset:
      return setBudget(.count(presets.first { $0 > keep } ?? total))
    default:
      return setBudget(.count(presets.last { $0 < keep } ?? 1))
    }
  }

  /// The preset budgets of this sample, ascending, from 1 to n.
  var presets: [Int] {
    let scaled = Self.presetsPer576.map { max(1, $0 * tokenCount / 576) }
    return Set([1] + scaled + [tokenCount]).sorted()
  }

  /// Sets the budget and asks for the selections it needs.
  mutating func setBudget(_ new: Budget) -> [ExplorerEffect] {
    let old = keep
    budget = new
    return keep == old ? [] : evaluate()
  }

  // MARK: The picture

  private mutating func changePicture(_ action: Action) -> [ExplorerEffect] {
    switch action {
    case .toggleHeat: showsHeat.toggle()
    case .toggleImage: showsImage.toggle()
    case .toggleMask: showsMask.toggle()
    case .nextLayer, .previousLayer:
      layer = layer.following(action == .nextLayer ? 1 : -1)
      showsHeat = true
    case .nextHead: stepHead(1)
    case .previousHead: stepHead(-1)
    case .nextScale: scale = scale.following(1)
    case .nextColorMap: colorMap = colorMap.following(1)
    case .previousColorMap: colorMap = colorMap.following(-1)
    case .moreHeat: opacity = min(100, opacity + 15)
    case .lessHeat: opacity = max(5, opacity - 15)
    case .nextMaskStyle: maskStyle = maskStyle.following(1)
    case .previousMaskStyle: maskStyle = maskStyle.following(-1)
    case .zoomIn: zoom = min(zoom + 1, 12)
    case .zoomOut: zoom = max(zoom - 1, 0)
    default: break
    }
    message = pictureMessage(action)
    // The whole picture is drawn anew; nothing is gained by waiting for the cursor to rest.
    markedToken = cursor
    return cursorMoved()
  }

  private mutating func stepHead(_ step: Int) {
    guard let heads = summary?.heads, heads > 0 else { return }
    layer = .attention
    showsHeat = true
    // The mean counts as the place before the first head.
    let place = ((head ?? -1) + 1 + step + heads + 1) % (heads + 1)
    head = place == 0 ? nil : place - 1
  }

  /// What a change that is not obvious from the picture has to say.
  private func pictureMessage(_ action: Action) -> String? {
    switch action {
    case .moreHeat, .lessHeat: "heat \(opacity) %"
    case .nextMaskStyle, .previousMaskStyle: "pruned patches: \(maskStyle.rawValue)"
    case .nextColorMap, .previousColorMap: "colour map \(colorMap.rawValue)"
    case .nextScale: "scale \(scale.rawValue)"
    case .toggleMask: showsMask ? "what is kept" : "original"
    case .toggleImage where picture == nil: "this sample has no image"
    default: nil
    }
  }

  // MARK: Export

  private mutating func export(withStrip: Bool) -> [ExplorerEffect] {
    guard let sample, let keep, rows[current].evaluation != nil else {
      message = "nothing to export yet"
      return []
    }
    let others = rows.indices.filter {
      $0 != current && rows[$0].isEnabled && rows[$0].evaluation != nil
    }
    let strategies = [current] + (withStrip ? others : [])
    message = "exporting…"
    return [
      .export(
        ExportRequest(
          sample: sample, strategies: strategies.map { rows[$0].strategy }, keep: keep,
          folder: exportFolder, withStrip: withStrip, model: model, textTokens: textTokens))
    ]
  }
}

extension CaseIterable where Self: Equatable, AllCases == [Self] {
  /// The case `step` places further, around the end.
  func following(_ step: Int) -> Self {
    let cases = Self.allCases
    let place = cases.firstIndex(of: self) ?? 0
    return cases[(place + step + cases.count) % cases.count]
  }
}
