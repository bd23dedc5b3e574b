import ArgumentParser
import Explorer
import LocalFiles
import TerminalUI

/// A session that needs no screen: keys are read a line at a time, and after each line the screen is
/// told as text.
struct PlainSession {
  let setup: SessionSetup
  var state: ExplorerState

  /// Runs the session until its input ends or a key ends it.
  ///
  /// - Throws: The exit code of a session that did not end with 0, or 74 when nobody takes the text.
  func run() throws {
    var state = state
    // Nothing is cut off; an empty line is the only thing between two screens.
    state.begin(
      size: ScreenSize(width: 200, height: 60), traits: ScreenTraits(tier: .mono, unicode: true),
      usesMouse: false, showsHeat: try setup.showsHeat())
    var session = HeadlessSession(state: state) { setup.runner(readsAhead: false, wake: $0) }
    session.begin()
    try Console.print(session.report.joined(separator: "\n"))
    while session.finishedCode == nil, let line = readLine() {
      do throws(KeyScriptError) {
        session.press(try Key.sequence(line))
      } catch {
        Console.report(error.description)
        continue
      }
      guard session.finishedCode == nil else { break }
      try Console.print("\n" + session.report.joined(separator: "\n"))
    }
    session.finishExports()
    if let error = SavedSession.save(session.state) {
      Console.report("the session is not saved: \(error.description)")
    }
    if let code = session.finishedCode, code != 0 { throw ExitCode(code) }
  }
}
