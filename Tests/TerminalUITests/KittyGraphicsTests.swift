import TerminalUI
import Testing

@Suite struct KittyGraphicsTests {
  /// A sequence's keys and its data.
  private struct Sequence {
    let keys: [Substring: Substring]
    let data: Substring

    init(_ text: Substring) {
      let parts = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
      let pairs = parts[0].split(separator: ",").map { $0.split(separator: "=") }
      keys = Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
      data = parts.count > 1 ? parts[1] : ""
    }
  }

  private func sequences(_ text: String) throws -> [Sequence] {
    try text.split(separator: "\u{1B}\\").map { part in
      try #require(part.hasPrefix("\u{1B}_G"))
      return Sequence(part.dropFirst(3))
    }
  }

  @Test(arguments: [1, 3072, 3073, 10_000])
  func sendsAllBytesInChunks(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 5) }
    let text = KittyGraphics(isWrapped: false).upload(
      compressed: bytes, id: 7 << 24 | 42, width: 80, height: 60, columns: 8, rows: 3)
    let all = try sequences(text)
    let chunks = all.dropLast()
    #expect(chunks.map(\.data).joined() == Base64.text(bytes))
    #expect(chunks.allSatisfy { $0.data.utf8.count <= KittyGraphics.chunk })
    #expect(chunks.dropLast().allSatisfy { $0.data.utf8.count % 4 == 0 && $0.keys["m"] == "1" })
    #expect(chunks.last?.keys["m"] == "0")
    #expect(
      chunks.first?.keys.filter { $0.key != "m" } == [
        "a": "t", "f": "24", "o": "z", "t": "d", "i": "117440554", "s": "80", "v": "60", "q": "2",
      ])
    #expect(chunks.dropFirst().allSatisfy { Set($0.keys.keys) == ["m", "q"] })
    #expect(
      all.last?.keys == ["a": "p", "U": "1", "i": "117440554", "c": "8", "r": "3", "q": "2"])
  }

  @Test func asksForNoAnswerAndWrapsForTmux() {
    let plain = KittyGraphics(isWrapped: false).deletion(of: 16_777_300)
    #expect(plain == "\u{1B}_Ga=d,d=I,i=16777300,q=2\u{1B}\\")
    let wrapped = KittyGraphics(isWrapped: true).deletion(of: 16_777_300)
    #expect(
      wrapped == "\u{1B}Ptmux;\u{1B}\u{1B}_Ga=d,d=I,i=16777300,q=2\u{1B}\u{1B}\\\u{1B}\\")
  }

  @Test func marksAreDistinctAndJoinTheirCharacter() throws {
    let marks = KittyDiacritics.marks
    #expect(marks.count == 297 && Set(marks).count == 297)
    // By kitty's documentation the first ones, and others by their place in its list.
    #expect(Array(marks.prefix(5)) == [0x305, 0x30D, 0x30E, 0x310, 0x312])
    #expect(marks[29] == 0x36F && marks[255] == 0xA8E5 && marks[296] == 0x1D244)
    for mark in marks {
      let scalar = try #require(Unicode.Scalar(mark))
      #expect(scalar.properties.canonicalCombiningClass.rawValue == 230)
      #expect(scalar.properties.generalCategory == .nonspacingMark)
      #expect(DisplayWidth.columns(of: Character(scalar)) == 0)
    }
  }

  @Test func aPlaceholderIsOneCharacterOfOneColumn() throws {
    for (row, column, high) in [(0, 0, 1), (296, 296, 255), (3, 7, 200)] {
      let scalars = KittyGraphics.placeholder(
        row: row, column: column, id: UInt32(high) << 24 | 99)
      #expect(scalars.count == 4 && scalars[0] == 0x10EEEE)
      var text = String.UnicodeScalarView()
      for value in scalars { text.append(try #require(Unicode.Scalar(value))) }
      #expect(String(text).count == 1)
      #expect(DisplayWidth.columns(of: String(text)) == 1)
    }
  }

  @Test(arguments: [Int32(0), 1, 232, 233, 4_194_304, .max])
  func numbersOfAProcessAreDistinctAndOfThePalette(process: Int32) {
    let numbers = KittyGraphics.Numbers(process: process)
    let ids = (0..<KittyGraphics.Numbers.count).map(numbers.id)
    #expect(Set(ids).count == ids.count)
    for (index, id) in ids.enumerated() {
      #expect((16...255).contains(numbers.color(index)))
      #expect(Int(id & 0xFF_FFFF) == numbers.color(index) && (1...255).contains(id >> 24))
    }
  }
}
