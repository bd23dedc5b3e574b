import Explorer
import TerminalUI
import Testing

/// Typing lines: the cursor in them, and lines that were typed before.
@Suite struct LineEditorTests {
  static let edits: [(keys: String, text: String, cursor: Int)] = [
    ("abc", "abc", 3), ("abc<Left><Left>x", "axbc", 2), ("abc<Home>x<End>y", "xabcy", 5),
    ("abc<C-a>x<C-e>y", "xabcy", 5), ("ab<Left><BS>", "b", 0), ("ab<Left><Del>", "a", 1),
    ("ab<Del>", "a", 1), ("ab<Home><Del>", "b", 0), ("a<Space>bc<C-w>", "a ", 2),
    ("a/bc/de<C-w><C-w>", "a/", 2), ("abc<Left><C-u>", "c", 0), ("abc<Left><C-k>", "ab", 2),
    ("<C-a><C-e><C-w><C-u><C-k>", "", 0), ("ab<Left><Left><Left><Left>", "ab", 0),
    ("ab<Right><Right>c", "abc", 3), ("a漢b<Left><BS>", "ab", 1), ("ab<C-b><C-d>", "a", 1),
    ("a<C-b>b<C-f>c", "bac", 3), ("e\u{301}<BS>", "", 0), ("ab<Home><C-w>c", "cab", 1),
  ]

  @Test(arguments: edits)
  func editsAsShellsDo(keys: String, text: String, cursor: Int) throws {
    var session = ExplorerSession.begun([TestSamples.small])
    try session.press("gs" + keys)
    #expect(session.state.prompt?.text == text)
    #expect(session.state.prompt?.line.cursor == cursor)
  }

  @Test func earlierLinesComeBack() throws {
    var session = ExplorerSession.begun([TestSamples.small])
    try session.play("%9<Enter>%4<Enter>%9<Enter>%12<Enter>")
    try session.press("%7<Up>")
    #expect(session.state.prompt?.text == "12")
    try session.press("<Up>")
    #expect(session.state.prompt?.text == "9")
    // What was typed twice is there once.
    try session.press("<Up><Up><Up>")
    #expect(session.state.prompt?.text == "4")
    try session.press("<Down><Down><Down>")
    #expect(session.state.prompt?.text == "7")
    // Each purpose has lines of its own.
    try session.press("<Esc>gs<Up>")
    #expect(session.state.prompt?.text == "")
  }

  @Test func rememberedLinesHaveAnEnd() {
    var history = PromptHistory()
    for number in 0..<300 { history.add("\(number)", for: .budget) }
    history.add("", for: .budget)
    history.add(String(repeating: "x", count: 5000), for: .budget)
    #expect(history.lines[.budget] == (200..<300).map { "\($0)" })
  }

  @Test func whatIsPastedIsTextAndNeverKeys() throws {
    var session = ExplorerSession.begun([TestSamples.small])
    var before = session.state
    session.send(.paste("q\u{3}jj"))
    before.message = "text is pasted into prompts only; : opens one"
    #expect(session.state == before)
    try session.press("gs")
    session.send(.paste("a\nb\t\u{1B}[31m" + String(repeating: "z", count: 5000)))
    let text = try #require(session.state.prompt?.text)
    #expect(text.hasPrefix("a b \u{FFFD}[31mzz") && text.count == Prompt.limit)
    #expect(session.state.sampleIndex == 0)
  }

  /// The cursor is always on the line, in every width.
  @Test(arguments: [24, 30, 60, 80])
  func thePartAroundTheCursorIsShown(width: Int) throws {
    var session = ExplorerSession.begun([TestSamples.small], width: width, height: 20)
    try session.press("gs" + (0..<120).map { "\($0 % 10)" }.joined())
    for _ in 0..<120 {
      let place = try #require(session.screen.cursor)
      #expect(place.row == 19 && (1..<width).contains(place.column))
      let cursor = try #require(session.state.prompt?.line.cursor)
      if cursor < 120 {
        #expect(session.screen[place.column, 19].character == "\(cursor % 10)".first)
      }
      #expect(session.screen[place.column, 19].style.reverse)
      try session.press("<Left>")
    }
  }
}
