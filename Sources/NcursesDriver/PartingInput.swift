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
    // On a slow line the shell's prompt takes its time as well.
    let deadline = NcursesTerminal.milliseconds() + (isUnread ? max(time, 2000) : time)
    if fences > 0 || !queue.isEmpty {
      exchange(queue, fences, until: deadline)
    } else if holdsButton {
      _ = read(within: escapeDelay)
    }
  }

  /// Sends the rest and reads until so many fences are answered, or time is up.
  private func exchange(_ queue: FrameQueue, _ fences: Int, until deadline: Int) {
    var queue = queue
    var decoder = decoder
    var missing = fences
    queue.pump()
    while missing > 0 || !queue.isEmpty {
      let left = deadline - NcursesTerminal.milliseconds()
      guard left > 0, !queue.isBroken else { return }
      let output = queue.isEmpty ? -1 : curses_output_descriptor()
      var descriptors = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: output, events: Int16(POLLOUT), revents: 0),
      ]
      guard poll(&descriptors, 2, Int32(clamping: left)) >= 0 || errno == EINTR else { return }
      queue.pump()
      guard descriptors[0].revents != 0 else { continue }
      guard let bytes = read(within: 0) else { return }
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
