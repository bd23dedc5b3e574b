import Glibc
import Synchronization

/// How far a long command is, on standard error.
///
/// On a terminal it is one line that is written again at most five times a second; elsewhere a line
/// at most every ten seconds.
final class ProgressLine: Sendable {
  private struct State {
    var last: ContinuousClock.Instant?
    /// The characters of the line that is on the terminal.
    var shown = 0
  }

  private let isQuiet: Bool
  private let isTerminal: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// The longest line, so that no terminal breaks it.
  private static let longest = 78

  /// Creates a line.
  ///
  /// - Parameter isQuiet: Whether nothing but messages is told.
  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    isTerminal = isatty(STDERR_FILENO) == 1
  }

  /// Tells how far the work is.
  ///
  /// - Parameters:
  ///   - done: Samples that are done.
  ///   - total: Samples that are to be done.
  ///   - resumed: Those of `done` that had been done before this run.
  ///   - refused: Those of `done` that were refused.
  func tell(done: Int, total: Int, resumed: Int, refused: Int) {
    guard !isQuiet else { return }
    let now = ContinuousClock.now
    let interval: Duration = isTerminal ? .milliseconds(200) : .seconds(10)
    state.withLock { state in
      // The last state is told on a terminal, where an older line would stay; else a report follows.
      guard now - (state.last ?? start) >= interval || isTerminal && done == total else { return }
      state.last = now
      let line = Self.text(
        done: done, total: total, resumed: resumed, refused: refused, after: now - start)
      guard isTerminal else { return Self.write("prunescope: \(line)\n") }
      let shown = String(line.prefix(Self.longest))
      Self.write("\r" + shown + String(repeating: " ", count: max(0, state.shown - shown.count)))
      state.shown = shown.count
    }
  }

  /// Reports messages without mixing them with the line.
  func report(_ messages: [String]) {
    guard !messages.isEmpty else { return }
    end()
    for message in messages { Console.report(message) }
  }

  /// Takes the line away.
  func end() {
    state.withLock { state in
      guard state.shown > 0 else { return }
      Self.write("\r" + String(repeating: " ", count: state.shown) + "\r")
      state.shown = 0
    }
  }

  /// The line: `123/1000 samples, 4.1/s, 3 min 34 s left, 2 refused`.
  ///
  /// - Parameters:
  ///   - done: Samples that are done.
  ///   - total: Samples that are to be done.
  ///   - resumed: Those of `done` that had been done before.
  ///   - refused: Those of `done` that were refused.
  ///   - elapsed: How long the others took.
  /// - Returns: The line; without rate and time left as long as nothing was done.
  static func text(
    done: Int, total: Int, resumed: Int, refused: Int, after elapsed: Duration
  ) -> String {
    let seconds = elapsed / .seconds(1)
    var parts = ["\(done)/\(total) samples"]
    if done > resumed, seconds > 0 {
      let rate = Double(done - resumed) / seconds
      parts.append(rounded(rate) + "/s")
      if done < total { parts.append(span(Double(total - done) / rate) + " left") }
    }
    if refused > 0 { parts.append("\(refused) refused") }
    return parts.joined(separator: ", ")
  }

  /// A rate with about two digits.
  private static func rounded(_ rate: Double) -> String {
    guard rate < 10 else { return "\(Int(min(rate, 1e9).rounded()))" }
    let scale = rate < 1 ? 100.0 : 10.0
    return "\((rate * scale).rounded() / scale)"
  }

  /// A span of time: `34 s`, `3 min 34 s`, `2 h 5 min`.
  private static func span(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  private static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR { return }
    }
  }
}
