import CNcurses
import Glibc
import TerminalUI

extension NcursesTerminal {
  /// Gives text to the clipboard of the terminal, which may be on another machine.
  ///
  /// Within tmux the text goes to tmux, which hands it on as its option `set-clipboard` says, and
  /// straight to the terminal around it where tmux passes sequences through but takes none itself.
  /// A terminal does not tell whether it takes the text; some ask their user first.
  ///
  /// - Parameter text: What to copy.
  /// - Throws: ``TerminalError/tooLongToCopy(bytes:limit:)`` when it is longer than terminals take.
  public mutating func copy(_ text: String) throws(TerminalError) {
    let refusal = TerminalError.tooLongToCopy(
      bytes: text.utf8.count, limit: ClipboardSequence.longest)
    guard text.utf8.count <= ClipboardSequence.longest else { throw refusal }
    var carrier = ClipboardSequence.Carrier.direct
    if !(facts.environment["TMUX"] ?? "").isEmpty {
      // By default tmux lets no program set the clipboard, but does so itself when it is told to.
      if outer?.takesClipboard != true {
        if TmuxBuffer.load(text) { return }
        if outer?.allowsPassthrough == true { carrier = .tmux }
      }
    } else if !(facts.environment["STY"] ?? "").isEmpty {
      carrier = .screen
    }
    guard let sequence = ClipboardSequence.sequence(text, through: carrier) else { throw refusal }
    send(sequence)
  }
}

/// tmux's own buffers.
private enum TmuxBuffer {
  /// Loads text into a new one and has tmux give it to the terminal's clipboard (`-w`).
  ///
  /// - Parameter text: No more than a pipe holds without being read is written at once; tmux reads
  ///   the rest as it comes.
  /// - Returns: Whether tmux took it.
  static func load(_ text: String) -> Bool {
    guard
      let child = ChildPipe.start(["tmux", "load-buffer", "-w", "-"], direction: .input)
    else { return false }
    var bytes = Array(text.utf8)[...]
    let deadline = NcursesTerminal.milliseconds() + 500
    _ = fcntl(child.descriptor, F_SETFL, O_NONBLOCK)
    var isAlive = true
    while !bytes.isEmpty, isAlive, NcursesTerminal.milliseconds() < deadline {
      let count = ChildPipe.write(bytes, to: child.descriptor)
      if count > 0 { bytes = bytes.dropFirst(count) }
      isAlive = count >= 0
      var waiting = pollfd(fd: child.descriptor, events: Int16(POLLOUT), revents: 0)
      if count == 0 { poll(&waiting, 1, 20) }
    }
    close(child.descriptor)
    return ChildPipe.finish(child.process, by: deadline) == 0 && bytes.isEmpty
  }
}
