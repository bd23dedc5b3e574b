import Testing
import TerminalUI

@Suite struct ClipboardSequenceTests {
  // The test vectors of RFC 4648, section 10.
  @Test(
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("ÿ?>", "w78/Pg=="),
    ] as [(String, String)])
  func encodesAsBase64(text: String, encoded: String) {
    let sequence = ClipboardSequence.sequence(text, through: .direct)
    #expect(sequence == "\u{1B}]52;c;\(encoded)\u{07}")
  }

  @Test func doublesEscapesForTmux() {
    let sequence = ClipboardSequence.sequence("foo", through: .tmux)
    #expect(sequence == "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zm9v\u{07}\u{1B}\\")
  }

  @Test func cutsIntoPiecesForScreen() throws {
    let text = String(repeating: "long ", count: 200)
    let direct = try #require(ClipboardSequence.sequence(text, through: .direct))
    let sequence = try #require(ClipboardSequence.sequence(text, through: .screen))
    let pieces = sequence.split(separator: "\u{1B}\\")
    #expect(pieces.count > 4)
    #expect(pieces.allSatisfy { $0.utf8.count <= 256 && $0.hasPrefix("\u{1B}P") })
    #expect(pieces.map { $0.dropFirst(2) }.joined() == direct)
  }

  @Test(arguments: ClipboardSequence.Carrier.allCases)
  func refusesWhatTerminalsDoNotTake(carrier: ClipboardSequence.Carrier) {
    let longest = String(repeating: "x", count: ClipboardSequence.longest)
    #expect(ClipboardSequence.sequence(longest, through: carrier) != nil)
    #expect(ClipboardSequence.sequence(longest + "x", through: carrier) == nil)
    // Bytes are counted, not characters.
    let wide = String(repeating: "é", count: ClipboardSequence.longest / 2 + 1)
    #expect(ClipboardSequence.sequence(wide, through: carrier) == nil)
  }
}
