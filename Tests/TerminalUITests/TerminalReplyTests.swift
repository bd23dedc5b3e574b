import Imaging
import Testing
import TerminalUI

@Suite struct TerminalReplyTests {
  private static func decode(_ text: String) -> [TerminalEvent] {
    var decoder = InputDecoder()
    return decoder.feed(text.utf8) + decoder.giveUp()
  }

  static let replies: [(String, TerminalReply)] = [
    ("\u{1B}P>|XTerm(379)\u{1B}\\", .version("XTerm(379)")),
    ("\u{1B}P>|tmux 3.3a\u{1B}\\", .version("tmux 3.3a")),
    ("\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\", .directColor(true)),
    ("\u{1B}P1$r48;2;1;2;3m\u{1B}\\", .directColor(true)),
    ("\u{1B}P1$r0;48:2:0:1:2:3m\u{1B}\\", .directColor(true)),
    ("\u{1B}P1$r0;48:5:16m\u{1B}\\", .directColor(false)),
    ("\u{1B}P1$r0;38:2::1:2:3m\u{1B}\\", .directColor(false)),
    ("\u{1B}P1$r48;2;1;2m\u{1B}\\", .directColor(false)),
    ("\u{1B}P1$rm\u{1B}\\", .directColor(false)),
    ("\u{1B}P0$r\u{1B}\\", .directColor(false)),
    ("\u{1B}]11;rgb:0000/8000/ffff\u{1B}\\", .background(RGB(0, 128, 255))),
    ("\u{1B}]11;rgb:00/80/ff\u{07}", .background(RGB(0, 128, 255))),
    ("\u{1B}]11;rgb:0/8/F\u{07}", .background(RGB(0, 136, 255))),
    ("\u{1B}]11;rgba:0000/8000/ffff/ffff\u{07}", .background(RGB(0, 128, 255))),
    ("\u{1B}[?62;4;22c", .attributes([62, 4, 22])),
    ("\u{1B}[?6c", .attributes([6])),
    ("\u{1B}[0n", .ready),
    ("\u{1B}[4;390;600t", .textAreaPixels(width: 600, height: 390)),
    ("\u{1B}_Gi=31;OK\u{1B}\\", .graphics(id: 31, isAccepted: true)),
    ("\u{1B}_Gi=31,I=2;ENOTSUPPORTED:no\u{1B}\\", .graphics(id: 31, isAccepted: false)),
  ]

  @Test(arguments: replies)
  func readsEveryReply(text: String, reply: TerminalReply) {
    #expect(Self.decode(text) == [.reply(reply)])
    #expect(
      Self.decode("a" + text + "b") == [
        .key(.character("a")), .reply(reply), .key(.character("b")),
      ])
  }

  @Test(arguments: replies)
  func readsEveryReplyInPieces(text: String, reply: TerminalReply) {
    var decoder = InputDecoder()
    var events: [TerminalEvent] = []
    for byte in text.utf8 { events += decoder.feed([byte]) }
    #expect(events == [.reply(reply)])
    #expect(decoder.patience == nil)
  }

  @Test func readsTheSizeOfACell() throws {
    let cell = try #require(CellPixels(width: 6, height: 13))
    #expect(Self.decode("\u{1B}[6;13;6t") == [.reply(.cellPixels(cell))])
  }

  @Test(arguments: [
    "\u{1B}[6;0;6t", "\u{1B}[6;13;9999t", "\u{1B}[6;13t", "\u{1B}[4;0;0t", "\u{1B}[4;1;70000t",
    "\u{1B}[8;24;80t", "\u{1B}[6;-1;5t", "\u{1B}[62;4c\u{1B}[?6:2c", "\u{1B}[?99999999999c",
    "\u{1B}[5n", "\u{1B}]11;rgb:00/00\u{07}", "\u{1B}]11;rgb:00000/0/0\u{07}",
    "\u{1B}]11;rgb:0/0/0/0\u{07}", "\u{1B}]11;rgb:+1/0/0\u{07}", "\u{1B}]11;red\u{07}",
    "\u{1B}]11;rgb:é/0/0\u{07}", "\u{1B}]10;rgb:0/0/0\u{07}", "\u{1B}]4;11;rgb:0/0/0\u{07}",
    "\u{1B}P1$r0 q\u{1B}\\", "\u{1B}P+q\u{1B}\\", "\u{1B}_Gi=0;OK\u{1B}\\", "\u{1B}_G;OK\u{1B}\\",
    "\u{1B}_Gi=99999999999;OK\u{1B}\\", "\u{1B}_Xi=31;OK\u{1B}\\", "\u{1B}^i=31;OK\u{1B}\\",
  ])
  func takesNothingElseForAReply(text: String) {
    let events = Self.decode(text + "q")
    #expect(!events.contains { if case .reply = $0 { true } else { false } })
    #expect(events.last == .key(.character("q")))
  }

