extension KeyTable {
  /// A hint of the lowest line: keys and what they do, in a word or two.
  private struct Hint {
    let actions: [Action]
    let words: String
    /// What stands between several keys.
    var separator = "/"
  }

  /// The hints of the lowest line, most useful first.
  ///
  /// Each stands alone, so that a narrow screen shows as many as fit. An action that a configuration
  /// took the keys of has none.
  var hints: [String] { texts(Self.usual) }

  /// The hints while keys walk the list of strategies.
  var listHints: [String] {
    texts([
      Hint(
        actions: [.move(rows: 1, columns: 0), .move(rows: -1, columns: 0)], words: "choose",
        separator: " "),
      Hint(actions: [.toggleMask], words: "compare"),
      Hint(actions: [.nextKept], words: "leave out"),
      Hint(actions: [.back], words: "done"), Hint(actions: [.toggleHelp], words: "keys"),
    ])
  }

  /// Hints of panels: the first keys of actions, and what they do there.
  func listHints(of actions: [(actions: [Action], words: String)]) -> [String] {
    texts(actions.map { Hint(actions: $0.actions, words: $0.words, separator: " ") })
  }

  private func texts(_ hints: [Hint]) -> [String] {
    hints.compactMap { hint in
      let keys = hint.actions.compactMap { shown($0).first }
      guard keys.count == hint.actions.count else { return nil }
      return keys.joined(separator: hint.separator) + " " + hint.words
    }
  }

  private static let usual = [
    Hint(actions: [.changeBudget(by: -1), .changeBudget(by: 1)], words: "budget"),
    Hint(actions: [.nextStrategy], words: "strategy"),
    Hint(actions: [.previousSample, .nextSample], words: "sample", separator: " "),
    Hint(actions: [.toggleHelp], words: "keys"), Hint(actions: [.quit], words: "quit"),
    Hint(actions: [.openPalette], words: "commands"),
    Hint(actions: [.nextView], words: "view"), Hint(actions: [.toggleDiff], words: "diff"),
    Hint(actions: [.nextLayer], words: "layer"),
    Hint(actions: [.toggleCompared(1), .toggleCompared(9)], words: "compare", separator: "-"),
    Hint(actions: [.toggleSampleList], words: "samples"),
    Hint(actions: [.focusStrategies], words: "list"), Hint(actions: [.undo], words: "undo"),
    Hint(actions: [.nextKept], words: "next kept"), Hint(actions: [.export], words: "export"),
    Hint(actions: [.copySelect], words: "copy command"),
    Hint(actions: [.typeBudget], words: "type budget"),
    Hint(actions: [.toggleMask], words: "original"), Hint(actions: [.toggleHeat], words: "heat"),
    Hint(actions: [.zoomIn], words: "zoom"),
  ]
}
