internal import TerminalUI

/// The actions of the explorer with their keys: the one table from which dispatch, help, the palette,
/// hints, configuration and documentation come.
public struct KeyTable: Sendable, Equatable {
  /// A chapter of the help.
  public enum Section: String, Sendable, CaseIterable {
    /// The cursor.
    case patches = "Patches"
    /// The strategies.
    case strategies = "Strategies"
    /// What is shown of the strategies.
    case views = "Views"
    /// The budget.
    case budget = "Budget"
    /// The samples.
    case samples = "Samples"
    /// The picture.
    case picture = "Picture"
    /// Pins, heads, sinks and tiles.
    case probe = "Probe"
    /// All samples at once.
    case dataset = "Data set"
    /// The program.
    case program = "Program"
  }

  /// An action with the keys that ask for it.
  public struct Binding: Sendable, Equatable {
    /// Where help lists it.
    public let section: Section
    /// The keys, each as it is spelled; several do the same.
    ///
    /// The palette reaches actions without.
    public internal(set) var keys: [String]
    /// What they do.
    public let action: Action
    /// What help says: a few words, no period.
    public let help: String
  }

  /// Every action, in the order in which help lists them.
  public let entries: [Binding]
  /// The actions by their keys.
  private let actions: [[Key]: Action]
  /// The keys that begin a pair.
  private let firsts: Set<Key>

  /// A table of actions; where two have the same keys, the first has them.
  init(_ entries: [Binding]) {
    self.entries = entries
    var actions: [[Key]: Action] = [:]
    for binding in entries {
      for keys in binding.sequences where actions[keys] == nil { actions[keys] = binding.action }
    }
    self.actions = actions
    firsts = Set(actions.keys.filter { $0.count > 1 }.map { $0[0] })
  }

  /// Whether all actions have the same keys.
  public static func == (one: KeyTable, other: KeyTable) -> Bool { one.entries == other.entries }

  /// The keys as they are without a configuration.
  public static let standard = KeyTable(bindings + choices)

  /// The actions that have keys without a configuration.
  public static let bindings: [Binding] =
    patches + strategies + views + budget + samples + picture + probe + dataset + program

  private static let patches = [
    Binding(.patches, ["h", "<Left>"], .move(rows: 0, columns: -1), "one patch left"),
    Binding(.patches, ["j", "<Down>"], .move(rows: 1, columns: 0), "one patch down"),
    Binding(.patches, ["k", "<Up>"], .move(rows: -1, columns: 0), "one patch up"),
    Binding(.patches, ["l", "<Right>"], .move(rows: 0, columns: 1), "one patch right"),
    Binding(.patches, ["H"], .move(rows: 0, columns: -4), "four patches left"),
    Binding(.patches, ["J"], .move(rows: 4, columns: 0), "four patches down"),
    Binding(.patches, ["K"], .move(rows: -4, columns: 0), "four patches up"),
    Binding(.patches, ["L"], .move(rows: 0, columns: 4), "four patches right"),
    Binding(.patches, ["0", "<Home>"], .rowStart, "first patch of the row"),
    Binding(.patches, ["$", "<End>"], .rowEnd, "last patch of the row"),
    Binding(.patches, ["gg"], .firstPatch, "first patch"),
    Binding(.patches, ["G"], .lastPatch, "last patch"),
    Binding(.patches, ["x"], .nextKept, "next kept patch"),
    Binding(.patches, ["X"], .previousKept, "previous kept patch"),
    Binding(.patches, ["~"], .nextUnstable, "next patch of a choice that rounding could turn"),
    Binding(.patches, ["}"], .nextRanked, "patch with the next lower attention"),
    Binding(.patches, ["{"], .previousRanked, "patch with the next higher attention"),
    Binding(.patches, ["m"], .setMark, "then a letter: mark the patch with it"),
    Binding(.patches, ["'"], .goToMark, "then a letter: go to its patch; '' goes back"),
    Binding(.patches, ["<C-o>"], .jumpBack, "back to where the last jump began"),
    Binding(.patches, ["g'"], .clearMarks, "forget every mark"),
  ]

