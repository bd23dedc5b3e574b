import Glibc

/// The variables of the environment that say something about the terminal.
public enum TerminalEnvironment {
  /// The variables that are set now, by name.
  public static var current: [String: String] {
    var values: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
    return values
  }

  static let names = [
    "TERM", "COLORTERM", "NO_COLOR", "TMUX", "STY", "TERM_PROGRAM", "TERM_PROGRAM_VERSION",
    "SSH_CONNECTION", "SSH_TTY",
    "COLORFGBG", "LC_ALL", "LC_CTYPE", "LANG", "TERMINFO", "TERMINFO_DIRS", "HOME",
  ]
}
