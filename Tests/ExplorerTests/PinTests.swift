import Analysis
import Explorer
import LinearAlgebra
import SampleSets
import TerminalUI
import Testing
import TokenFields

/// Pinned patches: which there are, what is asked of them, and how they look.
@Suite struct PinTests {
  static func session(
    _ sample: TestSample = TestSamples.small, at token: Int = 8, width: Int = 120,
    height: Int = 40, tier: ColorTier = .direct, unicode: Bool = true, isCheap: Bool = true
  ) -> ExplorerSession {
    var session = ExplorerSession.begun(
      [sample, sample === TestSamples.small ? TestSamples.bare : TestSamples.small],
      strategies: ["random", "uniform-grid"], width: width,
      height: height, tier: tier, unicode: unicode, isCheap: isCheap)
    session.state.cursor = token
    return session
  }

  static func letters(_ session: ExplorerSession) -> String {
    session.state.pins.map { "\($0.letter)\($0.token)" }.joined(separator: " ")
  }

  // MARK: Which there are

  static let steps: [(keys: String, pins: String)] = [
    ("<Enter>", "P8"), ("<Enter><Enter>", ""), ("<Enter>l<Enter>", "P8 Q9"),
    // Of three the oldest goes and leaves its letter to the new one.
    ("<Enter>l<Enter>l<Enter>", "Q9 P10"), ("<Enter>l<Enter>l<Enter>l<Enter>", "P10 Q11"),
    ("<Enter>l<Enter>h<Enter>", "Q9"), ("<Enter>l<Enter>h<Enter>j<Enter>", "Q9 P14"),
    ("<Enter>l<Enter>gp", ""), ("gp", ""),
  ]

  @Test(arguments: steps)
  func enterPinsAndTakesAway(keys: String, pins: String) throws {
    var session = Self.session()
    try session.play(keys)
    #expect(Self.letters(session) == pins)
  }

  @Test func undoTakesAPinBack() throws {
    var session = Self.session()
    try session.play("<Enter>l<Enter>u")
    #expect(Self.letters(session) == "P8")
    try session.play("uu")
    #expect(Self.letters(session) == "")
    try session.play("<C-r>")
    #expect(Self.letters(session) == "P8")
  }

  @Test func theNextPinIsFoundFromAnywhere() throws {
    var session = Self.session()
    try session.play(";")
    #expect(session.state.cursor == 8)
    #expect(session.state.message?.hasPrefix("nothing is pinned") == true)
    try session.play("<Enter>l<Enter>G;")
    #expect(session.state.cursor == 8)
    try session.play(";")
    #expect(session.state.cursor == 9)
    try session.play(";")
    #expect(session.state.cursor == 8)
  }

  @Test func pinsStayWithTheirSample() throws {
    var session = Self.session()
    try session.play("<Enter>r")
    #expect(Self.letters(session) == "P8" && session.state.similarityToken == 8)
    try session.play("]")
    #expect(Self.letters(session) == "" && session.state.pair == nil)
    try session.play("u")
    #expect(Self.letters(session) == "P8" && session.state.sampleIndex == 0)
  }

  @Test func nothingIsPinnedBeforeTheTokensAreThere() throws {
    var session = ExplorerSession([TestSamples.small])
    session.send(.start)
    #expect(try session.press("<Enter>;f") == [])
    #expect(session.state.pins.isEmpty)
  }

  @Test func theListOfStrategiesKeepsItsEnter() throws {
    var session = Self.session()
    try session.play("s<Enter>")
    #expect(session.state.pins.isEmpty && !session.state.isListFocused)
  }

  // MARK: What is asked

  @Test func aPinIsAskedOnceHoweverTheCursorMoves() throws {
    var session = Self.session()
    let effects = try session.press("<Enter>")
    guard case .similarities(let request, _, let probe) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(probe == TokenProbe(token: 8, measure: .features))
    #expect(try session.press("lljjhh") == [])
    session.answerAll()
    #expect(session.state.requests.similarity == request)
    session.state.layer = .similarity
    #expect(try session.press("lkj") == [])
    #expect(session.state.similarityToken == 8 && session.state.probed == probe)
    // Without a pin the layer follows the cursor again.
    #expect(try session.press("gp").count == 2)
  }

  @Test func theNewestPinIsTheOneAsked() throws {
    var session = Self.session()
    try session.play("<Enter>l<Enter>")
    #expect(session.state.similarityToken == 9)
    try session.play("<Enter>")
    #expect(session.state.similarityToken == 8)
  }

