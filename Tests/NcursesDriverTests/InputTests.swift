import Glibc
import NcursesDriver
import TerminalTestSupport
import TerminalUI
import Testing

extension Driving {
  @Suite struct Input {
    @Test func readsKeysInAllEncodings() throws {
      let terminal = try VirtualTerminal.probing()
      let events = try terminal.send(
        "aD\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}OD\u{1B}OP\u{1B}[15~\u{1B}[Z\t\r\u{7F}\u{12}\u{1B}[5~é",
        expecting: 15)
      #expect(
        events == [
          "key(character(\"a\"))", "key(character(\"D\"))", "key(up)", "key(down)", "key(right)",
          "key(left)", "key(function(1))", "key(function(5))", "key(backTab)", "key(tab)",
          "key(enter)", "key(backspace)", "key(control(\"r\"))", "key(pageUp)",
          "key(character(\"é\"))",
        ])
    }

    @Test func tellsEscapeFromASequence() throws {
      let terminal = try VirtualTerminal.probing()
      #expect(try terminal.send("\u{1B}", expecting: 1) == ["key(escape)"])
      #expect(try terminal.send("j", expecting: 2).last == "key(character(\"j\"))")
    }

    @Test func swallowsRepliesThatArriveLate() throws {
      let terminal = try VirtualTerminal.probing()
      let replies = [
        "\u{1B}[?62;22c", "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\", "\u{1B}]11;rgb:0000/0000/0000\u{07}",
        "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}[?2026;2$y", "\u{1B}_Gi=1;OK\u{1B}\\",
      ]
      let events = try terminal.send(replies.joined() + "a", expecting: 2)
      #expect(events == ["traits 24bit unicode light", "key(character(\"a\"))"])
    }

    @Test func readsTheMouse() throws {
      let terminal = try VirtualTerminal.probing()
      #expect(terminal.mouse == 3)
      let events = try terminal.send(
        "\u{1B}[<0;5;3M\u{1B}[<32;6;3M\u{1B}[<32;7;3M\u{1B}[<0;7;3m\u{1B}[<64;1;1M\u{1B}[<65;1;1M",
        expecting: 5)
      #expect(
        events == [
          "mouse(MouseEvent(action: press, column: 4, row: 2))",
          "mouse(MouseEvent(action: drag, column: 6, row: 2))",
          "mouse(MouseEvent(action: release, column: 6, row: 2))",
          "mouse(MouseEvent(action: wheelUp, column: 0, row: 0))",
          "mouse(MouseEvent(action: wheelDown, column: 0, row: 0))",
        ])
    }

    @Test func leavesTheMouseAloneWhenToldTo() throws {
      let terminal = try VirtualTerminal.probing(["no-mouse"])
      #expect(terminal.mouse == 0)
    }

    @Test func answersAHeldKeyWithFewFrames() throws {
      let terminal = try VirtualTerminal.probing()
      terminal.send(String(repeating: "j", count: 400) + "k")
      try terminal.until("read all") { terminal.events.last == "key(character(\"k\"))" }
      let batches = terminal.row(4).split(separator: " ").last.flatMap { Int($0) }
      #expect(try #require(batches) < 40)
    }

    @Test func wakesOnceForManyCalls() throws {
      let terminal = try VirtualTerminal.probing()
      _ = try terminal.send("W", expecting: 2)
      let events = try terminal.send("a", expecting: 3)
      #expect(events == ["key(character(\"W\"))", "wake", "key(character(\"a\"))"])
    }

    @Test func returnsNothingWhenTheTimeIsOver() throws {
      let terminal = try VirtualTerminal.probing()
      #expect(try terminal.send("T", expecting: 2).last == "timeout 0")
    }

    @Test func tellsEscapeToACallerWhoNeverWaitsLong() throws {
      let terminal = try VirtualTerminal.probing()
      #expect(try terminal.send("P\u{1B}", expecting: 2).last == "key(escape)")
      // The same in pieces: the Escape is not cut from what follows it at once.
      #expect(try terminal.send("P\u{1B}[A", expecting: 4).last == "key(up)")
    }

    @Test func readsKeysFromTheTerminalWhenInputIsAPipe() throws {
      let terminal = try VirtualTerminal(
        ["-c", "echo q | \(VirtualTerminal.probe)"], program: "/bin/sh")
      try terminal.until("showed the probe's screen") { terminal.row(0).hasPrefix("probe ") }
      #expect(try terminal.send("a", expecting: 1) == ["key(character(\"a\"))"])
      terminal.send("q")
      #expect(try terminal.end() == 0)
    }

    @Test func copiesToTheClipboard() throws {
      let terminal = try VirtualTerminal.probing()
      _ = try terminal.send("Y", expecting: 1)
      terminal.settle()
      #expect(terminal.sent().contains("\u{1B}]52;c;aMOpbGxvIHfDtnJsZA==\u{07}"))
      let refusal = TerminalError.tooLongToCopy(
        bytes: ClipboardSequence.longest + 1, limit: ClipboardSequence.longest)
      #expect(try terminal.send("Z", expecting: 3).last == refusal.description)
    }

    @Test func copiesThroughScreen() throws {
      let terminal = try VirtualTerminal.probing(
        environment: ["TERM": "screen-256color", "STY": "1.x"])
      _ = try terminal.send("Y", expecting: 1)
      terminal.settle()
      #expect(terminal.sent().contains("\u{1B}P\u{1B}]52;c;aMOpbGxvIHfDtnJsZA==\u{07}\u{1B}\\"))
    }

    @Test func idlesWithoutWork() throws {
      let terminal = try VirtualTerminal.probing()
      let before = try #require(ticks(of: terminal.process))
      for _ in 0..<4 { terminal.settle() }
      #expect(try #require(ticks(of: terminal.process)) == before)
    }

    /// The processor time a process has taken, in ticks of 10 ms.
    private func ticks(of process: pid_t) -> Int? {
      guard let file = fopen("/proc/\(process)/stat", "r") else { return nil }
      defer { fclose(file) }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = fread(&buffer, 1, buffer.count, file)
      let fields = String(decoding: buffer.prefix(count), as: UTF8.self)
        .split(separator: ")").last?.split(separator: " ")
      guard let fields, fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12])
      else { return nil }
      return user + system
    }
  }
}
