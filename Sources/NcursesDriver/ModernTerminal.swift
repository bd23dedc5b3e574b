/// What nearly every terminal of today understands, for those whose entry is not installed.
///
/// A terminal's own entry often stays behind when its user connects to another machine. The
/// sequences below are those of ECMA-48 and the few of xterm that all the names below share.
package enum ModernTerminal {
  /// Whether a terminal of this name surely understands the sequences of ``entry``.
  package static func isLikely(_ name: String) -> Bool {
    prefixes.contains { name == $0 || name.hasPrefix($0 + "-") || name.hasPrefix($0 + "+") }
  }

  private static let prefixes = [
    "xterm", "alacritty", "contour", "foot", "ghostty", "iterm", "iterm2", "kitty", "konsole",
    "mintty", "mlterm", "ms-terminal", "nsterm", "putty", "rio", "rxvt", "rxvt-unicode", "screen",
    "st", "tmux", "vte", "wezterm",
  ]

  /// Its description; the name is filled in when it is rewritten.
  package static let entry: TerminfoEntry = {
    var entry = TerminfoEntry(name: "modern")
    for flag: TerminfoEntry.Flag in [
      .autoRightMargin, .eatsNewline, .movesInInsertMode, .movesInStandout,
    ] {
      entry[flag] = true
    }
    entry[.colors] = 256
    for (place, text) in texts { entry[place] = text }
    entry.extendedFlags = [Array("AX".utf8)]
    return entry
  }()

  private static let texts: [(TerminfoEntry.Text, String)] = [
    (.bell, "\u{07}"), (.carriageReturn, "\r"), (.cursorDown, "\n"), (.cursorLeft, "\u{08}"),
    (.scrollForward, "\n"),
    (.clearScreen, "\u{1B}[H\u{1B}[2J"), (.clearToEndOfLine, "\u{1B}[K"),
    (.clearToEndOfScreen, "\u{1B}[J"), (.eraseCharacters, "\u{1B}[%p1%dX"),
    (.cursorAddress, "\u{1B}[%i%p1%d;%p2%dH"), (.cursorHome, "\u{1B}[H"),
    (.columnAddress, "\u{1B}[%i%p1%dG"), (.rowAddress, "\u{1B}[%i%p1%dd"),
    (.cursorRight, "\u{1B}[C"), (.cursorUp, "\u{1B}[A"),
    (.cursorDownBy, "\u{1B}[%p1%dB"), (.cursorLeftBy, "\u{1B}[%p1%dD"),
    (.cursorRightBy, "\u{1B}[%p1%dC"), (.cursorUpBy, "\u{1B}[%p1%dA"),
    (.hideCursor, "\u{1B}[?25l"), (.showCursor, "\u{1B}[?25h"),
    (.bold, "\u{1B}[1m"), (.dim, "\u{1B}[2m"), (.underline, "\u{1B}[4m"),
    (.reverse, "\u{1B}[7m"), (.standout, "\u{1B}[7m"),
    (.noUnderline, "\u{1B}[24m"), (.noStandout, "\u{1B}[27m"), (.noAttributes, "\u{1B}[m"),
    (.enterScreen, "\u{1B}[?1049h"), (.leaveScreen, "\u{1B}[?1049l"),
    (.enterKeypad, "\u{1B}[?1h\u{1B}="), (.leaveKeypad, "\u{1B}[?1l\u{1B}>"),
    (.originalPair, "\u{1B}[39;49m"),
    (.setInk, "\u{1B}[38;5;%p1%dm"), (.setGround, "\u{1B}[48;5;%p1%dm"),
  ]
}
