import Glibc
import TerminalTestSupport
import Testing

extension Driving {
  /// On a slow line frames are left out, never late.
  @Suite struct SlowLine {
    private static let last = 60

    private func expectLastFrame(_ terminal: VirtualTerminal) {
      for row in 0..<30 {
        for column in 0..<100 {
          let cell = terminal.cell(column, row)
          #expect(cell.ink == .rgb(column, row, Self.last))
          #expect(cell.ground == .rgb(Self.last, column, row))
        }
      }
    }

    /// Shows sixty frames of noise, 10 ms apart, on a line; returns how many bytes that took.
    private func flood(
      _ line: VirtualTerminal.Line, answering: TerminalAnswering = .plain
    ) throws -> Int {
      let terminal = try VirtualTerminal.probing(["24bit"], answering: answering)
      let before = terminal.transcript.count
      terminal.line = line
      terminal.send("F")
      try terminal.until("showed the last frame") {
        terminal.cell(99, 29).ink == .rgb(99, 29, Self.last)
      }
      terminal.line = .fast
      terminal.settle()
      expectLastFrame(terminal)
      terminal.send("q")
      #expect(try terminal.end() == 0)
      terminal.expectRestored()
      return terminal.transcript.count - before
    }

    @Test func leavesFramesOutThatTheTerminalDoesNotTake() throws {
      // One frame is a quarter of a second's worth of this line, and 60 are 7 MB.
      #expect(try flood(.slow(400)) < 1_000_000)
    }

    @Test func leavesFramesOutThatWouldBeOnTheirWayForLong() throws {
      #expect(try flood(.long(400)) < 1_000_000)
    }

    @Test func drawsForATerminalThatAnswersNothing() throws {
      #expect(try flood(.slow(400), answering: .nothing) < 1_000_000)
    }

    @Test func goesOnWhenAnAnswerNeverComes() throws {
      let terminal = try VirtualTerminal.probing(["24bit"], columns: 60, rows: 12)
      terminal.answering = .nothing
      terminal.send("F")
      try terminal.until("showed the last frame") {
        terminal.cell(59, 11).ink == .rgb(59, 11, Self.last)
      }
    }

    @Test func drawsAKeyAtOnce() throws {
      let terminal = try VirtualTerminal.probing()
      for count in 1...5 {
        let before = terminal.transcript.count
        let frames = terminal.sent(from: before).components(separatedBy: "\u{1B}[?2026h")
        #expect(try terminal.send("a", expecting: count).count == count)
        terminal.settle()
        // One frame for the key, and nothing after it.
        #expect(
          terminal.sent(from: before).components(separatedBy: "\u{1B}[?2026h") == frames + 1)
      }
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func endsThoughNobodyReads(signal: Int32) throws {
      let terminal = try VirtualTerminal.probing(["24bit"])
      terminal.line = .stuck
      terminal.send("F")
      try terminal.until("filled the line") { terminal.isFull }
      kill(terminal.process, signal)
      try terminal.until("ended") { terminal.endingNow() != nil }
      #expect(terminal.endingNow() == 128 + signal)
      #expect(terminal.isCooked)
    }
  }
}
