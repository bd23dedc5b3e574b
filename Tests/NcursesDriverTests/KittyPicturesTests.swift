import Imaging
import NcursesDriver
import TerminalUI
import Testing

@Suite struct KittyPicturesTests {
  /// A terminal and what is known of it.
  private struct Screen {
    var pictures = KittyPictures(
      graphics: KittyGraphics(isWrapped: false), numbers: KittyGraphics.Numbers(process: 4711))
    var terminal = KittyReader()

    /// Shows a frame and returns how many pictures that took.
    mutating func show(_ grid: CellGrid, allowance: Int? = 1 << 30) throws -> Int {
      let before = terminal.uploads
      try terminal.read(
        String(decoding: pictures.prepare(grid, allowance: allowance), as: UTF8.self))
      try terminal.read(String(decoding: pictures.cleanUp(), as: UTF8.self))
      return terminal.uploads - before
    }

    /// The pixels at a place; nil for characters.
    func shown(_ column: Int, _ row: Int, of grid: CellGrid) throws -> Image? {
      guard
        let part = pictures.placeholder(
          layer: grid[column, row].layer, column: column, row: row)
      else { return nil }
      let image: Image = try #require(
        terminal.part(part.scalars, ink: part.ink, cell: TestPixels.cell), "\(column) \(row)")
      return image
    }

    func expectAll(_ grid: CellGrid) throws {
      #expect(pictures.isComplete)
      for row in 0..<grid.height {
        for column in 0..<grid.width {
          let shown = try self.shown(column, row, of: grid)
          #expect(shown == TestPixels.wanted(column, row, of: grid))
        }
      }
    }
  }

  private static let area = CellRect(column: 3, row: 2, width: 21, height: 10)
  private static let other = CellRect(column: 30, row: 1, width: 16, height: 8)
  /// Blocks of the first area: three across, three down.
  private static let blocks = 9

  @Test func showsEveryPixelOfEveryLayer() throws {
    let grid = try TestPixels.grid(
      [TestPixels(seed: 1), TestPixels(seed: 2)], at: [Self.area, Self.other])
    var screen = Screen()
    #expect(try screen.show(grid) == Self.blocks + 4)
    try screen.expectAll(grid)
    #expect(screen.pictures.count == Self.blocks + 4)
  }

  @Test func sendsOnlyBlocksThatAreNew() throws {
    var screen = Screen()
    let first = try TestPixels.grid([TestPixels(seed: 1)], at: [Self.area])
    _ = try screen.show(first)
    let spots = [CellRect(column: 1, row: 1, width: 1, height: 1)]
    let second = try TestPixels.grid([TestPixels(seed: 1, white: spots)], at: [Self.area])
    #expect(try screen.show(second) == 1)
    try screen.expectAll(second)
    // What the terminal has is not sent again, nor what only moves.
    #expect(try screen.show(first) == 0)
    try screen.expectAll(first)
    let moved = try TestPixels.grid(
      [TestPixels(seed: 1)],
      at: [Self.other].map {
        CellRect(column: $0.column, row: $0.row, width: Self.area.width, height: Self.area.height)
      })
    #expect(try screen.show(moved) == 0)
    try screen.expectAll(moved)
  }

  @Test func sendsEqualBlocksOnce() throws {
    var screen = Screen()
    let all = [CellRect(column: 0, row: 0, width: 16, height: 8)]
    let grid = try TestPixels.grid([TestPixels(seed: 1, white: all)], at: [Self.other])
    #expect(try screen.show(grid) == 1)
    try screen.expectAll(grid)
  }

  @Test func sendsNothingThatIsCovered() throws {
    var grid = try TestPixels.grid([TestPixels(seed: 1)], at: [Self.area])
    // All but one cell.
    for row in 0..<grid.height {
      for column in 0..<grid.width where (column, row) != (4, 3) { grid[column, row] = Cell("x") }
    }
    var screen = Screen()
    #expect(try screen.show(grid) == 1)
    try screen.expectAll(grid)
  }

  @Test func keepsToTheAllowanceAndShowsCellsUntilThen() throws {
    let grid = try TestPixels.grid([TestPixels(seed: 1)], at: [Self.area])
    var screen = Screen()
    #expect(try screen.show(grid, allowance: nil) == 0)
    #expect(!screen.pictures.isComplete)
    #expect(try screen.shown(3, 2, of: grid) == nil)
    for sent in 1...Self.blocks {
      #expect(try screen.show(grid, allowance: 0) == 1)
      #expect(screen.pictures.isComplete == (sent == Self.blocks))
    }
    try screen.expectAll(grid)
    #expect(try screen.show(grid, allowance: 0) == 0)
  }

  @Test func freesEverythingWhenNoLayerIsLeft() throws {
    var screen = Screen()
    let grid = try TestPixels.grid([TestPixels(seed: 1)], at: [Self.area])
    _ = try screen.show(grid)
    _ = try screen.show(CellGrid(width: 60, height: 20))
    #expect(screen.terminal.pictures.isEmpty && screen.pictures.count == 0)
    #expect(try screen.show(grid) == Self.blocks)
    try screen.terminal.read(String(decoding: screen.pictures.clear(), as: UTF8.self))
    #expect(screen.terminal.pictures.isEmpty && screen.pictures.count == 0)
  }

  @Test func keepsABoundedNumber() throws {
    var screen = Screen()
    for seed in 0..<256 {
      let grid = try TestPixels.grid([TestPixels(seed: seed)], at: [Self.other])
      _ = try screen.show(grid)
      #expect(screen.terminal.pictures.count == screen.pictures.count)
      #expect(screen.pictures.count <= KittyPictures.mostKept + 4)
      if seed % 100 == 99 { try screen.expectAll(grid) }
    }
    let wide = CellRect(column: 0, row: 0, width: 60, height: 19)
    for seed in 0..<40 {
      let grid = try TestPixels.grid([TestPixels(seed: 1000 + seed)], at: [wide])
      _ = try screen.show(grid)
      #expect(screen.pictures.isComplete)
    }
    #expect(screen.pictures.count <= KittyPictures.mostKept + 40)
    #expect(screen.pictures.highest <= KittyGraphics.Numbers.count)
  }
}
