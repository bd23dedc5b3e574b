import Analysis
import Explorer
import SampleSets
import TerminalUI
import Testing

/// Letters that lead back to patches.
@Suite struct MarkTests {
  static func session() -> ExplorerSession {
    .begun([TestSamples.small, TestSamples.bare], strategies: ["random", "divprune"])
  }

  @Test func aMarkLeadsBackToItsPatchAndSample() throws {
    var session = Self.session()
    try session.play("ggma]Gmb'a")
    #expect(session.state.sampleIndex == 0 && session.state.cursor == 0)
    #expect(session.state.message == "patch #0 of small")
    try session.play("'b")
    #expect(session.state.sampleIndex == 1 && session.state.cursor == 575)
    // Twice the same key goes back to where the jump began, and forth again.
    try session.play("''")
    #expect(session.state.sampleIndex == 0 && session.state.cursor == 0)
    try session.play("<C-o>")
    #expect(session.state.sampleIndex == 1 && session.state.cursor == 575)
    try session.play("u")
    #expect(session.state.sampleIndex == 0 && session.state.cursor == 0)
  }

  @Test func marksAreTakenBackAndForgotten() throws {
    var session = Self.session()
    try session.play("mamBu")
    #expect(session.state.marks.keys.sorted() == ["a"])
    try session.play("<C-r>g'")
    #expect(session.state.marks.isEmpty && session.state.message == "2 marks forgotten")
    try session.play("u")
    #expect(session.state.marks.keys.sorted() == ["B", "a"])
  }

  @Test(arguments: [
    ("m1", "1 is no mark; marks are letters: a to z, A to Z"),
    ("m<Tab>", "<Tab> is no mark; marks are letters: a to z, A to Z"),
    ("mä", "ä is no mark; marks are letters: a to z, A to Z"),
    ("ma'b", "there is no mark b"), ("'a", "there are no marks"), ("m<Esc>", nil),
  ])
  func saysWhatIsNoMark(keys: String, message: String?) throws {
    var session = Self.session()
    let cursor = session.state.cursor
    try session.play(keys)
    // Without marks the letter is not waited for, and goes on to mean what it means.
    if keys != "'a" { #expect(session.state.message == message) }
    #expect(session.state.cursor == cursor && session.state.awaitedMark == nil)
  }

  @Test func theLowestLineAsksForTheLetter() throws {
    var session = Self.session()
    try session.press("m")
    #expect(session.screen.text(row: 39).contains("which letter? a-z A-Z"))
    try session.press("xmy'")
    #expect(session.screen.text(row: 39).contains("go to which mark? xy"))
  }

  @Test func aMarkBeyondASampleThatBecameSmallerIsItsLastPatch() throws {
    var session = Self.session()
    session.state.marks["a"] = Mark(sample: TestSamples.small.reference, token: 5000)
    session.state.marks["b"] = Mark(sample: SampleReference(name: "gone"), token: 1)
    try session.play("'a")
    #expect(session.state.cursor == 23)
    try session.play("]")
    try session.play("'a")
    #expect(session.state.sampleIndex == 0 && session.state.cursor == 23)
    try session.play("'b")
    #expect(session.state.message == "gone is no longer there")
  }

  @Test func thePaletteListsMarks() throws {
    var session = Self.session()
    try session.play("ggma:mark<Space>a")
    #expect(session.screen.text.contains("mark a: small #0"))
    #expect(session.screen.text.contains("'a"))
  }
}
