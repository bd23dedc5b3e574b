import Glibc
import TerminalTestSupport
import Testing

extension Driving {
  /// What the terminal answers decides what is drawn, and never becomes a key.
  @Suite struct Answers {
    private static let xterm = "24bit unicode light 6x13 sixel"
    private static let ghostty = "24bit unicode dark 10x20 kitty"

    private func traits(_ terminal: VirtualTerminal) -> String {
      terminal.row(0).split(separator: " ").dropFirst(2).joined(separator: " ")
    }

    @Test func drawsByTheAnswersFromTheFirstFrameOn() throws {
      let terminal = try VirtualTerminal.probing(answering: .xterm)
      #expect(traits(terminal) == Self.xterm)
      #expect(terminal.events == [])
      #expect(terminal.cell(5, 1).ground == .rgb(5, 250, 7))
      // No frame was drawn with fewer colours before.
      #expect(!terminal.sent().contains("48;5;"))
    }

    @Test(arguments: [
      "xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "rio", "contour", "xterm",
    ])
    func opensEveryModernTerminal(name: String) throws {
      let terminal = try VirtualTerminal(environment: ["TERM": name], answering: .ghostty)
      try terminal.until("was asked about pictures") {
        traits(terminal) == Self.ghostty
          || terminal.events == ["traits " + Self.ghostty]
      }
      terminal.send("q")
      #expect(try terminal.end() == 0)
      terminal.expectRestored()
    }

    @Test func asksNothingOfATerminalThatMightPrintIt() throws {
      for name in ["vt100", "linux"] {
        let terminal = try VirtualTerminal.probing(environment: ["TERM": name], answering: .xterm)
        #expect(!terminal.sent().contains(TerminalAnswering.attributes))
        #expect(!terminal.sent().contains(TerminalAnswering.background))
      }
    }

    @Test func doesNotWaitWhereTheEnvironmentDecides() throws {
      let terminal = try VirtualTerminal(
        environment: ["COLORTERM": "truecolor"], answering: .xterm)
      terminal.holdsAnswers = true
      try terminal.until("drew without answers") { traits(terminal) == "24bit unicode" }
      terminal.releaseAnswers()
      try terminal.until("told of the answers") { terminal.events == ["traits " + Self.xterm] }
    }

    @Test(arguments: ["", "1"]) func takesLateAnswersForNoKeys(remote: String) throws {
      let terminal = try VirtualTerminal(
        environment: ["SSH_CONNECTION": remote.isEmpty ? VirtualTerminal.unset : remote],
        answering: .xterm)
      terminal.holdsAnswers = true
      try terminal.until("drew without answers") { traits(terminal) == "256 unicode" }
      terminal.releaseAnswers()
      try terminal.until("drew with them") { traits(terminal) == Self.xterm }
      terminal.settle()
      #expect(terminal.events == ["traits " + Self.xterm])
      // The colours changed while the screen was open, and nothing of the old ones is left.
      for column in 0..<64 {
        #expect(terminal.cell(column, 1).ground == .rgb(column, 255 - column, 7))
      }
    }

    @Test func takesAnswersThatComeByteByByte() throws {
      let terminal = try VirtualTerminal(
        environment: ["COLORTERM": "truecolor"], answering: .xterm)
      terminal.holdsAnswers = true
      try terminal.until("asked all") { terminal.heldAnswers.hasSuffix("c") }
      for byte in terminal.takeHeldAnswers().utf8 {
        terminal.send(String(decoding: [byte], as: UTF8.self))
      }
      #expect(try terminal.send("a", expecting: 2).last == "key(character(\"a\"))")
      #expect(terminal.events.first == "traits " + Self.xterm)
    }

    @Test func losesNoKeyThatIsTypedMeanwhile() throws {
      let terminal = try VirtualTerminal(answering: .xterm)
      terminal.holdsAnswers = true
      try terminal.until("asked all") { terminal.heldAnswers.hasSuffix("c") }
      let answers = terminal.takeHeldAnswers().replacing(
        separator: "\u{1B}]11", with: "xy\u{1B}]11")
      terminal.send("a" + answers + "b")
      try terminal.until("wrote down the keys") { terminal.events.count == 4 }
      #expect(terminal.events == ["a", "x", "y", "b"].map { "key(character(\"\($0)\"))" })
      #expect(traits(terminal) == Self.xterm)
    }

    @Test func survivesAnswersOfNonsense() throws {
      let garbage = TerminalAnswering.plain.with(
        (TerminalAnswering.version, "\u{1B}P>|" + String(repeating: "A", count: 5000) + "\u{1B}\\"),
        (TerminalAnswering.directColor, "\u{1B}P9$r;;;;;;:::m\u{1B}\\"),
        (TerminalAnswering.background, "\u{1B}]11;rgb:zz/99999/\u{07}"),
        (TerminalAnswering.cellPixels, "\u{1B}[6;0;99999999999999999999t"),
        (TerminalAnswering.textAreaPixels, "\u{1B}[4;1;1t"))
      let terminal = try VirtualTerminal.probing(answering: garbage)
      #expect(traits(terminal) == "256 unicode")
      #expect(terminal.events == [])
      #expect(try terminal.send("q", expecting: 0) == [])
      #expect(try terminal.end() == 0)
    }

    @Test func leavesNoAnswerToTheShell() throws {
      let terminal = try VirtualTerminal(
        ["--norc", "--noprofile", "-i"], program: "/bin/bash",
        environment: ["PS1": "ready> ", "COLORTERM": "truecolor"], answering: .xterm)
      try terminal.until("prompted") { terminal.text.contains("ready>") }
      terminal.holdsAnswers = true
      terminal.send(VirtualTerminal.probe + "\r")
      try terminal.until("showed the probe's screen") { traits(terminal) == "24bit unicode" }
      // The program ends while its questions are not answered yet.
      terminal.send("q")
      try terminal.until("turned the mouse off") { terminal.mouse == 0 }
      terminal.releaseAnswers()
      try terminal.until("gave the screen back") { !terminal.isTaken }
      terminal.send("echo code $?\r")
      try terminal.until("told the code") { terminal.text.contains("\ncode 0") }
      #expect(!terminal.text.contains("rgb:") && !terminal.text.contains("^["))
      terminal.send("exit\r")
      _ = try terminal.end()
    }

    @Test func asksAnewWhenItContinues() throws {
      let terminal = try VirtualTerminal.probing(answering: .xterm)
      kill(terminal.process, SIGSTOP)
      terminal.answering = .ghostty
      kill(terminal.process, SIGCONT)
      try terminal.until("drew by the new answers") { traits(terminal) == Self.ghostty }
      #expect(terminal.events == ["resumed", "traits " + Self.ghostty])
    }

    @Test func readsTheMouseWithoutAButton() throws {
      let terminal = try VirtualTerminal.probing()
      #expect(terminal.mouse == 3)
      // Motions that wait together are one event.
      let events = try terminal.send(
        "\u{1B}[<35;5;3M\u{1B}[<35;6;3M\u{1B}[<35;9;4Ma", expecting: 2)
      #expect(
        events == [
          "mouse(MouseEvent(action: hover, column: 8, row: 3))", "key(character(\"a\"))",
        ])
    }
  }
}
