internal import SampleSets
internal import Analysis
internal import TerminalUI
internal import TokenPruning

extension Action {
  /// Why the action cannot run now, in a few words without a period; nil when it can.
  ///
  /// What is available changes the state or asks for an effect, unless it goes where one already is:
  /// the cursor to its own place, a sample to the one on screen, an Escape with nothing open. The
  /// palette shows the reason beside the action, and ``update(_:_:)`` says it instead of doing nothing
  /// without a word.
  ///
  /// - Parameter state: What is on screen.
  /// - Returns: The reason.
  /// - Complexity: O(*n*) at most, for actions that go to kept patches.
  public func unavailable(in state: ExplorerState) -> String? {
    switch self {
    case .move, .rowStart, .rowEnd, .firstPatch, .lastPatch, .nextKept, .previousKept,
      .nextUnstable, .nextRanked, .previousRanked, .setMark, .mark, .goToMark, .jump, .jumpBack,
      .clearMarks:
      state.reasonAgainstCursor(self)
    case .nextStrategy, .previousStrategy, .lastStrategy, .toggleCompared, .compareAll,
      .chooseStrategy:
      state.reasonAgainstStrategy(self)
    case .toggleDiff where state.view != .diff, .show(.diff) where state.view != .diff:
      state.partner == nil ? "one strategy has no other to differ from" : nil
    case .show(let view): state.view == view ? "this view is shown already" : nil
    case .changeBudget, .stepBudget, .nextPreset, .previousPreset, .keep, .chooseModel:
      state.reasonAgainstBudget(self)
    case .nextSample, .previousSample, .typeSample, .reload, .typeEncoder, .useEncoder, .goToSample,
      .openSample,
      .searchSamples, .nextMatch, .previousMatch, .nextOrder, .chooseOrder, .reverseOrder,
      .filterSamples, .toggleSampleList:
      state.reasonAgainstSample(self)
    case .export, .exportAll, .exportAgain, .copySelect, .copyScreen, .copyExport:
      state.reasonAgainstOutput(self)
    case .undo:
      state.history.past.contains { $0 != state.choices } ? nil : "nothing to undo"
    case .redo:
      state.history.future.contains { $0 != state.choices } ? nil : "nothing to redo"
    case .probe(let action): action.unavailable(in: state)
    case .dataset(let action): action.unavailable(in: state)
    default: state.reasonAgainstPicture(self)
    }
  }
}

extension ExplorerState {
  /// Why there are no tokens on screen; nil when there are.
  var missingTokens: String? {
    guard sample == nil else { return nil }
    if samples.isEmpty { return "there are no samples" }
    return refusal == nil ? "the sample is still being read" : "this sample could not be read"
  }

  fileprivate func reasonAgainstCursor(_ action: Action) -> String? {
    switch action {
    case .clearMarks: return choices.marks.isEmpty ? "there are no marks" : nil
    case .goToMark: return choices.marks.isEmpty && beforeJump == nil ? "there are no marks" : nil
    case .jump(let letter):
      guard let mark = choices.marks[letter] else { return "there is no mark \(letter)" }
      return samples.contains(mark.sample) ? nil : "\(mark.sample.name) is no longer there"
    case .jumpBack: return beforeJump == nil ? "nothing was jumped from" : nil
    default: break
    }
    if let missingTokens { return missingTokens }
    switch action {
    case .nextKept, .previousKept:
      guard let selection = currentEvaluation?.selection else {
        return currentReason ?? "the selection is not known yet"
      }
      let title = rows[choices.current].strategy.title
      return selection.fates(count: tokenCount).contains(.kept)
        ? nil : "\(title) keeps no patch as it is"
    case .nextUnstable:
      guard let instabilities = rows[choices.current].instabilities else {
        return currentReason ?? "not known yet whether rounding could turn a choice"
      }
      return instabilities.isEmpty
        ? "rounding turns no choice of \(rows[choices.current].strategy.title)" : nil
    case .nextRanked, .previousRanked:
      guard let rank = summary?.attentionRank?[choices.cursor] else {
        return "this sample has no class attention"
      }
      if action == .nextRanked {
        return rank == tokenCount ? "no patch has less attention" : nil
      }
      return rank == 1 ? "no patch has more attention" : nil
    case .mark(let letter): return Mark.isLetter(letter) ? nil : "marks are letters: a to z, A to Z"
    default: return nil
    }
  }

  fileprivate func reasonAgainstStrategy(_ action: Action) -> String? {
    switch action {
    case .nextStrategy: strategy(after: 1) == choices.current ? "there is no other strategy" : nil
    case .previousStrategy:
      strategy(after: -1) == choices.current ? "there is no other strategy" : nil
    case .lastStrategy:
      choices.previous == choices.current ? "no other strategy was current before" : nil
    case .compareAll: choices.compared.isEmpty ? "every strategy is compared already" : nil
    case .toggleCompared(let number), .chooseStrategy(let number):
      if !rows.indices.contains(number - 1) {
        "there is no strategy \(number); the list has \(rows.count)"
      } else if case .chooseStrategy = action, number - 1 == choices.current {
        "this strategy is current already"
      } else {
        nil
      }
    default: nil
    }
  }

