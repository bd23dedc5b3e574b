import Testing
import TerminalUI
import TestSupport

@Suite struct InputDecoderTests {
  private func decode(_ text: String) -> [TerminalEvent] {
    var decoder = InputDecoder()
    return decoder.feed(text.utf8) + decoder.giveUp()
  }

  /// What is left of events without the replies among them.
  private func withoutReplies(_ events: [TerminalEvent]) -> [TerminalEvent] {
    events.filter { if case .reply = $0 { false } else { true } }
  }

  static let keys: [(String, Key)] = [
    ("a", .character("a")), ("Z", .character("Z")), (" ", .character(" ")),
    ("é", .character("é")), ("漢", .character("漢")), ("\u{1F600}", .character("\u{1F600}")),
    ("\u{01}", .control("a")), ("\u{1A}", .control("z")), ("\u{03}", .control("c")),
    ("\0", .control(" ")), ("\u{1C}", .control("\\")), ("\u{1F}", .control("_")),
    ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{08}", .backspace),
    ("\u{1B}", .escape),
    ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}OB", .down),
    ("\u{1B}[C", .right), ("\u{1B}OC", .right), ("\u{1B}[D", .left), ("\u{1B}OD", .left),
    ("\u{1B}[1;2A", .up), ("\u{1B}[1;5D", .left), ("\u{1B}Oa", .up), ("\u{1B}[c", .right),
    ("\u{1B}[H", .home), ("\u{1B}OH", .home), ("\u{1B}[1~", .home), ("\u{1B}[7~", .home),
    ("\u{1B}[F", .end), ("\u{1B}OF", .end), ("\u{1B}[4~", .end), ("\u{1B}[8~", .end),
    ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[5;5~", .pageUp),
    ("\u{1B}[3~", .delete), ("\u{1B}[Z", .backTab), ("\u{1B}[3$", .delete), ("\u{1B}[3^", .delete),
    ("\u{1B}OP", .function(1)), ("\u{1B}OS", .function(4)), ("\u{1B}[P", .function(1)),
    ("\u{1B}[1;2R", .function(3)), ("\u{1B}[11~", .function(1)), ("\u{1B}[15~", .function(5)),
    ("\u{1B}[17~", .function(6)), ("\u{1B}[21~", .function(10)), ("\u{1B}[24~", .function(12)),
    ("\u{1B}[[A", .function(1)), ("\u{1B}[[E", .function(5)), ("\u{1B}[34~", .function(20)),
    ("\u{1B}Op", .character("0")), ("\u{1B}Ok", .character("+")), ("\u{1B}OM", .enter),
    ("\u{1B}[27u", .escape), ("\u{1B}[97;5u", .control("a")), ("\u{1B}[9;2u", .backTab),
    ("\u{1B}[97;2u", .character("A")), ("\u{1B}[27;5;114~", .control("r")),
  ]

  @Test(arguments: keys)
  func readsEveryKey(sequence: String, key: Key) {
    #expect(decode(sequence) == [.key(key)])
  }

  @Test(arguments: keys)
  func readsEveryKeyInPieces(sequence: String, key: Key) {
    var decoder = InputDecoder()
    var events: [TerminalEvent] = []
    for byte in sequence.utf8 {
      events += decoder.feed([byte])
    }
    #expect((decoder.patience == nil) == (sequence != "\u{1B}"))
    #expect(events + decoder.giveUp() == [.key(key)])
    #expect(decoder.patience == nil)
  }

