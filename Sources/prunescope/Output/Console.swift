import ArgumentParser
import Glibc

/// Standard output for results and standard error for everything else.
enum Console {
  /// Writes a line of results.
  ///
  /// - Throws: exit code 74 when standard output does not take it, as on a full disk.
  static func print(_ line: String) throws {
    try write(line + "\n")
  }

  /// Writes results as they are.
  static func write(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count >= 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        // A terminal or a pipe that another program has made non-blocking.
        var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        poll(&output, 1, -1)
      } else if errno != EINTR {
        let reason = strerror(errno).map { String(cString: $0).lowercased() } ?? "error \(errno)"
        report("standard output: cannot write: \(reason)")
        throw Exit.ioFailed
      }
    }
  }

  /// Writes a message for the person at the keyboard; control characters in it are made visible.
  static func report(_ message: String) {
    let line = "prunescope: " + message.printable + "\n"
    var bytes = Array(line.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR { return }
    }
  }
}

/// The program's exit codes.
enum Exit {
  /// Some inputs were refused, each named on standard error; the rest was done.
  static let someRefused = ExitCode(1)
  /// Two things that were compared differ.
  static let differs = ExitCode(1)
  /// The command line is wrong.
  static let usage = ExitCode(64)
  /// No input was usable.
  static let noInput = ExitCode(65)
  /// The screen cannot be used.
  static let noScreen = ExitCode(69)
  /// Output cannot be written.
  static let cannotWrite = ExitCode(73)
  /// Input or output failed.
  static let ioFailed = ExitCode(74)
}

/// Counts inputs as they are used or refused, for the exit code.
struct Tally {
  private(set) var used = 0
  private(set) var refused = 0

  /// Counts an input that was used.
  mutating func use() { used += 1 }

  /// Reports and counts an input that was refused.
  mutating func refuse(_ error: some Error & CustomStringConvertible, prefix: String = "") {
    refuse(prefix + error.description)
  }

  /// Reports and counts an input that was refused, with the sentence that says why.
  mutating func refuse(_ message: String) {
    Console.report(message)
    refused += 1
  }

  /// Ends the program with the code that the counts stand for; returns when all is well.
  func finish() throws {
    guard refused > 0 else { return }
    throw used > 0 ? Exit.someRefused : Exit.noInput
  }
}
