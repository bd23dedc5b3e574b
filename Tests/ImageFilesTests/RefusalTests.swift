import ImageFiles
import Imaging
import LocalFiles
import TestSupport
import Testing

/// One case, one check, one line of text: every reason for a refusal, met and pinned.
@Suite struct RefusalTests {
  typealias Problem = ImageFileError.Problem

  /// A PNG of one black pixel, to be changed.
  private static let tiny = PNGChunks(ImageFile.encodePNG(grey: [0], width: 1, height: 1))

  /// A JPEG as far as the header of its frame, with whatever process and precision.
  private static func frame(
    marker: UInt8 = 0xC0, bits: UInt8 = 8, width: UInt16 = 8, height: UInt16 = 8
  ) -> [UInt8] {
    let sides = [height >> 8, height & 255, width >> 8, width & 255].map { UInt8($0) }
    return [0xFF, 0xD8, 0xFF, marker, 0, 11, bits] + sides + [1, 1, 0x11, 0]
      + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]
  }

  static let refused: [(name: String, bytes: [UInt8], problem: Problem, text: String)] = [
    ("nothing", [], .empty, "the file is empty; a PNG or a JPEG is needed"),
    (
      "GIF", Array("GIF89a123".utf8), .otherFormat(name: "GIF"),
      "a GIF picture; only PNG and JPEG are read, so convert it first"
    ),
    (
      "WebP", Array("RIFF\0\0\0\0WEBPVP8 ".utf8), .otherFormat(name: "WebP"),
      "a WebP picture; only PNG and JPEG are read, so convert it first"
    ),
    (
      "text", Array("not a picture".utf8), .unrecognised(start: Array("not a pi".utf8)),
      "neither PNG nor JPEG: it begins with the bytes 6e 6f 74 20 61 20 70 69"
    ),
    (
      "no columns", tiny.claiming(width: 0, height: 5).file, .noPixels(width: 0, height: 5),
      "a picture of 0×5 pixels; both sides must be at least 1"
    ),
    (
      "no rows", frame(width: 9, height: 0), .noPixels(width: 9, height: 0),
      "a picture of 9×0 pixels; both sides must be at least 1"
    ),
    (
      "endless rows", tiny.claiming(width: 4_294_967_295, height: 1).file,
      .sideTooLong(width: 4_294_967_295, height: 1),
      "a picture of 4294967295×1 pixels; a side may have at most 32768"
    ),
    (
      "long side", frame(width: 65_500, height: 1), .sideTooLong(width: 65_500, height: 1),
      "a picture of 65500×1 pixels; a side may have at most 32768"
    ),
    (
      "vast PNG", tiny.claiming(width: 32_768, height: 32_768).file,
      .tooManyPixels(width: 32_768, height: 32_768),
      "32768×32768 is 1073741824 pixels; at most 100000000 are read"
    ),
    (
      "vast JPEG", frame(width: 10_001, height: 10_000),
      .tooManyPixels(width: 10_001, height: 10_000),
      "10001×10000 is 100010000 pixels; at most 100000000 are read"
    ),
    (
      "forged sides", tiny.claiming(width: 10_000, height: 10_000).file,
      .tooFewBytes(width: 10_000, height: 10_000, bytes: 67),
      "a picture of 10000×10000 pixels cannot be held in 67 bytes; "
        + "the file is cut off or its header is wrong"
    ),
    (
      "cut signature", [0x89, 0x50, 0x4E], .truncated(.png, bytes: 3),
      "the PNG is cut off after 3 bytes, before the end of the picture; a whole file is needed"
    ),
    (
      "cut JPEG", [0xFF, 0xD8, 0xFF, 0xE0, 0], .truncated(.jpeg, bytes: 5),
      "the JPEG is cut off after 5 bytes, before the end of the picture; a whole file is needed"
    ),
    (
      "12 bits", frame(marker: 0xC1, bits: 12), .samplePrecision(bits: 12),
      "a JPEG of 12-bit samples; only 8-bit samples are read"
    ),
    (
      "lossless", frame(marker: 0xC3), .compression(name: "lossless"),
      "a lossless JPEG; only baseline, extended and progressive JPEG are read"
    ),
    (
      "hierarchical", frame(marker: 0xC5), .compression(name: "hierarchical"),
      "a hierarchical JPEG; only baseline, extended and progressive JPEG are read"
    ),
    (
      "no tables", frame(),
      .undecodable(.jpeg, detail: "Quantization table 0x00 was not defined"),
      "a damaged or unusual JPEG that cannot be decoded: "
        + "Quantization table 0x00 was not defined"
    ),
    (
      "no palette", colourType(3), .undecodable(.png, detail: "IDAT: Missing PLTE before IDAT"),
      "a damaged or unusual PNG that cannot be decoded: IDAT: Missing PLTE before IDAT"
    ),
    (
      "odd colour type", colourType(5), .undecodable(.png, detail: "Invalid IHDR data"),
      "a damaged or unusual PNG that cannot be decoded: Invalid IHDR data"
    ),
    (
      "no IHDR", Array(tiny.file.prefix(8)) + tiny.file.dropFirst(33),
      .undecodable(.png, detail: "the first chunk is not IHDR"),
      "a damaged or unusual PNG that cannot be decoded: the first chunk is not IHDR"
    ),
  ]

  private static func colourType(_ type: UInt8) -> [UInt8] {
    var file = tiny
    file.chunks[0].content[9] = type
    return file.file
  }

  @Test(arguments: refused)
  func refuses(name: String, bytes: [UInt8], problem: Problem, text: String) {
    #expect(throws: problem) { try ImageFile.decode(bytes) }
    #expect(problem.description == text)
  }

  static let otherFormats: [(name: String, bytes: [UInt8])] = [
    ("TIFF", [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0]), ("TIFF", [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8]),
    ("HEIC or AVIF", [0, 0, 0, 24] + Array("ftypheic".utf8)),
    ("BMP", [0x42, 0x4D, 9, 9, 0, 0, 0, 0, 0, 0, 54]),
  ]

  @Test(arguments: otherFormats)
  func namesTheFormatsItDoesNotRead(name: String, bytes: [UInt8]) {
    #expect(throws: Problem.otherFormat(name: name)) { try ImageFile.decode(bytes) }
  }

  @Test func aRefusalNamesThePath() throws {
    let path = Fixture.path("images/expected.tsv")
    let start = Array("grey-1.p".utf8)
    #expect(throws: ImageFileError.refused(path: path, .unrecognised(start: start))) {
      try ImageFile.load(path)
    }
    let error = ImageFileError.refused(path: "a.png", .empty)
    #expect(error.description == "a.png: the file is empty; a PNG or a JPEG is needed")
    #expect(error.path == "a.png")
  }

  @Test func whatCannotBeReadKeepsItsOwnWords() {
    let missing = ImageFileError.unreadable(.notFound(path: "/no/such.png"))
    #expect(throws: missing) { try ImageFile.load("/no/such.png") }
    #expect(missing.description == "/no/such.png: no such file or folder")
    #expect(missing.path == "/no/such.png")
    let folder = Fixture.path("images")
    #expect(
      throws: ImageFileError.unreadable(.wrongKind(path: folder, expected: "a regular file"))
    ) { try ImageFile.load(folder) }
  }

  @Test func textsAreReadOfPNGOnly() throws {
    let jpeg = try fixture("grey.jpg")
    #expect(throws: Problem.otherFormat(name: "JPEG")) { try ImageFile.texts(ofPNG: jpeg) }
    #expect(throws: Problem.empty) { try ImageFile.texts(ofPNG: []) }
  }
}
