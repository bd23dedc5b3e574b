import Analysis
import Explorer
import LinearAlgebra
import SampleSets
import TerminalUI
import Testing
import TokenFields

/// Sinks and padding: counted, marked, told of and gone to.
@Suite struct SinkTests {
  /// 12×12 tokens of which three are sinks and the last two rows padding.
  static let sunk: TestSample = {
    let grid = TokenGrid(rows: 12, columns: 12)
    var field = TokenField.pictured(grid)
    if var features = field.features {
      for token in sinks {
        for column in 0..<features.columns { features[token, column] = column % 2 == 0 ? 12 : -12 }
      }
      field.features = features
    }
    field.paddingFraction = (0..<144).map { $0 >= 120 ? 1 : 0 }
    return TestSample("sunk", field)
  }()
  static let sinks = [17, 64, 101]

  static func session(
    _ sample: TestSample = sunk, width: Int = 120, height: Int = 40,
    tier: ColorTier = .direct, unicode: Bool = true
  ) -> ExplorerSession {
    .begun(
      [sample], strategies: ["random", "uniform-grid"], width: width, height: height, tier: tier,
      unicode: unicode)
  }

  /// The characters of the picture's place.
  static func picture(_ session: ExplorerSession) -> [Character] {
    let area = ScreenLayout(session.state).picture
    let screen = session.screen
    return (area.row..<(area.row + area.height)).flatMap { row in
      (area.column..<(area.column + area.width)).compactMap { screen[$0, row].character }
    }
  }

  @Test func theTestsFieldHasTheSinksItShould() {
    #expect(Self.sunk.summary.sinks?.all.map(\.token) == Self.sinks)
    #expect(Self.sunk.summary.paddingCount == 24)
  }

  @Test func theNextSinkIsFoundAroundTheEnd() throws {
    var session = Self.session()
    try session.play("gg")
    var found: [Int] = []
    for _ in 0..<4 {
      try session.play("*")
      found.append(session.state.cursor)
    }
    #expect(found == [17, 64, 101, 17])
    #expect(session.screen.text.contains("sink: norm "))
    #expect(session.screen.text.contains("× median, similarity "))
    try session.play("l")
    #expect(!session.screen.text.contains("sink: norm "))
  }

  @Test func countsAreTold() throws {
    var session = Self.session()
    #expect(session.screen.text.contains("sinks        3  padding 24, 16.7 %"))
    try session.play("!")
    #expect(session.state.message == "3 sinks, 24 patches of padding")
    #expect(session.state.marksSinks)
    try session.play("!")
    #expect(session.state.message == "sinks and padding are not marked")
    var bare = Self.session(TestSamples.bare)
    let cursor = bare.state.cursor
    try bare.play("*")
    #expect(bare.state.message == "no sinks" && bare.state.cursor == cursor)
    var attentive = Self.session(TestSamples.attentive)
    try attentive.play("*")
    #expect(attentive.state.message == "no features to find sinks by")
  }

  @Test(arguments: ColorTier.allCases, [(24, 8), (40, 12), (80, 24), (120, 40), (200, 60)])
  func everySinkAndPaddingIsMarked(tier: ColorTier, size: (Int, Int)) throws {
    for unicode in [true, false] {
      for keys in ["", "t", "i"] {
        var session = Self.session(
          width: size.0, height: size.1, tier: tier, unicode: unicode)
        try session.play("gg" + keys)
        #expect(!Self.picture(session).contains("!"))
        try session.play("!")
        let picture = Self.picture(session)
        // Mono has room for as many rows as lines; in colour two rows share a line at 24x8.
        let sinks = size.1 == 8 && tier == .mono ? 2 : 3
        let padding = size.1 > 12 || size.1 == 12 && tier != .mono ? 24 : sinks == 2 ? 0 : 12
        #expect(picture.count { $0 == "!" } == sinks, "\(size) \(tier) \(keys)")
        #expect(picture.count { $0 == "/" } == padding, "\(size) \(tier) \(keys)")
        LayoutLaws.check(session)
      }
    }
  }

  /// The sign of a sink leaves the sign of what is kept beside it.
  @Test(arguments: ColorTier.allCases)
  func whatIsKeptIsStillSeen(tier: ColorTier) throws {
    var session = Self.session(tier: tier)
    session.keep([17])
    try session.play("gg!")
    let picture = Self.picture(session)
    #expect(picture.contains(tier == .mono ? "#" : "•") && picture.count { $0 == "!" } == 3)
  }

  @Test func undoTakesTheMarksBack() throws {
    var session = Self.session()
    try session.play("!u")
    #expect(!session.state.marksSinks)
  }
}
