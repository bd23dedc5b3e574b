import Glibc
import TerminalUI
import Testing

@Suite struct DisplayWidthTests {
  static let characters: [(character: Character, columns: Int)] = [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("–", 1), ("▀", 1), ("▸", 1), ("τ", 1), ("漢", 2),
    ("ア", 2), ("ｱ", 1), ("Ａ", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2),
    ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("⌚", 2), ("⚡", 2), ("✅", 2), ("❤", 1), ("❤️", 2), ("𠀀", 2),
    ("\u{301}", 0), ("\u{20DD}", 0), ("\u{1161}", 0),
  ]

  @Test(arguments: characters)
  func countsColumns(character: Character, columns: Int) {
    #expect(DisplayWidth.columns(of: character) == columns)
  }

  /// Terminals and ncurses count by `wcwidth`; other versions of it know other characters, so that
  /// a few may differ.
  @Test func agreesWithTheSystemAboutSingleCharacters() throws {
    // The C library has it, its module for Swift does not.
    let symbol = try #require(dlsym(dlopen(nil, RTLD_NOW), "wcwidth"))
    let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
    let locale = try #require(newlocale(1 << LC_CTYPE, "C.UTF-8", nil))
    let before = uselocale(locale)
    defer {
      uselocale(before)
      freelocale(locale)
    }
    var different: [UInt32] = []
    for value in UInt32(0x20)..<0x32000 {
      guard let scalar = Unicode.Scalar(value), let age = scalar.properties.age, age.major <= 14
      else { continue }
      let columns = wcwidth(Int32(value))
      // Control and format characters are never written as themselves.
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: continue
      default: break
      }
      guard columns >= 0 else { continue }
      if DisplayWidth.columns(of: Character(scalar)) != Int(columns) { different.append(value) }
    }
    #expect(different.count < 50, "\(different.prefix(50).map { String($0, radix: 16) })")
  }

  @Test func showsWhatWouldCommandTheTerminalAsAReplacement() {
    let hostile: [Character] = [
      "\u{1B}", "\u{7}", "\n", "\r", "\r\n", "\u{0}", "\u{7F}", "\u{9B}", "\u{85}", "\u{2028}",
      "\u{202E}", "\u{200E}", "\u{FEFF}", "\u{AD}", "\u{301}",
    ]
    for character in hostile {
      let shown = DisplayWidth.printable(character)
      #expect(shown == "\u{FFFD}", "\(character.unicodeScalars.map(\.value))")
      #expect(DisplayWidth.columns(of: String(character)) == 1)
    }
    for character in "aé漢👨‍👩‍👧▀ " { #expect(DisplayWidth.printable(character) == character) }
  }

  @Test func shortenedTextsTakeTheRoomAndEndWithAnEllipsis() {
    #expect(DisplayWidth.fit("street", into: 6) == "street")
    #expect(DisplayWidth.fit("street", into: 5) == "stre…")
    #expect(DisplayWidth.fit("street", into: 1) == "…")
    #expect(DisplayWidth.fit("street", into: 0) == "")
    #expect(DisplayWidth.fit("street", into: -3) == "")
    #expect(DisplayWidth.fit("漢漢", into: 4) == "漢漢")
    #expect(DisplayWidth.fit("漢漢", into: 3) == "漢…")
    #expect(DisplayWidth.fit("漢漢", into: 2) == "…")
    #expect(DisplayWidth.fit("", into: 0) == "")
    for text in ["", "a", "漢字とかな", "a\u{1B}[31mb", "👍🏽 ok", "e\u{301}e\u{301}e\u{301}"] {
      for room in 0...12 {
        let fitted = DisplayWidth.fit(text, into: room)
        #expect(DisplayWidth.columns(of: fitted) <= room)
        if DisplayWidth.columns(of: text) <= room { #expect(fitted == text) }
      }
    }
  }
}
