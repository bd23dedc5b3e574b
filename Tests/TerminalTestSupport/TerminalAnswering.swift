/// What a terminal answers to which question.
package struct TerminalAnswering: Sendable {
  /// Questions with their answers; of two that match at one place the first counts.
  package var answers: [(question: String, answer: String)]

  /// Creates a table.
  package init(_ answers: [(question: String, answer: String)]) { self.answers = answers }

  /// The same, with other answers before these.
  package func with(_ others: (question: String, answer: String)...) -> TerminalAnswering {
    TerminalAnswering(others + answers)
  }

  /// The question that every terminal answers (DA1).
  package static let attributes = "\u{1B}[c"
  /// Whether all has been taken in (DSR).
  package static let ready = "\u{1B}[5n"
  /// Which terminal it is (XTVERSION).
  package static let version = "\u{1B}[>0q"
  /// Which colours are set (DECRQSS), with the colour that is set first.
  package static let directColor = "\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}[m"
  /// The colour of the ground (OSC 11).
  package static let background = "\u{1B}]11;?\u{1B}\\"
  /// The size of a cell in pixels.
  package static let cellPixels = "\u{1B}[16t"
  /// The size of the text area in pixels.
  package static let textAreaPixels = "\u{1B}[14t"
  /// Whether pictures in kitty's protocol are accepted.
  package static let kittyGraphics = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"

  /// Nothing, as a terminal that is stuck or a very old one.
  package static let nothing = TerminalAnswering([])

  /// Only what every terminal answers, as mosh does.
  package static let plain = TerminalAnswering([
    (attributes, "\u{1B}[?62;22c"), (ready, "\u{1B}[0n"),
  ])

  /// As xterm does on a white ground, with cells of 6×13 and sixel.
  package static let xterm = plain.with(
    (version, "\u{1B}P>|XTerm(379)\u{1B}\\"),
    (directColor, "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\"),
    (background, "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\"),
    (cellPixels, "\u{1B}[6;13;6t"), (textAreaPixels, "\u{1B}[4;390;600t"),
    (attributes, "\u{1B}[?64;1;2;4;6;9;15;18;21;22c"))

  /// As Ghostty does on a dark ground: its text area in pixels, pictures in kitty's protocol.
  package static let ghostty = plain.with(
    (version, "\u{1B}P>|ghostty 1.0.1\u{1B}\\"),
    (directColor, "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\"),
    (background, "\u{1B}]11;rgb:28/2c/34\u{07}"),
    (textAreaPixels, "\u{1B}[4;600;1000t"),
    (kittyGraphics, "\u{1B}_Gi=31;OK\u{1B}\\"))

  /// The answers to what stands at the front of bytes.
  ///
  /// - Returns: The answer and how many bytes the question has; a count of 0 when more must be seen
  ///   to know, and nil when this is no question.
  func answer(to bytes: ArraySlice<UInt8>) -> (answer: String, count: Int)? {
    guard bytes.first == 0x1B else { return nil }
    var mayFollow = false
    for (question, answer) in answers {
      if bytes.starts(with: question.utf8) { return (answer, question.utf8.count) }
      if question.utf8.starts(with: bytes) { mayFollow = true }
    }
    return mayFollow ? ("", 0) : nil
  }
}
