import Glibc
import TerminalTestSupport
import TestSupport
import Testing

extension VirtualTerminal {
  /// The arguments of a session that computes little: one picture and three strategies.
  static let session = [
    Fixture.repository() + "/Samples/street.png", "--strategy", "agilepruner,divprune,random",
  ]

  /// The same as a command of the shell.
  static func command(_ more: [String] = []) -> String {
    ([Program.program] + session + more).map { "'\($0)'" }.joined(separator: " ")
  }

  /// Starts the explorer.
  static func exploring(
    _ arguments: [String] = [], environment: [String: String] = [:],
    answering: TerminalAnswering = .xterm, columns: Int = 100, rows: Int = 30
  ) throws -> VirtualTerminal {
    try VirtualTerminal(
      session + arguments, program: Program.program, environment: environment,
      answering: answering, columns: columns, rows: rows)
  }

  /// What the explorer shows after keys, as `render` prints it into a terminal.
  static func rendered(
    _ keys: String = "", _ arguments: [String] = [], columns: Int = 100, rows: Int = 30
  ) throws -> VirtualTerminal {
    // One row more: the last line ends with a line feed.
    let terminal = try VirtualTerminal(
      ["render"] + session + ["--size", "\(columns)x\(rows)", "--ansi", "--keys", keys]
        + arguments,
      program: Program.program, columns: columns, rows: rows + 1)
    try #require(try terminal.end() == 0)
    return terminal
  }

  /// Waits until the explorer shows just what `render` prints.
  func until(shows other: VirtualTerminal) throws {
    var difference: String?
    do {
      try until("showed what render prints") {
        difference = self.difference(from: other)
        return difference == nil
      }
    } catch {
      Issue.record("\(difference ?? "")\n\(other.text)")
      throw error
    }
  }

  /// Waits until the strategies on screen have been computed.
  func untilComputed() throws {
    // The cost is told once the current strategy is there, the patch once the tokens are.
    try until("computed") {
      text.contains("64 of 576") && text.contains("#300") && text.contains(" TF ")
        && !text.contains("… TF")
    }
  }

  /// Whether everything about the terminal is as it was before the program.
  func expectRestored() {
    #expect(!isTaken)
    #expect(showsCursor)
    #expect(mouse == 0)
    #expect(changedModes == [])
  }
}