  @Test(arguments: [
    "\u{1B}[?62;22c", "\u{1B}[>0;276;0c", "\u{1B}[24;80R", "\u{1B}[8;24;80t", "\u{1B}[I",
    "\u{1B}[O", "\u{1B}[?2026;2$y", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[2~", "\u{1B}[99~",
    "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\", "\u{1B}P>|tmux 3.3a\u{1B}\\",
    "\u{1B}]11;rgb:0000/0000/0000\u{07}", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\",
    "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}^q\u{1B}\\", "\u{1B}[57441u", "\u{1B}[0;1;2;3;4;5;6x",
  ])
  func swallowsWhatIsNoKey(reply: String) {
    #expect(withoutReplies(decode(reply + "q")) == [.key(.character("q"))])
    // However it is cut, nothing of it becomes a key, unless only an introducer came at first.
    let bytes = Array(reply.utf8)
    for cut in 3..<max(3, bytes.count) {
      var decoder = InputDecoder()
      let before = decoder.feed(bytes[..<cut])
      #expect(before == [])
      #expect(decoder.patience == .sequence)
      #expect(withoutReplies(decoder.feed(bytes[cut...])) == [])
      #expect(decoder.patience == nil)
    }
  }

  @Test func neverLocksTheUserOut() {
    // A string that never ends gives way to a control character.
    #expect(decode("\u{1B}]0;never ended\u{03}") == [.key(.control("c"))])
    #expect(decode("\u{1B}[1;\u{03}") == [.key(.control("c"))])
    #expect(decode("\u{1B}Pabc\u{1B}[A") == [.key(.up)])
    var decoder = InputDecoder()
    #expect(decoder.feed("\u{1B}]0;half".utf8) == [])
    #expect(decoder.giveUp() == [])
    #expect(decoder.feed("q".utf8) == [.key(.character("q"))])
  }

  @Test func readsEscapeFollowedByAKey() {
    #expect(decode("\u{1B}q") == [.key(.escape), .key(.character("q"))])
    #expect(decode("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
    #expect(decode("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    #expect(decode("\u{1B}[") == [.key(.escape), .key(.character("["))])
    #expect(decode("\u{1B}O") == [.key(.escape), .key(.character("O"))])
    #expect(decode("\u{1B}]") == [.key(.escape), .key(.character("]"))])
  }

  @Test(arguments: [
    ("\u{1B}[<0;5;3M", MouseEvent(.press, column: 4, row: 2)),
    ("\u{1B}[<0;5;3m", MouseEvent(.release, column: 4, row: 2)),
    ("\u{1B}[<32;300;120M", MouseEvent(.drag, column: 299, row: 119)),
    ("\u{1B}[<35;1;1M", MouseEvent(.hover, column: 0, row: 0)),
    ("\u{1B}[<64;2;2M", MouseEvent(.wheelUp, column: 1, row: 1)),
    ("\u{1B}[<65;2;2M", MouseEvent(.wheelDown, column: 1, row: 1)),
    ("\u{1B}[<4;2;2M", MouseEvent(.press, column: 1, row: 1)),
    ("\u{1B}[M !!", MouseEvent(.press, column: 0, row: 0)),
    ("\u{1B}[M#\"!", MouseEvent(.release, column: 1, row: 0)),
    ("\u{1B}[M@\"!", MouseEvent(.drag, column: 1, row: 0)),
    ("\u{1B}[M`\"!", MouseEvent(.wheelUp, column: 1, row: 0)),
  ])
  func readsTheMouse(sequence: String, event: MouseEvent) {
    #expect(decode(sequence) == [.mouse(event)])
  }

  @Test(arguments: [
    "\u{1B}[<2;5;3M", "\u{1B}[<1;5;3M", "\u{1B}[<66;5;3M", "\u{1B}[<64;5;3m", "\u{1B}[<0;0;3M",
    "\u{1B}[<0;5M", "\u{1B}[<0;99999999999999999999;3M", "\u{1B}[<0;5;3;1M", "\u{1B}[<-1;5;3M",
    "\u{1B}[<128;5;3M",
  ])
  func ignoresOtherButtonsAndNonsense(sequence: String) {
    #expect(decode(sequence + "q") == [.key(.character("q"))])
  }

  @Test func dropsWhatIsNotUTF8() {
    var decoder = InputDecoder()
    #expect(decoder.feed([0xFF, 0xC3, 0x61]) == [.key(.character("a"))])
    #expect(decoder.feed([0xE2, 0x96, 0x1B, 0x5B, 0x41]) == [.key(.up)])
    #expect(decoder.feed([0xED, 0xA0, 0x80, 0x62]) == [.key(.character("b"))])
    #expect(decoder.feed([0xC2, 0x9B, 0x63]) == [.key(.character("c"))])
  }

  @Test(arguments: 0..<64 as Range<UInt64>)
  func survivesAnyBytesAndIsCutAnywhere(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    let favourites: [UInt8] = [0x1B, 0x5B, 0x4F, 0x3B, 0x3C, 0x4D, 0x31, 0x7E, 0x5D, 0x50]
    let bytes = (0..<2000).map { _ in
      let word = next()
      return word & 1 == 0
        ? favourites[Int(word >> 8) % favourites.count] : UInt8(truncatingIfNeeded: word >> 16)
    }
    var whole = InputDecoder()
    let expected = whole.feed(bytes)
    var pieces = InputDecoder()
    var events: [TerminalEvent] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = min(rest.count, 1 + Int(next() % 7))
      events += pieces.feed(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    #expect(events == expected)
  }
}
