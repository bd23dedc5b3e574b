import Encoders
import Imaging
import TestSupport
import Testing
import TokenFields

extension Image {
  /// The synthetic picture of a row of a fixture that has its seed, width and height.
  init(recorded row: [String: String]) throws {
    let width = try #require(Int(row["width"] ?? ""))
    let height = try #require(Int(row["height"] ?? ""))
    let seed = try #require(UInt64(row["seed"] ?? ""))
    self.init(
      width: width, height: height,
      samples: SyntheticSamples.samples(seed: seed, count: 3 * width * height))
  }
}

@Suite struct TilePlanTests {
  /// The processing of a row of a fixture that has the views' side and the name of their sizes.
  private func processing(_ row: [String: String]) throws -> ImageProcessing {
    let side = try #require(Int(row["side"] ?? ""))
    var processing = ImageProcessing.clip(width: side, height: side, mode: .anyres)
    if row["pinpoints"] == "custom" {
      processing.gridPinpoints = [(1, 1), (4, 1), (2, 3), (1, 2), (3, 3)].map { columns, rows in
        ImageProcessing.GridPinpoint(width: columns * side, height: rows * side)
      }
    }
    return processing
  }

  @Test func cutsTheTilesOfThePublishedProcessor() throws {
    let rows = try Fixture.table("encoders/tiles.tsv")
    #expect(rows.count == 16)
    for row in rows {
      let processing = try processing(row)
      let image = try Image(recorded: row)
      let prepared = PreparedImage(image, mode: .anyres, processing: processing)
      #expect(prepared.tiles.count == Int(row["tiles"] ?? ""), "\(row)")
      let samples = prepared.tiles.flatMap(\.view.samples)
      #expect(SyntheticSamples.fingerprint(samples) == row["fingerprint"], "\(row)")
      let patches = TokenGrid(rows: processing.height / 14, columns: processing.width / 14)
      #expect(prepared.plan?.receivedTokens(patches: patches) == Int(row["received"] ?? ""))
      #expect(
        prepared.tiles[0].view
          == PreparedImage(
            image, mode: .stretch, processing: processing
          ).view)
    }
  }

  @Test func findsTheImageBehindEveryPatchOfEveryTile() throws {
    let rows = try Fixture.table("encoders/tile-patches.tsv")
    #expect(rows.count > 400)
    var known: (key: [String?], prepared: PreparedImage, padding: [Double])?
    for row in rows {
      let key = ["width", "height", "side", "pinpoints"].map { row[$0] }
      let processing = try processing(row)
      let patches = TokenGrid(rows: processing.height / 14, columns: processing.width / 14)
      if known?.key != key {
        let image = try Image(recorded: row.merging(["seed": "1"]) { $1 })
        let prepared = PreparedImage(image, mode: .anyres, processing: processing)
        known = (key, prepared, prepared.paddingFraction(grid: prepared.grid(of: patches)))
      }
      let (_, prepared, fractions) = try #require(known)
      let token = try #require(Int(row["token"] ?? ""))
      let edges = ["x0", "x1", "y0", "y1"].compactMap { Int(row[$0] ?? "") }
      let expected =
        edges.count == 4
        ? PixelBox(columns: edges[0]..<edges[1], rows: edges[2]..<edges[3]) : nil
      #expect(prepared.source(of: token, in: prepared.grid(of: patches)) == expected, "\(row)")
      let padding = try #require(Double(row["padding"] ?? ""))
      #expect(abs(fractions[token] - padding) < 1e-12, "\(row)")
    }
  }

  @Test func knowsHowManyTokensTheModelReceives() throws {
    let rows = try Fixture.table("encoders/received-tokens.tsv")
    #expect(rows.count == 72)
    for row in rows {
      let plan = TilePlan(
        imageWidth: try #require(Int(row["width"] ?? "")),
        imageHeight: try #require(Int(row["height"] ?? "")), processing: .clip())
      let tokens = plan.receivedTokens(patches: TokenGrid(rows: 24, columns: 24))
      #expect(tokens == Int(row["tokens"] ?? ""), "\(row)")
    }
  }

  @Test func showsEveryPixelOfTheImageOnItsTiles() {
    for (width, height) in [(64, 48), (5, 900), (900, 5), (1, 1), (701, 700)] {
      let image = Image(width: width, height: height, filledWith: RGB(9, 8, 7))
      let prepared = PreparedImage(image, mode: .anyres, width: 56, height: 56)
      let tiles = prepared.tiles.dropFirst()
      #expect(abs(tiles.reduce(0) { $0 + $1.geometry.shownShare } - 1) < 1e-12)
      #expect(prepared.geometry.shownShare == 1)
      for tile in tiles {
        let shown = tile.geometry.picture
        for y in 0..<56 {
          for x in 0..<56 {
            let isShown = shown.columns.contains(x) && shown.rows.contains(y)
            #expect(tile.view[x, y] == (isShown ? RGB(9, 8, 7) : .black))
          }
        }
      }
    }
  }

  @Test func breaksTiesByTheOrderOfSizes() {
    // Of a small square image both canvases show all pixels and waste as many.
    func canvas(_ sizes: [(Int, Int)]) -> ImageProcessing.GridPinpoint {
      var processing = ImageProcessing.clip()
      processing.gridPinpoints = sizes.map { .init(width: $0.0, height: $0.1) }
      return TilePlan(imageWidth: 90, imageHeight: 90, processing: processing).canvas
    }
    #expect(canvas([(336, 672), (672, 336)]) == .init(width: 336, height: 672))
    #expect(canvas([(672, 336), (336, 672)]) == .init(width: 672, height: 336))
    #expect(canvas([]) == .init(width: 336, height: 672))
  }

  @Test func leavesOutSizesThatCannotBeCut() {
    func sizes(_ sizes: [(Int, Int)]) -> [ImageProcessing.GridPinpoint] {
      var processing = ImageProcessing.clip()
      processing.gridPinpoints = sizes.map { .init(width: $0.0, height: $0.1) }
      return processing.tileableSizes
    }
    let usual = sizes([])
    #expect(usual.map(\.width) == [336, 672, 672, 1008, 336])
    #expect(usual.map(\.height) == [672, 336, 672, 336, 1008])
    #expect(sizes([(336, 336), (337, 336), (0, 336), (-336, 336), (336, 500)]).count == 1)
    #expect(sizes([(336 * 12, 336 * 12), (336 * 145, 336), (336 * 13, 336 * 12)]).count == 1)
    #expect(sizes([(Int.max / 336 * 336, 336 << 40)]) == usual)
  }

  @Test func padsWithTheMeanColourOfTheModel() {
    let wide = Image(width: 20, height: 10, filledWith: RGB(1, 2, 3))
    var siglip = ImageProcessing(
      width: 384, height: 384, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5], mode: .stretch)
    let padded = PreparedImage(wide, mode: .llavaPad, processing: siglip)
    #expect((padded.view.width, padded.view.height) == (384, 384))
    #expect(padded.view[3, 3] == RGB(127, 127, 127))
    #expect(ImageProcessing.clip().paddingColour == RGB(122, 116, 104))
    siglip.mean = [-1, .nan, 7]
    #expect(siglip.paddingColour == RGB(0, 0, 255))
  }
}