  fileprivate func reasonAgainstBudget(_ action: Action) -> String? {
    switch action {
    case .chooseModel(let model):
      return model == choices.model ? "costs are those of this model already" : nil
    case .keep(let budget):
      guard budget != choices.budget else { return "this is the budget already" }
      return tokenCount == 0 || budget.tokens(of: tokenCount) != nil
        ? nil : "cannot keep \(budget) of \(tokenCount) tokens"
    default: break
    }
    guard let keep else { return missingTokens }
    let grows =
      switch action {
      case .changeBudget(let change): change > 0
      case .stepBudget(let direction): direction > 0
      default: action == .nextPreset
      }
    if grows { return keep == tokenCount ? "all \(tokenCount) tokens are kept" : nil }
    return keep == 1 ? "one token is the least" : nil
  }

  fileprivate func reasonAgainstSample(_ action: Action) -> String? {
    if samples.isEmpty { return "there are no samples" }
    let list = shelf.arrangement
    switch action {
    case .nextSample: return list.neighbor(of: choices.sampleIndex, 1) == nil ? ending(1) : nil
    case .previousSample:
      return list.neighbor(of: choices.sampleIndex, -1) == nil ? ending(-1) : nil
    case .goToSample(let number):
      return list.shown.indices.contains(number &- 1)
        ? nil : "there are \(list.shown.count) samples, numbered from 1"
    case .openSample(let index):
      return samples.indices.contains(index) ? nil : "there is no such sample"
    case .nextMatch, .previousMatch:
      if shelf.search.isEmpty { return "nothing was searched for" }
      return matches(of: shelf.search).isEmpty ? "no sample has '\(shelf.search)'" : nil
    case .nextOrder, .reverseOrder, .filterSamples:
      return samples.count == 1 ? "there is only one sample" : nil
    case .chooseOrder(let order):
      if samples.count == 1 { return "there is only one sample" }
      return order == choices.order ? "samples are in this order already" : nil
    default: return nil
    }
  }

  /// Why there is no sample further on.
  private func ending(_ step: Int) -> String {
    if shelf.arrangement.shown.isEmpty { return "no sample passes the filter" }
    return step > 0 ? "this is the last sample" : "this is the first sample"
  }

  fileprivate func reasonAgainstOutput(_ action: Action) -> String? {
    switch action {
    case .copyScreen: return nil
    case .copySelect, .copyExport:
      if let missingTokens { return missingTokens }
      return sample?.reference.path == nil ? "a built-in scene has no path to name" : nil
    default:
      if refusal != nil || samples.isEmpty { return missingTokens }
      return currentEvaluation == nil || sample == nil
        ? currentReason ?? "nothing to export yet" : nil
    }
  }

  fileprivate func reasonAgainstPicture(_ action: Action) -> String? {
    switch action {
    case .nextHead, .previousHead:
      missingTokens ?? (summary?.heads == 0 ? "this sample has no class attention" : nil)
    case .nextAttentionLayer, .previousAttentionLayer:
      missingTokens
        ?? (attentionLayers == 0 ? "of this sample the attention of one layer is known" : nil)
    case .toggleImage, .nextColorMap, .previousColorMap, .nextMaskStyle, .previousMaskStyle:
      missingColors
    case .moreHeat: missingColors ?? (choices.opacity >= 100 ? "heat is at 100 % already" : nil)
    case .lessHeat: missingColors ?? (choices.opacity <= 5 ? "heat is at 5 % already" : nil)
    // What was turned on elsewhere can always be turned off.
    case .togglePixels: choices.showsPixels ? nil : pixelRefusal
    case .zoomIn: choices.zoom >= Self.largestZoom ? "this is as large as it gets" : nil
    case .zoomOut: choices.zoom <= 0 ? "this is as small as it gets" : nil
    case .chooseLayer(let layer):
      choices.layer == layer && choices.showsHeat ? "this layer is shown already" : nil
    case .chooseScale(let scale): choices.scale == scale ? "this is the scale already" : nil
    case .chooseColorMap(let map):
      missingColors ?? (choices.colorMap == map ? "this is the colour map already" : nil)
    case .chooseMaskStyle(let style):
      missingColors
        ?? (choices.maskStyle == style ? "pruned patches are drawn so already" : nil)
    default: nil
    }
  }
}

extension ExplorerState {
  /// Why colours cannot be changed; nil where there are any.
  private var missingColors: String? {
    traits.tier == .mono ? "this screen has no colours" : nil
  }

  /// The most steps by which the picture is drawn larger.
  static let largestZoom = 12
}
