import Analysis
import Explorer
import SampleSets
import TerminalUI
import Testing
import TokenFields
import TokenPruning

/// The readout of the patch under the mouse.
@Suite struct HoverTests {
  static func session(
    _ sample: TestSample = TestSamples.bare, width: Int = 120, height: Int = 40,
    tier: ColorTier = .direct
  ) -> ExplorerSession {
    .begun(
      [sample], strategies: ["random", "uniform-grid", "divprune", "fastervlm"],
      budget: .count(64), width: width, height: height, tier: tier)
  }

  /// The patches that are read out as the mouse goes over the screen, and how.
  ///
  /// - Parameters:
  ///   - session: The session.
  ///   - step: Columns and rows from one place to the next.
  /// - Returns: What the lowest line says of each patch, the first time that it is read out.
  static func sweep(_ session: inout ExplorerSession, step: Int = 1) -> [Hover: String] {
    var read: [Hover: String] = [:]
    let size = session.state.size
    for row in stride(from: 0, to: size.height, by: step) {
      for column in stride(from: 0, to: size.width, by: step) {
        let effects = session.send(.mouse(MouseEvent(.hover, column: column, row: row)))
        #expect(effects == [])
        guard let hovered = session.state.hovered, read[hovered] == nil else { continue }
        read[hovered] = session.screen.text(row: size.height - 1)
      }
    }
    return read
  }

  @Test(arguments: [(80, 24), (120, 40), (24, 8)], [ColorTier.direct, .mono])
  func everyPatchOnScreenIsReadOut(size: (Int, Int), tier: ColorTier) {
    var session = Self.session(TestSamples.small, width: size.0, height: size.1, tier: tier)
    let before = session.state
    let read = Self.sweep(&session)
    #expect(Set(read.keys.map(\.token)) == Set(0..<24))
    for (hover, text) in read {
      let (row, column) = hover.token.quotientAndRemainder(dividingBy: 6)
      #expect(text.contains("#\(hover.token) r\(row) c\(column)"), "\(text)")
      #expect(hover.row == 0)
    }
    session.send(.mouse(MouseEvent(.hover, column: size.0 - 1, row: size.1 - 1)))
    #expect(session.state == before)
  }

  @Test func theReadoutSaysWhatThePatchIs() throws {
    var session = Self.session()
    session.keep([5])
    let area = ScreenLayout(session.state).picture
    var read: [Int: String] = [:]
    for column in area.column..<(area.column + area.width) {
      session.send(.mouse(MouseEvent(.hover, column: column, row: area.row)))
      if let token = session.state.hovered?.token { read[token] = session.screen.text(row: 39) }
    }
    let kept = try #require(read[5])
    let pruned = try #require(read[6])
    #expect(kept.contains("  kept  attention ") && kept.contains("rank ") && kept.contains("by 1"))
    #expect(pruned.contains("  pruned  attention "))
  }

  @Test func theReadoutIsGoneWithTheNextKeyAndBesideThePicture() throws {
    var session = Self.session()
    let area = ScreenLayout(session.state).picture
    let inside = MouseEvent(.hover, column: area.column + 9, row: area.row + 9)
    session.send(.mouse(inside))
    #expect(session.state.hovered != nil)
    let cursor = session.state.cursor
    try session.press("l")
    #expect(session.state.hovered == nil && session.state.cursor == cursor + 1)
    session.send(.mouse(inside))
    session.send(.mouse(MouseEvent(.hover, column: 119, row: 3)))
    #expect(session.state.hovered == nil)
    session.send(.mouse(inside))
    session.send(.resize(ScreenSize(width: 80, height: 24)))
    #expect(session.state.hovered == nil)
    for keys in ["?", "<Esc>gh"] {
      try session.press(keys)
      session.send(.mouse(inside))
      #expect(session.state.hovered == nil, "\(keys)")
    }
  }

  /// In every picture of a view the strategy is that picture's.
  @Test(arguments: ["v", "vv", "vvv", "vvvv"], [(80, 24), (120, 40)])
  func everyPictureOfAViewIsReadOut(keys: String, size: (Int, Int)) throws {
    for sample in [TestSamples.bare, TileTests.small] {
      var session = Self.session(sample, width: size.0, height: size.1)
      try session.play(keys)
      let read = Self.sweep(&session, step: 5)
      let rows = Set(read.keys.map(\.row))
      #expect(rows.count == [2, 4, 4, 1][keys.count - 1], "\(rows)")
      for (hover, text) in read {
        #expect(text.contains("#\(hover.token) "))
        let name = session.state.rows[hover.row].strategy.title
        #expect(rows.count == 1 || text.contains("\(name): "), "\(text)")
      }
    }
  }

  @Test func theValueOfTheLayerAndThePinIsTold() throws {
    var session = Self.session()
    try session.play(".<Enter>")
    let area = ScreenLayout(session.state).picture
    session.send(.mouse(MouseEvent(.hover, column: area.column, row: area.row)))
    let text = session.screen.text(row: 39)
    #expect(text.contains("norm ") && text.contains("to P "))
  }
}
