import CNcurses
import Glibc
import TerminalUI

/// Reads what the terminal still has to say before the screen is given back, since the shell would
/// print it: answers, reports of the mouse, the release of a button.
struct PartingInput {
  /// Where it is read.
  let input: Int32
  /// Knows what of it has been read.
  let decoder: InputDecoder
  /// Whether an answer is still to come.
  let isAnswerOutstanding: Bool
  /// Whether the terminal is known to answer the question that ends the wait.
  let answersFences: Bool
  /// Whether the mouse is reported.
  let usesMouse: Bool
  /// Whether a button is down.
  let holdsButton: Bool
  /// The longest wait, in milliseconds.
  let time: Int
  /// How long a release may take where the terminal cannot be asked, likewise.
  let escapeDelay: Int

  /// Turns the mouse off and reads until the terminal has nothing more to say, or time is up.
  ///
  /// - Parameter queue: What was on its way; the rest of it is thrown away.
  func drain(after queue: FrameQueue) {
    var queue = queue
    let isUnread = queue.isUnread
    queue.drop()
    queue.append(String(cString: curses_mouse_text(false)).utf8)
    var fences = isAnswerOutstanding ? 1 : 0
    if usesMouse || isUnread, answersFences {
      // Reports and answers that are on their way arrive before this one.
      queue.append(CapabilityProbe.attributes.utf8)
      fences += 1
    }
    queue.pump()
    if fences > 0 {
      // On a slow line the shell's prompt takes its time as well.
      readAnswers(fences, within: isUnread ? max(time, 2000) : time)
    } else if holdsButton {
      _ = read(within: escapeDelay)
    }
  }

  private func readAnswers(_ count: Int, within time: Int) {
    var decoder = decoder
    var missing = count
    let deadline = NcursesTerminal.milliseconds() + time
    while missing > 0 {
      let left = deadline - NcursesTerminal.milliseconds()
      guard left > 0, let bytes = read(within: left) else { return }
      for case .reply(.attributes) in decoder.feed(bytes) { missing -= 1 }
    }
  }

  /// What comes within a time; nil when nothing does or the terminal is gone.
  private func read(within milliseconds: Int) -> ArraySlice<UInt8>? {
    var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Int32(clamping: milliseconds)) == 1,
      Int32(descriptor.revents) & POLLIN != 0
    else { return nil }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(input, &buffer, buffer.count)
    return count > 0 ? buffer.prefix(count) : nil
  }
}
