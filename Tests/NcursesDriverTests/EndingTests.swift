import Glibc
import TerminalTestSupport
import Testing

extension Driving {
  /// However the program ends, the terminal is as it was.
  @Suite struct Ending {
    @Test(arguments: [("q", 0), ("\u{03}", 130), ("X", 7)] as [(String, Int32)])
    func restoresTheScreenAfter(key: String, code: Int32) throws {
      let terminal = try VirtualTerminal.probing()
      #expect(terminal.isTaken)
      #expect(!terminal.isCooked)
      terminal.send(key)
      #expect(try terminal.end() == code)
      terminal.expectRestored()
    }

    @Test func takesTheScreenAsOftenAsAsked() throws {
      let terminal = try VirtualTerminal.probing(["24bit"])
      for round in 1...3 {
        terminal.send("R")
        try terminal.until("took the screen again") {
          terminal.isTaken && terminal.sent().components(separatedBy: "\u{1B}[?1049h") == round + 2
            && terminal.row(0).hasPrefix("probe ")
        }
        terminal.settle()
        #expect(terminal.cell(5, 1).ground == .rgb(5, 250, 7))
        #expect(terminal.mouse == 3)
      }
      kill(terminal.process, SIGTERM)
      #expect(try terminal.end() == 143)
      terminal.expectRestored()
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func restoresTheScreenAfter(signal: Int32) throws {
      let terminal = try VirtualTerminal.probing()
      kill(terminal.process, signal)
      #expect(try terminal.end() == 128 + signal)
      terminal.expectRestored()
    }

    @Test(
      arguments: [
        ("C", [SIGILL, SIGTRAP]), ("S", [SIGSEGV]), ("A", [SIGABRT]),
      ] as [(String, [Int32])])
    func restoresTheScreenAfterACrash(key: String, signals: [Int32]) throws {
      let terminal = try VirtualTerminal.probing()
      terminal.send(key)
      #expect(signals.map(-).contains(try terminal.end()))
      terminal.expectRestored()
    }

    @Test func showsTheReasonOfACrash() throws {
      let terminal = try VirtualTerminal.probing()
      terminal.send("C")
      _ = try terminal.end()
      let parts = terminal.sent().split(separator: "\u{1B}[?1049l")
      #expect(parts.count == 2)
      #expect(parts.last?.contains("the probe was told to crash") ?? false)
    }

    @Test func keepsStandardErrorOffTheScreen() throws {
      let terminal = try VirtualTerminal.probing()
      _ = try terminal.send("E", expecting: 1)
      terminal.settle()
      #expect(!terminal.sent().contains("a word on standard error"))
      terminal.send("q")
      _ = try terminal.end()
      #expect(terminal.text.contains("a word on standard error"))
    }

    @Test func endsWhenTheTerminalIsGone() throws {
      let terminal = try VirtualTerminal.probing()
      terminal.hangUp()
      #expect(try terminal.end() == 129)
    }

    @Test func endsWithoutASignalWhenTheTerminalIsGone() throws {
      let terminal = try VirtualTerminal(
        ["-c", "trap '' HUP; exec \(VirtualTerminal.probe)"], program: "/bin/sh")
      try terminal.until("showed the probe's screen") { terminal.row(0).hasPrefix("probe ") }
      terminal.hangUp()
      #expect(try terminal.end() == 129)
    }

    @Test func endsAStuckProgramAtASecondSignal() throws {
      let terminal = try VirtualTerminal.probing()
      _ = try terminal.send("B", expecting: 1)
      try terminal.until("ended") {
        kill(terminal.process, SIGTERM)
        return terminal.endingNow() != nil
      }
      #expect(try terminal.end() == -SIGTERM)
      terminal.expectRestored()
    }

    @Test func followsTheSizeOfTheWindow() throws {
      let terminal = try VirtualTerminal.probing()
      for step in 0..<20 { terminal.resize(columns: 60 + step, rows: 18) }
      terminal.resize(columns: 61, rows: 17)
      try terminal.until("drew at the new size") { terminal.row(0) == "probe 61x17 256 unicode" }
      terminal.settle()
      #expect(terminal.row(2) == "bold under reverse  black")
      terminal.resize(columns: 1, rows: 1)
      try terminal.until("drew one cell") { terminal.row(0) == "p" }
      terminal.resize(columns: 120, rows: 40)
      try terminal.until("drew at the old size") { terminal.row(0) == "probe 120x40 256 unicode" }
      terminal.settle()
      #expect(terminal.events.last == "resize(width: 120, height: 40)")
    }

    @Test func continuesAfterBeingStoppedFromOutside() throws {
      let terminal = try VirtualTerminal.probing()
      kill(terminal.process, SIGSTOP)
      kill(terminal.process, SIGCONT)
      try terminal.until("resumed") { terminal.events == ["resumed"] }
      #expect(terminal.isTaken)
      #expect(terminal.mouse == 3)
      #expect(terminal.row(0) == "probe 100x30 256 unicode")
    }

    @Test func suspendsAndContinuesUnderAShell() throws {
      let terminal = try VirtualTerminal(
        ["--norc", "--noprofile", "-i"], program: "/bin/bash", environment: ["PS1": "ready> "])
      try terminal.until("prompted") { terminal.text.contains("ready>") }
      terminal.send(VirtualTerminal.probe + "\r")
      try terminal.until("showed the probe's screen") { terminal.row(0).hasPrefix("probe 100x30") }
      terminal.send("\u{1A}")
      try terminal.until("stopped") { terminal.text.contains("Stopped") }
      terminal.settle()
      #expect(!terminal.isTaken)
      #expect(terminal.mouse == 0)
      #expect(terminal.showsCursor)

      terminal.resize(columns: 90, rows: 20)
      terminal.send("fg\r")
      try terminal.until("took the screen again") { terminal.row(0).hasPrefix("probe 90x20") }
      try terminal.until("told of it") { terminal.events.contains("resumed") }
      terminal.settle()
      #expect(terminal.isTaken)
      #expect(terminal.mouse == 3)
      #expect(
        terminal.events == [
          "key(control(\"z\"))", "resize(width: 90, height: 20)", "resumed",
        ])
      terminal.send("q")
      try terminal.until("gave the screen back") { !terminal.isTaken }
      terminal.send("echo code $?\r")
      try terminal.until("told the code") { terminal.text.contains("\ncode 0") }
      terminal.send("exit\r")
      _ = try terminal.end()
    }
  }
}
