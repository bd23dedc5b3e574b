internal import Glibc

/// A tmux of a test's own, which ends with it.
package final class TmuxServer {
  private let folder: String

  /// Prepares a server without the user's settings; it starts with its first client.
  ///
  /// - Parameter settings: Lines of a configuration file.
  /// - Throws: When the file cannot be written.
  package init(settings: [String] = []) throws {
    folder = "/tmp/prunescope-tmux-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    mkdir(folder, 0o700)
    let lines =
      [
        "set -g default-terminal tmux-256color", "set -g status off", "set -s escape-time 0",
        "set -g terminal-overrides ',*:Tc'", "set -g default-command ''",
      ] + settings
    guard let file = fopen(folder + "/conf", "w") else {
      throw VirtualTerminal.TooLate(description: "\(folder)/conf: cannot be written")
    }
    fputs(lines.joined(separator: "\n") + "\n", file)
    fclose(file)
  }

  deinit {
    _ = run("kill-server")
    for name in ["/conf", "/socket", ""] { remove(folder + name) }
  }

  /// The arguments that make a client of this server run something.
  package func arguments(_ words: [String]) -> [String] {
    ["-S", folder + "/socket", "-f", folder + "/conf"] + words
  }

  /// A terminal with a client in it, of which the only pane runs a command of the shell.
  package func terminal(
    running command: String, environment: [String: String] = [:],
    answering: TerminalAnswering = .plain, columns: Int = 100, rows: Int = 30
  ) throws -> VirtualTerminal {
    try VirtualTerminal(
      arguments(["new-session", command]), program: "/usr/bin/tmux",
      environment: environment.merging(["SHELL": "/bin/sh"]) { given, _ in given },
      answering: answering, columns: columns, rows: rows)
  }

  /// What tmux prints for a command, without the last line's end.
  package func run(_ command: String) -> String {
    let words = arguments([]).joined(separator: " ")
    guard let pipe = popen("tmux \(words) \(command) 2>&1", "re") else { return "" }
    defer { pclose(pipe) }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      guard count > 0 else { break }
      output += buffer.prefix(count)
    }
    if output.last == 0x0A { output.removeLast() }
    return String(decoding: output, as: UTF8.self)
  }

  /// The modes of the pane: whether it has another screen, all motion of the mouse, its SGR form,
  /// the cursor, the keypad.
  package var paneModes: String {
    run(
      "display-message -p '#{alternate_on} #{mouse_all_flag} #{mouse_sgr_flag} #{cursor_flag} "
        + "#{keypad_cursor_flag} #{keypad_flag}'")
  }
}
