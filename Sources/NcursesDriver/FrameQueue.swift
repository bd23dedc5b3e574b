import CNcurses
import TerminalUI

/// What is on its way to the terminal.
///
/// Bytes are written as fast as the terminal takes them and never wait in `write`, so that keys and
/// signals are seen whatever the line is like.
struct FrameQueue {
  private var bytes: [UInt8] = []
  private var sent = 0
  /// When the next frame may be drawn.
  var pacing = FramePacing()
  /// Whether the terminal takes nothing any more, ever.
  private(set) var isBroken = false

  /// Whether everything was handed to the terminal.
  var isEmpty: Bool { sent == bytes.count }

  /// Whether the terminal has not read everything, as far as is known.
  var isUnread: Bool { pacing.isUnread || !isEmpty }

  /// How long to wait before a frame may be drawn, in milliseconds; nil until the terminal takes
  /// what is there.
  func delay(now: Int) -> Int? { isEmpty ? pacing.delay(now: now) : nil }

  /// Adds a frame.
  ///
  /// - Parameters:
  ///   - frame: Its bytes, the marks of a synchronised update among them.
  ///   - now: The time, in milliseconds.
  mutating func append(frame: [UInt8], now: Int) {
    append(frame)
    if pacing.drew(frame.count, now: now) { append(CapabilityProbe.ready.utf8) }
  }

  /// Adds what is no frame, such as a question; it is sent after what is there.
  mutating func append(_ more: some Collection<UInt8>) {
    if isEmpty {
      bytes.removeAll(keepingCapacity: true)
      sent = 0
    }
    bytes += more
  }

  /// Hands over what the terminal takes now.
  mutating func pump() {
    while !isEmpty, !isBroken {
      let count = bytes.withUnsafeBufferPointer { buffer -> Int in
        guard let start = buffer.baseAddress else { return 0 }
        return curses_write(start + sent, buffer.count - sent)
      }
      guard count > 0 else {
        isBroken = count < 0
        return
      }
      sent += count
    }
  }

  /// Throws away what was not handed over; a frame that was cut short is ended.
  mutating func drop() {
    let wasCut = !isEmpty
    bytes.removeAll()
    sent = 0
    pacing.forgetQuestion()
    // The cut may lie inside of a picture's string, in tmux even between two Escapes of one.
    if wasCut { append("\u{1B}\\\u{1B}\\\u{1B}[?2026l".utf8) }
  }
}
