import Glibc
import TerminalTestSupport
import Testing

extension InTerminal {
  /// However the program ends, the terminal is as it was.
  @Suite struct Ending {
    @Test(arguments: [("q", 0), ("\u{03}", 130)] as [(String, Int32)])
    func restoresTheTerminalAfter(key: String, code: Int32) throws {
      let terminal = try VirtualTerminal.exploring()
      try terminal.untilComputed()
      #expect(terminal.isTaken && terminal.changedModes != [])
      terminal.send(key)
      #expect(try terminal.end() == code)
      terminal.expectRestored()
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func restoresTheTerminalAfter(signal: Int32) throws {
      let terminal = try VirtualTerminal.exploring()
      try terminal.untilComputed()
      kill(terminal.process, signal)
      #expect(try terminal.end() == 128 + signal)
      terminal.expectRestored()
    }

    @Test func restoresTheTerminalWhileItStillComputes() throws {
      let terminal = try VirtualTerminal.exploring(["--strategy", "all"])
      try terminal.until("drew something") { terminal.isTaken }
      kill(terminal.process, SIGTERM)
      #expect(try terminal.end() == 143)
      terminal.expectRestored()
    }

    @Test func endsWhenTheTerminalIsClosed() throws {
      let terminal = try VirtualTerminal.exploring()
      try terminal.untilComputed()
      terminal.hangUp()
      #expect(try terminal.end() == 129)
    }

    @Test(
      arguments: [
        (["TERM": "nosuch"], "prunescope: TERM is 'nosuch', which no terminfo entry describes"),
        (["TERM": "dumb"], "prunescope: TERM is 'dumb', which cannot place its cursor"),
        (["TERM": VirtualTerminal.unset], "prunescope: TERM is not set"),
      ] as [([String: String], String)])
    func refusesATerminalItCannotUse(environment: [String: String], message: String) throws {
      let terminal = try VirtualTerminal.exploring(environment: environment)
      #expect(try terminal.end() == 69)
      #expect(terminal.sent().hasPrefix(message))
      #expect(!terminal.sent().contains("\u{1B}"))
      terminal.expectRestored()
    }

    @Test func opensAnUnknownModernTerminal() throws {
      let terminal = try VirtualTerminal.exploring(
        environment: ["TERM": "xterm-ghostty"], answering: .ghostty)
      try terminal.until(shows: .rendered("", ["--color", "24bit"]))
      terminal.send("q")
      #expect(try terminal.end() == 0)
      terminal.expectRestored()
    }

    @Test func stopsAndContinuesUnderAShell() throws {
      let terminal = try VirtualTerminal(
        ["--norc", "--noprofile", "-i"], program: "/bin/bash",
        environment: ["PS1": "ready> ", "COLUMNS": "100"], answering: .xterm)
      try terminal.until("prompted") { terminal.text.contains("ready>") }
      terminal.send("stty -g\r")
      try terminal.until("told the modes") { terminal.text.components("ready>") == 3 }
      let modes = try #require(terminal.text.split(separator: "\n").dropFirst().first)
      terminal.send(VirtualTerminal.command(["--color", "24bit"]) + "\r")
      try terminal.until(shows: .rendered("", ["--color", "24bit"]))

      for round in 1...2 {
        terminal.send("\u{1A}")
        try terminal.until("stopped") { !terminal.isTaken && terminal.text.contains("Stopped") }
        #expect(terminal.mouse == 0)
        #expect(terminal.showsCursor)
        terminal.send("clear; stty -g\r")
        try terminal.until("told the modes") { terminal.text.contains(modes) }
        terminal.send("fg\r")
        try terminal.until(shows: .rendered("", ["--color", "24bit"]))
        #expect(terminal.mouse == 3, "in round \(round)")
      }
      terminal.send("q")
      try terminal.until("gave the screen back") { !terminal.isTaken }
      terminal.send("clear; echo code $?; stty -g\r")
      try terminal.until("told the code") { terminal.text.hasPrefix("code 0\n\(modes)\n") }
      #expect(terminal.mouse == 0 && terminal.showsCursor)
      terminal.send("exit\r")
      _ = try terminal.end()
    }
  }
}

extension String {
  /// How many parts a separator cuts the text into.
  func components(_ separator: String) -> Int {
    split(separator: separator, omittingEmptySubsequences: false).count
  }
}
