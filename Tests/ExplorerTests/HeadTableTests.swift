import Analysis
import Explorer
import SampleSets
import TerminalUI
import Testing
import TokenFields

/// The table of heads.
@Suite struct HeadTableTests {
  static func session(
    _ sample: TestSample = TestSamples.bare, width: Int = 120, height: Int = 40
  ) -> ExplorerSession {
    .begun(
      [sample], strategies: ["random", "uniform-grid"], budget: .count(64), width: width,
      height: height)
  }

  /// The head that is shown, from 1; 0 for the mean.
  static func place(_ session: ExplorerSession) -> Int { (session.state.head ?? -1) + 1 }

  static let walks: [(keys: String, head: Int, isOpen: Bool)] = [
    ("gh", 0, true), ("ghgh", 0, false), ("gh<Esc>", 0, false), ("ghq", 0, false),
    ("ghj", 1, true), ("ghjjj<Enter>", 3, false), ("ghk", 0, true), ("ghG", 4, true),
    ("ghGj", 4, true), ("ghGkk", 2, true), ("ghGgg", 0, true), ("ghJ", 4, true),
    (">gh>", 2, true), ("gh<lt>", 4, true),
  ]

  @Test(arguments: walks)
  func keysChooseAHead(keys: String, head: Int, isOpen: Bool) throws {
    var session = Self.session()
    session.state.layer = .norm
    let cursor = session.state.cursor
    try session.play(keys)
    #expect(Self.place(session) == head && (session.state.openTable == .heads) == isOpen)
    #expect(session.state.cursor == cursor && session.state.pins.isEmpty)
    // Whoever chooses a head sees it.
    let hasChosen = !["gh", "ghgh", "gh<Esc>", "ghq"].contains(keys)
    #expect(session.state.layer == (hasChosen ? .attention : .norm))
  }

  @Test func everyLineTellsItsHead() throws {
    var session = Self.session()
    try session.play("ghjj")
    let text = session.screen.text
    let field = TestSamples.bare.loaded.field
    let overlaps = AttentionHead.overlaps(ofTop: 64, in: field)
    for (index, head) in TestSamples.bare.summary.headDetails.enumerated() {
      let line = try #require(
        text.split(separator: "\n").first {
          $0.contains(NumberText.fixed(head.entropy, 2))
            && $0.contains(NumberText.short(head.largest))
        })
      #expect(line.contains(NumberText.fixed(overlaps[index], 2, leadingZero: false)))
      #expect(line.contains(NumberText.fixed(100 * head.topShare, 1)))
      #expect(line.contains("▸ \(index + 1) ") == (index == 1))
    }
    #expect(text.contains("mean") && text.contains("top 64"))
  }

  @Test func otherKeysActAsEver() throws {
    var session = Self.session()
    try session.play("gh=")
    #expect(session.state.keep == 65 && session.state.openTable == .heads)
    #expect(session.screen.text.contains("top 65"))
  }

  @Test func samplesWithoutAttentionHaveNoTable() throws {
    var session = Self.session(TestSamples.featured)
    try session.play("gh")
    #expect(session.state.openTable == nil)
    #expect(session.state.message == "this sample has no class attention")
    // A table that is open when such a sample comes shows nothing, and closes as ever.
    session.state.openTable = .heads
    LayoutLaws.check(session)
    try session.play("j<Esc>")
    #expect(session.state.openTable == nil && session.state.head == nil)
  }

  @Test func attentionOfAPatchKeepsItsLayerWhileHeadsAreChosen() throws {
    var session = ExplorerSession.begun([PinTests.probed], isCheap: false)
    session.state.layer = .similarity
    session.state.measure = .attention
    try session.play("<Enter>ghj")
    #expect(session.state.layer == .similarity && session.state.head == 0)
    #expect(session.state.probed?.head == 0)
  }

  @Test func theTableFitsEveryScreen() throws {
    for (width, height) in [(24, 8), (40, 12), (60, 16), (80, 24), (120, 40), (200, 60), (300, 9)] {
      for keys in ["gh", "ghG", "vghG", "vvvgh"] {
        var session = Self.session(width: width, height: height)
        try session.play(keys)
        LayoutLaws.check(session)
        #expect(session.screen.text.contains("Heads"), "\(width)x\(height) \(keys)")
        #expect(session.screen.text.contains(keys.contains("G") ? "▸ 4" : "▸ mean"))
      }
    }
  }
}
