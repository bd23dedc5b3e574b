import Glibc
import ImageFiles
import Imaging
import LocalFiles
import TestSupport
import Testing

@Suite struct DecodingTests {
  @Test(arguments: ExpectedPicture.all)
  func decodesToTheExpectedPixels(expected: ExpectedPicture) throws {
    let decoded = try ImageFile.load(expected.path, background: expected.background)
    #expect(decoded.image == expected.image)
    #expect(decoded.format == (expected.name.hasSuffix(".png") ? .png : .jpeg))
  }

  @Test func everyFixtureIsInTheTable() throws {
    let files = try LocalFile.names(in: Fixture.path("images")).names
      .filter { ImageFile.recognises($0) }
    #expect(files.count > 50)
    #expect(Set(files) == Set(ExpectedPicture.all.map(\.name)))
  }

  static let notes: [(file: String, notes: [String])] = [
    ("rgb-8.png", []),
    ("rgb-16.png", ["16-bit samples reduced to 8"]),
    ("rgb-alpha-8.png", ["alpha drawn over white"]),
    ("palette-8-transparent.png", ["alpha drawn over white"]),
    ("rgb-alpha-16.png", ["16-bit samples reduced to 8", "alpha drawn over white"]),
    ("ancillary.png", []),
    ("baseline-420.jpg", []),
    ("grey.jpg", []),
    ("cmyk-adobe.jpg", ["CMYK converted"]),
    ("ycck-adobe.jpg", ["CMYK converted"]),
    ("orientation-1.jpg", []),
    ("orientation-6.jpg", ["EXIF orientation 6 applied"]),
    (
      "surplus-bytes.jpg",
      ["libjpeg warns: Corrupt JPEG data: 2 extraneous bytes before marker 0xd9"]
    ),
  ]

  @Test(arguments: notes)
  func notesWhatWasChanged(file: String, notes: [String]) throws {
    #expect(try ImageFile.decode(fixture(file)).notes == notes)
  }

  @Test func notesAnotherBackgroundByItsSamples() throws {
    let decoded = try ImageFile.decode(
      fixture("over-blue.png"), background: RGB(32, 64, 200))
    #expect(decoded.notes == ["alpha drawn over (32, 64, 200)"])
    #expect(
      try ImageFile.decode(fixture("over-blue.png"), background: nil).notes == ["alpha dropped"])
    #expect(try ImageFile.decode(fixture("rgb-8.png"), background: nil).notes == [])
  }

  @Test func anAlphaChannelWithoutTransparencyLeavesNoNote() throws {
    // The palette's first colour is transparent; the picture of one pixel uses the second.
    let grey = ImageFile.encodePNG(Mask(width: 1, height: 1, pixels: [true]))
    let opaque = PNGChunks(grey).inserting("tRNS", [0, 0], before: "IDAT").file
    #expect(try ImageFile.decode(opaque).notes == [])
    let transparent = PNGChunks(grey).inserting("tRNS", [0, 1], before: "IDAT").file
    #expect(try ImageFile.decode(transparent).notes == ["alpha drawn over white"])
  }

  @Test(arguments: 1...8)
  func tellsTheSidesAsStored(orientation: Int) throws {
    let decoded = try ImageFile.decode(fixture("orientation-\(orientation).jpg"))
    #expect(decoded.storedWidth == 11)
    #expect(decoded.storedHeight == 6)
    #expect(decoded.image.width == (orientation < 5 ? 11 : 6))
    #expect(decoded.image.height == (orientation < 5 ? 6 : 11))
  }

  @Test func theBytesTellTheFormatWhateverTheName() throws {
    let path = "/tmp/prunescope-\(UInt64.random(in: 0...UInt64.max)).jpg"
    try LocalFile.write(fixture("rgb-8.png"), to: path)
    defer { remove(path) }
    #expect(try ImageFile.load(path).format == .png)
  }

  @Test func bytesAfterTheEndAreIgnored() throws {
    for name in ["rgb-8.png", "baseline-420.jpg"] {
      let whole = try ImageFile.decode(fixture(name))
      #expect(try ImageFile.decode(fixture(name) + [1, 2, 3]) == whole)
    }
  }

  /// Some cameras write such parameters in sequential files.
  @Test func oddScanParametersOfASequentialFileChangeNothing() throws {
    let sound = try fixture("baseline-420.jpg")
    let scan = try #require(sound.firstRange(of: [0xFF, 0xDA, 0, 12])?.lowerBound)
    #expect(Array(sound[scan + 11..<scan + 14]) == [0, 63, 0])
    var odd = sound
    odd.replaceSubrange(scan + 11..<scan + 14, with: [0, 0, 0])
    #expect(try ImageFile.decode(odd) == ImageFile.decode(sound))
  }

  static let names: [(path: String, recognised: Bool)] = [
    ("a.png", true), ("A.PNG", true), ("folder/a.jpg", true), ("/a.b/c.Jpeg", true),
    ("a.npz", false), ("png", false), (".png", false), ("folder.png/a", false), ("a.png/", false),
    ("a.png.txt", false), ("a.", false), ("", false),
  ]

  @Test(arguments: names)
  func recognisesPicturesByTheirNames(path: String, recognised: Bool) {
    #expect(ImageFile.recognises(path) == recognised)
  }
}
