import Explorer
import TerminalUI
import Testing

/// Keys on their way to an action: prompts, pairs, help, the program.
@Suite struct KeyUpdateTests {
  static func session() -> ExplorerSession {
    .begun([TestSamples.small, TestSamples.bare], strategies: ["random", "uniform-grid"])
  }

  // MARK: Prompts

  @Test func aPromptTakesEveryCharacter() throws {
    var session = Self.session()
    let before = session.state
    #expect(try session.press("%") == [])
    #expect(session.state.prompt == Prompt(.budget))
    #expect(try session.press("q?g5%<Space><lt>e") == [])
    #expect(session.state.prompt?.text == "q?g5% <e")
    var expected = before
    expected.prompt = session.state.prompt
    #expect(session.state == expected)
  }

  @Test func backspaceTakesBackAndThenCloses() throws {
    for key in ["<BS>", "<Del>"] {
      var session = Self.session()
      try session.press("gsab\(key)")
      #expect(session.state.prompt?.text == "a")
      try session.press(key)
      #expect(session.state.prompt == Prompt(.sample))
      try session.press(key)
      #expect(session.state.prompt == nil)
    }
  }

  @Test func escapeLeavesEverythingAsItWas() throws {
    var session = Self.session()
    let before = session.state
    #expect(try session.press("%99<Esc>") == [])
    #expect(try session.press("gs2<Esc>") == [])
    #expect(session.state == before)
  }

  @Test func nothingTypedMeansNothing() throws {
    var session = Self.session()
    let before = session.state
    #expect(try session.press("%<Enter>gs<Enter>") == [])
    #expect(session.state == before)
  }

  @Test func otherKeysDoNothingWhileTyping() throws {
    var session = Self.session()
    try session.press("%1")
    let before = session.state
    for key in ["<Tab>", "<Up>", "<PageDown>", "<F1>", "<C-l>", "<C-z>", "<End>"] {
      #expect(try session.press(key) == [])
      #expect(session.state == before)
    }
    #expect(try session.press("<C-c>") == [.quit(code: 130)])
  }

  @Test func aPromptHasAnEnd() throws {
    var session = Self.session()
    try session.press("%")
    for _ in 0..<1000 { session.send(.key(.character("9"))) }
    #expect(session.state.prompt?.text.count == Prompt.limit)
    #expect(session.screen[1, 39].character == "k")
    #expect(try session.press("<Enter>") == [])
    #expect(session.state.message?.hasSuffix("is no budget; type 22% or 128") == true)
  }

  @Test func aPromptIsNeverCoveredByHelp() throws {
    for keys in ["?%", "?gs"] {
      var session = Self.session()
      try session.press(keys)
      #expect(session.state.prompt != nil && session.state.helpScroll == nil)
    }
  }

  // MARK: Pairs and unknown keys

  @Test func aFirstKeyWaitsForItsSecond() throws {
    var session = Self.session()
    var expected = session.state
    #expect(try session.press("g") == [])
    expected.pendingKey = .character("g")
    #expect(session.state == expected)
    try session.press("g")
    #expect(session.state.cursor == 0 && session.state.pendingKey == nil)
  }

  @Test func escapeForgetsTheFirstKeyOfAPair() throws {
    var session = Self.session()
    let before = session.state
    #expect(try session.press("g<Esc>") == [])
    #expect(session.state == before)
  }

  static let unknown: [(keys: String, message: String)] = [
    ("gq", "gq does nothing; ? shows the keys"),
    ("Q", "Q does nothing; ? shows the keys"), ("<F9>", "<F9> does nothing; ? shows the keys"),
    ("漢", "漢 does nothing; ? shows the keys"),
  ]

  @Test(arguments: unknown)
  func saysThatAKeyDoesNothing(keys: String, message: String) throws {
    var session = Self.session()
    var expected = session.state
    #expect(try session.press(keys) == [])
    expected.message = message
    #expect(session.state == expected)
  }