  @Test func twoPinsAreComparedAndForgotten() throws {
    var session = Self.session()
    try session.play("<Enter>")
    #expect(session.state.pair == nil)
    let effects = try session.press("l<Enter>")
    let loaded = try #require(session.state.sample)
    #expect(
      effects.contains(
        .comparePins(
          request: session.state.requests.pair, loaded, PairQuestion(first: 8, second: 9))))
    session.answerAll()
    #expect(session.state.pair == TokenPair(8, 9, in: loaded.field))
    #expect(try session.press("jkl") == [])
    try session.play("gp")
    #expect(session.state.pair == nil)
  }

  @Test func aPairIsNamedByItsLettersNotByItsAge() throws {
    var session = Self.session()
    try session.play("<Enter>l<Enter>l<Enter>")
    #expect(Self.letters(session) == "Q9 P10")
    #expect(session.state.pair?.first == 10 && session.state.pair?.second == 9)
  }

  /// A sample with everything that a probe can ask for.
  static let probed: TestSample = {
    let grid = TokenGrid(rows: 3, columns: 4)
    var field = TokenField.pictured(grid, heads: 2)
    field.projected = field.features
    field.keys = [field.features, field.features].compactMap { $0 }
    field.patchAttention = PatchAttention(
      (0..<288).map { Float($0 % 7 + 1) / 100 }, count: 12, heads: 2)
    return TestSample("probed", field)
  }()

  @Test func everyMeasureIsReachedAndNamed() throws {
    var session = Self.session(Self.probed, at: 5, isCheap: false)
    var titles: [String] = []
    for _ in 0..<5 {
      try session.play("f")
      titles.append(session.screen.text(row: 1))
    }
    let expected = [
      "cosine to #5, projected features", "cosine to #5, features", "cosine to #5, keys",
      "attention of #5, mean of 2 heads", "cosine to #5, projected features",
    ]
    for (title, expected) in zip(titles, expected) { #expect(title.contains(expected)) }
    try session.play("fff>.<lt>")
    #expect(session.state.measure == .attention)
  }

  @Test func attentionIsOfTheHeadThatIsShown() throws {
    var session = Self.session(Self.probed, at: 5, isCheap: false)
    try session.play(">>")
    session.state.layer = .similarity
    session.state.measure = .attention
    try session.play("<Enter>")
    #expect(session.state.probed == TokenProbe(token: 5, measure: .attention, head: 1))
    #expect(session.screen.text(row: 1).contains("attention of P #5, head 2 of 2"))
    let row = Self.probed.loaded.field.field.patchAttention?.row(of: 5, head: 1)
    #expect(session.state.similarities == row)
  }

  @Test func whatTheSampleLacksIsLeftOutAndSaid() throws {
    var session = Self.session()
    try session.play("f")
    #expect(session.state.measure == .features && session.state.layer == .similarity)
    #expect(
      session.state.message
        == "cosines of features; no projected features; no keys; no attention among patches")
    try session.play("f")
    #expect(session.state.measure == .features)
    session.state.measure = .attention
    #expect(try session.press("l") == [])
    #expect(session.screen.text(row: 1).contains("no attention among patches in this sample"))
    var bare = ExplorerSession.begun([TestSamples.attentive])
    try bare.play("f")
    #expect(bare.state.layer == .attention)
    #expect(bare.state.message == "this sample has nothing that patches could be compared by")
  }

  // MARK: How they look

  static let rooms: [(width: Int, height: Int)] = [
    (24, 8), (40, 12), (60, 16), (80, 24), (97, 33), (120, 40), (200, 60),
  ]

  /// Every pin is on screen once, in every tier, alone or under the cursor.
  @Test(arguments: rooms.indices, ColorTier.allCases)
  func pinsAreSeenEverywhere(index: Int, tier: ColorTier) throws {
    let (width, height) = Self.rooms[index]
    for sample in [TestSamples.bare, TestSamples.street, TestSamples.small] {
      for unicode in [true, false] {
        var session = Self.session(
          sample, at: sample.loaded.field.field.grid.columns + 2, width: width, height: height,
          tier: tier, unicode: unicode)
        try session.play("<Enter>ll<Enter>")
        for keys in ["", "j", "<Space>"] {
          try session.play(keys)
          let layout = ScreenLayout(session.state)
          let screen = session.screen
          let area = layout.picture
          var seen: [Character: Int] = [:]
          for row in area.row..<(area.row + area.height) {
            for column in area.column..<(area.column + area.width) {
              guard let character = screen[column, row].character, character.isLetter else {
                continue
              }
              seen[Character(character.uppercased()), default: 0] += 1
            }
          }
          #expect(seen["P"] == 1 && seen["Q"] == 1, "\(session.state.size) \(tier) \(seen)")
        }
      }
    }
  }

  @Test func lettersAreSmallWhereThePatchIsNotKept() throws {
    var session = Self.session()
    session.keep([8])
    try session.play("<Enter>l<Enter>gg")
    let text = (0..<40).map { row in
      String(
        (0..<ScreenLayout(session.state).picture.width).compactMap {
          session.screen[$0, row].character
        })
    }.joined()
    #expect(text.contains("P") && text.contains("q") && !text.contains("Q"))
  }

  @Test func theCardTellsThePairAndTheCursor() throws {
    var session = Self.session(TestSamples.bare, at: 30, isCheap: false)
    try session.play("<Enter>")
    let pinned = session.screen.text
    #expect(pinned.contains("P #30 r1 c6  cursor 1"))
    try session.play("jjjlll<Enter>")
    let pair = try #require(session.state.pair?.likenesses.first)
    let text = session.screen.text
    #expect(text.contains("P #30 r1 c6  Q #105 r4 c9"))
    #expect(text.contains("\(pair.rankOfSecond)|\(pair.rankOfFirst)"))
    #expect(text.contains(NumberText.short(pair.cosine)))
    #expect(text.contains("3 rows, 3 columns: 4.2"))
    session.state.layer = .similarity
    let title = session.screen.text(row: 1)
    #expect(title.contains("cosine to Q #105, features; P \(NumberText.short(pair.cosine))"))
  }
}
