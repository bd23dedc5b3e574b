import Analysis
import Explorer
import Imaging
import SampleSets
import TerminalUI
import Testing

/// The palette: everything by name.
@Suite struct PaletteTests {
  static func session(
    width: Int = 120, height: Int = 40, tier: ColorTier = .direct, unicode: Bool = true
  ) -> ExplorerSession {
    .begun(
      [TestSamples.small, TestSamples.bare, TestSamples.featured],
      strategies: ["random", "divprune", "fastervlm"], width: width, height: height, tier: tier,
      unicode: unicode)
  }

  static let runs: [(typed: String, check: @Sendable (ExplorerState) -> Bool)] = [
    ("2", { $0.sampleIndex == 1 }), ("sample 3", { $0.sampleIndex == 2 }),
    ("50%", { $0.budget == .percentage(50) && $0.keep == 12 }),
    ("9 tokens", { $0.budget == .count(9) }), ("keep 7", { $0.budget == .count(7) }),
    ("divprune", { $0.current == 1 }), ("bare", { $0.sampleIndex == 1 }),
    ("layer norm", { $0.layer == .norm }), ("colour magma", { $0.colorMap == .magma }),
    ("color-map-magma", { $0.colorMap == .magma }), ("view quad", { $0.view == .quad }),
    ("scale rank", { $0.scale == .rank }), ("pruned white", { $0.maskStyle == .white }),
    ("qwen", { $0.model.name == "qwen2.5-vl-7b" }), ("first patch of the row", { $0.cursor == 12 }),
    ("frst ptch rw", { $0.cursor == 12 }), ("gg", { $0.cursor == 0 }),
    ("<S-Tab>", { $0.current == 2 }), ("S-Tab", { $0.current == 2 }),
    ("Tab", { $0.current == 1 }), ("heat on or off", { !$0.showsHeat }),
    ("order erank", { $0.order == .erank }), ("<Space>", { !$0.showsMask }),
  ]

  @Test(arguments: runs.indices)
  func whatIsTypedRuns(index: Int) throws {
    for opening in [":", "<C-p>"] {
      var session = Self.session()
      try session.press(opening)
      for character in Self.runs[index].typed { session.send(.key(.character(character))) }
      session.send(.key(.enter))
      session.answerAll()
      #expect(session.state.prompt == nil)
      #expect(Self.runs[index].check(session.state), "\(Self.runs[index].typed)")
    }
  }

  @Test func arrowsChoose() throws {
    var session = Self.session()
    let texts = { (session: ExplorerSession) in
      session.screen.text.split(separator: "\n").filter { $0.contains("▸") }.map(String.init)
    }
    try session.press(":")
    #expect(texts(session).contains { $0.contains("one patch left") })
    for (keys, text) in [
      ("<Down>", "one patch down"), ("<C-n>", "one patch up"), ("<Tab>", "one patch right"),
      ("<Up>", "one patch up"), ("<C-p>", "one patch down"), ("<S-Tab>", "one patch left"),
    ] {
      try session.press(keys)
      #expect(texts(session).contains { $0.contains(text) }, "\(keys)")
    }
    // Around the ends.
    try session.press("<Up>")
    #expect(texts(session).contains { $0.contains("strategy 3: fastervlm") })
    try session.press("<PageDown><PageUp><PageDown><Enter>")
    #expect(session.state.current == 2)
  }