  @Test func swallowsStringsOfAnyLength() {
    let long = String(repeating: "x", count: 100_000)
    #expect(Self.decode("\u{1B}P>|\(long)\u{1B}\\q") == [.key(.character("q"))])
    // A name is only so long, and a string of more than 255 bytes is no reply.
    let name = String(repeating: "n", count: 200)
    #expect(
      Self.decode("\u{1B}P>|\(name)\u{1B}\\") == [.reply(.version(String(name.prefix(80))))])
  }
}

@Suite struct TerminalAnswersTests {
  private func answers(_ replies: TerminalReply...) -> TerminalAnswers {
    var answers = TerminalAnswers()
    for reply in replies { answers.note(reply) }
    return answers
  }

  @Test(
    arguments: [
      (.white, [:], .light), (RGB(grey: 40), [:], .dark), (nil, [:], .unknown),
      (nil, ["COLORFGBG": "0;15"], .light), (nil, ["COLORFGBG": "15;0"], .dark),
      (nil, ["COLORFGBG": "15;default;0"], .dark), (nil, ["COLORFGBG": "7"], .unknown),
      (nil, ["COLORFGBG": "0;99"], .unknown), (RGB(grey: 0), ["COLORFGBG": "0;15"], .dark),
    ] as [(RGB?, [String: String], ScreenBackground)])
  func tellsDarkFromLight(
    answer: RGB?, environment: [String: String], background: ScreenBackground
  ) {
    #expect(ScreenBackground(answer: answer, environment: environment) == background)
  }

  @Test(
    arguments: [
      ("kitty(0.31.0)", true, [62], PixelGraphics.Form.kitty),
      ("kitty(0.27.1)", true, [62], .none), ("kitty(1.0.0)", true, [62], .kitty),
      ("ghostty 1.0.1", true, [62], .kitty), ("ghostty 1.0.1", false, [62], .none),
      ("WezTerm 20240203", true, [65, 4], .sixel), ("Konsole 23.08", true, [62, 4], .sixel),
      ("kittyhawk 9.9", true, [62], .none), ("XTerm(379)", nil, [64, 1, 2, 4], .sixel),
      (nil, nil, [14], .none), (nil, nil, nil, .none),
    ] as [(String?, Bool?, [Int]?, PixelGraphics.Form)])
  func tellsHowPicturesAreDrawn(
    version: String?, accepts: Bool?, attributes: [Int]?, form: PixelGraphics.Form
  ) {
    var answers = TerminalAnswers()
    answers.version = version
    answers.acceptsKittyGraphics = accepts
    answers.attributes = attributes
    #expect(PixelGraphics(answers: answers, environment: [:]) == PixelGraphics(form: form))
    // GNU screen passes none of it on.
    #expect(PixelGraphics(answers: answers, environment: ["STY": "1.x"]) == .none)
  }

  @Test(
    arguments: [
      ("xterm-kitty on external", PixelGraphics(form: .kitty, needsPassthrough: true)),
      ("xterm-ghostty all on", PixelGraphics(form: .kitty, needsPassthrough: true)),
      ("xterm-kitty off external", .none), ("xterm-256color on external", .none),
    ] as [(String, PixelGraphics)])
  func asksTmuxForTheTerminalAroundIt(line: String, graphics: PixelGraphics) throws {
    let client = try #require(TmuxClient(line: line))
    let inside = ["TMUX": "/tmp/tmux-0/default,1,0"]
    var answers = TerminalAnswers()
    #expect(PixelGraphics(answers: answers, environment: inside, outer: client) == graphics)
    // tmux answers for itself that it knows sixel.
    answers.attributes = [1, 2, 4]
    let without = PixelGraphics(answers: answers, environment: inside)
    #expect(without == PixelGraphics(form: .sixel))
  }

  @Test func readsOnlyWhatTmuxWrites() {
    #expect(TmuxClient(line: "") == nil)
    #expect(TmuxClient(line: "xterm-kitty\n") == nil)
    #expect(TmuxClient(line: String(repeating: "x ", count: 101)) == nil)
    #expect(TmuxClient(line: "xterm-kitty on on\n")?.takesClipboard == true)
    #expect(TmuxClient(line: "xterm-kitty on external\n")?.takesClipboard == false)
  }
}

