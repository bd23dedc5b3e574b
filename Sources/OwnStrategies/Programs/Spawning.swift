@preconcurrency internal import Glibc

/// A program about to be started, without a shell and in a session of its own.
struct Spawning {
  /// The program, a path or a name on `PATH`, and its arguments.
  let command: [String]
  /// All of its variables, as `NAME=value`.
  let environment: [String]
  /// Its standard input, output and error; those that are nil are `/dev/null`.
  let standard: [Descriptor?]

  /// Starts it.
  ///
  /// Signals have their standard meaning for it, whatever this process ignores or blocks.
  ///
  /// - Returns: Its process, which leads a group and a session of the same number.
  /// - Throws: ``OwnStrategyError/Problem/cannotRun(code:isPath:)``.
  func start() throws(OwnStrategyError.Problem) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (place, descriptor) in standard.enumerated() {
      if let descriptor {
        posix_spawn_file_actions_adddup2(&actions, descriptor.number, Int32(place))
      } else {
        posix_spawn_file_actions_addopen(&actions, Int32(place), "/dev/null", O_RDWR, 0)
      }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = Self.newSession | Int32(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let words = command.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var process: pid_t = 0
    var code: Int32 = 0
    for _ in 0..<Self.attempts {
      code = posix_spawnp(&process, command[0], &actions, &attributes, words, variables)
      guard code == ETXTBSY else { break }
      usleep(5000)
    }
    guard code == 0 else { throw .cannotRun(code: code, isPath: command[0].contains("/")) }
    return process
  }

  /// How often a program is tried that is still open for writing: one that was just saved may be
  /// held for a moment by a process that is about to become another program.
  private static let attempts = 40

  /// The flag of a new session, which Swift cannot import: `POSIX_SPAWN_SETSID` of posix_spawn(3).
  private static var newSession: Int32 { 0x80 }
}

/// This process's variables, as `NAME=value`.
func inheritedEnvironment() -> [String] {
  var variables: [String] = []
  var place = environ
  while let variable = place.pointee {
    variables.append(String(cString: variable))
    place += 1
  }
  return variables
}
