import CTestTerminal
import Glibc
import Testing

/// A cell as a terminal shows it.
struct ShownCell {
  /// A colour as it was asked for.
  enum Color: Equatable {
    /// The terminal's own.
    case own
    /// One of 256.
    case index(Int)
    /// 24 bits.
    case rgb(Int, Int, Int)

    init(_ color: test_color) {
      switch color.kind {
      case 0: self = .own
      case 1: self = .index(Int(color.red))
      default: self = .rgb(Int(color.red), Int(color.green), Int(color.blue))
      }
    }
  }

  let text: String
  let width: Int
  let bold: Bool
  let underline: Bool
  let reverse: Bool
  let ink: Color
  let ground: Color

  init(_ cell: test_cell) {
    var scalars = String.UnicodeScalarView()
    for value in [cell.scalars.0, cell.scalars.1, cell.scalars.2] where value > 0 {
      if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
    }
    text = scalars.isEmpty ? " " : String(scalars)
    width = Int(cell.width)
    bold = cell.bold
    underline = cell.underline
    reverse = cell.reverse
    ink = Color(cell.ink)
    ground = Color(cell.ground)
  }
}

/// A pseudo-terminal with a program in it, and a screen that understands what the program sends.
final class VirtualTerminal {
  /// Everything the program has sent.
  private(set) var transcript: [UInt8] = []
  /// The process.
  let process: pid_t
  private var descriptor: Int32
  private let screen: OpaquePointer
  private var size: (columns: Int, rows: Int)
  private var ending: Int32?

  struct TooLate: Error, CustomStringConvertible {
    let description: String
  }

  /// The program that shows a known screen.
  static var probe: String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let own = String(
      decoding: path.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/TerminalProbe"
  }

  /// Starts a program, by default the probe, with nothing else in its environment than given.
  init(
    _ arguments: [String] = [], program: String = VirtualTerminal.probe,
    environment: [String: String] = [:], columns: Int = 100, rows: Int = 30
  ) throws {
    var variables = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin",
      // The runtime's own report of a crash takes seconds and is not what is tested.
      "SWIFT_BACKTRACE": "enable=no",
    ]
    for name in ["LD_LIBRARY_PATH"] {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    for (name, value) in environment { variables[name] = value }
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let settings = variables.filter { $0.value != Self.unset }.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    var process: pid_t = 0
    descriptor = test_terminal_spawn(
      program, words, settings, Int32(columns), Int32(rows), &process)
    try #require(descriptor >= 0)
    self.process = process
    screen = try #require(test_screen_new(Int32(columns), Int32(rows)))
    size = (columns, rows)
  }

  deinit {
    if ending == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    if descriptor >= 0 { close(descriptor) }
    test_screen_free(screen)
  }

  /// As the value of a variable: leave it out.
  static let unset = "\u{0}unset"

  // MARK: What the person at the terminal does

  /// Types, or sends what the terminal itself would send.
  func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Makes the window another size.
  func resize(columns: Int, rows: Int) {
    size = (columns, rows)
    test_screen_resize(screen, Int32(columns), Int32(rows))
    test_terminal_set_size(descriptor, Int32(columns), Int32(rows))
  }

  /// Closes the window.
  func hangUp() {
    close(descriptor)
    descriptor = -1
  }

  // MARK: What is seen

  /// The text of a row, without trailing blanks.
  func row(_ row: Int) -> String {
    var line = ""
    var column = 0
    while column < size.columns {
      let cell = cell(column, row)
      line += cell.text
      column += max(1, cell.width)
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// All rows.
  var text: String { (0..<size.rows).map(row).joined(separator: "\n") }

  /// One cell.
  func cell(_ column: Int, _ row: Int) -> ShownCell {
    ShownCell(test_screen_cell(screen, Int32(column), Int32(row)))
  }

  /// Whether the program has its own screen, hiding what was there.
  var isTaken: Bool { test_screen_is_alternate(screen) }
  /// Whether the cursor is seen.
  var showsCursor: Bool { test_screen_shows_cursor(screen) }
  /// Where the cursor is.
  var cursor: (column: Int, row: Int) {
    (Int(test_screen_cursor_column(screen)), Int(test_screen_cursor_row(screen)))
  }
  /// How much of the mouse the program asked for: 0 nothing, 2 clicks and drags.
  var mouse: Int { Int(test_screen_mouse(screen)) }

  /// Whether the terminal echoes and edits lines, as a shell expects it.
  var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(descriptor, &modes) == 0 else { return false }
    return modes.c_lflag & tcflag_t(ECHO) != 0 && modes.c_lflag & tcflag_t(ICANON) != 0
      && modes.c_lflag & tcflag_t(ISIG) != 0
  }

  /// Everything sent from a place of the transcript on.
  func sent(from start: Int = 0) -> String {
    String(decoding: transcript[start...], as: UTF8.self)
  }

  // MARK: Waiting

  /// Reads what the program sends until a condition holds.
  func until(_ what: String, _ condition: () -> Bool) throws {
    let deadline = Self.now() + 20_000
    while !condition() {
      guard Self.now() < deadline else {
        throw TooLate(description: "never \(what); ended: \(String(describing: ending))\n\(text)")
      }
      pump(milliseconds: 20)
    }
  }

  /// Waits for the program to end and returns its exit code, or minus the signal that killed it.
  func end() throws -> Int32 {
    try until("ended") { endingNow() != nil }
    // What it sent last may still be in the line.
    while pump(milliseconds: 50) {}
    return ending ?? Int32.min
  }

  /// How the program ended, if it has.
  func endingNow() -> Int32? {
    if ending == nil {
      let status = test_terminal_ending(process)
      if status != Int32.min { ending = status }
    }
    return ending
  }

  /// Reads until nothing has come for a while.
  func settle() {
    while pump(milliseconds: 150) {}
  }

  /// Reads once; false when nothing came.
  @discardableResult
  private func pump(milliseconds: Int32) -> Bool {
    guard descriptor >= 0 else {
      usleep(UInt32(milliseconds) * 1000)
      return false
    }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) == 1 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else {
      usleep(UInt32(milliseconds) * 1000)
      return false
    }
    test_screen_write(screen, buffer, count)
    transcript += buffer.prefix(count)
    return true
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}

extension VirtualTerminal {
  /// Starts the probe and waits for its screen.
  static func probing(
    _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 100,
    rows: Int = 30
  ) throws -> VirtualTerminal {
    let terminal = try VirtualTerminal(
      arguments, environment: environment, columns: columns, rows: rows)
    try terminal.until("showed the probe's screen") { terminal.row(0).hasPrefix("probe ") }
    terminal.settle()
    return terminal
  }

  /// The events the probe wrote down, without the names of types.
  var events: [String] {
    (5..<size.rows).map(row).filter { !$0.isEmpty }.map { line in
      var event = line.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
      for prefix in ["TerminalUI.Key.", "TerminalUI.MouseEvent.Action.", "TerminalUI."] {
        while let range = event.range(of: prefix) { event.removeSubrange(range) }
      }
      return event
    }
  }

  /// Sends something and waits until the probe has written down so many events in all.
  func send(_ text: String, expecting count: Int) throws -> [String] {
    send(text)
    try until("wrote down \(count) events") { events.count >= count }
    return events
  }
}

extension String {
  /// The first place of a text.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
