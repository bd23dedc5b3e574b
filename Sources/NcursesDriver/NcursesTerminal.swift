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
  public internal(set) var size: (width: Int, height: Int)
  /// What the screen can do, as far as it is known by now.
  public internal(set) var traits: ScreenTraits

  let options: TerminalOptions
  let input: Int32
  let facts: TerminalFacts
  let colors: Int
  var painter: CellPainter
  var pixels = PixelPainter()
  var decoder = InputDecoder()
  /// What the terminal is asked; nil for one that might print the questions.
  var probe: CapabilityProbe?
  var tmux: TmuxQuestion?
  var outer: TmuxClient?
  var cell: CellPixels?
  /// The size of a cell as the terminal answered it; what it tells without being asked comes first.
  var answeredCell: CellPixels?
  /// What the screen shows, or nil when every row must be written.
  var shown: CellGrid?
  /// What is to be shown as soon as the terminal takes it.
  var next: CellGrid?
  var queue = FrameQueue()
  /// Events that happened outside ``nextEvents()``.
  var waiting: [TerminalEvent] = []
  /// When keys were last read, on the clock of ``milliseconds()``.
  var lastRead = 0
  var isGone = false
  var holdsButton = false
  var usesMouse = false

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
    traits = facts.traits(TerminalAnswers(), outer: nil, colors: colors, cell: told.cell)
    painter = CellPainter(traits: traits, colors: colors)
    size = (told.columns, told.rows)
    cell = told.cell
    if facts.takesQuestions { probe = CapabilityProbe(environment: facts.environment) }
    curses_resize(Int32(size.width), Int32(size.height))
    send(String(cString: curses_whole_region(Int32(size.height))))
    curses_begin()
    setMouse(options.mouse)
    ask()
    awaitAnswers()
  }

  deinit {
    if !isGone { partingInput.drain(after: queue) }
    tmux?.cancel()
    curses_close()
    Self.closeKeyboard(input)
  }

  /// A handle that other threads use to end the wait of ``nextEvents()``.
  public var waker: Waker { Waker() }

  /// Shows a grid; only what changed since the last one is sent.
  ///
  /// It is drawn at once unless the last one was drawn less than 16 ms ago or the terminal has not
  /// taken that yet; then it is drawn by ``nextEvents()`` as soon as it can, and is forgotten when a
  /// newer one is shown first. A grid of another size than ``size`` is cut or filled up with blanks
  /// at the right and below.
  ///
  /// - Parameter grid: What to show, with the place of the hardware cursor if it is to be seen.
  public mutating func present(_ grid: CellGrid) {
    guard !isGone else { return }
    next = grid == shown && pixels.isComplete ? nil : grid
    advance()
  }

  /// Whether a frame that was shown is not on its way yet.
  package var hasUnsentFrame: Bool { next != nil || !queue.isEmpty }

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
      pump()
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
    if !isGone { partingInput.drain(after: queue) }
    queue.drop()
    holdsButton = false
    // What the terminal keeps of pictures is freed by the same call.
    pixels.forget()
    curses_suspend()
    listenToMouse()
    resumed()
  }

  /// Makes the next ``present(_:)`` send the whole screen, whatever the terminal shows by now.
  public mutating func redraw() {
    queue.pacing.forgetQuestion()
    curses_forget_screen()
    shown = nil
    // Another terminal may have been attached that has no pictures of ours.
    send(bytes: pixels.clear())
  }

  /// Listens to the mouse or leaves it to the terminal, so that text can be selected.
  public mutating func setMouse(_ isOn: Bool) {
    usesMouse = isOn
    listenToMouse()
  }

  mutating func listenToMouse() { send(String(cString: curses_mouse_text(usesMouse))) }
}
