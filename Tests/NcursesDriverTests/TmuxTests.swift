import Glibc
import NcursesDriver
import TerminalTestSupport
import TerminalUI
import Testing

extension Driving {
  @Suite struct InTmux {
    private func traits(_ terminal: VirtualTerminal) -> String {
      terminal.row(0).split(separator: " ").dropFirst(2).joined(separator: " ")
    }

    /// A folder with an entry for a terminal that is not installed.
    private func describe(_ name: String) throws -> String {
      let folder = "/tmp/prunescope-terminfo-\(getpid())-\(UInt32.random(in: 0 ... .max))"
      mkdir(folder, 0o700)
      mkdir(folder + "/x", 0o700)
      let entry = ModernTerminal.entry.rewritten(name: name, tier: .indexed256)
      let bytes = try #require(entry.compiled)
      let file = try #require(fopen("\(folder)/x/\(name)", "w"))
      fwrite(bytes, 1, bytes.count, file)
      fclose(file)
      return folder
    }

    @Test func copiesThroughTmux() throws {
      let tmux = try TmuxServer()
      let terminal = try tmux.terminal(running: VirtualTerminal.probe)
      try terminal.until("showed the probe's screen") { terminal.row(0).hasPrefix("probe ") }
      _ = try terminal.send("Y", expecting: 1)
      try terminal.until("copied") { tmux.run("show-buffer") == "héllo wörld" }
      // By default tmux then tells the terminal around it.
      try terminal.until("told the terminal") {
        terminal.sent().contains("aMOpbGxvIHfDtnJsZA==")
      }
    }

    @Test(arguments: [("on", "24bit unicode kitty wrapped"), ("off", "24bit unicode")])
    func asksTmuxWhetherPicturesPassThrough(passthrough: String, wanted: String) throws {
      let folder = try describe("xterm-kitty")
      defer { for path in ["/x/xterm-kitty", "/x", ""] { remove(folder + path) } }
      let tmux = try TmuxServer(settings: ["set -g allow-passthrough \(passthrough)"])
      let terminal = try tmux.terminal(
        running: VirtualTerminal.probe,
        environment: ["TERM": "xterm-kitty", "TERMINFO": folder])
      try terminal.until("showed the probe's screen") { terminal.row(0).hasPrefix("probe ") }
      try terminal.until("knew the terminal around it") {
        traits(terminal).split(separator: " ").filter { !$0.contains("x") }.joined(separator: " ")
          == wanted
      }
    }
  }
}
