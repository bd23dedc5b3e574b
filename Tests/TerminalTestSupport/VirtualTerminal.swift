internal import CTestTerminal
internal import Glibc

/// A cell as a terminal shows it.
package struct ShownCell: Equatable {
  /// A colour as it was asked for.
  package enum Color: Equatable {
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

  package let text: String
  package let width: Int
  package let bold: Bool
  package let underline: Bool
  package let reverse: Bool
  package let ink: Color
  package let ground: Color

  init(_ cell: test_cell) {
    var scalars = String.UnicodeScalarView()
    for value in [cell.scalars.0, cell.scalars.1, cell.scalars.2, cell.scalars.3] where value > 0 {
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
package final class VirtualTerminal {
  /// Everything the program has sent.
  package private(set) var transcript: [UInt8] = []
  /// The process.
  package let process: Int32
  private var descriptor: Int32
  private let screen: OpaquePointer
  private var size: (columns: Int, rows: Int)
  private var ending: Int32?
  /// What it answers to the questions of the program.
  package var answering: TerminalAnswering
  /// How much of the transcript has been searched for questions.
  private var searched = 0
  /// Answers that are kept back.
  package private(set) var heldAnswers = ""

  /// How what the program sends gets here.
  package enum Line {
    /// At once.
    case fast
    /// So many bytes in a millisecond; what is not taken yet keeps the program from sending more.
    case slow(Int)
    /// Likewise, but the line takes everything at once and has it on its way, as ssh does.
    case long(Int)
    /// Not at all: nobody reads.
    case stuck
  }

  /// How what the program sends gets here.
  package var line = Line.fast
  /// What a long line has on its way.
  private var underway: [UInt8] = []

  /// Whether answers are kept back, as on a slow line, until ``releaseAnswers()``.
  package var holdsAnswers = false

  /// Something did not happen in time.
  package struct TooLate: Error, CustomStringConvertible {
    /// What did not happen, and what was seen instead.
    package let description: String
  }

  /// The path of a program that lies beside the test bundle.
  package static func built(_ name: String) -> String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let own = String(
      decoding: path.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/" + name
  }

  /// The program that shows a known screen.
  package static var probe: String { built("TerminalProbe") }

  /// Starts a program, by default the probe, with nothing else in its environment than given.
  package init(
    _ arguments: [String] = [], program: String = VirtualTerminal.probe,
    environment: [String: String] = [:], answering: TerminalAnswering = .plain,
    columns: Int = 100, rows: Int = 30
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
    self.process = process
    guard descriptor >= 0, let screen = test_screen_new(Int32(columns), Int32(rows)) else {
      throw TooLate(description: "\(program) could not be started: error \(errno)")
    }
    self.screen = screen
    self.answering = answering
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
  package static let unset = "\u{0}unset"

  // MARK: What the person at the terminal does

  /// Types, or sends what the terminal itself would send.
  package func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Makes the window another size.
  package func resize(columns: Int, rows: Int) {
    size = (columns, rows)
    test_screen_resize(screen, Int32(columns), Int32(rows))
    test_terminal_set_size(descriptor, Int32(columns), Int32(rows))
  }

  /// Closes the window.
  package func hangUp() {
    close(descriptor)
    descriptor = -1
  }

  // MARK: What is seen

  /// The text of a row, without trailing blanks.
  package func row(_ row: Int) -> String {
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
  package var text: String { (0..<size.rows).map(row).joined(separator: "\n") }

  /// One cell.
  package func cell(_ column: Int, _ row: Int) -> ShownCell {
    ShownCell(test_screen_cell(screen, Int32(column), Int32(row)))
  }

  /// Whether the program has its own screen, hiding what was there.
  package var isTaken: Bool { test_screen_is_alternate(screen) }
  /// Whether the cursor is seen.
  package var showsCursor: Bool { test_screen_shows_cursor(screen) }
  /// Where the cursor is.
  package var cursor: (column: Int, row: Int) {
    (Int(test_screen_cursor_column(screen)), Int(test_screen_cursor_row(screen)))
  }
  /// How much of the mouse the program asked for: 0 nothing, 2 clicks and drags, 3
  /// all motion.
  package var mouse: Int { Int(test_screen_mouse(screen)) }

  /// Whether the terminal echoes and edits lines, as a shell expects it.
  package var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(descriptor, &modes) == 0 else { return false }
    return modes.c_lflag & tcflag_t(ECHO) != 0 && modes.c_lflag & tcflag_t(ICANON) != 0
      && modes.c_lflag & tcflag_t(ISIG) != 0
  }

  /// Whether the window was closed.
  var isHungUp: Bool { descriptor < 0 }
  /// The modes of the terminal's line.
  var lineModes: [UInt32]? { Self.lineModes(of: descriptor) }

  /// Whether the line holds as much as it takes; a page, since the rest is the kernel's affair.
  package var isFull: Bool {
    var count: Int32 = 0
    return ioctl(descriptor, UInt(FIONREAD), &count) == 0 && count >= 4095
  }

  /// Everything the program has sent, but for the questions it asked.
  package var drawn: String {
    sent().split(separator: TerminalAnswering.directColor, omittingEmptySubsequences: false)
      .joined()
  }

  /// Everything sent from a place of the transcript on.
  package func sent(from start: Int = 0) -> String {
    String(decoding: transcript[start...], as: UTF8.self)
  }

  // MARK: Waiting

  /// Whether two terminals show the same: how many cells differ, and the first one that does.
  package func difference(from other: VirtualTerminal) -> String? {
    var count = 0
    var first: String?
    for row in 0..<size.rows {
      for column in 0..<size.columns where cell(column, row) != other.cell(column, row) {
        count += 1
        first =
          first
          ?? "at column \(column), row \(row): \(cell(column, row)), not \(other.cell(column, row))"
      }
    }
    return first.map { "\(count) cells differ, the first \($0)" }
  }

  /// Reads what the program sends until a condition holds.
  package func until(_ what: String, _ condition: () -> Bool) throws {
    let deadline = Self.now() + 20_000
    while !condition() {
      guard Self.now() < deadline else {
        throw TooLate(description: "never \(what); ended: \(String(describing: ending))\n\(text)")
      }
      pump(milliseconds: 20)
    }
  }

  /// Waits for the program to end and returns its exit code, or minus the signal that killed it.
  package func end() throws -> Int32 {
    try until("ended") { endingNow() != nil }
    // What it sent last may still be in the line.
    while pump(milliseconds: 50) {}
    return ending ?? Int32.min
  }

  /// How the program ended, if it has.
  package func endingNow() -> Int32? {
    if ending == nil {
      let status = test_terminal_ending(process)
      if status != Int32.min { ending = status }
    }
    return ending
  }

  /// Reads until nothing has come for a while.
  package func settle() {
    while pump(milliseconds: 150) {}
  }

  /// Reads once; false when nothing came.
  @discardableResult
  private func pump(milliseconds: Int32) -> Bool {
    switch line {
    case .fast:
      guard let bytes = receive(1 << 16, within: milliseconds) else { return false }
      show(bytes)
      return true
    case .slow(let count):
      usleep(1000)
      guard let bytes = receive(count, within: milliseconds) else { return false }
      show(bytes)
      return true
    case .long(let count):
      usleep(1000)
      while let bytes = receive(1 << 16, within: 0) { underway += bytes }
      guard !underway.isEmpty || milliseconds == 0 else {
        if let bytes = receive(1 << 16, within: milliseconds) { underway += bytes }
        return !underway.isEmpty
      }
      show(underway.prefix(count))
      underway.removeFirst(min(count, underway.count))
      return true
    case .stuck:
      usleep(1000)
      return false
    }
  }

  /// What the program sends within a time; nil when that is nothing.
  private func receive(_ count: Int, within milliseconds: Int32) -> ArraySlice<UInt8>? {
    guard descriptor >= 0 else {
      usleep(UInt32(milliseconds) * 1000)
      return nil
    }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) == 1 else { return nil }
    var buffer = [UInt8](repeating: 0, count: count)
    let received = read(descriptor, &buffer, buffer.count)
    guard received > 0 else {
      usleep(UInt32(milliseconds) * 1000)
      return nil
    }
    return buffer.prefix(received)
  }

  private func show(_ bytes: ArraySlice<UInt8>) {
    transcript += bytes
    var drawn = searched
    while searched < transcript.count {
      guard let (answer, count) = answering.answer(to: transcript[searched...]) else {
        searched += 1
        continue
      }
      draw(transcript[drawn..<searched])
      drawn = searched
      guard count > 0 else { break }
      // A question is answered, not drawn: the screen here does not know all of them.
      searched += count
      drawn = searched
      heldAnswers += answer
    }
    draw(transcript[drawn..<searched])
    if !holdsAnswers { releaseAnswers() }
  }

  private func draw(_ bytes: ArraySlice<UInt8>) {
    guard !bytes.isEmpty else { return }
    bytes.withUnsafeBufferPointer { test_screen_write(screen, $0.baseAddress, $0.count) }
  }

  /// Sends the answers that were kept back, and holds none from now on.
  package func releaseAnswers() {
    holdsAnswers = false
    let answers = heldAnswers
    heldAnswers = ""
    if !answers.isEmpty { send(answers) }
  }

  /// The answers that are kept back, which are then not sent.
  package func takeHeldAnswers() -> String {
    defer { heldAnswers = "" }
    return heldAnswers
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
