import TerminalUI

extension String {
  /// The text with every control character made visible, so that a file's name or content can never
  /// command the terminal.
  var printable: String { String(map(DisplayWidth.printable)) }
}
