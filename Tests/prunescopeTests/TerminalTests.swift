import Glibc
import TerminalTestSupport
import Testing

/// The built program in a terminal, as its users see it; one at a time.
@Suite(.serialized) struct InTerminal {}

extension InTerminal {
  @Suite struct Showing {
    @Test(
      arguments: [
        (80, 24, "24bit"), (120, 40, "24bit"), (200, 60, "24bit"), (80, 24, "256"),
        (120, 40, "256"), (100, 30, "16"), (120, 40, "mono"), (40, 12, "24bit"), (9, 3, "256"),
      ])
    func drawsWhatRenderPrints(columns: Int, rows: Int, color: String) throws {
      let wanted = try VirtualTerminal.rendered(
        "", ["--color", color], columns: columns, rows: rows)
      let terminal = try VirtualTerminal.exploring(
        ["--color", color], columns: columns, rows: rows)
      try terminal.until(shows: wanted)
      terminal.send("q")
      #expect(try terminal.end() == 0)
      terminal.expectRestored()
    }

    @Test func drawsByWhatTheTerminalAnswers() throws {
      let direct = try VirtualTerminal.rendered("", ["--color", "24bit"])
      try VirtualTerminal.exploring(answering: .xterm).until(shows: direct)
      let indexed = try VirtualTerminal.rendered("", ["--color", "256"])
      try VirtualTerminal.exploring(answering: .plain).until(shows: indexed)
    }

    @Test func drawsASCIIInTheCLocale() throws {
      let wanted = try VirtualTerminal.rendered("j", ["--color", "256", "--ascii"])
      let terminal = try VirtualTerminal.exploring(
        environment: ["LANG": "C"], answering: .plain)
      try terminal.untilComputed()
      terminal.send("j")
      try terminal.until(shows: wanted)
      #expect(terminal.transcript.allSatisfy { $0 < 0x80 })
    }

    @Test func redrawsAfterAResizeStorm() throws {
      let terminal = try VirtualTerminal.exploring(["--color", "24bit"])
      try terminal.untilComputed()
      for (columns, rows) in [(200, 60), (1, 1), (30, 8), (80, 24), (3, 50), (150, 2)] {
        for step in 0..<10 { terminal.resize(columns: columns + step, rows: rows) }
      }
      terminal.resize(columns: 120, rows: 40)
      try terminal.until(
        shows: .rendered("", ["--color", "24bit"], columns: 120, rows: 40))
      terminal.send("q")
      #expect(try terminal.end() == 0)
      terminal.expectRestored()
    }

    @Test func catchesUpOnASlowLine() throws {
      let keys = String(repeating: "c", count: 51) + String(repeating: "l", count: 9)
      let wanted = try VirtualTerminal.rendered(
        keys.map(String.init).joined(separator: " "), ["--color", "24bit"])
      let terminal = try VirtualTerminal.exploring(["--color", "24bit"])
      try terminal.untilComputed()
      terminal.settle()
      let before = terminal.transcript.count
      terminal.line = .long(200)
      for key in keys {
        terminal.send(String(key))
        // As fast as a key repeats.
        usleep(10_000)
      }
      try terminal.until(shows: wanted)
      // A change of colours sends some 30 kB; half a second's worth of it is on its way at most.
      #expect(terminal.transcript.count - before < 500_000)
    }
  }

  @Suite struct Driving {
    @Test func readsKeysAsTheyAreSent() throws {
      let terminal = try VirtualTerminal.exploring(["--color", "256"])
      try terminal.untilComputed()
      terminal.send("j\u{1B}[B\u{1B}OC\t=\u{1B}[Z")
      try terminal.until(
        shows: .rendered("j <Down> <Right> <Tab> = <S-Tab>", ["--color", "256"]))
      terminal.send("%22%\r")
      try terminal.until("typed a budget") { terminal.text.contains("127 of 576") }
    }

    @Test func losesNoKeyThatIsTypedAhead() throws {
      let terminal = try VirtualTerminal.exploring(["--color", "256"])
      terminal.send("?j")
      try terminal.until(shows: .rendered("? j", ["--color", "256"]))
    }

    /// Where a word stands on the screen.
    private func place(of word: String, in terminal: VirtualTerminal) -> (Int, Int) {
      for row in 0..<30 {
        let line = Array(terminal.row(row))
        for column in line.indices where line[column...].starts(with: word) { return (column, row) }
      }
      Issue.record("'\(word)' is nowhere in\n\(terminal.text)")
      return (0, 0)
    }

    private func mouse(_ code: Int, _ column: Int, _ row: Int, _ end: String = "M") -> String {
      "\u{1B}[<\(code);\(column + 1);\(row + 1)\(end)"
    }

    @Test func followsTheMouse() throws {
      let terminal = try VirtualTerminal.exploring(["--color", "256"])
      try terminal.untilComputed()
      #expect(terminal.mouse == 3)
      let before = place(of: "#300", in: terminal)
      terminal.send(mouse(0, 12, 8) + mouse(0, 12, 8, "m"))
      try terminal.until("moved the cursor to the click") {
        !terminal.text.contains("#300") && terminal.text.contains("#")
      }
      #expect(before.1 > 0)

      let (column, row) = place(of: "●", in: terminal)
      terminal.send(mouse(0, column, row) + mouse(32, column + 3, row) + mouse(32, column + 9, row))
      try terminal.until("dragged the budget") { !terminal.text.contains("64 of 576") }
      terminal.send(mouse(0, column + 9, row, "m"))
      terminal.send("%64\r")
      try terminal.until("went back") { terminal.text.contains("64 of 576") }
      terminal.send(mouse(64, column, row))
      try terminal.until("turned the wheel") { terminal.text.contains("65 of 576") }
      terminal.send(mouse(65, column, row) + mouse(65, column, row))
      try terminal.until("turned it back") { terminal.text.contains("63 of 576") }
      // Motion without a button changes no budget, however much of it there is.
      for step in 0..<500 { terminal.send(mouse(35, step % 90, step % 28)) }
      terminal.send("=")
      try terminal.until("read all of it") { terminal.text.contains("64 of 576") }
    }

    @Test func leavesTheMouseToTheTerminalWhenAsked() throws {
      let terminal = try VirtualTerminal.exploring()
      try terminal.untilComputed()
      terminal.send("M")
      try terminal.until("left the mouse alone") { terminal.mouse == 0 }
      terminal.send("M")
      try terminal.until("listened to it again") { terminal.mouse == 3 }
      let without = try VirtualTerminal.exploring(["--no-mouse"])
      try without.untilComputed()
      #expect(without.mouse == 0)
    }

    @Test func takesLateAnswersForNoKeys() throws {
      let terminal = try VirtualTerminal.exploring(answering: .xterm)
      terminal.holdsAnswers = true
      try terminal.untilComputed()
      terminal.holdsAnswers = false
      for byte in terminal.takeHeldAnswers().utf8 {
        terminal.send(String(decoding: [byte], as: UTF8.self))
      }
      terminal.send(
        "\u{1B}]11;rgb:ab/cd\u{07}\u{1B}P1$rqqq\u{1B}\\\u{1B}[?1;2;3z\u{1B}_junk\u{1B}\\")
      try terminal.until(shows: .rendered("", ["--color", "24bit"]))
      #expect(terminal.isTaken)
    }
  }
}
