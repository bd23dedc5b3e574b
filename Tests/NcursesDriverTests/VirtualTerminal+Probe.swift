import TerminalTestSupport
import Testing

extension VirtualTerminal {
  /// Starts the probe and waits for its screen.
  static func probing(
    _ arguments: [String] = [], environment: [String: String] = [:],
    answering: TerminalAnswering = .plain, columns: Int = 100, rows: Int = 30
  ) throws -> VirtualTerminal {
    let terminal = try VirtualTerminal(
      arguments, environment: environment, answering: answering, columns: columns, rows: rows)
    try terminal.until("showed the probe's screen") { terminal.row(0).hasPrefix("probe ") }
    terminal.settle()
    return terminal
  }

  /// The events the probe wrote down, without the names of types.
  var events: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(5).map(String.init)
      .filter { !$0.isEmpty }.map { line in
        var event = line.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
        for prefix in ["TerminalUI.Key.", "TerminalUI.MouseEvent.Action.", "TerminalUI."] {
          while let range = event.range(of: prefix) { event.removeSubrange(range) }
        }
        return event
      }
  }

  /// Sends something and waits until the probe has written down so many events in all.
  func send(_ text: String, expecting count: Int) throws -> [String] {
    send(text)
    try until("wrote down \(count) events") { events.count >= count }
    return events
  }
}

extension String {
  /// The first place of a text.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}

extension String {
  /// The text with every occurrence of a part replaced.
  func replacing(separator: String, with other: String) -> String {
    split(separator: separator, omittingEmptySubsequences: false).joined(separator: other)
  }
}

extension VirtualTerminal {
  /// Whether everything about the terminal is as it was before the program.
  func expectRestored() {
    #expect(!isTaken)
    #expect(showsCursor)
    #expect(mouse == 0)
    #expect(changedModes == [])
  }
}
