import Imaging
import TerminalUI
import Testing

/// Pixels of one colour.
struct PlainPixels: PixelSource {
  let color: RGB
  func image(width: Int, height: Int) -> Image {
    Image(width: width, height: height, filledWith: color)
  }
}

@Suite struct PixelLayerTests {
  private static let cell = CellPixels(width: 10, height: 20)

  private func layer(_ area: CellRect, _ color: RGB = .white) throws -> PixelLayer {
    let cell = try #require(Self.cell)
    return try #require(PixelLayer(area: area, cell: cell, source: PlainPixels(color: color)))
  }

  @Test func isSeenUntilSomethingIsWrittenOverIt() throws {
    var grid = CellGrid(width: 8, height: 4)
    let area = CellRect(column: 2, row: 1, width: 4, height: 2)
    grid.fill(area, with: Cell("#"))
    let before = grid.text
    grid.lay(try layer(area))
    #expect(grid.text == before)
    for row in 0..<4 {
      for column in 0..<8 {
        #expect(grid[column, row].layer == (area.contains(column: column, row: row) ? 1 : 0))
      }
    }
    grid.write("ab", column: 3, row: 1)
    grid.fill(CellRect(column: 2, row: 2, width: 1, height: 1), with: Cell())
    #expect(grid.cells.map(\.layer).reduce(0) { $0 + Int($1) } == 5)
    #expect(grid[3, 1].layer == 0 && grid[2, 2].layer == 0 && grid[5, 1].layer == 1)
  }

  @Test func isClippedByTheScreen() throws {
    var grid = CellGrid(width: 3, height: 3)
    grid.lay(try layer(CellRect(column: -2, row: -2, width: 100, height: 4)))
    grid.lay(try layer(CellRect(column: 2, row: 2, width: 4, height: 4)))
    grid.lay(try layer(CellRect(column: 9, row: 9, width: 4, height: 4)))
    #expect(grid.cells.map(\.layer) == [1, 1, 1, 1, 1, 1, 0, 0, 2])
    #expect(grid.layers.count == 3)
  }

  @Test func equalLayersLieAtOnePlaceAndShowTheSame() throws {
    let area = CellRect(column: 2, row: 1, width: 4, height: 2)
    let moved = CellRect(column: 3, row: 1, width: 4, height: 2)
    let (first, black) = (try layer(area), try layer(area, .black))
    let (same, elsewhere) = (try layer(area), try layer(moved))
    #expect(first == same && first != black && first != elsewhere)
    #expect(first.hasSamePixels(as: elsewhere) && !first.hasSamePixels(as: black))
    var (one, other) = (CellGrid(width: 8, height: 4), CellGrid(width: 8, height: 4))
    one.lay(first)
    other.lay(black)
    #expect(one != other && one.cells == other.cells)
  }

  @Test func isNeitherEmptyNorBoundless() throws {
    let cell = try #require(Self.cell)
    func make(_ width: Int, _ height: Int) -> PixelLayer? {
      PixelLayer(
        area: CellRect(column: 0, row: 0, width: width, height: height), cell: cell,
        source: PlainPixels(color: .white))
    }
    #expect(make(0, 3) == nil && make(3, 0) == nil)
    #expect(make(200, 209) != nil && make(200, 210) == nil)
    #expect(make(.max, 2) == nil)
  }

  @Test func moreThanTheCellsCanTellApartAreLeftOut() throws {
    var grid = CellGrid(width: 300, height: 1)
    for column in 0..<300 {
      grid.lay(try layer(CellRect(column: column, row: 0, width: 1, height: 1)))
    }
    #expect(grid.layers.count == 255 && grid[254, 0].layer == 255 && grid[255, 0].layer == 0)
  }
}
