extension ColorTier {
  /// Chooses how many colours to use from what the user and the environment say.
  ///
  /// The first of these that applies decides: the flag; `NO_COLOR` not empty (none); `TERM` unset,
  /// `dumb` or `vt100` (none); `linux` (16); GNU screen, which cannot pass 24-bit colours on (256);
  /// tmux, which always can (24 bits); `COLORTERM` saying `truecolor` or `24bit`; a `TERM` ending
  /// in `-direct`; what the terminal's entry counts, but no more than 256. Apple's Terminal and
  /// mosh set none of these and so get 256.
  ///
  /// - Parameters:
  ///   - flag: What the user asked for, if anything.
  ///   - environment: The environment's variables.
  ///   - terminfoColors: How many colours the terminal's entry has; nil when it is not known.
  /// - Returns: The tier to draw with.
  public static func choose(
    flag: ColorTier?, environment: [String: String], terminfoColors: Int? = nil
  ) -> ColorTier {
    if let flag { return flag }
    func value(_ name: String) -> String { environment[name] ?? "" }
    if !value("NO_COLOR").isEmpty { return .mono }
    let terminal = value("TERM")
    if ["", "dumb", "vt100"].contains(terminal) { return .mono }
    if terminal == "linux" { return .ansi16 }
    guard value("TMUX").isEmpty else {
      return .direct
    }
    if !value("STY").isEmpty { return .indexed256 }
    if ["truecolor", "24bit"].contains(value("COLORTERM").lowercased()) { return .direct }
    if terminal.hasSuffix("-direct") { return .direct }
    guard let terminfoColors else { return .indexed256 }
    switch terminfoColors {
    case ..<8: return .mono
    case ..<256: return .ansi16
    default: return .indexed256
    }
  }
}
