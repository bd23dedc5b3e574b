import Explorer
import Glibc
import TerminalUI

/// Runs a session: events in, effects out, one frame for all that was waiting.
struct EventLoop {
  /// The state of the session.
  private(set) var state: ExplorerState
  private let runner: EffectRunner
  private var exitCode: Int32?

  /// Creates a loop for a session that has not begun.
  init(state: ExplorerState, runner: EffectRunner) {
    self.state = state
    self.runner = runner
  }

  /// Effects that only a terminal can carry out.
  enum ScreenEffect { case redraw, suspend, setMouse(Bool), copy(String) }

  /// Applies an event; effects of work start at once, those of the screen are returned.
  mutating func apply(_ event: ExplorerEvent) -> [ScreenEffect] {
    var forScreen: [ScreenEffect] = []
    for effect in update(&state, event) {
      switch effect {
      case .quit(let code): exitCode = exitCode ?? code
      case .redraw: forScreen.append(.redraw)
      case .suspend: forScreen.append(.suspend)
      case .setMouse(let isOn): forScreen.append(.setMouse(isOn))
      case .copy(let text): forScreen.append(.copy(text))
      default: runner.run(effect)
      }
    }
    return forScreen
  }

  /// Whether the session is over, and with which code.
  var finishedCode: Int32? { exitCode }

  /// Ends the session as a signal does.
  mutating func end(signal: Int32) { exitCode = exitCode ?? 128 + signal }

  /// Applies all answers that wait.
  mutating func applyAnswers() {
    for answer in runner.collect() { _ = apply(answer) }
  }
}
