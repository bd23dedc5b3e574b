import Analysis
import Explorer
import SampleSets
import TerminalUI
import TokenFields
import TokenPruning
import Testing

/// Moving the cursor over a grid of 4×6.
@Suite struct CursorTests {
  /// A session with the cursor on a token.
  static func session(at token: Int, keeping kept: [Int] = []) -> ExplorerSession {
    var session = ExplorerSession.begun([TestSamples.small])
    session.state.cursor = token
    if !kept.isEmpty { session.keep(kept) }
    return session
  }

  static let moves: [(from: Int, keys: String, to: Int)] = [
    (8, "h", 7), (8, "l", 9), (8, "j", 14), (8, "k", 2),
    (8, "<Left>", 7), (8, "<Right>", 9), (8, "<Down>", 14), (8, "<Up>", 2),
    // At the edges the cursor stays where it is.
    (6, "h", 6), (11, "l", 11), (20, "j", 20), (2, "k", 2), (0, "hk", 0), (23, "lj", 23),
    // By four, as far as there is room.
    (8, "L", 11), (8, "H", 6), (8, "J", 20), (8, "K", 2), (1, "L", 5), (4, "H", 0),
    (8, "0", 6), (8, "$", 11), (8, "<Home>", 6), (8, "<End>", 11), (6, "0", 6), (11, "$", 11),
    (8, "gg", 0), (8, "G", 23), (0, "gg", 0), (23, "G", 23),
  ]

  @Test(arguments: moves)
  func goesWhereTheKeySays(from: Int, keys: String, to: Int) throws {
    var session = Self.session(at: from)
    var expected = session.state
    expected.cursor = to
    #expect(try session.press(keys) == [])
    #expect(session.state == expected)
  }

  static let keptSteps: [(from: Int, kept: [Int], keys: String, to: Int)] = [
    (8, [3, 9, 20], "x", 9), (9, [3, 9, 20], "x", 20), (20, [3, 9, 20], "x", 3),
    (23, [3, 9, 20], "x", 3), (8, [3, 9, 20], "X", 3), (9, [3, 9, 20], "X", 3),
    (3, [3, 9, 20], "X", 20), (0, [3, 9, 20], "X", 20), (5, [5], "x", 5), (5, [5], "X", 5),
    (0, [3, 9, 20], "xxx", 20), (0, [3, 9, 20], "xxxx", 3),
  ]

  @Test(arguments: keptSteps)
  func goesToKeptPatchesAroundTheEnds(from: Int, kept: [Int], keys: String, to: Int) throws {
    var session = Self.session(at: from, keeping: kept)
    #expect(try session.press(keys) == [])
    #expect(session.state.cursor == to)
  }

  @Test func staysWithoutASelection() throws {
    var session = ExplorerSession([TestSamples.small])
    session.send(.start)
    session.answerOldest()
    session.state.cursor = 5
    #expect(session.state.currentEvaluation == nil)
    try session.press("xXx")
    #expect(session.state.cursor == 5)
  }

  @Test func followsTheOrderOfAttentionUntilItsEnds() throws {
    var session = Self.session(at: 0)
    let order = try #require(session.state.summary?.attentionOrder)
    session.state.cursor = order[0]
    try session.press("{")
    #expect(session.state.cursor == order[0])
    for token in order.dropFirst() {
      try session.press("}")
      #expect(session.state.cursor == token)
    }
    try session.press("}")
    #expect(session.state.cursor == order[23])
    try session.press("{")
    #expect(session.state.cursor == order[22])
  }

  @Test func saysThatThereIsNoAttentionToFollow() throws {
    var session = ExplorerSession.begun([TestSamples.featured])
    let cursor = session.state.cursor
    try session.press("}")
    #expect(session.state.cursor == cursor)
    #expect(session.state.message == "this sample has no class attention")
  }

  @Test func nothingMovesBeforeTheTokensAreThere() throws {
    var session = ExplorerSession([TestSamples.small])
    session.send(.start)
    var expected = session.state
    expected.message = "the sample is still being read"
    for keys in ["j", "l", "G", "gg", "$", "x", "}", "J"] {
      #expect(try session.press(keys) == [])
      #expect(session.state == expected)
    }
  }

  @Test func crossesTilesAsTheyLieOnTheScreen() throws {
    var session = ExplorerSession.begun([TestSamples.tiled])
    session.state.cursor = 23 * 24 + 5
    try session.press("j")
    // Three tiles stand in a row: the fourth is below the first.
    #expect(session.state.cursor == 3 * 24 * 24 + 5)
    try session.press("k")
    #expect(session.state.cursor == 23 * 24 + 5)
    try session.press("G")
    #expect(session.state.cursor == 5 * 576 - 1)
  }

  @Test func beginsInTheMiddle() {
    #expect(ExplorerSession.begun([TestSamples.small]).state.cursor == 2 * 6 + 3)
    #expect(ExplorerSession.begun([TestSamples.single]).state.cursor == 0)
    #expect(ExplorerSession.begun([TestSamples.tiled]).state.cursor == 12 * 24 + 12)
  }

  // MARK: Cosines to the patch under the cursor

  @Test func asksForCosinesOnlyWhileTheyAreSeen() throws {
    var session = Self.session(at: 8)
    let loaded = try #require(session.state.sample)
    session.state.layer = .similarity
    let effects = try session.press("l")
    let request = session.state.requests.similarity
    #expect(
      effects == [
        .similarities(request: request, loaded, TokenProbe(token: 9, measure: .features)),
        .remind(kind: .similarity, request: request),
      ])
    try session.press("t")
    #expect(try session.press("l") == [])
    #expect(try session.press("t").count == 2)
  }

  @Test func asksForNothingWhenTheCosinesAreThere() throws {
    var session = Self.session(at: 8)
    session.state.layer = .similarity
    try session.play("l")
    #expect(session.state.similarityToken == 9)
    #expect(try session.press("a") == [])
    // At an edge nothing moves, and nothing is asked for.
    try session.play("$")
    #expect(try session.press("l") == [])
  }

  @Test func dropsCosinesToAPatchThatTheCursorHasLeft() throws {
    var session = Self.session(at: 8)
    session.state.layer = .similarity
    try session.play("l")
    let before = session.state.similarities
    // There and back again before the answer comes.
    #expect(try session.press("l").count == 2)
    #expect(try session.press("h") == [])
    session.answerAll()
    #expect(session.state.cursor == 9 && session.state.similarityToken == 9)
    #expect(session.state.similarities == before)
  }
}

extension ExplorerSession {
  /// Makes the current strategy keep tokens.
  mutating func keep(_ kept: [Int]) {
    state.rows[state.current].evaluation = .init(
      label: state.rows[state.current].strategy.label, budget: kept.count,
      selection: Selection(order: kept), metrics: [:])
  }
}
