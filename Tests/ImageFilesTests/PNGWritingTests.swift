import ImageFiles
import Imaging
import Testing

@Suite struct PNGWritingTests {
  static let sides: [(width: Int, height: Int)] = [
    (1, 1), (7, 5), (8, 3), (9, 2), (1, 300), (257, 1),
  ]

  /// Bytes without a pattern that a wrong stride or order could hide in.
  private static func bytes(_ count: Int) -> [UInt8] {
    var state: UInt32 = 12345
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
  }

  @Test(arguments: sides)
  func aPictureComesBackAsItWas(width: Int, height: Int) throws {
    let image = Image(width: width, height: height, samples: Self.bytes(3 * width * height))
    let decoded = try ImageFile.decode(ImageFile.encodePNG(image))
    #expect(decoded.image == image)
    #expect(decoded.notes == [])
    #expect((decoded.storedWidth, decoded.storedHeight) == (width, height))
  }

  @Test(arguments: sides)
  func aMaskComesBackAsBlackAndWhite(width: Int, height: Int) throws {
    let pixels = Self.bytes(width * height).map { $0 > 127 }
    let file = ImageFile.encodePNG(Mask(width: width, height: height, pixels: pixels))
    #expect(PNGChunks(file).content(of: "IHDR")[8...9] == [1, 0])
    let image = try ImageFile.decode(file).image
    #expect(image.samples == pixels.flatMap { [UInt8](repeating: $0 ? 255 : 0, count: 3) })
  }

  @Test(arguments: sides)
  func greyComesBackAsItWas(width: Int, height: Int) throws {
    let levels = Self.bytes(width * height)
    let file = ImageFile.encodePNG(grey: levels, width: width, height: height)
    #expect(PNGChunks(file).content(of: "IHDR")[8...9] == [8, 0])
    let image = try ImageFile.decode(file).image
    #expect(image.samples == levels.flatMap { [UInt8](repeating: $0, count: 3) })
  }

  @Test func storesNothingThatWasNotAskedFor() {
    let image = Image(width: 3, height: 2, filledWith: RGB(1, 2, 3))
    let file = ImageFile.encodePNG(image, texts: [PNGText(keyword: "Title", value: "x")])
    #expect(PNGChunks(file).chunks.map(\.type) == ["IHDR", "tEXt", "IDAT", "IEND"])
    #expect(ImageFile.encodePNG(image, texts: [PNGText(keyword: "Title", value: "x")]) == file)
  }

  static let texts: [(value: String, chunk: String)] = [
    ("", "tEXt"),
    ("plain words\non two lines", "tEXt"),
    ("caf\u{E9} \u{A0}\u{FF}", "tEXt"),
    ("木の葉 🌲 e\u{301}", "iTXt"),
    ("a tab\tand a \u{1B}[31m control", "iTXt"),
    ("\u{85}", "iTXt"),
    (String(repeating: "long ", count: 40_000), "tEXt"),
  ]

  @Test(arguments: texts)
  func aTextComesBackAsItWas(value: String, chunk: String) throws {
    let text = PNGText(keyword: "Prunescope settings", value: value)
    let file = ImageFile.encodePNG(Mask(width: 1, height: 1, pixels: [true]), texts: [text])
    #expect(PNGChunks(file).chunks.map(\.type).contains(chunk))
    #expect(try ImageFile.texts(ofPNG: file) == [text])
  }

  @Test func textsKeepTheirOrderAndMayShareAKeyword() throws {
    let texts = [("b", "1"), ("a", "木"), ("b", "2"), ("\u{E9}t\u{E9} 2", "3")]
      .map { PNGText(keyword: $0, value: $1) }
    let file = ImageFile.encodePNG(grey: [7], width: 1, height: 1, texts: texts)
    #expect(try ImageFile.texts(ofPNG: file) == texts)
  }

  @Test func readsCompressedTextsAndThoseAfterThePixels() throws {
    let file = PNGChunks(try fixture("ancillary.png"))
      .inserting("tEXt", Array("Last\0one".utf8), before: "IEND").file
    #expect(
      try ImageFile.texts(ofPNG: file) == [
        PNGText(keyword: "Title", value: "café in Latin-1"),
        PNGText(keyword: "Comment", value: String(repeating: "a compressed text ", count: 20)),
        PNGText(keyword: "Author", value: "Zoë 木"),
        PNGText(keyword: "Last", value: "one"),
      ])
  }

  @Test func readsTextsOfAnInterlacedFile() throws {
    let file = PNGChunks(try fixture("rgb-16-interlaced.png"))
      .inserting("tEXt", Array("Last\0one".utf8), before: "IEND").file
    #expect(try ImageFile.texts(ofPNG: file) == [PNGText(keyword: "Last", value: "one")])
  }

  @Test func aZeroCharacterInATextIsReplaced() {
    #expect(PNGText(keyword: "k", value: "a\0b").value == "a\u{FFFD}b")
  }

  @Test func aKeywordThatTheFormatForbidsTraps() async {
    await #expect(processExitsWith: .failure) { _ = PNGText(keyword: "", value: "") }
    await #expect(processExitsWith: .failure) { _ = PNGText(keyword: " a", value: "") }
    await #expect(processExitsWith: .failure) { _ = PNGText(keyword: "a  b", value: "") }
    await #expect(processExitsWith: .failure) { _ = PNGText(keyword: "木", value: "") }
    await #expect(processExitsWith: .failure) {
      _ = PNGText(keyword: String(repeating: "k", count: 80), value: "")
    }
  }

  @Test func whatAPNGCannotHoldTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = ImageFile.encodePNG(Image(width: 0, height: 5, samples: []))
    }
    await #expect(processExitsWith: .failure) {
      _ = ImageFile.encodePNG(grey: [1, 2, 3], width: 2, height: 2)
    }
  }
}
