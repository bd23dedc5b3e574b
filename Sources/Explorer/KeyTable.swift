internal import TerminalUI

/// The keys of the explorer: the one table from which dispatch, help, hints and documentation come.
public enum KeyTable {
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
    /// The program.
    case program = "Program"
  }

  /// Keys that do one thing.
  public struct Binding: Sendable {
    /// Where help lists it.
    public let section: Section
    /// The keys, each as it is spelled; several do the same.
    public let keys: [String]
    /// What they do.
    public let action: Action
    /// What help says: a few words, no period.
    public let help: String
  }

  /// All keys, in the order in which help lists them.
  public static let bindings: [Binding] =
    patches + strategies + views + budget + samples + picture + probe + program

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
    Binding(.budget, ["m"], .nextModel, "language model whose cost is told"),
  ]

  private static let samples = [
    Binding(.samples, ["]", "<PageDown>"], .nextSample, "next sample"),
    Binding(.samples, ["[", "<PageUp>"], .previousSample, "previous sample"),
    Binding(.samples, ["gs"], .typeSample, "type the number or name of a sample"),
    Binding(.samples, ["r"], .reload, "read the sample anew"),
  ]

  private static let picture = [
    Binding(.picture, ["t"], .toggleHeat, "heat on or off"),
    Binding(.picture, ["i"], .toggleImage, "image on or off"),
    Binding(.picture, ["<Space>"], .toggleMask, "original or what is kept"),
    Binding(.picture, ["."], .nextLayer, "next layer of heat"),
    Binding(.picture, [","], .previousLayer, "previous layer of heat"),
    Binding(.picture, [">"], .nextHead, "next attention head"),
    Binding(.picture, ["<lt>"], .previousHead, "previous attention head"),
    Binding(.picture, ["R"], .nextScale, "scale of heat: linear, log, rank"),
    Binding(.picture, ["c"], .nextColorMap, "next colour map"),
    Binding(.picture, ["C"], .previousColorMap, "previous colour map"),
    Binding(.picture, ["a"], .moreHeat, "more heat over the image"),
    Binding(.picture, ["A"], .lessHeat, "less heat over the image"),
    Binding(.picture, ["b"], .nextMaskStyle, "next style of pruned patches"),
    Binding(.picture, ["B"], .previousMaskStyle, "previous style of pruned patches"),
    Binding(.picture, ["z"], .zoomIn, "zoom in"),
    Binding(.picture, ["Z"], .zoomOut, "zoom out"),
  ]

  private static let program = [
    Binding(.program, ["e"], .export, "export mask and overlay; groups and tokens if merged"),
    Binding(.program, ["E"], .exportAll, "export every strategy and a strip"),
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

  /// The actions by the spelling of their keys.
  private static let actions: [String: Action] = Dictionary(
    bindings.flatMap { binding in binding.keys.map { ($0, binding.action) } },
    uniquingKeysWith: { first, _ in first })

  /// Whether a key begins a pair such as `gg`.
  static func isPrefix(_ key: Key) -> Bool { key == .character("g") }

  /// What a key does, after an optional first key of a pair.
  static func action(for key: Key, after first: Character? = nil) -> Action? {
    actions[(first.map(String.init) ?? "") + key.spelling]
  }

  /// The hints of the lowest line, most useful first; each stands alone, so that a narrow screen
  /// shows as many as fit.
  static let hints = [
    "-/= budget", "Tab strategy", "[ ] sample", "? keys", "q quit", "v view", "d diff", ". layer",
    "1-9 compare", "s list", "u undo", "x next kept", "e export", "% type budget", "m model",
    "Space original", "t heat", "z zoom",
  ]

  /// The hints while keys walk the list of strategies.
  static let listHints = ["j k choose", "Space compare", "x leave out", "Esc done", "? keys"]
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
