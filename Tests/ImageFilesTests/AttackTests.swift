import ImageFiles
import Imaging
import Testing

/// Hostile files: nothing may crash, take memory by an unchecked size, or pass half a picture.
@Suite struct AttackTests {
  typealias Problem = ImageFileError.Problem

  private static let picture = Image(
    width: 5, height: 4, samples: (0..<60).map { UInt8($0 * 4) })

  /// A small file that decompresses to 16 MB of zeros.
  private static let bomb = PNGChunks(
    ImageFile.encodePNG(
      grey: [UInt8](repeating: 0, count: 16_000_000), width: 4000, height: 4000))

  // MARK: Cut off

  static let pngs = ["rgb-8.png", "palette-8-transparent.png", "rgb-16-interlaced.png"]
  static let jpegs = ["baseline-420.jpg", "progressive-420.jpg", "restarts.jpg", "cmyk-adobe.jpg"]

  @Test(arguments: pngs + jpegs)
  func refusesAFileCutOffAnywhere(name: String) throws {
    let whole = try fixture(name)
    for count in whole.indices {
      #expect(throws: Problem.self, "\(count) of \(whole.count) bytes") {
        try ImageFile.decode(Array(whole.prefix(count)))
      }
    }
  }

  @Test(arguments: ["rgb-8.png", "baseline-420.jpg", "progressive-444.jpg"])
  func saysThatAFileCutOffInItsPixelsIsCutOff(name: String) throws {
    let whole = try fixture(name)
    let format: ImageFormat = name.hasSuffix("png") ? .png : .jpeg
    for count in whole.count - 30..<whole.count - 2 {
      #expect(throws: Problem.truncated(format, bytes: count)) {
        try ImageFile.decode(Array(whole.prefix(count)))
      }
    }
  }

  @Test func textsOfAFileCutOffAnywhereAreRefused() throws {
    let whole = try fixture("ancillary.png")
    for count in whole.indices {
      #expect(throws: Problem.self) { try ImageFile.texts(ofPNG: Array(whole.prefix(count))) }
    }
  }

  // MARK: Damaged

  /// Checksums cover every chunk, so that no damage of one bit can pass.
  @Test(arguments: pngs + ["ancillary.png"])
  func refusesAPNGWithAnyBitFlipped(name: String) throws {
    var bytes = try fixture(name)
    for bit in 0..<8 * bytes.count {
      bytes[bit / 8] ^= 1 << (bit % 8)
      #expect(throws: Problem.self, "bit \(bit)") { try ImageFile.decode(bytes) }
      bytes[bit / 8] ^= 1 << (bit % 8)
    }
  }

  /// JPEG has no checksums: a flipped bit may show or not, but what is returned must be consistent.
  @Test(arguments: jpegs + ["orientation-6.jpg", "orientation-7.jpg"])
  func survivesAJPEGWithAnyBitFlipped(name: String) throws {
    let sound = try ImageFile.decode(fixture(name))
    var bytes = try fixture(name)
    var refusals = 0
    for bit in 0..<8 * bytes.count {
      bytes[bit / 8] ^= 1 << (bit % 8)
      do throws(Problem) {
        let decoded = try ImageFile.decode(bytes)
        let sides = [decoded.image.width, decoded.image.height].sorted()
        #expect([decoded.storedWidth, decoded.storedHeight].sorted() == sides)
      } catch {
        #expect(!error.description.contains("\n"))
        refusals += 1
      }
      bytes[bit / 8] ^= 1 << (bit % 8)
    }
    #expect(refusals > 0)
    #expect(try ImageFile.decode(bytes) == sound)
  }

  @Test func refusesAWrongChecksumOfAnyChunk() throws {
    var bytes = try fixture("ancillary.png")
    let profile = try #require(bytes.firstRange(of: Array("iCCP".utf8))?.lowerBound)
    bytes[profile + 6] ^= 1
    #expect(throws: Problem.undecodable(.png, detail: "iCCP: CRC error")) {
      try ImageFile.decode(bytes)
    }
  }

  // MARK: Small files that ask for much

  @Test func surplusPixelsAreNotDecompressed() throws {
    let small = ImageFile.encodePNG(grey: [9], width: 1, height: 1)
    var file = PNGChunks(small)
    file.chunks[1].content = Self.bomb.content(of: "IDAT")
    let decoded = try ImageFile.decode(file.file)
    #expect(decoded.image == Image(width: 1, height: 1, filledWith: RGB(grey: 0)))
    #expect(decoded.notes == ["libpng warns: IDAT: Too much image data"])
  }

  static let bombs: [(type: String, head: String)] = [
    ("iCCP", "profile\0\0"), ("zTXt", "Comment\0\0"), ("iTXt", "Comment\0\u{1}\0\0\0"),
  ]

  @Test(arguments: bombs)
  func compressedExtrasAreSkipped(type: String, head: String) throws {
    let file = PNGChunks(ImageFile.encodePNG(Self.picture))
      .inserting(type, Array(head.utf8) + Self.bomb.content(of: "IDAT"), before: "IDAT").file
    let decoded = try ImageFile.decode(file)
    #expect(decoded.image == Self.picture)
    #expect(decoded.notes == [])
    if type == "iCCP" {
      #expect(try ImageFile.texts(ofPNG: file) == [])
    } else {
      #expect(throws: Problem.self) { try ImageFile.texts(ofPNG: file) }
    }
  }

  @Test func refusesMoreTextsThanAreKept() {
    func file(_ count: Int) -> [UInt8] {
      let texts = (0..<count).map { PNGText(keyword: "k", value: "\($0)") }
      return ImageFile.encodePNG(Self.picture, texts: texts)
    }
    #expect(throws: Never.self) { try ImageFile.texts(ofPNG: file(254)) }
    #expect(throws: Problem.self) { try ImageFile.texts(ofPNG: file(255)) }
    #expect(throws: Never.self) { try ImageFile.decode(file(1000)) }
  }

  @Test func aLargeTextIsNoReasonToWarnOfThePicture() throws {
    let large = PNGText(keyword: "k", value: String(repeating: "0123456789", count: 200_000))
    let file = ImageFile.encodePNG(Self.picture, texts: [large])
    #expect(try ImageFile.decode(file).notes == [])
    #expect(throws: Problem.self) { try ImageFile.texts(ofPNG: file) }
  }

  /// A progressive JPEG of one grey block, with as many scans as asked for that change nothing.
  private static func scans(_ count: Int) -> [UInt8] {
    let shortestCode = [1] + [UInt8](repeating: 0, count: 16)
    let tables =
      [0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
      + [0xFF, 0xC4, 0, 20, 0x00] + shortestCode + [0xFF, 0xC4, 0, 20, 0x10] + shortestCode
    let frame: [UInt8] = [0xFF, 0xC2, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]
    let first: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x7F]
    let empty: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, 0x7F]
    return [0xFF, 0xD8] + tables + frame + first + (1..<count).flatMap { _ in empty } + [
      0xFF, 0xD9,
    ]
  }

  @Test func refusesAJPEGOfEndlessScans() throws {
    let grey = Image(width: 8, height: 8, filledWith: RGB(grey: 128))
    #expect(try ImageFile.decode(Self.scans(2)).image == grey)
    #expect(try ImageFile.decode(Self.scans(500)).image == grey)
    let detail = "Progressive JPEG image has more than 500 scans"
    #expect(throws: Problem.undecodable(.jpeg, detail: detail)) {
      try ImageFile.decode(Self.scans(600))
    }
  }

  @Test func refusesATextWithoutAKeyword() {
    let file = PNGChunks(ImageFile.encodePNG(Self.picture))
    for keyword in ["", " ", "a  b", "\u{1}", String(repeating: "k", count: 80)] {
      let hostile = file.inserting("tEXt", Array("\(keyword)\0value".utf8), before: "IDAT").file
      #expect(throws: Problem.self) { try ImageFile.texts(ofPNG: hostile) }
    }
  }

  // MARK: Hostile EXIF

  /// A JPEG whose EXIF segment has this after its `Exif` 00 00.
  private static func withEXIF(_ content: [UInt8]) throws -> [UInt8] {
    let length = 8 + content.count
    let segment = [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + Array("Exif\0\0".utf8)
    return try Array(fixture("baseline-444.jpg").prefix(2)) + segment + content
      + Array(fixture("baseline-444.jpg").dropFirst(2))
  }

  static let withoutOrientation: [(name: String, content: [UInt8])] = [
    ("nothing", []),
    ("no byte order", [1, 2, 3, 4, 5, 6, 7, 8]),
    ("half a byte order", [0x49, 0x49, 0x2A]),
    ("no offset", [0x49, 0x49, 0x2A, 0, 8, 0]),
    ("offset past the end", [0x49, 0x49, 0x2A, 0, 255, 255, 255, 255]),
    ("offset at the end", [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8]),
    ("entries that are not there", [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 255, 255, 1, 0x12, 0, 3]),
    ("no entries", [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 0]),
    (
      "a text as orientation",
      [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 2, 0, 0, 0, 1, 0, 6, 0, 0]
    ),
    (
      "two orientations in one entry",
      [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 2, 0, 6, 0, 6]
    ),
  ]

  @Test(arguments: withoutOrientation)
  func brokenEXIFTurnsNothing(name: String, content: [UInt8]) throws {
    let sound = try ImageFile.decode(fixture("baseline-444.jpg"))
    #expect(try ImageFile.decode(Self.withEXIF(content)) == sound)
  }

  static let odd: [(value: [UInt8], shown: Int)] = [
    ([0, 0], 0), ([0, 9], 9), ([255, 255], 65_535),
  ]

  @Test(arguments: odd)
  func anOrientationThatDoesNotExistIsNoted(value: [UInt8], shown: Int) throws {
    let content =
      [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1] + value + [0, 0]
    let decoded = try ImageFile.decode(Self.withEXIF(content))
    #expect(decoded.image == (try ImageFile.decode(fixture("baseline-444.jpg")).image))
    #expect(decoded.notes == ["EXIF orientation \(shown) is none of 1...8 and was ignored"])
  }
}
