/// How many colours to use, and the rule that decided.
public struct ColorTierChoice: Sendable, Hashable {
  /// What decides, in order: the first that applies.
  public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// The user asked for it on the command line.
    case flag
    /// `NO_COLOR` is not empty: none.
    case noColor
    /// `TERM` is unset, `dumb` or `vt100`: none.
    case plainTerminal
    /// `TERM` is `linux`: 16.
    case console
    /// tmux takes 24-bit colours and turns them into what the terminal around it has.
    case tmux
    /// GNU screen cannot pass 24-bit colours on: 256.
    case screen
    /// `COLORTERM` says `truecolor` or `24bit`.
    case colorTerm
    /// Apple's Terminal: 256.
    case appleTerminal
    /// `TERM` ends in `-direct`, or its entry says that colours are direct.
    case directEntry
    /// The terminal remembered a 24-bit colour that it was given.
    case echo
    /// The terminal named itself, and all of that name draw 24-bit colours.
    case knownTerminal
    /// The terminal's entry counts so many; without an entry 256.
    case entry
  }

  /// The tier to draw with.
  public let tier: ColorTier
  /// What decided.
  public let rule: Rule

  /// Whether the terminal's answers can still change the choice.
  public var isOpen: Bool { [.echo, .knownTerminal, .entry].contains(rule) }

  /// Chooses from what the user, the environment, the terminal's entry and the terminal say.
  ///
  /// - Parameters:
  ///   - flag: What the user asked for, if anything.
  ///   - environment: The environment's variables.
  ///   - terminfoColors: How many colours the terminal's entry has; nil when it is not known.
  ///   - terminfoIsDirect: Whether the entry says that colours are direct (`RGB` or `Tc`).
  ///   - answers: What the terminal itself has answered.
  public init(
    flag: ColorTier?, environment: [String: String], terminfoColors: Int? = nil,
    terminfoIsDirect: Bool = false, answers: TerminalAnswers = TerminalAnswers()
  ) {
    if let flag {
      (tier, rule) = (flag, .flag)
    } else if let decided = Self.decided(by: environment) {
      (tier, rule) = decided
    } else if terminfoIsDirect || (environment["TERM"] ?? "").hasSuffix("-direct") {
      (tier, rule) = (.direct, .directEntry)
    } else if answers.keepsDirectColor == true {
      (tier, rule) = (.direct, .echo)
    } else if answers.isNamed(Self.directTerminals) {
      (tier, rule) = (.direct, .knownTerminal)
    } else {
      switch terminfoColors {
      case .some(..<8): tier = .mono
      case .some(..<256): tier = .ansi16
      default: tier = .indexed256
      }
      rule = .entry
    }
  }

  private static func decided(by environment: [String: String]) -> (ColorTier, Rule)? {
    func value(_ name: String) -> String { environment[name] ?? "" }
    if !value("NO_COLOR").isEmpty { return (.mono, .noColor) }
    let terminal = value("TERM")
    if ["", "dumb", "vt100"].contains(terminal) { return (.mono, .plainTerminal) }
    if terminal == "linux" { return (.ansi16, .console) }
    if !value("TMUX").isEmpty { return (.direct, .tmux) }
    if !value("STY").isEmpty { return (.indexed256, .screen) }
    if ["truecolor", "24bit"].contains(value("COLORTERM").lowercased()) {
      return (.direct, .colorTerm)
    }
    if value("TERM_PROGRAM") == "Apple_Terminal" { return (.indexed256, .appleTerminal) }
    return nil
  }

  /// Names that terminals tell of themselves, of which every version draws 24-bit colours.
  ///
  /// mosh is not among them: it answers for itself, without a name.
  private static let directTerminals = [
    "alacritty", "contour", "foot", "ghostty", "iterm2", "kitty", "konsole", "mintty", "rio",
    "tmux", "vte", "warp", "wezterm", "xterm.js", "zellij",
  ]
}

extension ColorTierChoice.Rule {
  /// Why, in words that follow "because".
  public var reason: String {
    switch self {
    case .flag: "it was asked for with --color"
    case .noColor: "NO_COLOR is set"
    case .plainTerminal: "TERM names a terminal without colours, or none"
    case .console: "TERM is 'linux', the console of sixteen colours"
    case .tmux: "TMUX is set, and tmux takes 24-bit colours from programs"
    case .screen: "STY is set, and GNU screen passes on no more than 256 colours"
    case .colorTerm: "COLORTERM says so"
    case .appleTerminal: "TERM_PROGRAM is Apple_Terminal"
    case .directEntry: "the terminal's entry says that its colours are direct"
    case .echo: "the terminal remembered a 24-bit colour that it was given"
    case .knownTerminal: "the terminal told its name, and all of that name draw 24-bit colours"
    case .entry: "the terminal's entry counts so many, and no answer says more"
    }
  }
}
