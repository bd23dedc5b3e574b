import Testing
import TerminalUI

@Suite struct ColorTierChoiceTests {
  private static let color = ["TERM": "xterm-256color", "COLORTERM": "truecolor"]

  @Test(
    arguments: [
      (["TERM": "xterm-256color"], 256, .indexed256),
      (["TERM": "xterm-256color"], nil, .indexed256),
      (["TERM": "xterm"], 8, .ansi16),
      (["TERM": "rxvt"], 88, .ansi16),
      (["TERM": "vt220"], 0, .mono),
      (["TERM": "vt100", "COLORTERM": "truecolor"], 0, .mono),
      (["TERM": "dumb"], nil, .mono),
      (["TERM": ""], nil, .mono),
      ([:], 256, .mono),
      (["TERM": "linux", "COLORTERM": "truecolor"], 8, .ansi16),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256, .direct),
      (["TERM": "xterm-256color", "COLORTERM": "24bit"], 256, .direct),
      (["TERM": "xterm-256color", "COLORTERM": "yes"], 256, .indexed256),
      (["TERM": "xterm-direct"], 0x100_0000, .direct),
      (["TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"], 256, .direct),
      (["TERM": "screen", "TMUX": "/tmp/tmux-0/default,1,0", "STY": "1.a"], 8, .direct),
      (["TERM": "screen-256color", "STY": "1.a", "COLORTERM": "truecolor"], 256, .indexed256),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"], 256, .indexed256),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], 256, .mono),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""], 256, .direct),
    ] as [([String: String], Int?, ColorTier)])
  func followsTheTable(environment: [String: String], colors: Int?, tier: ColorTier) {
    let choice = ColorTierChoice(flag: nil, environment: environment, terminfoColors: colors)
    #expect(choice.tier == tier)
  }

  @Test(arguments: ColorTier.allCases)
  func obeysTheFlagAboveAll(tier: ColorTier) {
    for environment in [Self.color, ["NO_COLOR": "1", "TERM": "dumb"], [:]] {
      let choice = ColorTierChoice(flag: tier, environment: environment, terminfoColors: 8)
      #expect(choice.tier == tier && choice.rule == .flag && !choice.isOpen)
    }
  }
}

@Suite struct CharacterSetChoiceTests {
  @Test(
    arguments: [
      (["LANG": "en_US.UTF-8"], "UTF-8", .unicode),
      (["LANG": "C.utf8"], "UTF-8", .unicode),
      (["LANG": "en_US.UTF-8"], nil, .unicodeByFallback),
      (["LANG": "de_DE.utf8@euro"], nil, .unicodeByFallback),
      (["LANG": "de_DE"], nil, .unicodeByFallback),
      ([:], "ANSI_X3.4-1968", .unicodeByFallback),
      (["LANG": "", "LC_ALL": ""], "ANSI_X3.4-1968", .unicodeByFallback),
      (["LANG": "C"], "ANSI_X3.4-1968", .ascii),
      (["LANG": "POSIX"], "ANSI_X3.4-1968", .ascii),
      (["LANG": "en_US.UTF-8", "LC_ALL": "C"], "ANSI_X3.4-1968", .ascii),
      (["LANG": "C", "LC_CTYPE": "en_US.UTF-8"], "UTF-8", .unicode),
      (["LANG": "de_DE.ISO-8859-1"], "ISO-8859-1", .ascii),
      (["LANG": "de_DE.ISO-8859-1"], nil, .ascii),
      (["LANG": "de_DE"], "ISO-8859-1", .ascii),
    ] as [([String: String], String?, CharacterSetChoice)])
  func followsTheTable(
    environment: [String: String], codeset: String?, choice: CharacterSetChoice
  ) {
    #expect(
      CharacterSetChoice.choose(ascii: nil, environment: environment, codeset: codeset) == choice)
  }

  @Test func obeysTheFlagAboveAll() {
    let utf8 = ["LANG": "en_US.UTF-8"]
    #expect(CharacterSetChoice.choose(ascii: true, environment: utf8, codeset: "UTF-8") == .ascii)
    #expect(
      CharacterSetChoice.choose(ascii: false, environment: utf8, codeset: "UTF-8") == .unicode)
    #expect(
      CharacterSetChoice.choose(ascii: false, environment: ["LANG": "C"], codeset: "ASCII")
        == .unicodeByFallback)
  }
}
