internal import TokenPruning
internal import Analysis
internal import Imaging
internal import TokenFields

extension ExplorerState {
  /// Does what the user asked for.
  mutating func perform(_ action: Action) -> [ExplorerEffect] {
    if let reason = action.unavailable(in: self) {
      message = reason
      return []
    }
    switch action {
    case .move, .rowStart, .rowEnd, .firstPatch, .lastPatch, .nextKept, .previousKept, .nextRanked,
      .previousRanked, .nextUnstable:
      return moveCursor(action)
    case .setMark, .goToMark, .mark, .jump, .jumpBack, .clearMarks: return useMarks(action)
    case .nextStrategy, .previousStrategy, .lastStrategy, .toggleCompared, .compareAll,
      .toggleLeftOut, .chooseStrategy:
      return changeStrategy(action)
    case .focusStrategies: isListFocused.toggle()
    case .changeBudget, .stepBudget, .nextPreset, .previousPreset, .typeBudget, .keep:
      return changeBudget(action)
    case .nextView, .previousView, .nextPlot, .previousPlot, .show, .toggleDiff,
      .toggleWhy:
      changeView(action)
      return evaluateMissing() + beginDataset()
    case .undo: return restore(history.undo(choices), nothing: "nothing to undo")
    case .redo: return restore(history.redo(choices), nothing: "nothing to redo")
    case .nextModel: stepModel()
    case .chooseModel(let model): tellCosts(of: model)
    case .nextSample, .previousSample, .typeSample, .goToSample, .openSample, .searchSamples,
      .nextMatch, .previousMatch, .nextOrder, .chooseOrder, .reverseOrder, .filterSamples,
      .toggleSampleList:
      return browse(action)
    case .reload: return beginSample(at: choices.sampleIndex)
    case .typeEncoder: open(.encoder)
    case .useEncoder(let name): return use(encoder: name)
    case .probe(let action): return probe(action)
    case .dataset(let action): return dataset(action)
    case .export, .exportAll, .exportAgain: return export(action)
    case .copySelect, .copyScreen, .copyExport: return copy(action)
    case .openPalette: open(.palette)
    case .toggleHelp: toggleHelp()
    case .back: return closeWhatIsOpen()
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

  // MARK: The cursor

  private mutating func moveCursor(_ action: Action) -> [ExplorerEffect] {
    guard let grid else { return [] }
    let row = choices.cursor / grid.columns
    switch action {
    case .move(let rows, let columns):
      choices.cursor = token(rows: rows, columns: columns, from: choices.cursor)
    case .rowStart: choices.cursor = row * grid.columns
    case .rowEnd: choices.cursor = (row + 1) * grid.columns - 1
    case .firstPatch: choices.cursor = 0
    case .lastPatch: choices.cursor = grid.count - 1
    case .nextKept: go(toNextOf: keptPatches)
    case .previousKept:
      choices.cursor =
        keptPatches.last { $0 < choices.cursor } ?? keptPatches.last ?? choices.cursor
    case .nextUnstable: goToUnstable()
    case .nextRanked: moveAlongAttention(by: 1)
    default: moveAlongAttention(by: -1)
    }
    return cursorMoved()
  }

  mutating func go(toNextOf tokens: [Int]) {
    choices.cursor = tokens.first { $0 > choices.cursor } ?? tokens.first ?? choices.cursor
  }

  /// The patches that the current strategy hands on as they are, ascending.
  private var keptPatches: [Int] {
    let fates = currentEvaluation?.selection.fates(count: tokenCount) ?? []
    return fates.indices.filter { fates[$0] == .kept }
  }

  private mutating func goToUnstable() {
    let instabilities = rows[choices.current].instabilities ?? []
    let tokens = instabilities.flatMap { [$0.token] + ($0.rival.map { [$0] } ?? []) }
    go(toNextOf: Set(tokens).filter { $0 < tokenCount }.sorted())
  }

  private mutating func moveAlongAttention(by step: Int) {
    guard let order = summary?.attentionOrder, let rank = summary?.attentionRank else { return }
    choices.cursor = order[min(max(rank[choices.cursor] - 1 + step, 0), order.count - 1)]
  }

  /// What follows from a new place of the cursor.
  mutating func cursorMoved() -> [ExplorerEffect] {
    showsGroups && markedToken != choices.cursor ? [.rest] : []
  }

  // MARK: Strategies

  private mutating func changeStrategy(_ action: Action) -> [ExplorerEffect] {
    switch action {
    case .nextStrategy: makeCurrent(strategy(after: 1))
    case .previousStrategy: makeCurrent(strategy(after: -1))
    case .lastStrategy: makeCurrent(choices.previous)
    case .chooseStrategy(let number): makeCurrent(number - 1)
    case .toggleCompared(let number): toggleCompared(number - 1)
    case .compareAll:
      choices.compared = []
      message = "every strategy is compared"
    case .toggleLeftOut: toggleLeftOut(choices.current)
    default: break
    }
    return evaluateMissing()
  }

  /// Makes a strategy current; one that was left out takes part again while it is looked at.
  mutating func makeCurrent(_ index: Int) {
    guard index != choices.current else { return }
    choices.previous = choices.current
    choices.current = index
    message = currentReason
  }

  /// While keys walk the list, moving chooses a strategy, Space takes it in or out of the comparison
  /// and x out of all computation; other actions are as ever.
  ///
  /// - Returns: Effects; nil for an action that is not the list's.
  mutating func walkList(_ action: Action) -> [ExplorerEffect]? {
    switch action {
    case .move(let steps, _) where steps != 0:
      makeCurrent(min(max(choices.current + steps, 0), rows.count - 1))
    case .firstPatch, .rowStart: makeCurrent(0)
    case .lastPatch, .rowEnd: makeCurrent(rows.count - 1)
    case .toggleMask: toggleCompared(choices.current)
    case .nextKept: toggleLeftOut(choices.current)
    default: return nil
    }
    return evaluateMissing()
  }

  private mutating func stepModel() {
    let models = LanguageModel.all
    let place = models.firstIndex(of: choices.model) ?? models.count - 1
    tellCosts(of: models[(place + 1) % models.count])
  }

  private mutating func tellCosts(of model: LanguageModel) {
    choices.model = model
    message = "cost of \(choices.model.name); \(choices.model.counting)"
  }

  // MARK: The budget

  /// The budgets of the papers at 576 tokens, as shares of all tokens.
  static let presetsPer576 = [32, 64, 128, 192, 288, 576]

  private mutating func changeBudget(_ action: Action) -> [ExplorerEffect] {
    if action == .typeBudget {
      open(.budget)
      return []
    }
    if case .keep(let budget) = action { return setBudget(budget) }
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
    choices.budget = new
    return keep == old ? [] : evaluate()
  }

  // MARK: The picture

  private mutating func changePicture(_ action: Action) -> [ExplorerEffect] {
    switch action {
    case .toggleHeat: choices.showsHeat.toggle()
    case .toggleImage: choices.showsImage.toggle()
    case .toggleMask: choices.showsMask.toggle()
    case .nextLayer, .previousLayer:
      choices.layer = choices.layer.following(action == .nextLayer ? 1 : -1)
      choices.showsHeat = true
    case .nextAttentionLayer: showAttentionLayer(after: 1)
    case .previousAttentionLayer: showAttentionLayer(after: -1)
    case .nextHead: showHead(after: 1)
    case .previousHead: showHead(after: -1)
    case .nextScale: choices.scale = choices.scale.following(1)
    case .nextColorMap: choices.colorMap = choices.colorMap.following(1)
    case .previousColorMap: choices.colorMap = choices.colorMap.following(-1)
    case .moreHeat: choices.opacity = min(100, choices.opacity + 15)
    case .lessHeat: choices.opacity = max(5, choices.opacity - 15)
    case .nextMaskStyle: choices.maskStyle = choices.maskStyle.following(1)
    case .previousMaskStyle: choices.maskStyle = choices.maskStyle.following(-1)
    case .togglePixels: choices.showsPixels.toggle()
    case .zoomIn: choices.zoom = min(choices.zoom + 1, Self.largestZoom)
    case .zoomOut: choices.zoom = max(choices.zoom - 1, 0)
    case .chooseLayer(let layer):
      choices.layer = layer
      choices.showsHeat = true
    case .chooseScale(let scale): choices.scale = scale
    case .chooseColorMap(let map): choices.colorMap = map
    case .chooseMaskStyle(let style): choices.maskStyle = style
    default: break
    }
    message = pictureMessage(action)
    // The whole picture is drawn anew; nothing is gained by waiting for the cursor to rest.
    markedToken = choices.cursor
    return cursorMoved()
  }

  /// What a change that is not obvious from the picture has to say.
  private func pictureMessage(_ action: Action) -> String? {
    switch action {
    case .moreHeat, .lessHeat: "heat \(choices.opacity) %"
    case .nextMaskStyle, .previousMaskStyle, .chooseMaskStyle:
      "pruned patches: \(choices.maskStyle.rawValue)"
    case .nextColorMap, .previousColorMap, .chooseColorMap:
      "colour map \(choices.colorMap.rawValue)"
    case .nextScale, .chooseScale: "scale \(choices.scale.rawValue)"
    case .toggleMask: choices.showsMask ? "what is kept" : "original"
    case .togglePixels: choices.showsPixels ? "pixels" : "cells"
    case .toggleImage where picture == nil: "this sample has no image"
    default: nil
    }
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
