import Figures
import Imaging
import Testing
import TokenFields

@Suite struct SelectionMaskTests {
  private static func rows(_ mask: Mask) -> [String] {
    (0..<mask.height).map { y in String((0..<mask.width).map { mask[$0, y] ? "#" : "." }) }
  }

  @Test func onePixelForEachToken() {
    let grid = TokenGrid(rows: 2, columns: 3)
    #expect(Self.rows(SelectionMask.patches(kept: [4, 0], grid: grid)) == ["#..", ".#."])
    #expect(Self.rows(SelectionMask.patches(kept: [], grid: grid)) == ["...", "..."])
  }

  @Test func tilesStandOnTopOfOneAnother() {
    let grid = TokenGrid(tiles: 2, rows: 2, columns: 2)
    let mask = SelectionMask.patches(kept: [grid.token(tile: 1, row: 0, column: 1), 2], grid: grid)
    #expect(Self.rows(mask) == ["..", "#.", ".#", ".."])
  }

  @Test func patchesOfUnevenSizesShareThePixels() {
    // Columns 0 ..< 2, 2 ..< 4, 4 ..< 7 and rows 0 ..< 2, 2 ..< 5.
    let grid = TokenGrid(rows: 2, columns: 3)
    let mask = SelectionMask.pixels(kept: [2, 3], grid: grid, width: 7, height: 5)
    #expect(Self.rows(mask) == ["....###", "....###", "##.....", "##.....", "##....."])
  }

  @Test func everyPixelBelongsToOnePatchWhateverTheSize() {
    let grid = TokenGrid(tiles: 2, rows: 3, columns: 5)
    for (width, height) in [(1, 1), (3, 4), (5, 6), (17, 23), (64, 48)] {
      var owners = [Int](repeating: 0, count: width * height)
      for token in 0..<grid.count {
        let mask = SelectionMask.pixels(kept: [token], grid: grid, width: width, height: height)
        for (index, isKept) in mask.pixels.enumerated() where isKept { owners[index] += 1 }
      }
      #expect(owners.allSatisfy { $0 == 1 }, "\(width)×\(height)")
    }
  }

  @Test func refusesATokenThatIsNotInTheGrid() async {
    await #expect(processExitsWith: .failure) {
      _ = SelectionMask.patches(kept: [6], grid: TokenGrid(rows: 2, columns: 3))
    }
  }
}

@Suite struct SelectionOverlayTests {
  private static let grid = TokenGrid(rows: 2, columns: 2)

  private static var picture: Image {
    var image = Image(width: 5, height: 3, filledWith: .black)
    for y in 0..<3 {
      for x in 0..<5 { image[x, y] = RGB(UInt8(50 * x), UInt8(80 * y), 7) }
    }
    return image
  }

  @Test func keptPatchesAreUntouchedAndOthersGoFourFifthsToWhite() {
    let image = Self.picture
    let overlaid = SelectionOverlay(kept: [1, 2], grid: Self.grid).drawn(on: image)
    for y in 0..<3 {
      for x in 0..<5 {
        let isKept = (x < 2) != (y < 1)
        let color = image[x, y]
        func faded(_ sample: UInt8) -> UInt8 { UInt8((Int(sample) + 4 * 255 + 2) / 5) }
        let expected =
          isKept ? color : RGB(faded(color.red), faded(color.green), faded(color.blue))
        #expect(overlaid[x, y] == expected, "(\(x), \(y))")
      }
    }
  }

  @Test func otherStylesDimOrBlacken() {
    let image = Image(width: 2, height: 2, filledWith: RGB(100, 200, 50))
    let black = SelectionOverlay(kept: [3], grid: Self.grid, style: .black).drawn(on: image)
    #expect(black[0, 0] == .black && black[1, 1] == RGB(100, 200, 50))
    // 0.4 · (29.9 + 117.4 + 5.7) = 61.2
    let dim = SelectionOverlay(kept: [3], grid: Self.grid, style: .dim).drawn(on: image)
    #expect(dim[0, 0] == RGB(grey: 61) && dim[1, 1] == RGB(100, 200, 50))
  }

  @Test func keepingEverythingChangesNothing() {
    for style in SelectionOverlay.Style.allCases {
      let overlay = SelectionOverlay(kept: [0, 1, 2, 3], grid: Self.grid, style: style)
      #expect(overlay.drawn(on: Self.picture) == Self.picture)
    }
  }

  @Test func aSampleWithoutPictureIsGreySquares() {
    let overlay = SelectionOverlay(kept: [0, 1], grid: Self.grid)
    let image = overlay.drawnOnSquares(width: 4, height: 4)
    #expect(image[0, 0] == RGB(grey: 112) && image[3, 0] == RGB(grey: 96))
    // (96 + 4 · 255) / 5 = 223.2 and (112 + 4 · 255) / 5 = 226.4
    #expect(image[0, 3] == RGB(grey: 223) && image[3, 3] == RGB(grey: 226))
  }

  @Test func aGridFinerThanThePictureStillWorks() {
    let grid = TokenGrid(rows: 24, columns: 24)
    let overlay = SelectionOverlay(kept: Array(0..<576), grid: grid)
    #expect(overlay.drawn(on: Self.picture) == Self.picture)
    let none = SelectionOverlay(kept: [], grid: grid, style: .black).drawn(on: Self.picture)
    #expect(none == Image(width: 5, height: 3, filledWith: .black))
  }
}
