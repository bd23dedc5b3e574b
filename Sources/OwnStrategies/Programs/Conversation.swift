internal import Glibc
internal import TensorFiles

/// Our ends of a program's standard files.
struct StandardEnds {
  let input: Descriptor
  let output: Descriptor
  let messages: Descriptor
}

/// What goes to a program and comes from it, as far as it has gone and come.
struct Conversation {
  /// What it wrote to standard output.
  private(set) var output: [UInt8] = []
  /// The end of what it wrote to standard error.
  private var messages: [UInt8] = []
  private let input: [UInt8]
  private var written = 0
  private let outputLimit: Int
  /// Our ends, as long as there is something to be had of them.
  private var inputEnd: Descriptor?
  private var outputEnd: Descriptor?
  private var messagesEnd: Descriptor?

  /// The most bytes of standard error that are kept: more than its last line takes.
  private static let messageLimit = 4096

  /// Begins a conversation in which nothing has been said.
  ///
  /// - Parameters:
  ///   - ends: Our ends of the pipes, which do not block.
  ///   - input: What is written to standard input.
  ///   - outputLimit: The most bytes to read of standard output.
  init(_ ends: StandardEnds, input: [UInt8], outputLimit: Int) {
    self.input = input
    self.outputLimit = outputLimit
    inputEnd = ends.input
    outputEnd = ends.output
    messagesEnd = ends.messages
  }

  /// Whether the other side has closed both of its ends that we read.
  var isOver: Bool { outputEnd == nil && messagesEnd == nil }

  /// Whether more was written to standard output than an answer can take.
  var isFlooded: Bool { output.count > outputLimit }

  /// The last line of standard error that is not blank, fit to be shown.
  var lastMessage: String {
    let lines = messages.split { $0 == 0x0A || $0 == 0x0D }
    let last = lines.last { $0.contains { $0 > 0x20 } } ?? []
    return printable(String(decoding: last, as: UTF8.self), limit: 160)
  }

  /// Waits until something can be written or read, and does all of it that can be done at once.
  ///
  /// - Parameter milliseconds: How long to wait.
  mutating func proceed(milliseconds: Int32) {
    var waiting = [
      pollfd(fd: inputEnd?.number ?? -1, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: outputEnd?.number ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: messagesEnd?.number ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&waiting, nfds_t(waiting.count), milliseconds) > 0 else { return }
    if waiting[0].revents != 0 { write() }
    if waiting[1].revents != 0 { readOutput() }
    if waiting[2].revents != 0 { readMessages() }
  }

  private mutating func write() {
    guard let end = inputEnd else { return }
    while written < input.count {
      let count = input.withUnsafeBytes { bytes in
        Glibc.write(end.number, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count > 0 {
        written += count
      } else if count == 0 || errno == EAGAIN {
        return
      } else if errno != EINTR {
        // It does not read on, which it need not.
        break
      }
    }
    inputEnd = nil
  }

  private mutating func readOutput() {
    while let end = outputEnd, !isFlooded {
      switch end.read() {
      case .bytes(let bytes): output += bytes
      case .nothingYet: return
      case .end: outputEnd = nil
      }
    }
  }

  private mutating func readMessages() {
    // A few at a time: whoever writes without end must not keep us from looking at the clock.
    for _ in 0..<16 {
      guard let end = messagesEnd else { return }
      switch end.read() {
      case .bytes(let bytes): messages = Array((messages + bytes).suffix(Self.messageLimit))
      case .nothingYet: return
      case .end: messagesEnd = nil
      }
    }
  }
}
