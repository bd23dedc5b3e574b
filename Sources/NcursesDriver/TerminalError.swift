import Glibc
import TerminalUI

/// The reasons a screen cannot be used, or does not do what was asked.
public enum TerminalError: Error, Sendable, Equatable {
  /// Standard output is a file or a pipe.
  case notATerminal
  /// Keys cannot be read: standard input is no terminal and the controlling one does not open.
  case noKeyboard(code: Int32)
  /// `TERM` is not set.
  case unnamed
  /// No description of the terminal is known.
  case unknown(name: String)
  /// The terminal cannot place its cursor.
  case notAddressable(name: String)
  /// The operating system refused.
  case refused(code: Int32)
  /// A text is longer than terminals take for their clipboard.
  case tooLongToCopy(bytes: Int, limit: Int)
}

extension TerminalError: CustomStringConvertible {
  /// A message of one line: what is wrong, what would be right.
  public var description: String {
    switch self {
    case .notATerminal:
      "standard output is not a terminal; the screen needs one, 'render' does not"
    case .noKeyboard(let code):
      "keys cannot be read: /dev/tty: \(Self.message(code)); start from a terminal"
    case .unnamed:
      "TERM is not set; set it to the terminal's name, such as xterm-256color"
    case .unknown(let name):
      "TERM is '\(Self.printable(name))', which no terminfo entry describes; "
        + "set it to a known name, such as xterm-256color"
    case .notAddressable(let name):
      "TERM is '\(Self.printable(name))', which cannot place its cursor; "
        + "a screen needs that, 'render' does not"
    case .refused(let code):
      "the terminal cannot be opened: \(Self.message(code))"
    case .tooLongToCopy(let bytes, let limit):
      "clipboard: \(bytes) bytes are too many; terminals take up to \(limit)"
    }
  }

  private static func printable(_ name: String) -> String {
    DisplayWidth.fit(String(name.map(DisplayWidth.printable)), into: 40)
  }

  private static func message(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
  }
}
