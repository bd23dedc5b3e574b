import CNcurses
import Glibc
import TerminalUI

/// A question to tmux about the terminal around it, which tmux answers in a process of its own.
///
/// Nobody waits for the answer: the descriptor becomes readable when it is there.
struct TmuxQuestion {
  private let process: pid_t
  /// Where the answer is read.
  let descriptor: Int32

  /// What became of the question: what tmux said, or nil when that is not understood.
  struct Answer {
    let client: TmuxClient?
  }

  /// Asks; nil when there is no tmux to run.
  init?() {
    guard
      let child = ChildPipe.start(
        ["tmux", "display-message", "-p", TmuxClient.format], direction: .output)
    else { return nil }
    process = child.process
    descriptor = child.descriptor
  }

  /// The answer, once the descriptor is readable; nil while more is to come.
  func answer() -> Answer? {
    // The line is short enough to be written, and so to be read, in one piece.
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return nil }
    cancel()
    guard count > 0 else { return Answer(client: nil) }
    return Answer(client: TmuxClient(line: String(decoding: buffer.prefix(count), as: UTF8.self)))
  }

  /// Ends the process, however far it is.
  func cancel() {
    close(descriptor)
    kill(process, SIGKILL)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
  }
}

/// A program with one end of a pipe as its input or output; the other streams lead nowhere.
enum ChildPipe {
  /// Which stream of the program is connected.
  enum Direction {
    case input, output
  }

  /// Starts a program found in `PATH`.
  ///
  /// - Parameters:
  ///   - words: Its name and its arguments.
  ///   - direction: Which of its streams is the pipe.
  /// - Returns: The process and our end of the pipe; nil when it cannot be started.
  static func start(_ words: [String], direction: Direction) -> (process: pid_t, descriptor: Int32)?
  {
    var ends: [Int32] = [-1, -1]
    guard curses_open_pipe(&ends) else { return nil }
    let (own, theirs) = direction == .output ? (ends[0], ends[1]) : (ends[1], ends[0])
    defer { close(theirs) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let stream = direction == .output ? STDOUT_FILENO : STDIN_FILENO
    for other in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where other != stream {
      posix_spawn_file_actions_addopen(&actions, other, "/dev/null", O_RDWR, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, theirs, stream)

    var process: pid_t = 0
    let arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    guard posix_spawnp(&process, words[0], &actions, nil, arguments, environ) == 0 else {
      close(own)
      return nil
    }
    return (process, own)
  }

  /// Writes what a pipe takes now; a reader that is gone costs no signal.
  ///
  /// - Returns: How many bytes; less than 0 when nobody reads any more.
  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
    let count = bytes.withUnsafeBytes { curses_write_quietly(descriptor, $0.baseAddress, $0.count) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : count
  }

  /// Waits for a process and kills it when its time is up.
  ///
  /// - Returns: Its exit code, or −1 when a signal ended it.
  static func finish(_ process: pid_t, by deadline: Int) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard NcursesTerminal.milliseconds() < deadline else {
        kill(process, SIGKILL)
        while waitpid(process, nil, 0) < 0, errno == EINTR {}
        return -1
      }
      poll(nil, 0, 2)
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
  }
}
