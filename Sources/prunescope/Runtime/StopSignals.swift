import Glibc
import Synchronization

/// Signals that ask a long command to stop: the first is noted, the second ends the program at once.
enum StopSignals {
  private static let received = Atomic<Int32>(0)

  /// The signal that came; nil as long as none did.
  static var number: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Watches SIGINT, SIGTERM and SIGHUP from now on; those that were ignored, as under nohup, stay so.
  static func watch() {
    // What the handler uses must have been made before it runs.
    guard number == nil else { return }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var old = sigaction()
      sigaction(number, nil, &old)
      // The constant of a signal that is ignored is a number that only looks like a function.
      if unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        let change = StopSignals.received.compareExchange(
          expected: 0, desired: number, ordering: .relaxed)
        if !change.exchanged { _exit(128 + number) }
      }
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
  }
}
