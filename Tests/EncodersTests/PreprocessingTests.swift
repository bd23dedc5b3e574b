import Encoders
import Imaging
import TestSupport
import Testing
import TokenFields

@Suite struct PreprocessingTests {
  private func image(_ row: [String: String]) throws -> Image { try Image(recorded: row) }

  @Test func makesTheViewsOfThePublishedProcessors() throws {
    let rows = try Fixture.table("encoders/views.tsv")
    #expect(rows.count == 54)
    for row in rows {
      let mode = try #require(PreprocessMode(rawValue: row["mode"] ?? ""))
      let prepared = PreparedImage(
        try image(row), mode: mode, width: try #require(Int(row["viewWidth"] ?? "")),
        height: try #require(Int(row["viewHeight"] ?? "")))
      let fingerprint = SyntheticSamples.fingerprint(prepared.view.samples)
      #expect(fingerprint == row["fingerprint"], "\(row)")
    }
  }

  @Test func findsTheImageBehindEveryPatch() throws {
    let rows = try Fixture.table("encoders/patches.tsv")
    #expect(rows.count > 500)
    for row in rows {
      let numbers = try ["width", "height", "viewWidth", "viewHeight", "token"].map {
        try #require(Int(row[$0] ?? ""))
      }
      let mode = try #require(PreprocessMode(rawValue: row["mode"] ?? ""))
      let geometry = ViewGeometry(
        imageWidth: numbers[0], imageHeight: numbers[1], mode: mode, width: numbers[2],
        height: numbers[3])
      let grid = TokenGrid(rows: numbers[3] / 14, columns: numbers[2] / 14)
      let box = geometry.source(of: geometry.patch(numbers[4], of: grid))
      let edges = ["x0", "x1", "y0", "y1"].compactMap { Int(row[$0] ?? "") }
      let expected =
        edges.count == 4
        ? PixelBox(columns: edges[0]..<edges[1], rows: edges[2]..<edges[3]) : nil
      #expect(box == expected, "\(row)")
      let padding = try #require(Double(row["padding"] ?? ""))
      #expect(abs(geometry.paddingFraction(grid: grid)[numbers[4]] - padding) < 1e-12, "\(row)")
    }
  }

  static let shapes = [(64, 48), (48, 64), (50, 50), (1, 1), (5000, 3), (3, 5000), (337, 336)]

  @Test(arguments: PreprocessMode.allCases, shapes)
  func findsTheWayBack(mode: PreprocessMode, shape: (width: Int, height: Int)) throws {
    let geometry = ViewGeometry(
      imageWidth: shape.width, imageHeight: shape.height, mode: mode, width: 336, height: 336)
    let grid = TokenGrid(rows: 24, columns: 24)
    for token in stride(from: 0, to: 576, by: 5) {
      let patch = geometry.patch(token, of: grid)
      guard let source = geometry.source(of: patch) else {
        #expect(geometry.paddingFraction(grid: grid)[token] == 1)
        continue
      }
      #expect(!source.columns.isEmpty && !source.rows.isEmpty)
      #expect(source.columns.clamped(to: 0..<shape.width) == source.columns)
      #expect(source.rows.clamped(to: 0..<shape.height) == source.rows)
      // Going to whole pixels and back can only widen a box, padding aside.
      let back = try #require(geometry.view(of: source))
      let shown = geometry.picture
      let columns = patch.columns.clamped(to: shown.columns)
      let rows = patch.rows.clamped(to: shown.rows)
      #expect(back.columns.lowerBound <= columns.lowerBound)
      #expect(back.columns.upperBound >= columns.upperBound)
      #expect(back.rows.lowerBound <= rows.lowerBound && back.rows.upperBound >= rows.upperBound)
    }
  }

  @Test func padsOnlyWhereAnImageIsNotSquare() {
    let grid = TokenGrid(rows: 24, columns: 24)
    for mode in PreprocessMode.allCases {
      let square = PreparedImage(
        Image(width: 30, height: 30, filledWith: RGB(1, 2, 3)), mode: mode)
      let tokens = square.grid(of: grid)
      // A small square fills the middle of two tiles, one below the other.
      #expect(
        square.paddingFraction(grid: tokens).reduce(0, +) == (mode == .anyres ? 576 : 0))
      #expect(square.geometry.shownShare == 1)
    }
    let wide = Image(width: 40, height: 20, filledWith: RGB(1, 2, 3))
    let padded = PreparedImage(wide, mode: .llavaPad)
    #expect(padded.paddingFraction(grid: grid).reduce(0, +) == 288)
    #expect(padded.paddingFraction(grid: grid)[6 * 24] == 0)
    #expect(padded.paddingFraction(grid: grid)[5 * 24] == 1)
    #expect(padded.view[100, 0] == PreparedImage.paddingColour)
    #expect(padded.view[100, 168] == RGB(1, 2, 3))
    #expect(padded.geometry.picture == PixelBox(columns: 0..<336, rows: 84..<252))
    #expect(padded.source(of: 0, in: grid) == nil)
    #expect(
      padded.source(of: 6 * 24, in: grid) == PixelBox(columns: 0..<2, rows: 0..<2))

    let cropped = PreparedImage(wide, mode: .hfCrop)
    #expect(cropped.geometry.shownShare == 0.5)
    #expect(
      cropped.source(of: PixelBox(columns: 0..<336, rows: 0..<336))
        == PixelBox(columns: 10..<30, rows: 0..<20))
    #expect(cropped.geometry.view(of: PixelBox(columns: 0..<10, rows: 0..<20)) == nil)
  }

  @Test func leavesRemaindersOfTheViewToNoPatch() {
    let geometry = ViewGeometry(
      imageWidth: 384, imageHeight: 384, mode: .stretch, width: 384, height: 384)
    let grid = TokenGrid(rows: 27, columns: 27)
    #expect(
      geometry.patch(728, of: grid) == PixelBox(columns: 364..<378, rows: 364..<378))
  }

  @Test(arguments: PreprocessMode.allCases)
  func takesNoMemoryOutOfProportionForALine(mode: PreprocessMode) {
    // Padded to a square this would be 10 GB, covered before a crop 20 GB.
    let line = Image(width: 60_000, height: 1, filledWith: RGB(9, 8, 7))
    let prepared = PreparedImage(line, mode: mode)
    #expect(prepared.view.samples.count == 3 * 336 * 336)
    #expect(prepared.tiles.allSatisfy { $0.view.samples.count == 3 * 336 * 336 })
    let corner = prepared.view[0, 0]
    #expect(corner == (mode == .llavaPad ? PreparedImage.paddingColour : RGB(9, 8, 7)))
    #expect(mode == .llavaPad || Set(prepared.view.samples) == [9, 8, 7])
  }

  @Test func namesItsModesAsTheCommandLineDoes() {
    #expect(
      PreprocessMode.allCases.map(\.rawValue) == ["llava-pad", "hf-crop", "stretch", "anyres"])
  }
}
