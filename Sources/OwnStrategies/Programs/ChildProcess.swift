internal import Glibc
internal import Synchronization
internal import TensorFiles

/// A program that is run once: bytes in, bytes out, and an end in any case.
///
/// The program runs without a shell and in a session of its own, so that it has no terminal and no
/// key there reaches it. It and whatever it starts in that session are killed when it has ended, when
/// its time is up, when the task that waits for it is cancelled, and by a ``ProcessGuard`` when this
/// process ends first. It inherits the environment, the folder and no file but its three standard
/// ones, which are pipes.
struct ChildProcess {
  /// The program, a path or a name on `PATH`, and its arguments; never empty.
  let command: [String]
  /// Variables that are added to the environment.
  let variables: [String: String]
  /// How long it may run.
  let seconds: Double
  /// The most bytes that it may write to standard output.
  let outputLimit: Int

  /// Runs the program and waits for its end.
  ///
  /// - Parameter input: What it reads from standard input; it need not read it.
  /// - Returns: What it wrote to standard output.
  /// - Throws: ``OwnStrategyError/Problem`` when it cannot be started, fails, takes too long or
  ///   writes too much.
  func run(_ input: [UInt8]) throws(OwnStrategyError.Problem) -> [UInt8] {
    var started = try start(input)
    let ending = withoutPipeSignal {
      wait(for: started.process, &started.conversation)
    }
    // What it started goes with it; the guard last, so that nothing is unguarded in between.
    kill(-started.process, SIGKILL)
    started.guardian.end()
    let status = reap(started.process)
    let message = started.conversation.lastMessage
    switch ending {
    case .cancelled: throw .cancelled
    case .late: throw .late(seconds: seconds, message: message)
    case .flood: throw .flood(limit: outputLimit)
    case .ended:
      guard let status else { throw .system(action: "wait for it", code: ECHILD) }
      let signal = status & 0x7F
      guard signal == 0 else { throw .crashed(signal: signal, message: message) }
      let code = (status >> 8) & 0xFF
      guard code == 0 else { throw .failed(code: code, message: message) }
      return started.conversation.output
    }
  }

  // MARK: Beginning

  /// A program that runs.
  private struct Started {
    let process: pid_t
    let guardian: ProcessGuard
    /// Alone holds our ends of the pipes, so that it can close them.
    var conversation: Conversation
  }

  /// Pipes are marked as not to be inherited only after they are made, and a program that starts in
  /// between would keep them open.
  private static let starting = Mutex(())

  private func start(_ bytes: [UInt8]) throws(OwnStrategyError.Problem) -> Started {
    try Self.starting.withLock { _ throws(OwnStrategyError.Problem) in
      let (input, output, messages) = (try Pipe(), try Pipe(), try Pipe())
      let process = try Spawning(
        command: command, environment: environment,
        standard: [input.reading, output.writing, messages.writing]
      ).start()
      let guardian: ProcessGuard
      do throws(OwnStrategyError.Problem) {
        guardian = try ProcessGuard(of: process)
        for end in [input.writing, output.reading, messages.reading] { try end.stopBlocking() }
      } catch {
        kill(-process, SIGKILL)
        _ = reap(process)
        throw error
      }
      let ends = StandardEnds(
        input: input.writing, output: output.reading, messages: messages.reading)
      return Started(
        process: process, guardian: guardian,
        conversation: Conversation(ends, input: bytes, outputLimit: outputLimit))
    }
  }

  private var environment: [String] {
    let added = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let names = variables.keys.map { $0 + "=" }
    return inheritedEnvironment().filter { variable in
      !names.contains { variable.hasPrefix($0) }
    } + added
  }

  // MARK: Waiting

  /// Why nobody waits any more.
  private enum Ending { case ended, late, cancelled, flood }

  private func wait(for process: pid_t, _ conversation: inout Conversation) -> Ending {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    while true {
      if Task.isCancelled { return .cancelled }
      guard clock.now < deadline else { return .late }
      // Short, because neither the end of the process nor a cancellation can be waited for here.
      conversation.proceed(milliseconds: conversation.isOver ? 1 : 20)
      if conversation.isFlooded { return .flood }
      if hasEnded(process) {
        // What it wrote last; others that it left behind may hold the pipes open.
        conversation.proceed(milliseconds: 0)
        return conversation.isFlooded ? .flood : .ended
      }
    }
  }

  /// Whether a process has ended; it stays to be reaped, so that its number is no other's yet.
  private func hasEnded(_ process: pid_t) -> Bool {
    var information = siginfo_t()
    let result = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    if result != 0 { return errno != EINTR }
    return information.si_signo == SIGCHLD
  }

  /// Waits for a process that has ended or been killed; nil when its status was lost.
  private func reap(_ process: pid_t) -> Int32? {
    var status: Int32 = 0
    while true {
      if waitpid(process, &status, 0) == process { return status }
      if errno != EINTR { return nil }
    }
  }
}

/// Runs a body in which writing to a pipe that nobody reads fails instead of ending this process.
private func withoutPipeSignal<Result>(_ body: () -> Result) -> Result {
  var pipe = sigset_t()
  var pending = sigset_t()
  var before = sigset_t()
  sigemptyset(&pipe)
  sigaddset(&pipe, SIGPIPE)
  sigpending(&pending)
  pthread_sigmask(SIG_BLOCK, &pipe, &before)
  let result = body()
  if sigismember(&pending, SIGPIPE) == 0 {
    // The signal waits for this thread and must not arrive once it is let through again.
    var none = timespec()
    while sigtimedwait(&pipe, nil, &none) < 0, errno == EINTR {}
  }
  pthread_sigmask(SIG_SETMASK, &before, nil)
  return result
}
