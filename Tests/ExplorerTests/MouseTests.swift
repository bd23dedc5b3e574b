import Analysis
import Explorer
import TerminalUI
import Testing

/// Clicks, drags and the wheel, at places found on the screen itself.
@Suite struct MouseTests {
  static func session() -> ExplorerSession {
    .begun(
      [TestSamples.bare], strategies: ["random", "uniform-grid", "divprune"], budget: .count(64))
  }

  /// The slider's row and the columns of its ends.
  static func slider(_ session: ExplorerSession) throws -> (row: Int, first: Int, last: Int) {
    let screen = session.screen
    let row = try #require(
      (0..<screen.height).first { row in
        let text = screen.text(row: row)
        return text.contains("├") && text.contains("●") && text.contains("┤")
      })
    let columns = 0..<screen.width
    let first = try #require(columns.first { screen[$0, row].character == "├" })
    let last = try #require(columns.first { screen[$0, row].character == "┤" })
    return (row, first + 1, last - 1)
  }

  /// The row of a strategy's line and the column of its number.
  static func line(of name: String, _ session: ExplorerSession) throws -> (row: Int, column: Int) {
    let screen = session.screen
    let left = ScreenLayout(session.state).panel.column
    let row = try #require(
      (2..<screen.height).first { row in
        let text = (left..<screen.width).compactMap { screen[$0, row].character }
        return String(text).dropFirst(3).hasPrefix(name)
      })
    return (row, left + 1)
  }

  // MARK: The picture

  @Test func aClickOnAPatchSelectsIt() throws {
    var session = Self.session()
    let area = ScreenLayout(session.state).picture
    var reached: Set<Int> = []
    for row in area.row..<(area.row + area.height) {
      for column in area.column..<(area.column + area.width) {
        #expect(session.send(.mouse(MouseEvent(.press, column: column, row: row))) == [])
        reached.insert(session.state.cursor)
      }
    }
    #expect(reached == Set(0..<576))
  }

  @Test func theFrameIsWhereTheClickWas() throws {
    var session = Self.session()
    let area = ScreenLayout(session.state).picture
    for step in 0..<12 {
      let (column, row) = (area.column + 8 + 3 * step, area.row + 3 * step)
      session.send(.mouse(MouseEvent(.press, column: column, row: row)))
      let cursor = try #require(session.screen.cursor)
      #expect(abs(cursor.column - column) <= 3 && abs(cursor.row - row) <= 1)
    }
  }

  @Test func draggingOverThePictureMovesTheCursorAndHoveringDoesNot() throws {
    var session = Self.session()
    let area = ScreenLayout(session.state).picture
    let (column, row) = (area.column + area.width / 2, area.row + 1)
    let before = session.state
    #expect(session.send(.mouse(MouseEvent(.hover, column: column, row: row))) == [])
    #expect(session.state.choices == before.choices)
    #expect(session.send(.mouse(MouseEvent(.release, column: column, row: row))) == [])
    #expect(session.state == before)
    session.send(.mouse(MouseEvent(.drag, column: column, row: row)))
    #expect(session.state.cursor != before.cursor)
  }

  @Test func theWheelZoomsThePictureAndMovesTheBudgetElsewhere() throws {
    var session = Self.session()
    let layout = ScreenLayout(session.state)
    let over = (column: layout.picture.column + 3, row: layout.picture.row + 3)
    let beside = (column: layout.panel.column + 3, row: layout.panel.row + 3)
    #expect(session.send(.mouse(MouseEvent(.wheelUp, column: over.column, row: over.row))) == [])
    #expect(session.state.zoom == 1)
    session.send(.mouse(MouseEvent(.wheelDown, column: over.column, row: over.row)))
    session.send(.mouse(MouseEvent(.wheelDown, column: over.column, row: over.row)))
    #expect(session.state.zoom == 0 && session.state.keep == 64)
    #expect(
      session.send(.mouse(MouseEvent(.wheelUp, column: beside.column, row: beside.row))).count == 2)
    #expect(session.state.keep == 65 && session.state.zoom == 0)
    session.send(.mouse(MouseEvent(.wheelDown, column: beside.column, row: beside.row)))
    session.send(.mouse(MouseEvent(.wheelDown, column: beside.column, row: beside.row)))
    #expect(session.state.keep == 63)
  }

  @Test func aClickAsksForCosinesWhereTheyAreShown() throws {
    var session = Self.session()
    session.state.layer = .similarity
    let area = ScreenLayout(session.state).picture
    let effects = session.send(.mouse(MouseEvent(.press, column: area.column + 20, row: area.row)))
    #expect(effects.count == 2 && session.unanswered.count == 1)
  }

  // MARK: The slider

  @Test func theSliderIsSetByAClick() throws {
    var session = Self.session()
    let slider = try Self.slider(session)
    #expect(
      session.send(.mouse(MouseEvent(.press, column: slider.first, row: slider.row))).count == 2)
    #expect(session.state.keep == 1 && session.state.isDraggingSlider)
    session.send(.mouse(MouseEvent(.release, column: slider.first, row: slider.row)))
    #expect(!session.state.isDraggingSlider)
    session.send(.mouse(MouseEvent(.press, column: slider.last, row: slider.row)))
    #expect(session.state.keep == 576)
  }

  @Test func theHandleGoesWhereTheClickWas() throws {
    var session = Self.session()
    let slider = try Self.slider(session)
    var last = 0
    for column in slider.first...slider.last {
      session.send(.mouse(MouseEvent(.press, column: column, row: slider.row)))
      #expect(session.screen[column, slider.row].character == "●")
      let keep = try #require(session.state.keep)
      #expect(keep > last)
      last = keep
    }
    #expect(last == 576)
  }

  @Test func aDragHoldsTheSliderWhereverTheMouseGoes() throws {
    var session = Self.session()
    let slider = try Self.slider(session)
    let cursor = session.state.cursor
    session.send(.mouse(MouseEvent(.press, column: slider.first + 4, row: slider.row)))
    let there = session.state.keep
    // Over the picture, above it, beyond the ends.
    session.send(.mouse(MouseEvent(.drag, column: 10, row: 20)))
    #expect(session.state.keep == 1 && session.state.cursor == cursor)
    session.send(.mouse(MouseEvent(.drag, column: slider.first + 4, row: 0)))
    #expect(session.state.keep == there)
    session.send(.mouse(MouseEvent(.drag, column: 10_000, row: 10_000)))
    #expect(session.state.keep == 576)
    session.send(.mouse(MouseEvent(.release, column: 10, row: 20)))
    session.send(.mouse(MouseEvent(.drag, column: 30, row: 20)))
    #expect(session.state.keep == 576 && session.state.cursor != cursor)
  }

  @Test func aDragThatBeginsElsewhereDoesNotCatchTheSlider() throws {
    var session = Self.session()
    let slider = try Self.slider(session)
    session.send(.mouse(MouseEvent(.drag, column: slider.first, row: slider.row)))
    #expect(session.state.keep == 64 && !session.state.isDraggingSlider)
  }

  @Test func theSliderIsLetGoOfUnderHelpAndWithTheMouseOff() throws {
    var session = Self.session()
    let slider = try Self.slider(session)
    session.send(.mouse(MouseEvent(.press, column: slider.first + 4, row: slider.row)))
    try session.press("?")
    session.send(.mouse(MouseEvent(.release, column: 5, row: 5)))
    #expect(!session.state.isDraggingSlider)
    try session.press("?")
    session.send(.mouse(MouseEvent(.press, column: slider.first + 4, row: slider.row)))
    try session.press("M")
    #expect(!session.state.isDraggingSlider)
  }

  // MARK: The list of strategies

  @Test func aClickOnANameMakesItCurrentAndOnItsNumberComparesIt() throws {
    var session = Self.session()
    for (index, name) in ["random", "uniform-grid", "divprune"].enumerated().reversed() {
      let place = try Self.line(of: name, session)
      let effects = session.send(
        .mouse(MouseEvent(.press, column: place.column + 4, row: place.row)))
      #expect(effects == session.stabilityQuestions)
      #expect(session.state.current == index)
      session.send(.mouse(MouseEvent(.press, column: place.column, row: place.row)))
      #expect(session.state.compared == [index] && session.state.current == index)
      session.send(.mouse(MouseEvent(.press, column: place.column, row: place.row)))
      #expect(session.state.compared.isEmpty)
    }
    #expect(session.state.previous == 1)
  }

  @Test func draggingOverTheListChangesNothing() throws {
    var session = Self.session()
    let place = try Self.line(of: "divprune", session)
    let before = session.state
    session.send(.mouse(MouseEvent(.drag, column: place.column + 4, row: place.row)))
    #expect(session.state == before)
  }

  @Test func placesWithoutMeaningDoNothing() throws {
    var session = Self.session()
    let before = session.state
    for (column, row) in [(0, 0), (119, 39), (-1, -1), (.max, .max), (119, 0), (.min, .min)] {
      for action: MouseEvent.Action in [.press, .drag, .release, .hover] {
        #expect(session.send(.mouse(MouseEvent(action, column: column, row: row))) == [])
        #expect(session.state == before)
      }
    }
  }

  @Test func nothingIsClickedBeforeTheTokensAreThere() throws {
    var session = ExplorerSession([TestSamples.bare])
    session.send(.start)
    let before = session.state
    for column in stride(from: 0, to: 120, by: 7) {
      for row in 0..<40 {
        #expect(session.send(.mouse(MouseEvent(.press, column: column, row: row))) == [])
      }
    }
    #expect(session.state == before)
  }
}
