import Analysis
import Explorer
import SampleSets
import Testing

/// Taking changes back and making them again.
@Suite struct HistoryTests {
  static func session() -> ExplorerSession {
    .begun(
      [TestSamples.small, TestSamples.attentive], strategies: ["fastervlm", "divprune", "random"])
  }

  /// Keys that change one thing each.
  @Test(arguments: [
    "<Tab>", "2", "gx", "v", "V", "d", "+", ")", "%9<Enter>", "gm", "]", "gs2<Enter>", "l", "G",
    "t", "i", "<Space>", ".", ",", "R", "c", "C", "a", "A", "b", "B", "z",
    "<Enter>", "ma", "f", "!", "o", "F!x<Enter>", "p", "w", "gs2<Enter>",
  ])
  func everyChangeIsTakenBackAndMadeAgain(keys: String) throws {
    var session = Self.session()
    let before = session.state.choices
    try session.play(keys)
    let after = session.state.choices
    #expect(after != before)
    try session.play("u")
    #expect(session.state.choices == before, "\(keys)")
    try session.play("<C-r>")
    #expect(session.state.choices == after, "\(keys)")
    #expect(session.state.rows.allSatisfy { $0.status != .pending })
    #expect(session.state.sample?.reference == session.state.samples[after.sampleIndex])
  }

  @Test func movesAndBudgetStepsAreTakenBackTogether() throws {
    var session = Self.session()
    let before = session.state.choices
    try session.play("llj")
    let moved = session.state.choices
    try session.play("===")
    try session.play("u")
    #expect(session.state.choices == moved)
    try session.play("u")
    #expect(session.state.choices == before)
    try session.play("u")
    #expect(session.state.message == "nothing to undo")
    try session.play("<C-r><C-r><C-r>")
    #expect(session.state.message == "nothing to redo" && session.state.keep == 9)
  }

  /// Presets are chosen one by one, unlike steps.
  @Test func presetsAreTakenBackOneByOne() throws {
    var session = Self.session()
    let before = session.state.keep
    try session.play(")")
    let first = session.state.keep
    try session.play(")u")
    #expect(session.state.keep == first)
    try session.play("u")
    #expect(session.state.keep == before)
  }

  @Test func aNewChangeForgetsWhatWasUndone() throws {
    var session = Self.session()
    try session.play("<Tab>uc<C-r>")
    #expect(session.state.message == "nothing to redo" && session.state.current == 0)
  }

  @Test func whatIsOpenForAMomentIsNoChange() throws {
    var session = Self.session()
    try session.play("?<Esc>s<Esc>u")
    #expect(session.state.message == "nothing to undo")
  }

  @Test func theCursorOfTheSampleBeforeComesBack() throws {
    var session = Self.session()
    try session.play("gg]")
    #expect(session.state.sampleIndex == 1)
    try session.play("u")
    #expect(session.state.sampleIndex == 0 && session.state.cursor == 0)
  }
}
