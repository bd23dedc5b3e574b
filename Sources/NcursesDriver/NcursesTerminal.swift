import CNcurses
import Glibc
public import TerminalUI

/// The real terminal, driven by ncurses.
///
/// Creating the value takes the screen over; dropping it gives the screen back. So do `exit`, a
/// crash, and being stopped and continued. ncurses and signal handlers belong to the whole process:
/// there can be one such value at a time, it must stay on the thread that made it, and it should be
/// made before other threads read the environment.
public struct NcursesTerminal: Terminal, ~Copyable {
  /// The size in cells.
  public private(set) var size: (width: Int, height: Int)
  /// What the screen can do, as far as it is known by now.
  public private(set) var traits: ScreenTraits

  private let options: TerminalOptions
  private let input: Int32
  private let facts: TerminalFacts
  private let colors: Int
  private var painter: CellPainter
  private var decoder = InputDecoder()
  /// What the terminal is asked; nil for one that might print the questions.
  private var probe: CapabilityProbe?
  private var tmux: TmuxQuestion?
  private var outer: TmuxClient?
  private var cell: CellPixels?
  /// What the screen shows, or nil when every row must be written.
  private var shown: CellGrid?
  /// Events that happened outside ``nextEvents()``.
  private var waiting: [TerminalEvent] = []
  /// When keys were last read, on the clock of ``milliseconds()``.
  private var lastRead = 0
  private var isGone = false
  private var holdsButton = false
  private var usesMouse = false

  /// Takes over the terminal that standard output is connected to.
  ///
  /// Keys are read from standard input, or from the controlling terminal when that is a pipe. What
  /// is written to standard error meanwhile is kept and its end printed when the screen is given
  /// back. All signals are unblocked on the calling thread. The terminal is asked what it can do;
  /// where that alone decides how many colours there are, its answers are waited for, 300 ms at
  /// most and over a network a second.
  ///
  /// A second one while the first is alive traps.
  ///
  /// - Parameter options: What the user asked for.
  /// - Throws: ``TerminalError`` when the screen cannot be used; nothing was changed then.
  public init(options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
    let opened = try Self.takeOver(options)
    let told = Self.readSize()
    self.options = options
    input = opened.input
    facts = opened.facts
    colors = opened.colors
    traits = facts.traits(TerminalAnswers(), outer: nil, colors: colors, size: told)
    painter = CellPainter(traits: traits, colors: colors)
    size = (told.columns, told.rows)
    cell = told.cell
    if facts.takesQuestions { probe = CapabilityProbe(environment: facts.environment) }
    curses_resize(Int32(size.width), Int32(size.height))
    curses_begin()
    setMouse(options.mouse)
    ask()
    awaitAnswers()
  }

  deinit {
    if !isGone { partingInput.drain() }
    tmux?.cancel()
    curses_close()
    Self.closeKeyboard(input)
  }

  /// A handle that other threads use to end the wait of ``nextEvents()``.
  public var waker: Waker { Waker() }

  /// Shows a grid; only what changed since the last one is sent.
  ///
  /// A grid of another size than ``size`` is cut or filled up with blanks at the right and below.
  ///
  /// - Parameter grid: What to show, with the place of the hardware cursor if it is to be seen.
  public mutating func present(_ grid: CellGrid) {
    guard grid != shown, !isGone else { return }
    if painter.begin(cells: size.width * size.height) { shown = nil }
    if let shown, shown.width != grid.width || shown.height != grid.height { self.shown = nil }
    for row in 0..<size.height where !(shown?.hasSameRow(row, as: grid) ?? false) {
      painter.put(row, of: grid, columns: size.width)
    }
    let cursor = grid.cursor.flatMap { place in
      place.column >= 0 && place.row >= 0 && place.column < size.width && place.row < size.height
        ? place : nil
    }
    curses_show(
      Int32(cursor?.column ?? -1), Int32(cursor?.row ?? -1),
      options.synchronised && traits.tier != .mono)
    shown = grid
  }

