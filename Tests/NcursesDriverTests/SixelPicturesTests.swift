import Imaging
import NcursesDriver
import TerminalTestSupport
import TerminalUI
import Testing

@Suite struct SixelPicturesTests {
  /// A terminal of 60×20 cells on which characters erase pixels and pixels hide characters.
  private struct Screen {
    var pictures: SixelPictures
    /// The pixels of each cell that has any.
    private(set) var pixels: [Int: Image] = [:]
    private(set) var sent = 0
    /// The cells that the last frame painted.
    private(set) var painted: Set<Int> = []

    init(isWholeBlocks: Bool = false) { pictures = SixelPictures(isWholeBlocks: isWholeBlocks) }

    /// Shows a frame, after characters were written at some places.
    mutating func show(
      _ grid: CellGrid, writing places: [(column: Int, row: Int)] = [], allowance: Int? = 1 << 30
    ) throws {
      pictures.prepare(grid, size: (60, 20), allowance: allowance)
      var frame = "\u{1B}[1;1H"
      for place in places {
        frame += "\u{1B}[\(place.row + 1);\(place.column + 1)Hx"
        pixels[place.row * 60 + place.column] = nil
      }
      let bytes = pictures.paint(after: Array(frame.utf8), of: grid)
      sent = bytes.count
      painted = []
      try paint(String(decoding: bytes, as: UTF8.self), grid)
    }

    private mutating func paint(_ text: String, _ grid: CellGrid) throws {
      guard !text.isEmpty else { return }
      try #require(text.hasPrefix("\u{1B}7") && text.hasSuffix("\u{1B}8"))
      for part in text.dropFirst(2).dropLast(2).split(separator: "\u{1B}\\") {
        let halves = part.dropFirst(2).split(separator: "H", maxSplits: 1)
        let place = halves[0].split(separator: ";").compactMap { Int($0) }
        let read = try SixelReader(Array((halves[1] + "\u{1B}\\").utf8))
        // The last band may reach below, but never into the lowest row.
        let rows = ((read.height + 5) / 6 * 6 + TestPixels.cell.height - 1) / TestPixels.cell.height
        #expect(place[0] - 1 + rows <= 19)
        for (at, color) in read.pixels {
          let (x, y) = ((place[1] - 1) * 10 + at[0], (place[0] - 1) * 20 + at[1])
          #expect(grid[x / 10, y / 20].layer > 0, "a character is painted over")
          let cell = y / 20 * 60 + x / 10
          painted.insert(cell)
          pixels[cell, default: Image(width: 10, height: 20, filledWith: .black)][x % 10, y % 20] =
            RGB(UInt8(color[0]), UInt8(color[1]), UInt8(color[2]))
        }
      }
    }

    /// Checks that every cell shows what it must, in percent and as near as the colours allow.
    func expectAll(_ grid: CellGrid) {
      for row in 0..<19 {
        for column in 0..<60 {
          let shown = pixels[row * 60 + column]
          guard let wanted = TestPixels.wanted(column, row, of: grid) else { continue }
          #expect(shown.map { Self.distance($0, wanted) } ?? 100 < 12, "\(column) \(row)")
        }
      }
    }

    private static func distance(_ shown: Image, _ wanted: Image) -> Int {
      zip(shown.samples, wanted.samples).map { abs(Int($0) - Int($1) * 100 / 255) }.max() ?? 0
    }
  }

  private static let area = CellRect(column: 3, row: 2, width: 21, height: 10)

  @Test(arguments: [2, 6, 8, 9])
  func showsEveryPixelAndNeverScrolls(row: Int) throws {
    var area = Self.area
    area.row = row
    let grid = try TestPixels.grid([TestPixels(seed: 1)], at: [area])
    var screen = Screen()
    try screen.show(grid)
    #expect(screen.pictures.isComplete)
    if row < 9 { screen.expectAll(grid) }
    try screen.show(grid)
    #expect(screen.sent == 0)
  }

  @Test func leavesTheLowestRowAlone() throws {
    let grid = try TestPixels.grid(
      [TestPixels(seed: 1)], at: [CellRect(column: 0, row: 12, width: 9, height: 8)])
    var screen = Screen()
    try screen.show(grid)
    #expect(screen.pictures.isComplete)
    #expect(screen.pixels.keys.allSatisfy { $0 < 19 * 60 })
    #expect(screen.pixels[18 * 60] != nil)
  }

  @Test func paintsAgainWhatWasWrittenOver() throws {
    let grid = try TestPixels.grid([TestPixels(seed: 1)], at: [Self.area])
    var screen = Screen()
    try screen.show(grid)
    let whole = screen.sent
    var covered = grid
    covered.write("popup", column: 8, row: 4)
    try screen.show(covered, writing: (8..<13).map { ($0, 4) })
    #expect(screen.sent == 0)
    #expect((8..<13).allSatisfy { screen.pixels[4 * 60 + $0] == nil })
    screen.expectAll(covered)
    try screen.show(grid, writing: (8..<13).map { ($0, 4) })
    screen.expectAll(grid)
    // The columns that it covered, of the block of three rows that they lie in.
    #expect(screen.painted == Set((2..<5).flatMap { row in (8..<13).map { 60 * row + $0 } }))
    #expect(screen.sent < whole / 6)
  }

  @Test func paintsOnlyWhatChanged() throws {
    var screen = Screen()
    try screen.show(try TestPixels.grid([TestPixels(seed: 1)], at: [Self.area]))
    let whole = screen.sent
    let spots = [CellRect(column: 9, row: 5, width: 2, height: 1)]
    let grid = try TestPixels.grid([TestPixels(seed: 1, white: spots)], at: [Self.area])
    try screen.show(grid)
    #expect(screen.painted == Set((5..<8).flatMap { row in [12, 13].map { 60 * row + $0 } }))
    #expect(screen.sent > 0 && screen.sent < whole / 10)
    screen.expectAll(grid)
  }

  @Test func sendsWholeBlocksWhereTmuxWouldForgetThem() throws {
    let grid = try TestPixels.grid([TestPixels(seed: 1)], at: [Self.area])
    var (tmux, other) = (Screen(isWholeBlocks: true), Screen())
    for place in [[], [(column: 12, row: 6)]] {
      try tmux.show(grid, writing: place)
      try other.show(grid, writing: place)
    }
    // A whole block of 8×3 cells, and the column of it that was written over.
    #expect(tmux.painted == Set((5..<8).flatMap { row in (11..<19).map { 60 * row + $0 } }))
    #expect(other.painted == Set((5..<8).map { 60 * $0 + 12 }))
    #expect(tmux.sent > other.sent && other.sent > 0)
    tmux.expectAll(grid)
  }

  @Test func keepsToTheAllowance() throws {
    let grid = try TestPixels.grid([TestPixels(seed: 1)], at: [Self.area])
    var screen = Screen()
    try screen.show(grid, allowance: nil)
    #expect(screen.sent == 0 && !screen.pictures.isComplete)
    var frames = 0
    while !screen.pictures.isComplete, frames < 100 {
      try screen.show(grid, allowance: 1)
      #expect(screen.sent > 0)
      frames += 1
    }
    // Blocks of 8×3 cells: three across, four down.
    #expect(frames == 12)
    screen.expectAll(grid)
  }

  @Test func paintsAllAgainOnceTheScreenWasCleared() throws {
    let grid = try TestPixels.grid([TestPixels(seed: 1)], at: [Self.area])
    var screen = Screen()
    try screen.show(grid)
    let whole = screen.sent
    screen.pictures.forget()
    try screen.show(grid)
    #expect(screen.sent == whole)
  }
}