  private static let strategies =
    [
      Binding(.strategies, ["<Tab>"], .nextStrategy, "next strategy"),
      Binding(.strategies, ["<S-Tab>"], .previousStrategy, "previous strategy"),
      Binding(.strategies, ["`"], .lastStrategy, "back to the strategy before"),
      Binding(
        .strategies, ["s"], .focusStrategies, "walk the list: j k choose, Space compare, x out"),
    ]
    + (1...9).map {
      Binding(
        .strategies, ["\($0)"], .toggleCompared($0), "strategy \($0) in or out of the comparison")
    }
    + [
      Binding(.strategies, ["g0"], .compareAll, "compare every strategy again"),
      Binding(.strategies, ["gx"], .toggleLeftOut, "leave the strategy out of all computation"),
    ]

  private static let views = [
    Binding(.views, ["v"], .nextView, "next view: single, split, quad, gallery, diff"),
    Binding(.views, ["V"], .previousView, "previous view"),
    Binding(.views, ["w"], .toggleWhy, "why each strategy keeps the patch or not, or back"),
    Binding(.views, ["p"], .nextPlot, "next plot: curves, spectrum, histogram, τ, Jaccard"),
    Binding(.views, ["gP"], .previousPlot, "previous plot"),
    Binding(.views, ["gv"], .show(.single), "one strategy, large"),
    Binding(.views, ["gS"], .show(.split), "two strategies side by side"),
    Binding(.views, ["gQ"], .show(.quad), "four strategies"),
    Binding(.views, ["gA"], .show(.gallery), "all strategies, small"),
    Binding(.views, ["gd"], .show(.diff), "what only one of two strategies keeps"),
    Binding(.views, ["d"], .toggleDiff, "what only one of two strategies keeps, or back"),
  ]

  private static let budget = [
    Binding(.budget, ["="], .changeBudget(by: 1), "one token more"),
    Binding(.budget, ["-"], .changeBudget(by: -1), "one token less"),
    Binding(.budget, ["+"], .stepBudget(1), "5 % of the tokens more"),
    Binding(.budget, ["_"], .stepBudget(-1), "5 % of the tokens less"),
    Binding(.budget, [")"], .nextPreset, "next preset budget"),
    Binding(.budget, ["("], .previousPreset, "previous preset budget"),
    Binding(.budget, ["%"], .typeBudget, "type a budget: 22% or 128"),
    Binding(.budget, ["gm"], .nextModel, "language model whose cost is told"),
  ]

  private static let samples = [
    Binding(.samples, ["]", "<PageDown>"], .nextSample, "next sample"),
    Binding(.samples, ["[", "<PageUp>"], .previousSample, "previous sample"),
    Binding(.samples, ["gs"], .typeSample, "type the number or name of a sample"),
    Binding(.samples, ["/"], .searchSamples, "search in names of samples"),
    Binding(.samples, ["n"], .nextMatch, "next sample that has what was searched for"),
    Binding(.samples, ["N"], .previousMatch, "previous sample that has it"),
    Binding(.samples, ["o"], .nextOrder, "order of samples: as given, name, erank, entropy"),
    Binding(.samples, ["O"], .reverseOrder, "the other way around"),
    Binding(.samples, ["F"], .filterSamples, "which samples: street, erank>90, complex, n=576"),
    Binding(.samples, ["S"], .toggleSampleList, "list of samples"),
    Binding(.samples, ["r"], .reload, "read the sample anew"),
    Binding(.samples, ["gE"], .typeEncoder, "choose the encoder: a folder, model or handcrafted"),
  ]

