import TerminalUI
import Testing

@Suite struct KeySpellingTests {
  static let named: [Key] = [
    .enter, .tab, .backTab, .escape, .backspace, .delete, .up, .down, .left, .right, .home, .end,
    .pageUp, .pageDown,
  ]

  @Test func everySpellingReadsBackAsItsKey() throws {
    var keys = Self.named + (1...24).map(Key.function)
    keys += (0x20...0x7E).map { .character(Character(Unicode.Scalar(UInt8($0)))) }
    keys += "äß漢é👍".map(Key.character)
    // Control with a letter, and what else a terminal has a control character for.
    keys += (0x60...0x7A).map { .control(Character(Unicode.Scalar(UInt8($0)))) }
    keys += " [\\]^_<>?1".map(Key.control)
    for key in keys {
      #expect(try Key.sequence(key.spelling) == [key], "\(key.spelling)")
      // Beside others, too.
      #expect(
        try Key.sequence("a \(key.spelling)b") == [.character("a"), key, .character("b")],
        "\(key.spelling)")
    }
    #expect(Set(keys.map(\.spelling)).count == keys.count)
  }

  static let scripts: [(script: String, keys: [Key])] = [
    ("", []), ("   ", []), ("j j", [.character("j"), .character("j")]),
    ("gg", [.character("g"), .character("g")]),
    ("%22<Enter>", [.character("%"), .character("2"), .character("2"), .enter]),
    ("<tab><TAB><Tab>", [.tab, .tab, .tab]), ("<s-tab>", [.backTab]),
    ("<C-L> <c-l>", [.control("l"), .control("l")]), ("<f12>", [.function(12)]),
    ("<Space>", [.character(" ")]), ("<lt>Tab>", "<Tab>".map(Key.character)),
    ("<", [.character("<")]), ("<>", [.character("<"), .character(">")]),
    ("a<", [.character("a"), .character("<")]), ("< Tab>", "<Tab>".map(Key.character)),
  ]

  @Test(arguments: scripts)
  func readsScripts(script: String, keys: [Key]) throws {
    #expect(try Key.sequence(script) == keys)
  }

  @Test(arguments: ["Tabb", "F0", "F25", "C-", "C-ab", "x", "-", "F", "ctrl-c"])
  func refusesNamesOfNoKey(name: String) {
    #expect(throws: KeyScriptError.unknownKey(name)) { try Key.sequence("j<\(name)>k") }
    #expect(KeyScriptError.unknownKey(name).description.hasPrefix("no key is named '<\(name)>'; "))
  }
}
