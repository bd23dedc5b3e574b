import Analysis
import Explorer
import TerminalUI
import Testing

/// The one table from which dispatch, help and hints come.
@Suite struct KeyTableTests {
  static let spellings = KeyTable.bindings.flatMap(\.keys)

  @Test func everySpellingIsOneKeyOrAPairThatBeginsWithG() throws {
    for spelling in Self.spellings {
      let keys = try Key.sequence(spelling)
      #expect(keys.map(\.spelling).joined() == spelling)
      #expect(keys.count == 1 || keys.count == 2 && keys[0] == .character("g"), "\(spelling)")
      #expect(keys != [.character("g")])
    }
  }

  @Test func noKeyIsBoundTwiceAndNoActionIsListedTwice() {
    #expect(Set(Self.spellings).count == Self.spellings.count)
    #expect(Set(KeyTable.bindings.map(\.action)).count == KeyTable.bindings.count)
  }

  @Test(arguments: KeyTable.bindings.indices)
  func aKeyDoesWhatItsActionDoes(index: Int) throws {
    let binding = KeyTable.bindings[index]
    #expect(!binding.keys.isEmpty)
    var start = ExplorerSession.begun(
      [TestSamples.small, TestSamples.bare], strategies: ["random", "uniform-grid", "divprune"],
      budget: .count(9))
    start.state.zoom = 3
    start.state.current = 1
    // What the change of strategy asks for would come with the first key of a pair.
    start.send(.action(.redraw))
    start.answerAll()
    for keys in binding.keys {
      var byKey = start
      var byAction = start
      #expect(try byKey.press(keys) == byAction.send(.action(binding.action)), "\(keys)")
      #expect(byKey.state == byAction.state, "\(keys)")
    }
  }

  /// No case can be added without a place here; the table must then bind it.
  private static func name(_ action: Action) -> String {
    switch action {
    case .move: "move"
    case .toggleCompared: "toggleCompared"
    case .changeBudget: "changeBudget"
    case .stepBudget: "stepBudget"
    case .probe(let action): name(action)
    case .dataset(let action): name(action)
    // These are offered by the palette.
    case .mark, .jump, .chooseStrategy, .show, .keep, .chooseModel, .goToSample,
      .openSample, .useEncoder, .chooseOrder, .chooseLayer, .chooseScale, .chooseColorMap,
      .chooseMaskStyle:
      action.name
    case .rowStart, .rowEnd, .firstPatch, .lastPatch, .nextKept, .previousKept, .nextRanked,
      .previousRanked, .nextUnstable, .focusStrategies, .nextModel, .nextStrategy,
      .previousStrategy, .lastStrategy, .compareAll, .toggleLeftOut, .nextView, .previousView,
      .nextPlot, .previousPlot,
      .toggleDiff, .toggleWhy, .undo, .redo, .nextPreset,
      .previousPreset, .typeBudget, .nextSample, .previousSample, .typeSample, .reload,
      .toggleHeat, .toggleImage, .toggleMask, .nextLayer, .previousLayer, .nextHead,
      .previousHead, .nextScale, .nextColorMap, .previousColorMap, .moreHeat, .lessHeat,
      .nextMaskStyle, .previousMaskStyle, .zoomIn, .zoomOut, .export, .exportAll, .toggleHelp,
      .back, .redraw, .toggleMouse, .suspend, .quit, .interrupt, .setMark, .goToMark, .jumpBack,
      .clearMarks, .searchSamples, .nextMatch, .previousMatch, .nextOrder, .reverseOrder,
      .filterSamples, .toggleSampleList, .exportAgain, .copySelect, .copyScreen, .copyExport,
      .openPalette, .togglePixels, .typeEncoder, .nextAttentionLayer, .previousAttentionLayer:
      "\(action)"
    }
  }

  private static func name(_ action: ProbeAction) -> String {
    switch action {
    case .togglePin, .clearPins, .nextPin, .nextMeasure, .toggleHeads,
      .toggleSinks, .nextSink, .nextTile, .previousTile, .toggleTileAlone, .toggleTiles,
      .togglePerTile:
      "\(action)"
    }
  }