  @Test func whatCannotRunIsDimAndSaysWhyAndStaysOpen() throws {
    var session = Self.session()
    try session.press(":back<Space>to<Space>the<Space>strategy")
    let before = session.state.choices
    #expect(session.screen.text.contains("(no other strategy was current before)"))
    #expect(try session.press("<Enter>") == [])
    #expect(session.state.prompt?.note == "no other strategy was current before")
    #expect(session.state.choices == before)
    try session.press("<BS>")
    #expect(session.state.prompt?.note == nil)
    try session.press("<Esc>:again")
    let screen = session.screen
    let row = try #require(
      (0..<40).first { row in
        screen.text(row: row).contains("nothing to redo")
          || screen.text(row: row).contains("compared already")
            && !screen.text(row: row).contains("▸")
      })
    let dim = (0..<120).filter { session.screen[$0, row].style.dim }
    #expect(dim.count > 5)
    try session.press("<C-u>zqzqzq<Enter>")
    #expect(session.state.prompt?.note == "nothing is called 'zqzqzq'")
  }

  /// Letters that fit are bold and underlined, so that they show without colour.
  @Test(arguments: ColorTier.allCases)
  func fittingLettersAreEmphasised(tier: ColorTier) throws {
    var session = Self.session(tier: tier)
    try session.press(":nxtkpt")
    let row = try #require((0..<40).first { session.screen.text(row: $0).contains("▸") })
    let letters = (0..<120).filter { session.screen[$0, row].style.underline }
      .compactMap { session.screen[$0, row].character }
    #expect(String(letters).hasPrefix("nxtkpt"))
  }

  @Test(arguments: [
    (24, 8), (30, 10), (40, 12), (60, 16), (80, 24), (120, 40), (200, 60), (300, 100),
  ])
  func worksInEverySize(width: Int, height: Int) throws {
    for unicode in [true, false] {
      var session = Self.session(width: width, height: height, tier: .mono, unicode: unicode)
      try session.press(":next")
      LayoutLaws.check(session)
      #expect(session.screen.text.contains(":next"))
      #expect(
        session.screen.text.contains("next strat") || session.screen.text.contains("next sam"))
      let place = try #require(session.screen.cursor)
      #expect(session.screen[place.column, place.row].style.reverse)
      for _ in 0..<300 {
        try session.press("<Down>")
        #expect(session.screen.text.contains(unicode ? "▸" : ">"))
      }
    }
  }

  @Test func aClickRunsAndTheWheelScrolls() throws {
    var session = Self.session()
    try session.press(":view<Space>quad")
    let row = try #require(
      (0..<40).first { session.screen.text(row: $0).contains("four strategies") })
    session.send(.mouse(MouseEvent(.press, column: 60, row: row)))
    #expect(session.state.view == .quad && session.state.prompt == nil)
    try session.press(":")
    session.send(.mouse(MouseEvent(.wheelDown, column: 60, row: row)))
    #expect(session.state.prompt?.selection == 3 && session.state.view == .quad)
    session.send(.mouse(MouseEvent(.press, column: 0, row: 0)))
    #expect(session.state.prompt == nil)
  }

  @Test func tenThousandSamplesAreFoundByName() throws {
    var session = ExplorerSession.begun(
      [TestSamples.small], missing: (0..<10_000).map { "image-\($0)" }, strategies: ["random"])
    try session.press(":image-9876")
    #expect(session.screen.text.contains("sample image-9876"))
    try session.press("<Enter>")
    #expect(session.state.sampleIndex == 9877)
  }

  // MARK: Help

  @Test(arguments: [
    ("export", "export every strategy and a strip", "one patch left"),
    ("C-l", "draw the screen anew", "one patch left"), ("]", "next sample", "one patch left"),
    ("next-kept", "next kept patch", "previous kept patch"),
    ("TFLOP", "TFLOPs of the prefill", "quit"),
  ])
  func helpIsNarrowedByWhatIsSearched(typed: String, shown: String, hidden: String) throws {
    var session = Self.session(height: 60)
    try session.press("?/" + typed)
    #expect(session.screen.text.contains("Keys with " + typed))
    #expect(session.screen.text.contains(shown) && !session.screen.text.contains(hidden))
    try session.press("<Enter>")
    #expect(session.state.prompt == nil && session.state.helpFilter == typed)
    #expect(session.screen.text.contains(shown) && !session.screen.text.contains(hidden))
    try session.press("<Esc>")
    #expect(session.state.helpFilter.isEmpty && session.state.helpScroll == 0)
    try session.press("<Esc>")
    #expect(session.state.helpScroll == nil)
  }

  @Test func helpWithoutAMatchSaysSo() throws {
    for size in [(24, 8), (120, 40)] {
      var session = Self.session(width: size.0, height: size.1)
      try session.press("?/zzzz")
      #expect(session.screen.text.contains("no key and"))
      try session.press("<Esc>")
      #expect(session.state.helpFilter.isEmpty && session.state.helpScroll != nil)
      LayoutLaws.check(session)
    }
  }
}
