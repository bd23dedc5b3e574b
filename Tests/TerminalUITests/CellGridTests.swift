import Imaging
import TerminalUI
import Testing

@Suite struct CellGridTests {
  @Test func beginsBlankAndIgnoresWhatFallsOutside() {
    var grid = CellGrid(width: 3, height: 2)
    #expect(grid.cells == Array(repeating: Cell(), count: 6))
    let blank = grid
    for (column, row) in [(-1, 0), (0, -1), (3, 0), (0, 2), (.max, .max), (.min, .min)] {
      grid[column, row] = Cell("x")
      #expect(grid[column, row] == Cell())
    }
    #expect(grid == blank)
    grid[2, 1] = Cell("x")
    #expect(grid.text == "\n  x")
    #expect(CellGrid(width: -4, height: 2).cells.isEmpty)
  }

  @Test func fillsOnlyTheRectangle() {
    var grid = CellGrid(width: 4, height: 3)
    grid.fill(CellRect(column: 1, row: 1, width: 2, height: 9), with: Cell("x"))
    #expect(grid.text == "\n xx\n xx")
    grid.fill(CellRect(column: -5, row: -5, width: 6, height: 6), with: Cell("y"))
    #expect(grid.text == "y\n xx\n xx")
    grid.fill(CellRect(column: 9, row: 9, width: 2, height: 2), with: Cell("z"))
    grid.fill(CellRect(column: 0, row: 0, width: -2, height: 2), with: Cell("z"))
    #expect(grid.text == "y\n xx\n xx")
  }

  @Test func writesWithinItsLimitAndSaysHowFar() {
    var grid = CellGrid(width: 8, height: 1)
    #expect(grid.write("abc", column: 1, row: 0) == 3)
    #expect(grid.text == " abc")
    #expect(grid.write("abcdef", column: 4, row: 0) == 4)
    #expect(grid.text == " abcabc…")
    #expect(grid.write("xyz", column: 1, row: 0, limit: 2) == 2)
    #expect(grid.text == " x…cabc…")
    #expect(grid.write("xyz", column: 8, row: 0) == 0)
    #expect(grid.write("xyz", column: 0, row: 0, limit: 0) == 0)
    #expect(grid.write("", column: 0, row: 0) == 0)
  }

  @Test func wideCharactersTakeTwoCells() {
    var grid = CellGrid(width: 6, height: 1)
    #expect(grid.write("漢a", column: 1, row: 0) == 3)
    #expect(grid[1, 0].character == "漢" && grid[2, 0].character == nil)
    #expect(grid[3, 0].character == "a")
    #expect(grid.write("漢漢", column: 3, row: 0) == 3)
    #expect(grid.text == " 漢漢…")
  }

  @Test func whatIsLeftOfAWideCharacterIsABlankInText() {
    var grid = CellGrid(width: 6, height: 1)
    grid.write("漢漢x", column: 0, row: 0)
    grid[0, 0] = Cell("a")
    #expect(grid.text == "a 漢x")
    grid[3, 0] = Cell("b")
    #expect(grid.text == "a  bx")
    #expect(grid.text(row: 1) == "" && grid.text(row: -1) == "")
  }

  @Test func controlBytesNeverReachACell() {
    var grid = CellGrid(width: 20, height: 1)
    grid.write("a\u{1B}[2Jb\nc\u{202E}d\r\ne", column: 0, row: 0)
    #expect(grid.text == "a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}d\u{FFFD}e")
  }

  @Test func rectanglesContainTheirCellsOnly() {
    let rect = CellRect(column: 2, row: 3, width: 4, height: 5)
    var inside = 0
    for column in -1...10 {
      for row in -1...10 where rect.contains(column: column, row: row) { inside += 1 }
    }
    #expect(inside == 20)
    #expect(rect.contains(column: 2, row: 3) && rect.contains(column: 5, row: 7))
    #expect(!rect.contains(column: 6, row: 7) && !rect.contains(column: 5, row: 8))
  }
}
