internal import Glibc

/// Sees to it that a program does not outlive this process, however this process ends.
///
/// A shell waits at a pipe whose other end only we hold. When we end, by a signal that nobody can
/// catch or otherwise, the pipe ends too, and the shell kills the program's group.
struct ProcessGuard {
  private let process: pid_t
  /// Held open as long as the program is to live.
  private let lifeline: Descriptor

  /// Starts to guard a process that leads a group.
  ///
  /// - Parameter group: The process.
  /// - Throws: A problem when the guard cannot be started.
  init(of group: pid_t) throws(OwnStrategyError.Problem) {
    let pipe = try Pipe()
    process = try Spawning(
      command: ["/bin/sh", "-c", "read -r _; kill -s KILL -- \"-$1\"", "sh", "\(group)"],
      environment: [], standard: [pipe.reading, nil, nil]
    ).start()
    lifeline = pipe.writing
  }

  /// Ends the guard; the group must have been dealt with, but its leader not been reaped: until then
  /// no other group has its number.
  func end() {
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }
}
