/// The sequence that gives text to the clipboard of the user's terminal (OSC 52), wherever the
/// program runs.
///
/// Source: "XTerm Control Sequences", operating system controls, 52.
public enum ClipboardSequence {
  /// What carries the sequence to the terminal.
  public enum Carrier: Sendable, Hashable, CaseIterable {
    /// Nothing lies between; or tmux does, and takes it over itself.
    case direct
    /// tmux passes it through to the terminal around it.
    case tmux
    /// GNU screen passes it through, in pieces of at most 768 bytes.
    case screen
  }

  /// The longest text, in bytes of UTF-8: several terminals take no more than 100,000 bytes of
  /// base64.
  public static let longest = 74_994

  /// The sequence.
  ///
  /// - Parameters:
  ///   - text: What to copy.
  ///   - carrier: What lies between.
  /// - Returns: What to send; nil when the text is longer than ``longest``.
  public static func sequence(_ text: String, through carrier: Carrier) -> String? {
    guard text.utf8.count <= longest else { return nil }
    let sequence = "\u{1B}]52;c;\(Base64.text(Array(text.utf8)))\u{07}"
    switch carrier {
    case .direct: return sequence
    case .tmux:
      return TmuxPassthrough.wrapped(sequence)
    case .screen:
      var rest = Array(sequence.utf8)[...]
      var pieces = ""
      while !rest.isEmpty {
        pieces += "\u{1B}P" + String(decoding: rest.prefix(screenPiece), as: UTF8.self) + "\u{1B}\\"
        rest = rest.dropFirst(screenPiece)
      }
      return pieces
    }
  }

  /// Older versions of GNU screen take strings of 256 bytes.
  private static let screenPiece = 240
}
