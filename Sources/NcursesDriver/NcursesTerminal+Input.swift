import CNcurses
import Glibc
import TerminalUI

/// Where events come from: keys, signals, and what is overdue.
extension NcursesTerminal {
  /// Waits once, puts what came into `waiting`, and tells whether anything came.
  mutating func collect(atMost left: Int?) -> Bool {
    let patience: Int32? = decoder.patience.map {
      // Counted from the last byte, so that a caller in a hurry neither cuts it short nor renews it.
      let whole = $0 == .escape ? escapeDelay : sequencePatience
      return Int32(clamping: max(0, lastRead + whole - Self.milliseconds()))
    }
    var timeout = left.map { Int32(clamping: $0) } ?? -1
    var givesUp = patience.map { timeout < 0 || $0 <= timeout } ?? false
    if let patience, givesUp { timeout = patience }
    let pause = next == nil ? nil : queue.delay(now: Self.milliseconds())
    if let pause, timeout < 0 || pause < Int(timeout) {
      timeout = Int32(clamping: pause)
      givesUp = false
    }

    // poll() passes over negative descriptors.
    var descriptors = [input, curses_signal_descriptor(), tmux?.descriptor ?? -1]
      .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let output = queue.isEmpty ? -1 : curses_output_descriptor()
    descriptors.append(pollfd(fd: output, events: Int16(POLLOUT), revents: 0))
    let count = poll(&descriptors, nfds_t(descriptors.count), timeout)
    if count == 0 {
      if givesUp { waiting += decoder.giveUp() }
      // Nothing newer is on its way: the frame that waits is the one to draw.
      return pause == Int(timeout) && drawNext()
    }
    guard count > 0 else { return true }
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
  var sequencePatience: Int { probe?.isOutstanding == true ? 3000 : 500 }

  mutating func readTmux() {
    guard let client = tmux?.answer() else { return }
    tmux = nil
    outer = client.client
    if probe?.isOutstanding != true { adoptAnswers() }
  }

  /// Reads all that is waiting, up to a limit that a held key never reaches.
  mutating func readKeyboard() {
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

  mutating func takeSignals() {
    let signals = curses_take_signals()
    func came(_ signal: Int32) -> Bool { signals & (1 << UInt32(signal)) != 0 }
    if came(SIGTSTP) {
      suspend()
    } else if came(SIGCONT) {
      send(bytes: pixels.clear())
      curses_take_again()
      resumed()
    }
    if came(SIGWINCH) { adoptSize() }
    for signal in [SIGTERM, SIGHUP, SIGINT] where came(signal) {
      waiting.append(.terminate(signal: signal))
    }
    if came(0) { waiting.append(.wake) }
  }

  mutating func resumed() {
    adoptSize()
    shown = nil
    curses_forget_screen()
    // The program may have been continued in another terminal.
    ask()
    waiting.append(.resumed)
  }

  mutating func adoptSize() {
    let new = Self.readSize()
    let hasSameCells = (new.columns, new.rows) == size
    guard !hasSameCells || new.cell != cell else { return }
    size = (new.columns, new.rows)
    cell = new.cell
    if !hasSameCells {
      shown = nil
      curses_resize(Int32(new.columns), Int32(new.rows))
      send(String(cString: curses_whole_region(Int32(new.rows))))
      waiting.append(.resize(width: new.columns, height: new.rows))
    }
    if probe?.isOutstanding != true { adoptAnswers() }
  }
}
