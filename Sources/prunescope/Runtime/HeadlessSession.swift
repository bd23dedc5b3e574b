import Dispatch
import Explorer
import Glibc
import TerminalUI

/// A session without a terminal: keys from a script, the last frame as the result.
struct HeadlessSession {
  private var loop: EventLoop
  private let runner: EffectRunner
  private let answered: DispatchSemaphore

  /// Creates a session that has not begun.
  init(state: ExplorerState, makeRunner: (@escaping @Sendable () -> Void) -> EffectRunner) {
    let answered = DispatchSemaphore(value: 0)
    self.answered = answered
    runner = makeRunner { answered.signal() }
    loop = EventLoop(state: state, runner: runner)
  }

  /// Presses keys one after the other, each once the work of the one before is done.
  ///
  /// - Returns: The frame after the last one, or the frame in which the session ended.
  mutating func play(_ keys: [Key]) -> CellGrid {
    begin()
    press(keys)
    return render(loop.state)
  }

  /// Begins the session, and waits until its first screen is whole.
  mutating func begin() {
    _ = loop.apply(.start)
    settle()
  }

  /// Presses keys one after the other, until the session ends.
  mutating func press(_ keys: [Key]) {
    for key in keys where loop.finishedCode == nil {
      _ = loop.apply(.key(key))
      settle()
    }
  }

  /// The screen as lines of text.
  var report: [String] { describe(loop.state) }

  /// Whether the session is over, and with which code.
  var finishedCode: Int32? { loop.finishedCode }

  /// The state of the session.
  var state: ExplorerState { loop.state }

  /// Waits until every export is written or refused.
  func finishExports() { runner.finishExports() }

  /// Why the sample on screen could not be read, if it could not.
  var refusal: String? { loop.state.refusal }

  /// Why tables could not be joined, a line each.
  var refusedTables: [String] { loop.state.shelf.refusedTables }

  /// Waits until no work is under way.
  private mutating func settle() {
    loop.applyAnswers()
    while !runner.isSettled {
      answered.wait()
      loop.applyAnswers()
    }
  }
}