  /// Waits until something happens and returns all that is waiting, in order.
  ///
  /// Resizes, wake-ups and mouse motions that follow one another are reported once. When the
  /// terminal is gone this and every later call returns `TerminalEvent.terminate`
  /// with SIGHUP at once.
  ///
  /// - Returns: At least one event.
  public mutating func nextEvents() -> [TerminalEvent] {
    while true {
      let events = nextEvents(timeoutMilliseconds: -1)
      if !events.isEmpty { return events }
    }
  }

  /// Waits until something happens, but no longer than a time.
  ///
  /// - Parameter timeoutMilliseconds: How long to wait; 0 does not wait, less waits for ever.
  /// - Returns: All that is waiting, in order; nothing when the time is over.
  public mutating func nextEvents(timeoutMilliseconds: Int) -> [TerminalEvent] {
    let deadline = timeoutMilliseconds < 0 ? nil : Self.milliseconds() + timeoutMilliseconds
    curses_trim_errors()
    while !isGone {
      if !waiting.isEmpty { break }
      let left = deadline.map { max(0, $0 - Self.milliseconds()) }
      if !collect(atMost: left), left == 0 { break }
    }
    if isGone { waiting.append(.terminate(signal: SIGHUP)) }
    defer { waiting = [] }
    return TerminalEvent.coalesced(waiting)
  }

  /// Gives the screen back, stops the process as the terminal's Ctrl-Z would, and takes the screen
  /// again when it continues.
  ///
  /// The next events are then a resize if the size changed, and
  /// `TerminalEvent.resumed`. Where no shell would continue the process, nothing
  /// stops.
  public mutating func suspend() {
    if !isGone { partingInput.drain() }
    holdsButton = false
    curses_suspend()
    curses_set_mouse(usesMouse)
    resumed()
  }

  /// Makes the next ``present(_:)`` send the whole screen, whatever the terminal shows by now.
  public mutating func redraw() {
    curses_forget_screen()
    shown = nil
  }

  /// Listens to the mouse or leaves it to the terminal, so that text can be selected.
  public mutating func setMouse(_ isOn: Bool) {
    usesMouse = isOn
    curses_set_mouse(isOn)
  }

  // MARK: Questions

  /// Asks the terminal what it can do, and tmux what is around it.
  private mutating func ask() {
    if let questions = probe?.questions() { send(questions) }
    if !(facts.environment["TMUX"] ?? "").isEmpty {
      tmux?.cancel()
      tmux = TmuxQuestion()
    }
  }

  /// Waits for the answers as long as the number of colours depends on them.
  private mutating func awaitAnswers() {
    let deadline = Self.milliseconds() + facts.answerTime
    while let probe, probe.isOutstanding, !isGone, facts.choice(probe.answers).rule == .entry {
      let left = deadline - Self.milliseconds()
      let isEnding = waiting.contains { if case .terminate = $0 { true } else { false } }
      guard left > 0, !isEnding else { break }
      _ = collect(atMost: left)
    }
    adoptAnswers()
    // Nobody has seen other traits yet.
    waiting.removeAll { if case .traits = $0 { true } else { false } }
  }

  /// Takes an answer of the terminal's down.
  private mutating func take(_ reply: TerminalReply) {
    guard probe != nil else { return }
    if let question = probe?.receive(reply) { send(question) }
    if probe?.isOutstanding == false { adoptAnswers() }
  }

  /// Draws by what is known now, and tells when that is something else.
  private mutating func adoptAnswers() {
    let new = facts.traits(
      probe?.answers ?? TerminalAnswers(), outer: outer, colors: colors,
      size: TerminalSize(columns: size.width, rows: size.height, cell: cell))
    guard new != traits else { return }
    if new.tier != traits.tier {
      painter.adopt(new.tier)
      shown = nil
    }
    traits = new
    waiting.append(.traits(new))
  }

