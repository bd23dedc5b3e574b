import Analysis
import Explorer
import TerminalUI
import Testing
import TokenFields
import TokenPruning

/// Strategies that a sample cannot serve: dim, with a reason in whole words.
@Suite struct UnavailableTests {
  static let names = ["refuser", "textual", "fastervlm", "hairline"]

  static func session(width: Int, height: Int) -> ExplorerSession {
    .begun(
      [TestSamples.featured], strategies: names, width: width, height: height, isCheap: false,
      types: TestStrategies.all + StrategyCatalog.all)
  }

  /// The cells of a strategy's line.
  static func line(of name: String, _ session: ExplorerSession) throws -> [Cell] {
    let screen = session.screen
    let left = ScreenLayout(session.state).panel.column
    let row = try #require(
      (1..<screen.height).first { row in
        String((left..<screen.width).compactMap { screen[$0, row].character })
          .dropFirst(3).hasPrefix(name)
      })
    return (left..<screen.width).map { screen[$0, row] }
  }

  static func text(_ cells: [Cell]) -> String {
    String(cells.compactMap(\.character)).split(separator: " ").joined(separator: " ")
  }

  @Test func areDimWithTheReasonInAsManyWordsAsFit() throws {
    for (width, height, texts) in [
      (
        80, 24,
        ["2 textual no text", "3 fastervlm no attention", "▸1 refuser the program …"]
      ),
      (
        120, 40,
        [
          "2 textual needs relevance or text embeddings", "3 fastervlm needs class attention",
          "▸1 refuser the program 'choose' ended with …",
        ]
      ),
    ] {
      let session = Self.session(width: width, height: height)
      for text in texts {
        let name = try #require(text.split(separator: " ").dropFirst().first)
        let cells = try Self.line(of: String(name), session)
        #expect(Self.text(cells) == text, "\(width)x\(height)")
        #expect(cells.filter { $0.character != " " }.allSatisfy { $0.style.dim })
      }
      let served = try Self.line(of: "hairline", session)
      #expect(served.filter { $0.character != " " }.allSatisfy { !$0.style.dim })
    }
  }

  @Test func theCurrentOneSaysItsWholeReason() throws {
    var session = Self.session(width: 80, height: 24)
    // What will never be there is not waited for.
    #expect(session.screen.text.contains("→   – TF llava"))
    try session.play("<Tab>")
    #expect(session.state.message == "textual needs relevance or text embeddings")
    session.state.layer = .order
    session.state.message = nil
    #expect(session.screen.text.contains("textual needs relevance"))
    try session.play("<Tab><Tab>")
    #expect(session.state.message == nil)
  }
}