  @Test func aMessageStaysUntilTheNextKey() throws {
    var session = Self.session()
    try session.press("[")
    #expect(session.state.message == "this is the first sample")
    session.send(.resize(ScreenSize(width: 100, height: 30)))
    #expect(session.state.message != nil)
    try session.press("h")
    #expect(session.state.message == nil)
  }

  // MARK: Help

  @Test func helpOpensAndCloses() throws {
    for (open, close) in [("?", "?"), ("?", "<Esc>"), ("<F1>", "q"), ("?", "<F1>")] {
      var session = Self.session()
      let before = session.state
      #expect(try session.press(open) == [])
      #expect(session.state.helpScroll == 0)
      #expect(try session.press(close) == [])
      #expect(session.state == before)
    }
  }

  @Test func helpScrollsNoFurtherThanItsEnds() throws {
    var session = Self.session()
    session.state.size.height = 12
    try session.press("?k")
    #expect(session.state.helpScroll == 0)
    try session.press("jjJ")
    #expect(session.state.helpScroll == 6)
    try session.press("K")
    #expect(session.state.helpScroll == 2)
    try session.press("<PageDown>")
    #expect(session.state.helpScroll == 10)
    try session.press("<PageUp><PageUp>")
    #expect(session.state.helpScroll == 0)
    let first = session.screen.text
    let cursor = session.state.cursor
    try session.press("G")
    let bottom = session.state.helpScroll
    try session.press("gg")
    #expect(session.state.helpScroll == 0 && session.state.cursor == cursor)
    for _ in 0..<300 { try session.press("j") }
    let end = try #require(session.state.helpScroll)
    let last = session.screen.text
    #expect(bottom == end)
    #expect(last.contains("effective rank of the tokens handed on") && first != last)
    try session.press("k")
    #expect(session.state.helpScroll == end - 1 && session.screen.text != last)
    session.send(.mouse(MouseEvent(.wheelUp, column: 3, row: 3)))
    #expect(session.state.helpScroll == end - 4)
    for _ in 0..<9 { session.send(.mouse(MouseEvent(.wheelDown, column: 3, row: 3))) }
    #expect(session.state.helpScroll == end)
    session.send(.mouse(MouseEvent(.press, column: 3, row: 3)))
    #expect(session.state.helpScroll == nil)
  }

  @Test func aTallerScreenShowsTheHelpWhole() throws {
    var session = Self.session()
    session.state.size.height = 12
    try session.press("?")
    for _ in 0..<300 { try session.press("j") }
    session.send(.resize(ScreenSize(width: 120, height: 200)))
    #expect(session.screen.text.contains("one patch left"))
    try session.press("k")
    #expect(session.state.helpScroll == 0)
  }

  @Test func otherKeysWorkWhileHelpIsOpen() throws {
    var session = Self.session()
    try session.press("?<Tab>l")
    #expect(session.state.helpScroll == 0 && session.state.current == 1)
    #expect(session.state.cursor == 16)
  }

  // MARK: The program

  static let program: [(keys: String, effects: [ExplorerEffect])] = [
    ("q", [.quit(code: 0)]), ("<C-c>", [.quit(code: 130)]), ("<C-l>", [.redraw]),
    ("<C-z>", [.suspend]), ("<Esc>", []),
  ]

  @Test(arguments: program)
  func asksTheProgram(keys: String, effects: [ExplorerEffect]) throws {
    var session = Self.session()
    let before = session.state
    #expect(try session.press(keys) == effects)
    #expect(session.state == before)
  }

  @Test func theMouseIsTurnedOffAndOn() throws {
    var session = Self.session()
    #expect(try session.press("M") == [.setMouse(false)])
    #expect(!session.state.usesMouse && session.state.message == "mouse off; text can be selected")
    #expect(try session.press("M") == [.setMouse(true)])
    #expect(session.state.usesMouse && session.state.message == "mouse on")
  }
}
