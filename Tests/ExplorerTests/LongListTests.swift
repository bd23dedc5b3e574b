import Explorer
import TerminalUI
import Testing

/// A list of more strategies than the panel has lines.
@Suite struct LongListTests {
  private static func session(height: Int) -> ExplorerSession {
    .begun(
      [TestSamples.street], strategies: (1...30).map { "random:seed=\($0)" }, width: 80,
      height: height)
  }

  @Test(arguments: [16, 24, 32, 60])
  func scrollsSoThatTheCurrentStrategyIsAlwaysSeen(height: Int) throws {
    var session = Self.session(height: height)
    for step in 0..<30 {
      let marked = session.screen.text.split(separator: "\n").filter { $0.contains("▸") }
      #expect(marked.count == 1, "step \(step)")
      #expect(session.state.current == step)
      try session.press("<Tab>")
    }
    #expect(session.state.current == 0)
  }

  @Test func aClickSelectsTheStrategyThatIsDrawnThere() throws {
    var session = Self.session(height: 24)
    for _ in 0..<20 { try session.press("<Tab>") }
    let rows = session.screen.text.split(separator: "\n", omittingEmptySubsequences: false)
    let marked = try #require(rows.firstIndex { $0.contains("▸") })
    let above = try #require(rows.indices.contains(marked - 1) ? marked - 1 : nil)
    session.send(.mouse(MouseEvent(.press, column: 60, row: above)))
    #expect(session.state.current == 19)
  }

  @Test func leavesThePatchAndTheBudgetTheirPlace() {
    let text = Self.session(height: 24).screen.text
    #expect(text.contains("keep") && text.contains("PATCH") && text.contains("erank"))
  }
}

/// What is typed into a prompt that is longer than the line.
@Suite struct LongPromptTests {
  @Test func showsTheEndWhereTheNextCharacterGoes() throws {
    var session = ExplorerSession.begun([TestSamples.street], width: 60, height: 20)
    try session.press("gs" + String(repeating: "a", count: 100) + "xyz")
    let line = session.screen.text(row: 19)
    #expect(line.contains("…") && line.hasSuffix("axyz"))
    #expect(line.count <= 60)
  }

  @Test(arguments: [("abc", 3, "abc"), ("abcd", 3, "…cd"), ("日本語", 4, "…語"), ("abc", 0, "")])
  func aSuffixFits(text: String, room: Int, shown: String) {
    #expect(DisplayWidth.suffix(of: text, into: room) == shown)
  }
}
