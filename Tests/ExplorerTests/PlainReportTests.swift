import Analysis
import Explorer
import LinearAlgebra
import SampleSets
import TerminalUI
import TokenPruning
import Testing

/// The screen as lines of text: nothing that it shows is missing.
@Suite struct PlainReportTests {
  /// The numbers of a text, each as it is written.
  static func numbers(_ text: String) -> Set<String> {
    // The scale of heat without colours is a run of all digits as long as there is room for.
    Set(text.matches(of: #/[0-9]*\.?[0-9]+(e-?[0-9]+)?/#).map { String($0.output.0) })
      .filter { $0.wholeMatch(of: #/0+1+2+3+4+5+6+7+8+9+/#) == nil }
  }

  /// The numbers of a screen, without its lowest line's hints and without the characters of a picture that has
  /// no colours.
  static func shown(_ session: ExplorerSession) -> Set<String> {
    var large = session
    large.state.size = ScreenSize(width: 200, height: 60)
    let screen = large.screen
    let layout = ScreenLayout(large.state)
    let isBusy =
      !large.state.promptHasPanel && (large.state.message != nil || large.state.prompt != nil)
    var text = ""
    for row in 0..<(isBusy ? 60 : 59) {
      var line = ""
      for column in 0..<200 {
        let isPicture =
          large.state.view == .single && large.state.traits.tier == .mono
          && layout.picture.contains(column: column, row: row)
        line.append(isPicture ? " " : screen[column, row].character ?? " ")
      }
      text += line + "\n"
    }
    // Of a number that a frame lies over the rest means nothing.
    return numbers(text.replacing(#/[│┐┘┤][0-9.]+|[0-9.]+[│┌└├]/#, with: "│"))
  }

  static func check(_ session: ExplorerSession, _ comment: String = "") {
    let lines = describe(session.state)
    let told = numbers(lines.joined(separator: "\n"))
    let missing = shown(session).subtracting(told)
    #expect(missing.isEmpty, "\(comment) is not told: \(missing.sorted())")
    for line in lines {
      #expect(
        !line.unicodeScalars.contains {
          (0x2500...0x25FF).contains($0.value) || (0x2800...0x28FF).contains($0.value)
            || $0.value < 0x20
        }, "\(comment): \(line)")
    }
  }

  @Test(arguments: [ColorTier.direct, .mono])
  func everyNumberOfTheScreenIsTold(tier: ColorTier) throws {
    for keys in [
      "", "<Tab><Tab>", "%3<Enter>", "d", "v", "vv", "vvv", "24<Tab>", "gx", ".", "..", "...",
      "....",
      "]", "]]", "]]]", "t", "z", "F!x<Enter>", "o", "oo", "[",
    ] {
      var session = ExplorerSession.begun(
        [TestSamples.street, TestSamples.small, TestSamples.tiled], missing: ["broken"],
        budget: .percentage(11.1), tier: tier, isCheap: false)
      try session.play(keys)
      Self.check(session, "'\(keys)'")
    }
  }

  @Test func mergingAndUnstableStrategiesAreTold() throws {
    var session = ExplorerSession.begun(
      [TestSamples.bare], budget: .percentage(11.1), isCheap: false, types: TestStrategies.all)
    for _ in TestStrategies.all {
      Self.check(session)
      try session.play("<Tab>")
    }
  }

  @Test func whatLiesOverTheScreenIsTold() throws {
    for keys in ["S", "e", ":next", "%12", "Y", "gs1", "F", "/s"] {
      var session = ExplorerSession.begun(
        [TestSamples.street, TestSamples.small], strategies: ["random", "divprune"])
      try session.play(keys)
      Self.check(session, "'\(keys)'")
    }
  }

  @Test func saysWhichPatchesAreKeptByRowAndColumn() throws {
    var session = ExplorerSession.begun([TestSamples.small], strategies: ["random"])
    session.keep([0, 1, 2, 4, 9, 23])
    let lines = describe(session.state)
    let start = try #require(lines.firstIndex { $0.hasPrefix("6 patches that random keeps") })
    #expect(
      Array(lines[(start + 1)...(start + 3)]) == [
        "row 0: columns 0-2, 4", "row 1: columns 3", "row 3: columns 5",
      ])
    session.keep(Array(0..<24))
    #expect(describe(session.state).contains("every patch"))
  }

  @Test func tellsTheStateOfWork() throws {
    var session = ExplorerSession([TestSamples.small], missing: ["broken"], strategies: ["random"])
    #expect(describe(ExplorerSession([]).state).starts(with: ["no samples", "budget 6"]))
    session.send(.start)
    #expect(describe(session.state).contains("reading"))
    session.answerAll()
    try session.play("]")
    #expect(describe(session.state).contains("refused: broken: not found"))
    try session.play("]")
    #expect(describe(session.state).last == "message: this is the last sample")
  }

  /// However a session went, its report can be made.
  @Test(arguments: 900..<904 as Range<UInt64>)
  func anySessionCanBeTold(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var session = ExplorerSession(
      SessionFuzzing.shelf, missing: ["broken"], strategies: ["random", "divprune"], width: 80,
      height: 24, tier: ColorTier.allCases[Int(seed) % 4])
    session.send(.start)
    for _ in 0..<150 {
      session.send(SessionFuzzing.event(session.state, &generator))
      if generator.next(below: 3) > 0 { session.answerAll() }
      #expect(describe(session.state).allSatisfy { !$0.contains("\n") && !$0.contains("\u{1B}") })
    }
  }
}
