import Imaging
import Testing
import TerminalUI

@Suite struct ANSIEncoderTests {
  /// Two rows: plain words with a styled one between, and two colours.
  private var grid: CellGrid {
    var grid = CellGrid(width: 12, height: 3)
    grid.write("ab", column: 0, row: 0)
    grid.write("cd", column: 2, row: 0, style: CellStyle(bold: true, underline: true))
    grid.write("e", column: 4, row: 0)
    grid.write(
      "▀▀", column: 1, row: 1,
      style: CellStyle(ink: .rgb(RGB(255, 0, 0)), ground: .rgb(RGB(95, 135, 175))))
    return grid
  }

  private func encoded(_ tier: ColorTier, unicode: Bool = true) -> String {
    var encoder = ANSIEncoder(traits: ScreenTraits(tier: tier, unicode: unicode))
    return encoder.encode(grid)
  }

  private let words = "ab\u{1B}[0;1;4mcd\u{1B}[0me\n"

  @Test func writes24BitColours() {
    #expect(
      encoded(.direct) == words
        + " \u{1B}[0;38;2;255;0;0;48;2;95;135;175m▀▀\u{1B}[0m\n\n")
  }

  @Test func writesIndexedColours() {
    #expect(encoded(.indexed256) == words + " \u{1B}[0;38;5;196;48;5;67m▀▀\u{1B}[0m\n\n")
  }

  @Test func writesSixteenColours() {
    #expect(encoded(.ansi16) == words + " \u{1B}[0;91;100m▀▀\u{1B}[0m\n\n")
  }

  @Test func writesStylesWithoutColours() {
    #expect(encoded(.mono) == words + " ▀▀\n\n")
  }

  @Test func writesASCIIOnly() {
    #expect(encoded(.mono, unicode: false) == words + " ##\n\n")
  }

  @Test func keepsColouredBlanksAtTheEnd() {
    var grid = CellGrid(width: 3, height: 1)
    grid.fill(grid.bounds, with: Cell(" ", CellStyle(ground: .rgb(RGB(1, 2, 3)))))
    var encoder = ANSIEncoder(traits: ScreenTraits(tier: .direct, unicode: true))
    #expect(encoder.encode(grid) == "\u{1B}[0;48;2;1;2;3m   \u{1B}[0m\n")
  }

  @Test func writesNothingOfAnEmptyGrid() {
    var encoder = ANSIEncoder(traits: ScreenTraits(tier: .direct, unicode: true))
    #expect(encoder.encode(CellGrid(width: 5, height: 0)) == "")
  }

  @Test func neverPassesControlCharactersOn() {
    var grid = CellGrid(width: 4, height: 1)
    grid[0, 0] = Cell("\u{1B}")
    grid[1, 0] = Cell("\u{9B}")
    grid[2, 0] = Cell("\r\n")
    grid[3, 0] = Cell("\u{7F}")
    for unicode in [true, false] {
      var encoder = ANSIEncoder(traits: ScreenTraits(tier: .mono, unicode: unicode))
      let mark = unicode ? "\u{FFFD}" : "?"
      #expect(encoder.encode(grid) == String(repeating: mark, count: 4) + "\n")
    }
  }
}

@Suite struct DrawnRowTests {
  private func drawn(_ build: (inout CellGrid) -> Void) -> String {
    var grid = CellGrid(width: 6, height: 1)
    build(&grid)
    let row = grid.drawnRow(0, unicode: true)
    #expect(row.count == 6)
    return row.map { $0.character.map(String.init) ?? "<" }.joined()
  }

  @Test func keepsWholeWideCharacters() {
    #expect(drawn { $0.write("漢字", column: 1, row: 0) } == " 漢<字< ")
  }

  @Test func blanksWhatIsLeftOfAWideCharacter() {
    #expect(
      drawn {
        $0.write("漢字", column: 0, row: 0)
        $0.write("x", column: 1, row: 0)
        $0.write("y", column: 2, row: 0)
      } == " xy   ")
  }

  @Test func blanksAWideCharacterAtTheEdge() {
    #expect(drawn { $0[5, 0] = Cell("漢") } == "      ")
  }

  @Test(arguments: zip("─│┌▀█…→≥漢é\u{1F600}a", "-|+##~>>???a"))
  func standsInForWhatASCIILacks(character: Character, substitute: Character) {
    #expect(ASCIISubstitute.character(for: character) == substitute)
  }
}

@Suite struct EventCoalescingTests {
  private func drag(_ column: Int) -> TerminalEvent {
    .mouse(MouseEvent(.drag, column: column, row: 0))
  }
  private func press(_ column: Int) -> TerminalEvent {
    .mouse(MouseEvent(.press, column: column, row: 0))
  }

  @Test func keepsTheLastOfMotionsThatFollowOneAnother() {
    #expect(
      TerminalEvent.coalesced([drag(1), drag(2), .key(.tab), drag(3), drag(4), press(4), drag(5)])
        == [drag(2), .key(.tab), drag(4), press(4), drag(5)])
  }

  @Test func keepsTheLastResizeAndOneWake() {
    #expect(
      TerminalEvent.coalesced([
        .wake, .resize(width: 1, height: 1), .key(.up), .wake, .resize(width: 2, height: 2),
        .key(.up),
      ]) == [.wake, .key(.up), .resize(width: 2, height: 2), .key(.up)])
  }

  @Test func keepsEveryKeyAndClick() {
    let events: [TerminalEvent] = [
      .key(.up), .key(.up), press(1), press(1), .mouse(MouseEvent(.wheelUp, column: 0, row: 0)),
      .mouse(MouseEvent(.wheelUp, column: 0, row: 0)), .terminate(signal: 15), .resumed,
    ]
    #expect(TerminalEvent.coalesced(events) == events)
  }
}