  private static let picture = [
    Binding(.picture, ["t"], .toggleHeat, "heat on or off"),
    Binding(.picture, ["i"], .toggleImage, "image on or off"),
    Binding(.picture, ["<Space>"], .toggleMask, "original or what is kept"),
    Binding(.picture, ["."], .nextLayer, "next layer of heat"),
    Binding(.picture, [","], .previousLayer, "previous layer of heat"),
    Binding(.picture, [">"], .nextHead, "next attention head"),
    Binding(.picture, ["<lt>"], .previousHead, "previous attention head"),
    Binding(.picture, ["g>"], .nextAttentionLayer, "attention of the encoder's next layer"),
    Binding(
      .picture, ["g<lt>"], .previousAttentionLayer, "attention of the encoder's previous layer"),
    Binding(.picture, ["R"], .nextScale, "scale of heat: linear, log, rank"),
    Binding(.picture, ["c"], .nextColorMap, "next colour map"),
    Binding(.picture, ["C"], .previousColorMap, "previous colour map"),
    Binding(.picture, ["a"], .moreHeat, "more heat over the image"),
    Binding(.picture, ["A"], .lessHeat, "less heat over the image"),
    Binding(.picture, ["b"], .nextMaskStyle, "next style of pruned patches"),
    Binding(.picture, ["B"], .previousMaskStyle, "previous style of pruned patches"),
    Binding(.picture, ["P"], .togglePixels, "pixels or cells, where the terminal draws pixels"),
    Binding(.picture, ["z"], .zoomIn, "zoom in"),
    Binding(.picture, ["Z"], .zoomOut, "zoom out"),
  ]

  private static let program = [
    Binding(.program, [":", "<C-p>"], .openPalette, "type an action, strategy, sample or number"),
    Binding(.program, ["e"], .export, "export the strategy: asks what and where"),
    Binding(.program, ["E"], .exportAll, "export every strategy and a strip"),
    Binding(.program, ["ge"], .exportAgain, "export at once, as it was done last"),
    Binding(.program, ["y"], .copySelect, "copy the command line that selects these patches"),
    Binding(.program, ["Y"], .copyScreen, "copy the command line that shows this screen"),
    Binding(.program, ["gy"], .copyExport, "copy the command line that exports this"),
    Binding(.program, ["u"], .undo, "take the last change back"),
    Binding(.program, ["<C-r>"], .redo, "make it again"),
    Binding(.program, ["?", "<F1>"], .toggleHelp, "help on or off"),
    Binding(.program, ["M"], .toggleMouse, "mouse on or off, so that text can be selected"),
    Binding(.program, ["<Esc>"], .back, "close what is open"),
    Binding(.program, ["<C-l>"], .redraw, "draw the screen anew"),
    Binding(.program, ["<C-z>"], .suspend, "suspend; fg brings it back"),
    Binding(.program, ["q"], .quit, "quit"),
    Binding(.program, ["<C-c>"], .interrupt, "quit with exit code 130"),
  ]
}

extension KeyTable {
  /// Whether a key begins a pair such as `gg`.
  func isPrefix(_ key: Key) -> Bool { firsts.contains(key) }

  /// What a key does, after an optional first key of a pair.
  func action(for key: Key, after first: Key? = nil) -> Action? {
    actions[(first.map { [$0] } ?? []) + [key]]
  }

  /// The keys of an action, as they are shown: `Tab`, `C-l`, `gg`.
  func shown(_ action: Action) -> [String] {
    entries.first { $0.action == action }?.shownKeys ?? []
  }
}

extension KeyTable.Binding {
  init(
    _ section: KeyTable.Section, _ keys: [String], _ action: Action, _ help: String
  ) {
    self.section = section
    self.keys = keys
    self.action = action
    self.help = help
  }
}

extension KeyTable.Binding {
  /// The keys as sequences; a spelling that names no key is left out.
  var sequences: [[Key]] { keys.compactMap { try? Key.sequence($0) }.filter { !$0.isEmpty } }

  /// The keys as hints show them: without the brackets of names.
  var shownKeys: [String] {
    sequences.map { keys in
      keys.map(\.shown).joined(separator: keys.contains { $0.shown.count > 1 } ? " " : "")
    }
  }

  /// The keys as help shows them: all, as they are spelled in scripts and configurations.
  public var keyText: String {
    keys.map { $0.replacing("<lt>", with: "<") }.joined(separator: " ")
  }
}

extension Key {
  /// The key as people read it: its spelling, without brackets where it stands for a name.
  var shown: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    default: String(spelling.dropFirst().dropLast())
    }
  }
}