  private func send(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { curses_send($0.baseAddress, $0.count) }
    }
  }

  /// What must be read before the screen is given back.
  private var partingInput: PartingInput {
    PartingInput(
      input: input, decoder: decoder, isAnswerOutstanding: probe?.isOutstanding ?? false,
      answersFences: probe?.answers.attributes != nil, usesMouse: usesMouse,
      holdsButton: holdsButton, time: facts.partingTime, escapeDelay: escapeDelay)
  }

  /// How long an Escape may wait for what follows, in milliseconds: over a network the bytes of one
  /// key may come apart.
  private var escapeDelay: Int { facts.isRemote ? 100 : 25 }

  // MARK: Input

  /// Waits once, puts what came into `waiting`, and tells whether anything came.
  private mutating func collect(atMost left: Int?) -> Bool {
    let patience: Int32? = decoder.patience.map {
      // Counted from the last byte, so that a caller in a hurry neither cuts it short nor renews it.
      let whole = $0 == .escape ? escapeDelay : sequencePatience
      return Int32(clamping: max(0, lastRead + whole - Self.milliseconds()))
    }
    var timeout = left.map { Int32(clamping: $0) } ?? -1
    let givesUp = patience.map { timeout < 0 || $0 <= timeout } ?? false
    if let patience, givesUp { timeout = patience }

    // poll() passes over negative descriptors.
    var descriptors = [input, curses_signal_descriptor(), tmux?.descriptor ?? -1]
      .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let count = poll(&descriptors, nfds_t(descriptors.count), timeout)
    if count == 0, givesUp { waiting += decoder.giveUp() }
    guard count > 0 else { return count < 0 }
    if descriptors[1].revents != 0 { takeSignals() }
    if descriptors[2].revents != 0 { readTmux() }
    let state = Int32(descriptors[0].revents)
    if state & POLLIN != 0 {
      readKeyboard()
    } else if state & (POLLHUP | POLLERR | POLLNVAL) != 0 {
      isGone = true
    }
    return true
  }

  /// How long an unfinished sequence may wait, in milliseconds.
  ///
  /// The answers of a slow line come in pieces, of which none must be taken for keys.
  private var sequencePatience: Int { probe?.isOutstanding == true ? 3000 : 500 }

  private mutating func readTmux() {
    guard let client = tmux?.answer() else { return }
    tmux = nil
    outer = client.client
    if probe?.isOutstanding != true { adoptAnswers() }
  }

  /// Reads all that is waiting, up to a limit that a held key never reaches.
  private mutating func readKeyboard() {
    lastRead = Self.milliseconds()
    var buffer = [UInt8](repeating: 0, count: 4096)
    for _ in 0..<16 {
      let count = read(input, &buffer, buffer.count)
      if count < 0 && (errno == EINTR || errno == EAGAIN) { return }
      guard count > 0 else { return isGone = true }
      for event in decoder.feed(buffer.prefix(count)) {
        if case .reply(let reply) = event { take(reply) } else { waiting.append(event) }
      }
      var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 0) == 1, Int32(descriptor.revents) & POLLIN != 0 else { break }
    }
    for case .mouse(let event) in waiting {
      if event.action == .press { holdsButton = true }
      if event.action == .release { holdsButton = false }
    }
  }

  private mutating func takeSignals() {
    let signals = curses_take_signals()
    func came(_ signal: Int32) -> Bool { signals & (1 << UInt32(signal)) != 0 }
    if came(SIGTSTP) {
      suspend()
    } else if came(SIGCONT) {
      curses_take_again()
      resumed()
    }
    if came(SIGWINCH) { adoptSize() }
    for signal in [SIGTERM, SIGHUP, SIGINT] where came(signal) {
      waiting.append(.terminate(signal: signal))
    }
    if came(0) { waiting.append(.wake) }
  }

  private mutating func resumed() {
    adoptSize()
    shown = nil
    curses_forget_screen()
    // The program may have been continued in another terminal.
    ask()
    waiting.append(.resumed)
  }

  private mutating func adoptSize() {
    let new = Self.readSize()
    let hasSameCells = (new.columns, new.rows) == size
    guard !hasSameCells || new.cell != cell else { return }
    size = (new.columns, new.rows)
    cell = new.cell
    if !hasSameCells {
      shown = nil
      curses_resize(Int32(new.columns), Int32(new.rows))
      waiting.append(.resize(width: new.columns, height: new.rows))
    }
    if probe?.isOutstanding != true { adoptAnswers() }
  }
}

extension CellGrid {
  /// Whether a row is the same in two grids of one size; rows below both are.
  fileprivate func hasSameRow(_ row: Int, as other: CellGrid) -> Bool {
    guard row < height else { return true }
    let range = (row * width)..<((row + 1) * width)
    return cells[range] == other.cells[range]
  }
}