  private static func name(_ action: DatasetAction) -> String {
    switch action {
    case .toggleView, .brush, .toggleMap, .typeTable, .typeSort, .typeAxes, .typeColor: "\(action)"
    // These are typed.
    case .join, .sort, .axes, .color: "typed"
    }
  }

  @Test func everyActionHasAKey() {
    let bound = Set(KeyTable.bindings.map { Self.name($0.action) })
    // As many as the switches above have names.
    #expect(bound.count == 104, "\(bound.sorted())")
    for (rows, columns) in [(0, 1), (0, -1), (1, 0), (-1, 0)] {
      for step in [1, 4] {
        let action = Action.move(rows: step * rows, columns: step * columns)
        #expect(KeyTable.bindings.contains { $0.action == action })
      }
    }
    for number in 1...9 {
      #expect(KeyTable.bindings.contains { $0.action == .toggleCompared(number) })
    }
    for step in [-1, 1] {
      #expect(KeyTable.bindings.contains { $0.action == .changeBudget(by: step) })
      #expect(KeyTable.bindings.contains { $0.action == .stepBudget(step) })
    }
  }

  @Test func everySectionHasKeysAndEveryHelpAFewWords() {
    for section in KeyTable.Section.allCases {
      #expect(KeyTable.bindings.contains { $0.section == section }, "\(section)")
    }
    for binding in KeyTable.bindings {
      #expect(!binding.help.isEmpty && binding.help.count <= 56, "\(binding.help)")
      #expect(binding.help.last != "." && binding.help.first?.isUppercase == false)
    }
  }

  @Test func helpShowsEveryBinding() throws {
    var session = ExplorerSession.begun([TestSamples.small], width: 120, height: 300)
    try session.press("?")
    let lines = session.screen.text.split(separator: "\n").map { line in
      line.split(whereSeparator: { " │".contains($0) }).joined(separator: " ")
    }
    for section in KeyTable.Section.allCases { #expect(lines.contains(section.rawValue)) }
    for binding in KeyTable.bindings {
      if case .toggleCompared = binding.action { continue }
      let keys = binding.keys.map { $0.replacing("<lt>", with: "<") }.joined(separator: " ")
      #expect(lines.contains("\(keys) \(binding.help)"), "\(keys)")
    }
    #expect(lines.contains("1 … 9 strategy of that number in or out of the comparison"))
  }

  /// A hint is keys and words: `-/= budget`, `[ ] sample`, `1-9 toggle`, `Tab strategy`.
  @Test func hintsNameKeysThatExist() throws {
    let session = ExplorerSession.begun([TestSamples.small], width: 300, height: 40)
    let line = session.screen.text(row: 39)
    let hints = line.split(separator: "   ").map { $0.split(separator: " ").map(String.init) }
    #expect(hints.count >= 10)
    for hint in hints {
      let first = try #require(hint.first)
      let keys: [String] =
        switch first {
        case "[": ["[", "]"]
        case "1-9": (1...9).map(String.init)
        case _ where first.count == 3 && first.contains("/"):
          first.split(separator: "/").map(String.init)
        case _ where first.count > 1: ["<\(first)>"]
        default: [first]
        }
      for key in keys { #expect(Self.spellings.contains(key), "\(hint) names \(key)") }
      #expect(hint.count > 1, "\(hint) has no words")
    }
  }

  @Test(arguments: [60, 80, 100, 120, 200])
  func asManyHintsAsFitAreWhole(width: Int) throws {
    let narrow = ExplorerSession.begun([TestSamples.small], width: width, height: 40).screen
    let wide = ExplorerSession.begun([TestSamples.small], width: 400, height: 40).screen
    let line = narrow.text(row: 39)
    #expect(wide.text(row: 39).hasPrefix(line))
    for hint in ["-/= budget", "Tab strategy", "? keys", "q quit"] {
      #expect(line.contains(hint), "\(hint) is not in \(line)")
    }
  }
}
