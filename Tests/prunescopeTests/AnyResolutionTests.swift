import Encoders
import ImageFiles
import Imaging
import TestSupport
import Testing

/// Images that are cut into tiles.
@Suite struct AnyResolutionTests {
  /// An image of 1008×336 pixels: three tiles that are its own pixels, after the whole.
  private static let panorama = "Samples/panorama.png"

  private func inspect(_ words: String, in folder: String? = nil) throws -> InspectLine {
    let run =
      try folder.map { try Program("inspect \(words) --json", in: $0) }
      ?? Program("inspect \(words) --json")
    #expect(run.code == 0)
    return try decoded(InspectLine.self, from: run.output)
  }

  @Test func inspectSaysHowAnImageWasCut() throws {
    let line = try inspect("\(Self.panorama) --preprocess anyres")
    #expect(line.preprocess == "anyres" && line.tokens == 4 * 576)
    #expect(line.grid.tiles == 4 && line.tiles?.count == 4)
    #expect(
      line.notes.suffix(3) == [
        "1008×336 pixels are stretched to 336×336",
        "tile 0 is the whole image; 3 more are cut from 1008×336 pixels, 3 across and 1 down",
        "of these 2304 tokens, 0 of them padding, the model itself makes 2328: it cuts off padding "
          + "and adds a newline to each row",
      ])
  }

  @Test func picturesStackTheTiles() throws {
    let scratch = Scratch()
    let run = try Program(
      "export \(Self.panorama) --preprocess anyres --strategy uniform-grid --keep 2304 "
        + "--output \(scratch.path)")
    #expect(run.code == 0)
    let overlay = try ImageFile.load(scratch["panorama.uniform-grid.2304.overlay.png"]).image
    #expect(overlay.width == 336 && overlay.height == 4 * 336)
    // Everything is kept, so what is seen are the image's own pixels.
    let image = try ImageFile.load(Fixture.repository() + "/" + Self.panorama).image
    for tile in 0..<3 {
      for (x, y) in [(0, 0), (335, 0), (0, 335), (335, 335), (100, 200)] {
        #expect(overlay[x, 336 * (tile + 1) + y] == image[336 * tile + x, y])
      }
    }
    let mask = try ImageFile.load(scratch["panorama.uniform-grid.2304.mask.png"]).image
    #expect(mask.width == 336 && mask.height == 4 * 336)
  }

  @Test func aDumpOfTilesHasItsPicture() throws {
    let scratch = Scratch()
    let encoding = try Program(
      "encode \(Self.panorama) --preprocess anyres --output \(scratch.path)")
    #expect(encoding.code == 0)
    try scratch.copy(Self.panorama, to: "panorama.png")
    let line = try inspect("panorama.npz panorama.png", in: scratch.path)
    #expect(line.preprocess == "anyres" && line.encoder == "handcrafted")
    #expect(!line.notes.contains { $0.contains("not shown") })
  }

  @Test func tilesOfAnotherProgramAreShownOnRequest() throws {
    let scratch = Scratch()
    try scratch.copy(Self.panorama, to: "a.png")
    let unknown = "the image is not shown: how it was cut into 4 tiles is not known"
    for (tiles, words, preprocess) in [
      (4, "", nil), (4, "--preprocess anyres", "anyres"), (3, "--preprocess anyres", nil),
      (1, "--preprocess anyres", "stretch"),
    ] {
      try scratch.write(Scratch.dump(tiles: tiles, rows: 6, columns: 6), to: "a.npz")
      let line = try inspect("a.npz a.png \(words)", in: scratch.path)
      #expect(line.preprocess == preprocess, "\(tiles) \(words)")
      let isUnknown = unknown.replacing("4", with: "\(tiles)")
      #expect(line.notes.contains(isUnknown) == (preprocess == nil), "\(tiles) \(words)")
    }
  }

  @Test func transparencyIsDroppedOnRequest() throws {
    let picture = "Tests/Fixtures/images/rgb-alpha-8.png"
    #expect(try inspect("\(picture)").notes.contains("alpha drawn over white"))
    #expect(try inspect("\(picture) --background drop").notes.contains("alpha dropped"))
    let scratch = Scratch()
    let run = try Program(
      "export \(picture) --background drop --strategy random --keep 9 --output \(scratch.path)")
    #expect(run.code == 0)
    let record = scratch["rgb-alpha-8.random.9.json"]
    #expect(
      String(decoding: try scratch.bytes("rgb-alpha-8.random.9.json"), as: UTF8.self).contains(
        #""background":[]"#))
    let again = try Program(
      "export --repeat \(record) --output \(scratch.path)/again")
    #expect(again.code == 0)
    for ending in ["overlay.png", "json"] {
      let name = "rgb-alpha-8.random.9.\(ending)"
      #expect(try scratch.bytes(name) == scratch.bytes("again/" + name))
    }
  }
}
