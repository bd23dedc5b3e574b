internal import CTestTerminal
internal import Glibc

/// The modes of a terminal, to be compared before and after.
extension VirtualTerminal {
  /// What is not as it was before the program began; empty when all is.
  ///
  /// The driver's modes (`termios`) are those of a new pseudo-terminal, the terminal's own those
  /// that it has when nothing was sent.
  package var changedModes: [String] {
    var changed = Self.privateModes(in: sent()).filter { $0 != "?7" }
    if isHungUp { return changed }
    guard let now = lineModes else { return changed + ["termios cannot be read"] }
    if now != Self.newLineModes { changed.append("termios \(now), not \(Self.newLineModes)") }
    return changed
  }

  /// Modes that output leaves set, apart from the visible cursor, which must be set.
  private static func privateModes(in text: String) -> [String] {
    var modes: [Substring: Bool] = ["25": true]
    var keypad = false
    for part in text.split(separator: "\u{1B}", omittingEmptySubsequences: true) {
      if part.first == "=" { keypad = true }
      if part.first == ">" { keypad = false }
      guard part.hasPrefix("[?") else { continue }
      let numbers = part.dropFirst(2).prefix { $0.isNumber || $0 == ";" }
      switch part.dropFirst(2 + numbers.count).first {
      case "h": for number in numbers.split(separator: ";") { modes[number] = true }
      case "l": for number in numbers.split(separator: ";") { modes[number] = false }
      default: break
      }
    }
    var changed = modes.filter { $0.value }.map { "?" + $0.key }.filter { $0 != "?25" }
    if modes["25"] != true { changed.append("?25 is not set") }
    if keypad { changed.append("the keypad's mode is set") }
    return changed.sorted()
  }

  private static let newLineModes: [UInt32] = {
    let descriptor = test_terminal_unused()
    defer { close(descriptor) }
    return lineModes(of: descriptor) ?? []
  }()

  /// The flags and characters of a terminal's line.
  static func lineModes(of descriptor: Int32) -> [UInt32]? {
    var modes = termios()
    guard tcgetattr(descriptor, &modes) == 0 else { return nil }
    let characters = withUnsafeBytes(of: modes.c_cc) { $0.map(UInt32.init) }
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag] + characters
  }
}
