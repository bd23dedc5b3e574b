import Glibc
import Synchronization
import TestSupport
import Testing

/// One run of the built program, from its arguments to what came out.
///
/// The program runs in the repository's folder, with nothing on its standard input and a small
/// environment of its own.
struct Program {
  /// What it wrote to standard output.
  let output: String
  /// What it wrote to standard error.
  let messages: String
  /// Its exit code; 128 and the signal's number when a signal ended it.
  let code: Int32

  /// The lines of standard output, without the end of the last.
  var lines: [String] { Self.lines(of: output) }
  /// A line of standard output; empty when there are not so many.
  func line(_ index: Int) -> String { lines.indices.contains(index) ? lines[index] : "" }
  /// The lines of standard error.
  var messageLines: [String] { Self.lines(of: messages) }

  struct TooLate: Error, CustomStringConvertible {
    let description: String
  }

  /// The program, which lies beside the test bundle.
  static let program: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let own = String(
      decoding: path.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/prunescope"
  }()

  /// Runs the program and waits for its end.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - folder: Where it runs.
  ///   - program: What is run, by default the program that is tested.
  ///   - variables: What is added to its environment, each as `NAME=value`.
  ///   - input: A file that it reads as its standard input; nothing by default.
  ///   - output: A file that standard output goes to instead of being collected.
  ///   - seconds: After this long it is killed, and the test fails.
  /// - Throws: When it cannot be started.
  init(
    _ arguments: [String], in folder: String = Fixture.repository(),
    program: String = Program.program, variables: [String] = [], input: String? = nil,
    output: String? = nil, seconds: Int = 120
  ) throws {
    // One at a time, so that no child inherits the pipes of another and keeps them open.
    let started = try Self.starting.withLock { _ in
      try Self.start(variables + [program] + arguments, folder, input ?? "/dev/null", output)
    }
    defer { for end in started.ends { close(end) } }

    let collected = Self.collect(started.ends, seconds: seconds)
    if collected == nil { kill(started.process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(started.process, &status, 0) < 0, errno == EINTR {}
    guard let collected else {
      throw TooLate(description: "\(arguments) did not end within \(seconds) seconds")
    }
    self.output = String(decoding: collected[0], as: UTF8.self)
    messages = String(decoding: collected[1], as: UTF8.self)
    let signal = status & 0x7F
    code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// Runs the program with arguments that are written out in one line, separated by blanks; what
  /// stands between two single quotes is one argument.
  init(_ line: String, in folder: String = Fixture.repository()) throws {
    let parts = line.split(separator: "'", omittingEmptySubsequences: false)
    let arguments = parts.enumerated().flatMap { index, part in
      index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
    }
    try self.init(arguments, in: folder)
  }

  private static let starting = Mutex(())

  /// Starts a program.
  ///
  /// - Returns: The process, and where its standard output and standard error can be read.
  private static func start(
    _ command: [String], _ folder: String, _ input: String, _ output: String?
  ) throws -> (process: pid_t, ends: [Int32]) {
    let (outputEnd, outputSource) = try pipe()
    let (messageEnd, messageSource) = try pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    if let output {
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY, 0)
    } else {
      posix_spawn_file_actions_adddup2(&actions, outputSource, STDOUT_FILENO)
    }
    posix_spawn_file_actions_adddup2(&actions, messageSource, STDERR_FILENO)

    // env(1) changes the folder: posix_spawn can do that by itself only in a way that is not POSIX.
    let env = "/usr/bin/env"
    var process: pid_t = 0
    let words = ([env, "-C", folder] + command).map { strdup($0) } + [nil]
    let settings = environment.map { strdup($0) } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    let failure = posix_spawn(&process, env, &actions, nil, words, settings)
    close(outputSource)
    close(messageSource)
    try #require(failure == 0, "cannot run \(command): error \(failure)")
    return (process, [outputEnd, messageEnd])
  }

  private static let environment: [String] = {
    var variables = [
      "TERM=dumb", "LANG=C.UTF-8", "HOME=/nonexistent", "PATH=/usr/bin:/bin", "COLUMNS=80",
    ]
    if let value = getenv("LD_LIBRARY_PATH") {
      variables.append("LD_LIBRARY_PATH=" + String(cString: value))
    }
    return variables
  }()

  /// A pipe that programs started later do not inherit.
  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    try #require(Glibc.pipe(&ends) == 0)
    for end in ends { try #require(fcntl(end, F_SETFD, FD_CLOEXEC) == 0) }
    return (ends[0], ends[1])
  }

  /// Reads both pipes until they end; nil when that takes too long.
  private static func collect(_ descriptors: [Int32], seconds: Int) -> [[UInt8]]? {
    var collected = [[UInt8]](repeating: [], count: descriptors.count)
    var waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while waiting.contains(where: { $0.fd >= 0 }) {
      if clock.now > deadline { return nil }
      guard poll(&waiting, nfds_t(waiting.count), 200) > 0 else { continue }
      for index in waiting.indices where waiting[index].revents != 0 {
        let count = read(descriptors[index], &chunk, chunk.count)
        if count > 0 {
          collected[index] += chunk.prefix(count)
        } else if count == 0 || errno != EINTR {
          waiting[index].fd = -1
        }
      }
    }
    return collected
  }

  private static func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}

/// A new folder of its own for a test.
struct Scratch: ~Copyable {
  /// The folder.
  let path: String

  init() {
    path = "/tmp/prunescope-tests-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    mkdir(path, 0o755)
  }

  deinit { try? Program.removeFolder(path) }

  /// The path of something in it.
  subscript(name: String) -> String { path + "/" + name }
}

extension String {
  /// The words between blanks.
  var words: [String] { split(separator: " ").map(String.init) }
}
