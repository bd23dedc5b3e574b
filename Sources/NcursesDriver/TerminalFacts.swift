import LocalFiles
import TerminalUI

/// What is known of a terminal before it is asked anything, and what follows from its answers.
struct TerminalFacts {
  /// What the user asked for, if anything.
  let flag: ColorTier?
  /// The environment's variables.
  let environment: [String: String]
  /// The terminal's entry; nil when only ncurses itself might find one.
  let entry: TerminfoEntry?
  /// Whether characters beyond ASCII can be shown.
  let unicode: Bool

  /// How many colours to use.
  func choice(_ answers: TerminalAnswers) -> ColorTierChoice {
    ColorTierChoice(
      flag: flag, environment: environment, terminfoColors: entry.map { Int($0[.colors] ?? 0) },
      terminfoIsDirect: entry?.isDirect ?? false, answers: answers)
  }

  /// Whether the terminal is one that takes questions well: others may print them.
  var takesQuestions: Bool { ModernTerminal.isLikely(environment["TERM"] ?? "") }

  /// Whether the terminal is at the other end of a network.
  var isRemote: Bool { environment["SSH_CONNECTION"] != nil || environment["SSH_TTY"] != nil }

  /// How long answers may take, in milliseconds, before drawing begins without them.
  var answerTime: Int { isRemote ? 1000 : 300 }

  /// How long the last answers may take when the screen is given back, in milliseconds.
  ///
  /// What comes later is printed by the shell, so that a network is given more time.
  var partingTime: Int { isRemote ? 300 : 100 }

  /// What the screen can do.
  ///
  /// - Parameters:
  ///   - answers: What the terminal has answered.
  ///   - outer: What tmux says of the terminal around it.
  ///   - colors: How many colours ncurses counts.
  ///   - cell: The size of a cell in pixels, if it is known.
  /// - Returns: Traits of which the tier is no higher than ncurses can draw.
  func traits(
    _ answers: TerminalAnswers, outer: TmuxClient?, colors: Int, cell: CellPixels?
  ) -> ScreenTraits {
    ScreenTraits(
      tier: Self.possible(choice(answers).tier, colors: colors), unicode: unicode,
      background: ScreenBackground(answer: answers.background, environment: environment),
      cellPixels: cell,
      graphics: PixelGraphics(answers: answers, environment: environment, outer: outer))
  }

  /// The tier that is left when ncurses counts fewer colours than were wanted.
  private static func possible(_ wanted: ColorTier, colors: Int) -> ColorTier {
    switch wanted {
    case .direct where colors > Int(TerminfoEntry.directFlag): .direct
    case .direct where colors >= 256, .indexed256 where colors >= 256: .indexed256
    case .mono: .mono
    default: colors >= 8 ? .ansi16 : .mono
    }
  }
}

/// A terminal's size in cells and, where it tells, in pixels.
struct TerminalSize: Equatable {
  /// The width in cells.
  var columns: Int
  /// The height in cells.
  var rows: Int
  /// The size of a cell in pixels; nil when the terminal does not tell.
  var cell: CellPixels?
}
