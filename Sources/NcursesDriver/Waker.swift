import CNcurses

/// Ends the wait of a terminal's `nextEvents()` from any thread.
public struct Waker: Sendable {
  /// Creates a waker for the terminal that is open.
  init() {}

  /// Makes the terminal report `TerminalEvent.wake` soon, once however often it is
  /// called; harmless when the terminal is closed.
  public func wake() { curses_wake() }
}
