import CNcurses
import Glibc
import TerminalUI

/// Asks a terminal what it can do, outside of the screen, and keeps what it says word for word.
struct Interview {
  /// The questions, and what the answers mean.
  private(set) var probe: CapabilityProbe
  /// What tmux says of the terminal around it.
  private(set) var outer: TmuxClient?
  /// What the terminal answered.
  private(set) var replies: [String] = []
  /// How long all answers took, in milliseconds; nil when one did not come in time.
  private(set) var duration: Int?
  /// Whether anything was asked.
  private(set) var wasHeld = false

  private let facts: TerminalFacts
  private var decoder = InputDecoder()
  /// What was read since the last event.
  private var piece: [UInt8] = []

  /// Creates an interview that has not begun.
  init(facts: TerminalFacts) {
    self.facts = facts
    probe = CapabilityProbe(environment: facts.environment)
  }

  /// Asks, and waits for the answers as long as a screen would.
  mutating func hold(with terminal: Int32) {
    askTmux()
    // Whoever runs in the background is stopped when it touches the terminal's modes.
    guard facts.takesQuestions, tcgetpgrp(terminal) == getpgrp(), curses_watch_signals() else {
      return
    }
    defer { curses_unwatch_signals() }
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { return }
    curses_remember_modes(terminal)
    curses_guard("", terminal, terminal)
    defer { curses_guard(nil, -1, -1) }
    var quiet = before
    quiet.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(terminal, TCSADRAIN, &quiet) == 0 else { return }
    defer { tcsetattr(terminal, TCSADRAIN, &before) }
    wasHeld = true
    talk(with: terminal)
  }

  private mutating func talk(with terminal: Int32) {
    let start = NcursesTerminal.milliseconds()
    say(probe.questions(), to: terminal)
    while probe.isOutstanding {
      let left = start + facts.answerTime - NcursesTerminal.milliseconds()
      var descriptors = [terminal, curses_signal_descriptor()]
        .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard left > 0, poll(&descriptors, 2, Int32(clamping: left)) > 0,
        descriptors[1].revents == 0
      else { return }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(terminal, &buffer, buffer.count)
      guard count > 0 else { return }
      for byte in buffer.prefix(count) { take(byte, from: terminal) }
    }
    duration = NcursesTerminal.milliseconds() - start
  }

  private mutating func take(_ byte: UInt8, from terminal: Int32) {
    if piece.count < 1000 { piece.append(byte) }
    for event in decoder.feed([byte]) {
      // What was typed is nobody else's business.
      if case .reply(let reply) = event {
        if replies.count < 50 { replies.append(Self.printable(piece)) }
        if let question = probe.receive(reply) { say(question, to: terminal) }
      }
      piece = []
    }
  }

  private mutating func askTmux() {
    guard !(facts.environment["TMUX"] ?? "").isEmpty, let question = TmuxQuestion() else { return }
    var waiting = pollfd(fd: question.descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, Int32(facts.answerTime)) == 1, let answer = question.answer() else {
      return question.cancel()
    }
    outer = answer.client
  }

  private func say(_ text: String, to terminal: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR { return }
    }
  }

  /// Bytes in printable characters: `ESC` for the escape character, others in hexadecimal.
  private static func printable(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      switch byte {
      case 0x1B: "ESC "
      case 0x07: " BEL"
      case 0x20...0x7E: String(Character(Unicode.Scalar(byte)))
      default: "\\x" + String(byte, radix: 16)
      }
    }.joined()
  }
}
