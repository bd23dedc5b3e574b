import Glibc
import NcursesDriver
import Testing
import TerminalUI
import TestSupport

@Suite struct TerminfoTests {
  private static func bytes(_ name: String) throws -> [UInt8] {
    let file = try #require(fopen(Fixture.path("terminfo/" + name), "r"))
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&buffer, 1, buffer.count, file)
    return Array(buffer.prefix(count))
  }

  @Test func readsAStockEntry() throws {
    let entry = try #require(TerminfoEntry(compiled: Self.bytes("xterm-256color")))
    #expect(String(decoding: entry.names, as: UTF8.self) == "xterm-256color|xterm with 256 colors")
    #expect(entry[.colors] == 256)
    #expect(entry[.pairs] == 65536)
    #expect(entry[.columns] == 80)
    #expect(entry[.cursorAddress] == "\u{1B}[%i%p1%d;%p2%dH")
    #expect(entry[.enterScreen]?.hasPrefix("\u{1B}[?1049h") ?? false)
    #expect(entry[.setInkOld] == nil)
    #expect(entry[.changesColors])
    #expect(entry.extendedFlags.map { String(decoding: $0, as: UTF8.self) } == ["AX", "XT"])
  }

  @Test func readsTheOlderFormat() throws {
    let entry = try #require(TerminfoEntry(compiled: Self.bytes("vt100")))
    #expect(entry[.colors] == nil)
    #expect(entry[.lines] == 24)
    #expect(entry[.cursorAddress] == "\u{1B}[%i%p1%d;%p2%dH$<5>")
  }

  @Test(arguments: ["xterm-256color", "xterm", "vt100"])
  func readsWhatItWrites(name: String) throws {
    let entry = try #require(TerminfoEntry(compiled: Self.bytes(name)))
    let compiled = try #require(entry.compiled)
    #expect(TerminfoEntry(compiled: compiled) == entry)
    let modern = try #require(ModernTerminal.entry.compiled)
    #expect(TerminfoEntry(compiled: modern) == ModernTerminal.entry)
  }

  @Test(arguments: ["xterm-256color", "xterm", "vt100"])
  func survivesTruncation(name: String) throws {
    let whole = try Self.bytes(name)
    for count in stride(from: 0, to: whole.count, by: 5) {
      let entry = TerminfoEntry(compiled: Array(whole.prefix(count)))
      // What is cut within the standard part is refused; behind it only extensions are lost.
      if count < whole.count / 3 { #expect(entry == nil) }
      #expect(entry?.rewritten(name: "x", tier: .direct).cursorAddressIsKept ?? true)
    }
  }

  @Test func survivesDamagedBytes() throws {
    let whole = try Self.bytes("xterm-256color")
    var accepted = 0
    // Every byte of the sizes, then samples of the rest.
    for index in Array(0..<12) + Array(stride(from: 12, to: whole.count, by: 17)) {
      for value: UInt8 in [0x00, 0x7F, 0x80, 0xFF] {
        var damaged = whole
        damaged[index] = value
        guard let entry = TerminfoEntry(compiled: damaged) else { continue }
        accepted += 1
        let written = entry.rewritten(name: "x", tier: .direct)
        if let compiled = written.compiled {
          #expect(TerminfoEntry(compiled: compiled) == written)
        }
      }
    }
    #expect(accepted > 0)
  }

  @Test(arguments: [ColorTier.direct, .indexed256, .ansi16, .mono])
  func rewritesColoursOnly(tier: ColorTier) throws {
    let entry = try #require(TerminfoEntry(compiled: Self.bytes("xterm-256color")))
    let written = entry.rewritten(name: "my-term", tier: tier)
    #expect(written.names == Array("my-term".utf8))
    #expect(written[.cursorAddress] == entry[.cursorAddress])
    #expect(!written[.changesColors])
    #expect(written[.initialiseColor] == nil)
    #expect(written[.pairs] == (tier == .mono ? nil : 131_072))
    let colors: [ColorTier: Int32] = [.direct: 0x200_0000, .indexed256: 256, .ansi16: 256]
    #expect(written[.colors] == colors[tier])
    #expect(written.extendedFlags.contains(Array("RGB".utf8)) == (tier == .direct))
  }

  @Test(arguments: [ColorTier.direct, .indexed256, .ansi16])
  func givesModernTerminalsEveryKindOfColour(tier: ColorTier) throws {
    for name in ["xterm", "xterm-256color"] {
      let entry = try #require(TerminfoEntry(compiled: Self.bytes(name)))
      let written = entry.rewritten(name: name, tier: tier)
      #expect(written[.colors] == 0x200_0000)
      #expect(written.isDirect)
    }
  }

  @Test func findsTheUsersEntryFirst() throws {
    let folder = "/tmp/terminfo-\(getpid())"
    defer { for path in ["/v/vt100", "/v", ""] { remove(folder + path) } }
    mkdir(folder, 0o700)
    mkdir(folder + "/v", 0o700)
    var mine = try #require(TerminfoEntry(compiled: Self.bytes("vt100")))
    mine[.colors] = 77
    let compiled = try #require(mine.compiled)
    let file = try #require(fopen(folder + "/v/vt100", "w"))
    fwrite(compiled, 1, compiled.count, file)
    fclose(file)
    let found = TerminfoSearch.entry(named: "vt100", environment: ["TERMINFO": folder])
    #expect(found?[.colors] == 77)
    let listed = TerminfoSearch.entry(
      named: "vt100", environment: ["TERMINFO": "/nonexistent", "TERMINFO_DIRS": ":\(folder)"])
    #expect(listed?[.colors] == 77)
  }

  @Test(arguments: ["", ".", "..", "../etc/passwd", "x/../../y"])
  func looksForNoPaths(name: String) {
    #expect(TerminfoSearch.entry(named: name, environment: [:]) == nil)
  }

  @Test func knowsModernTerminalsByName() {
    for name in ["xterm-kitty", "xterm-ghostty", "alacritty", "foot-extra", "tmux-256color"] {
      #expect(ModernTerminal.isLikely(name))
    }
    for name in ["nosuch", "dumb", "vt100", "footling", "stupid", ""] {
      #expect(!ModernTerminal.isLikely(name))
    }
  }
}

extension TerminfoEntry {
  /// Whether a copy of the entry that was written and read again places the cursor alike.
  fileprivate var cursorAddressIsKept: Bool {
    guard let bytes = compiled else { return true }
    return TerminfoEntry(compiled: bytes)?[.cursorAddress] == self[.cursorAddress]
  }
}
