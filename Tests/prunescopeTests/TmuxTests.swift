import Glibc
import TerminalTestSupport
import Testing

extension InTerminal {
  /// The built program in a pane of tmux, driven through tmux's own client.
  @Suite struct InTmux {
    private static let shell = "PS1='ready> ' exec bash --norc --noprofile -i"
    private static let before = "0 0 0 1 0 0"

    @Test func draws24BitColoursAndFollowsTheMouse() throws {
      let tmux = try TmuxServer()
      let terminal = try tmux.terminal(running: VirtualTerminal.command())
      try terminal.until(shows: .rendered("", ["--color", "24bit"]))
      #expect(tmux.paneModes.hasPrefix("1 1 1"))
      // A click on the picture, and a wheel elsewhere.
      terminal.send("\u{1B}[<0;13;9M\u{1B}[<0;13;9m")
      try terminal.until("moved the cursor") { !terminal.text.contains("#300") }
      terminal.send("\u{1B}[<64;95;5M")
      try terminal.until("turned the wheel") { terminal.text.contains("65 of 576") }
      terminal.send("q")
      #expect(try terminal.end() == 0)
    }

    @Test func followsTheClientsSize() throws {
      let tmux = try TmuxServer()
      let terminal = try tmux.terminal(running: VirtualTerminal.command())
      try terminal.untilComputed()
      for columns in 60..<80 { terminal.resize(columns: columns, rows: 20) }
      terminal.resize(columns: 120, rows: 40)
      try terminal.until(shows: .rendered("", ["--color", "24bit"], columns: 120, rows: 40))
    }

    @Test func leavesThePaneAsItWas() throws {
      let tmux = try TmuxServer()
      let terminal = try tmux.terminal(running: Self.shell)
      try terminal.until("prompted") { terminal.text.contains("ready>") }
      #expect(tmux.paneModes == Self.before)
      terminal.send(VirtualTerminal.command() + "\r")
      try terminal.until(shows: .rendered("", ["--color", "24bit"]))
      terminal.send("\u{1A}")
      try terminal.until("stopped") { terminal.text.contains("Stopped") }
      #expect(tmux.paneModes == Self.before)
      terminal.send("fg\r")
      try terminal.until(shows: .rendered("", ["--color", "24bit"]))
      #expect(tmux.paneModes.hasPrefix("1 1 1"))
      terminal.send("q")
      try terminal.until("gave the screen back") { terminal.text.contains("ready>") }
      terminal.send("clear; echo code $?\r")
      try terminal.until("told the code") { terminal.text.contains("code 0\n") }
      #expect(tmux.paneModes == Self.before)
      // Nothing of an answer was left to the shell.
      #expect(!terminal.text.contains("rgb:") && !terminal.text.contains(";4c"))
    }

    @Test func endsWithThePane() throws {
      let tmux = try TmuxServer()
      let terminal = try tmux.terminal(
        running: "\(VirtualTerminal.command()); tmux set-buffer \"code $?\"; exec sleep 100")
      try terminal.untilComputed()
      let pane = try #require(Int32(tmux.run("display-message -p '#{pane_pid}'")))
      #expect(pane > 0)
      _ = tmux.run("send-keys C-c")
      try terminal.until("ended") { tmux.run("show-buffer") == "code 130" }
    }
  }
}
