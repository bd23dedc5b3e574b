import CNcurses
import Glibc
import TerminalUI

/// What opening a terminal takes, step by step.
extension NcursesTerminal {
  /// What is known once the screen is taken over.
  struct Opened {
    /// Where keys are read.
    let input: Int32
    /// What is known of the terminal.
    let facts: TerminalFacts
    /// How many colours ncurses counts.
    let colors: Int
  }

  /// Takes the screen over, or throws and leaves everything as it was.
  static func takeOver(_ options: TerminalOptions) throws(TerminalError) -> Opened {
    precondition(!curses_is_open(), "the screen is taken already: one NcursesTerminal at a time")
    let environment = TerminalEnvironment.current
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    guard let name = environment["TERM"], !name.isEmpty else { throw .unnamed }
    let entry = try entry(named: name, environment: environment)
    let input = try openKeyboard()
    let facts = TerminalFacts(
      flag: options.tier, environment: environment, entry: entry,
      unicode: setLocale(options: options, environment: environment))

    guard curses_watch_signals() else {
      let code = errno
      closeKeyboard(input)
      throw .refused(code: code)
    }
    let tier = facts.choice(TerminalAnswers()).tier
    let opening = open(name: name, entry: entry?.rewritten(name: name, tier: tier), input: input)
    guard opening == CURSES_OPENED else {
      let code = errno
      curses_unwatch_signals()
      closeKeyboard(input)
      switch opening {
      case CURSES_UNKNOWN: throw .unknown(name: name)
      case CURSES_NOT_ADDRESSABLE: throw .notAddressable(name: name)
      default: throw .refused(code: code)
      }
    }
    curses_divert_errors()
    return Opened(input: input, facts: facts, colors: Int(curses_color_count()))
  }

  /// The description of a terminal, or nil when only ncurses itself might find one.
  ///
  /// - Throws: ``TerminalError/notAddressable(name:)`` for one that cannot show a screen.
  static func entry(
    named name: String, environment: [String: String]
  ) throws(TerminalError) -> TerminfoEntry? {
    if let entry = TerminfoSearch.entry(named: name, environment: environment) {
      guard entry[.cursorAddress] != nil, !entry[.isGeneric], !entry[.isHardCopy] else {
        throw .notAddressable(name: name)
      }
      return entry
    }
    return ModernTerminal.isLikely(name) ? ModernTerminal.entry : nil
  }

  /// A descriptor to read keys from.
  static func openKeyboard() throws(TerminalError) -> Int32 {
    if isatty(STDIN_FILENO) == 1 { return STDIN_FILENO }
    let descriptor = Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw .noKeyboard(code: errno) }
    return descriptor
  }

  /// Closes what ``openKeyboard()`` opened.
  static func closeKeyboard(_ descriptor: Int32) {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// Sets the locale of characters, never that of numbers, and tells whether it is a Unicode one.
  static func setLocale(options: TerminalOptions, environment: [String: String]) -> Bool {
    switch CharacterSetChoice.choose(
      ascii: options.ascii, environment: environment, codeset: codesetOfTheEnvironment())
    {
    case .unicode: return true
    case .ascii: return false
    case .unicodeByFallback:
      let names: [String] = ["C.UTF-8", "C.utf8", "en_US.UTF-8"]
      return names.contains { setlocale(LC_CTYPE, $0) != nil }
    }
  }

  /// Takes the environment's locale of characters; its encoding, or nil when it is not installed.
  static func codesetOfTheEnvironment() -> String? {
    guard setlocale(LC_CTYPE, "") != nil else { return nil }
    return nl_langinfo(nl_item(CODESET)).map { String(cString: $0) }
  }

  /// Opens the screen with the rewritten entry, or with what ncurses finds by itself.
  static func open(name: String, entry: TerminfoEntry?, input: Int32) -> curses_opening {
    if let bytes = entry?.compiled {
      let opening = curses_open(name, "hex:" + hexadecimal(bytes), STDOUT_FILENO, input)
      // Some builds of ncurses do not read entries from the environment.
      if opening != CURSES_UNKNOWN { return opening }
    }
    return curses_open(name, nil, STDOUT_FILENO, input)
  }

  /// The size that the terminal tells, within what a screen can reasonably have; else 80×24.
  static func readSize(of terminal: Int32 = STDOUT_FILENO) -> TerminalSize {
    var told = curses_size()
    guard curses_terminal_size(terminal, &told) else {
      return TerminalSize(columns: 80, rows: 24, cell: nil)
    }
    return TerminalSize(
      columns: min(Int(told.columns), 1200), rows: min(Int(told.rows), 600),
      cell: CellPixels(width: Int(told.width / told.columns), height: Int(told.height / told.rows)))
  }

  /// Milliseconds of a clock that never jumps.
  static func milliseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