@Suite struct CapabilityProbeTests {
  private static let fence = "\u{1B}[c"

  @Test func asksTheFenceLast() {
    for environment in [[:], ["STY": "1.x"], ["TERM_PROGRAM": "Apple_Terminal"]] {
      var probe = CapabilityProbe(environment: environment)
      #expect(!probe.isOutstanding)
      #expect(probe.questions().hasSuffix(Self.fence))
      #expect(probe.isOutstanding)
      #expect(probe.receive(.attributes([6])) == nil)
      #expect(!probe.isOutstanding)
    }
  }

  @Test func asksLessOfTerminalsThatPrintStrings() {
    var apple = CapabilityProbe(environment: ["TERM_PROGRAM": "Apple_Terminal"])
    #expect(!apple.questions().contains("\u{1B}P"))
    // GNU screen would answer with the nearest of its own colours.
    var screen = CapabilityProbe(environment: ["STY": "1.x"])
    #expect(!screen.questions().contains("48;2;"))
  }

  @Test func asksForKittysGraphicsOnlyWhereTheyAreKnown() throws {
    for (name, asks) in [("kitty(0.31.0)", true), ("ghostty 1.0", true), ("XTerm(379)", false)] {
      var probe = CapabilityProbe(environment: [:])
      _ = probe.questions()
      #expect(probe.receive(.version(name)) == nil)
      let question = probe.receive(.attributes([62]))
      #expect((question != nil) == asks)
      #expect(probe.isOutstanding == asks)
      guard asks else { continue }
      #expect(try #require(question).hasSuffix(Self.fence))
      #expect(probe.receive(.graphics(id: CapabilityProbe.pictureNumber, isAccepted: true)) == nil)
      #expect(probe.receive(.attributes([62])) == nil)
      #expect(!probe.isOutstanding)
      #expect(probe.answers.acceptsKittyGraphics == true)
    }
  }

  @Test func forgetsTheAnswersOfAnEarlierTerminal() {
    var probe = CapabilityProbe(environment: [:])
    _ = probe.questions()
    _ = probe.receive(.version("foot(1.13.1)"))
    _ = probe.questions()
    #expect(probe.answers == TerminalAnswers())
    _ = probe.receive(.attributes([62]))
    #expect(!probe.isOutstanding)
  }

  @Test(
    arguments: [
      ("foot(1.13.1)", nil, .direct, .knownTerminal), ("tmux 3.3a", nil, .direct, .knownTerminal),
      ("XTerm(379)", nil, .indexed256, .entry), ("XTerm(379)", true, .direct, .echo),
      ("XTerm(379)", false, .indexed256, .entry), (nil, nil, .indexed256, .entry),
      ("footling 1", nil, .indexed256, .entry),
    ] as [(String?, Bool?, ColorTier, ColorTierChoice.Rule)])
  func raisesTheTierByAnswers(
    version: String?, keeps: Bool?, tier: ColorTier, rule: ColorTierChoice.Rule
  ) {
    var answers = TerminalAnswers()
    answers.version = version
    answers.keepsDirectColor = keeps
    let choice = ColorTierChoice(
      flag: nil, environment: ["TERM": "xterm-256color"], terminfoColors: 256, answers: answers)
    #expect(choice.tier == tier && choice.rule == rule && choice.isOpen)
    // What the user or the environment decided stands.
    let decided: [(ColorTier?, [String: String], ColorTier)] = [
      (.ansi16, ["TERM": "xterm-256color"], .ansi16),
      (nil, ["TERM": "xterm-256color", "NO_COLOR": "1"], .mono),
      (nil, ["TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"], .indexed256),
      (nil, ["TERM": "screen-256color", "STY": "1.x"], .indexed256),
    ]
    for (flag, environment, expected) in decided {
      let choice = ColorTierChoice(
        flag: flag, environment: environment, terminfoColors: 256, answers: answers)
      #expect(choice.tier == expected && !choice.isOpen)
    }
  }

  @Test func believesAnEntryThatSaysItsColoursAreDirect() {
    let choice = ColorTierChoice(
      flag: nil, environment: ["TERM": "mine"], terminfoColors: 256, terminfoIsDirect: true)
    #expect(choice.tier == .direct && choice.rule == .directEntry)
  }
}
