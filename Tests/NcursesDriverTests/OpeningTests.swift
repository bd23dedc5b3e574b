import NcursesDriver
import TerminalTestSupport
import Testing

extension Driving {
  @Suite struct Opening {
    /// What the probe says on its first row, after the size.
    private func traits(
      _ environment: [String: String], _ arguments: [String] = []
    ) throws -> String {
      let terminal = try VirtualTerminal.probing(arguments, environment: environment)
      return terminal.row(0).split(separator: " ").dropFirst(2).joined(separator: " ")
    }

    @Test(
      arguments: [
        (["TERM": "xterm-256color"], "256 unicode"),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor"], "24bit unicode"),
        (["TERM": "xterm-256color", "NO_COLOR": "1", "COLORTERM": "truecolor"], "mono unicode"),
        (["TERM": "xterm"], "16 unicode"),
        (["TERM": "vt100"], "mono unicode"),
        (["TERM": "tmux-256color", "TMUX": "/tmp/x,1,0"], "24bit unicode"),
        (["TERM": "screen-256color", "STY": "1.x", "COLORTERM": "truecolor"], "256 unicode"),
        (["TERM": "xterm-kitty"], "256 unicode"),
        (["TERM": "xterm-ghostty", "COLORTERM": "truecolor"], "24bit unicode"),
        (["TERM": "alacritty"], "256 unicode"),
      ] as [([String: String], String)])
    func choosesColoursFromTheEnvironment(environment: [String: String], shown: String) throws {
      #expect(try traits(environment) == shown)
    }

    @Test(
      arguments: [
        (["LANG": "C"], [], "256 ascii"),
        (["LANG": "C", "LC_ALL": "POSIX"], [], "256 ascii"),
        (["LANG": "C"], ["unicode"], "256 unicode"),
        (["LANG": "xx_YY.UTF-8"], [], "256 unicode"),
        (["LANG": VirtualTerminal.unset], [], "256 unicode"),
        (["LANG": "C.UTF-8"], ["ascii"], "256 ascii"),
      ] as [([String: String], [String], String)])
    func choosesCharactersFromTheLocale(
      environment: [String: String], arguments: [String], shown: String
    ) throws {
      #expect(try traits(environment, arguments) == shown)
    }

    /// ncurses sets the region that scrolls to the 24 rows of most entries, and a cursor that goes down
    /// row by row stops at its end.
    @Test(arguments: ["vt100", "xterm-256color", "tmux-256color"])
    func allRowsAreOneRegion(term: String) throws {
      let terminal = try VirtualTerminal.probing(environment: ["TERM": term])
      func region() -> Substring? {
        terminal.sent().matches(of: #/\u{1B}\[1;([0-9]+)r/#).last?.output.1
      }
      #expect(region() == "30")
      terminal.resize(columns: 100, rows: 45)
      try terminal.until("was drawn again") { terminal.row(0).hasPrefix("probe 100x45") }
      terminal.settle()
      #expect(region() == "45")
      terminal.resize(columns: 100, rows: 12)
      try terminal.until("was drawn again") { terminal.row(0).hasPrefix("probe 100x12") }
      terminal.settle()
      #expect(region() == "12")
    }

    @Test func sendsNoColourWithoutColour() throws {
      let terminal = try VirtualTerminal.probing(environment: ["NO_COLOR": "1"])
      #expect(terminal.cell(0, 2).bold)
      for column in 0..<64 {
        #expect(terminal.cell(column, 1).ink == .own && terminal.cell(column, 1).ground == .own)
      }
      #expect(!terminal.drawn.contains("38;") && !terminal.drawn.contains("48;"))
    }

    @Test func sendsOnlyASCIIToAnASCIITerminal() throws {
      let terminal = try VirtualTerminal.probing(environment: ["LANG": "C"])
      #expect(terminal.transcript.allSatisfy { $0 < 0x80 })
      #expect(terminal.row(1) == String(repeating: "#", count: 64))
    }

    @Test(
      arguments: [
        (["TERM": "nosuch"], TerminalError.unknown(name: "nosuch")),
        (["TERM": "../../x"], .unknown(name: "../../x")),
        (["TERM": "dumb"], .notAddressable(name: "dumb")),
        (["TERM": VirtualTerminal.unset], .unnamed),
        (["TERM": ""], .unnamed),
      ] as [([String: String], TerminalError)])
    func refusesATerminalItCannotUse(environment: [String: String], error: TerminalError) throws {
      let terminal = try VirtualTerminal(environment: environment)
      #expect(try terminal.end() == 69)
      // Nothing but the message was sent.
      #expect(terminal.sent() == "probe: \(error)\r\n")
      #expect(terminal.isCooked)
    }

    @Test func refusesAPipeForAScreen() throws {
      let terminal = try VirtualTerminal(
        ["-c", "\(VirtualTerminal.probe) | cat; exit ${PIPESTATUS[0]}"], program: "/bin/bash")
      #expect(try terminal.end() == 69)
      #expect(terminal.sent() == "probe: \(TerminalError.notATerminal)\r\n")
    }

    @Test(arguments: [VirtualTerminal.unset, "/nonexistent"])
    func leavesTheEnvironmentAsItWas(value: String) throws {
      let terminal = try VirtualTerminal.probing(environment: ["TERMINFO": value])
      let told = try terminal.send("V", expecting: 2).last
      #expect(told == "TERMINFO " + (value == VirtualTerminal.unset ? "is not set" : value))
    }
  }
}
