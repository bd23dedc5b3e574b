import Imaging
import TestSupport
import Testing

extension Image {
  /// The picture that `Tests/Scripts/synthetic_pictures.py` makes of a seed.
  fileprivate static func synthetic(seed: UInt64, width: Int, height: Int) -> Image {
    Image(
      width: width, height: height,
      samples: SyntheticSamples.samples(seed: seed, count: 3 * width * height))
  }
}

@Suite struct ResamplingTests {
  @Test func equalsPillowToTheByte() throws {
    let rows = try Fixture.table("imaging/bicubic.tsv")
    #expect(rows.count == 16)
    for row in rows {
      let numbers = try ["seed", "width", "height", "newWidth", "newHeight"].map {
        try #require(Int(row[$0] ?? ""))
      }
      let source = Image.synthetic(
        seed: UInt64(numbers[0]), width: numbers[1], height: numbers[2])
      let result = source.resized(width: numbers[3], height: numbers[4])
      #expect(SyntheticSamples.fingerprint(result.samples) == row["fingerprint"], "\(row)")
    }
  }

  @Test func equalsPillowInEverySample() throws {
    let expected = try Fixture.bytes("imaging/bicubic-23x17-to-9x31.bin")
    let result = Image.synthetic(seed: 2, width: 23, height: 17).resized(width: 9, height: 31)
    #expect(result.samples == expected)
  }

  @Test func keepsOneColourAtEverySize() {
    let flat = Image(width: 7, height: 5, filledWith: RGB(12, 250, 3))
    for (width, height) in [(1, 1), (7, 5), (3, 90), (90, 2), (336, 336)] {
      #expect(
        flat.resized(width: width, height: height)
          == Image(width: width, height: height, filledWith: RGB(12, 250, 3)))
    }
  }

  @Test(arguments: [(30, 4), (4, 30), (9, 9)])
  func padsAsIfTheCanvasWerePainted(width: Int, height: Int) {
    let picture = Image.synthetic(seed: 4, width: width, height: height)
    let colour = RGB(122, 116, 104)
    let (x, y) = (3, 5)
    var canvas = Image(width: 40, height: 37, filledWith: colour)
    for row in 0..<height {
      for column in 0..<width { canvas[x + column, y + row] = picture[column, row] }
    }
    for (scaledWidth, scaledHeight) in [(60, 50), (11, 9), (40, 37), (40, 12), (100, 37)] {
      let result = picture.resized(
        across: ResizingAxis(length: width, canvas: 40, offset: x, scaled: scaledWidth),
        down: ResizingAxis(length: height, canvas: 37, offset: y, scaled: scaledHeight),
        padding: colour)
      #expect(result == canvas.resized(width: scaledWidth, height: scaledHeight))
    }
  }

  @Test func cropsAsIfTheResizedPictureWereCut() {
    let picture = Image.synthetic(seed: 8, width: 31, height: 22)
    for (width, height) in [(70, 50), (13, 9), (31, 50), (70, 22)] {
      let whole = picture.resized(width: width, height: height)
      let window = picture.resized(
        across: ResizingAxis(length: 31, scaled: width, windowStart: 4, window: 6),
        down: ResizingAxis(length: 22, scaled: height, windowStart: 2, window: 5),
        padding: RGB(grey: 0))
      #expect((window.width, window.height) == (6, 5))
      for y in 0..<5 {
        for x in 0..<6 { #expect(window[x, y] == whole[x + 4, y + 2]) }
      }
    }
  }

  @Test(arguments: [(70, 50), (13, 9), (31, 22), (31, 50), (70, 22), (1, 1)])
  func pastesAsIfTheResizedPictureLayOnACanvas(width: Int, height: Int) {
    let picture = Image.synthetic(seed: 9, width: 31, height: 22)
    let colour = RGB(7, 200, 31)
    let whole = picture.resized(width: width, height: height)
    // Windows of 20×15 over all of the picture and a margin: on its corners, inside it and beside it.
    for (left, top) in [(-19, -14), (-5, 3), (3, -2), (-40, 0), (0, 60), (60, 40), (-2, -1)] {
      let window = picture.resized(
        across: ResizingAxis(length: 31, scaled: width, windowStart: left, window: 20),
        down: ResizingAxis(length: 22, scaled: height, windowStart: top, window: 15),
        padding: colour)
      #expect((window.width, window.height) == (20, 15))
      for y in 0..<15 {
        for x in 0..<20 {
          let inside = (0..<width).contains(x + left) && (0..<height).contains(y + top)
          #expect(window[x, y] == (inside ? whole[x + left, y + top] : colour))
        }
      }
    }
  }

  @Test func padsBeforeAndAfterResizing() {
    let picture = Image.synthetic(seed: 10, width: 9, height: 8)
    let colour = RGB(122, 116, 104)
    func window(_ start: Int, _ length: Int) -> Image {
      picture.resized(
        across: ResizingAxis(
          length: 9, canvas: 15, offset: 4, scaled: 40, windowStart: start, window: length),
        down: ResizingAxis(length: 8, scaled: 20), padding: colour)
    }
    let whole = window(0, 40)
    let wide = window(-6, 51)
    for y in 0..<20 {
      for x in 0..<51 {
        #expect(wide[x, y] == ((6..<46).contains(x) ? whole[x - 6, y] : colour))
      }
    }
  }
}

@Suite struct ResizingAxisTests {
  @Test func findsThePictureBehindAStretchOfTheWindow() {
    // 10 pixels at 5 of a canvas of 20, doubled, all 40 taken.
    let padded = ResizingAxis(length: 10, canvas: 20, offset: 5, scaled: 40)
    #expect(padded.source(of: 0..<10) == nil)
    #expect(padded.source(of: 0..<11) == 0..<1)
    #expect(padded.source(of: 13..<15) == 1..<3)
    #expect(padded.source(of: 29..<40) == 9..<10)
    #expect(padded.source(of: 30..<40) == nil)
    #expect(padded.source(of: -9..<90) == 0..<10)
    #expect(padded.source(of: 20..<20) == nil)
    #expect(padded.view(of: 0..<1) == 10..<12)
    #expect(padded.view(of: 9..<100) == 28..<30)
    #expect(padded.pictureShare(of: 8..<12) == 0.5)
    #expect(padded.pictureShare(of: 0..<40) == 0.5)
    #expect(padded.pictureShare(of: 30..<40) == 0)
    #expect(padded.shownShare == 1)
  }

  @Test func findsThePictureUnderAWindowThatReachesBeyondIt() {
    // 30 pixels brought to 10; a window of 8 that begins 5 before them, and one that misses them.
    let before = ResizingAxis(length: 30, scaled: 10, windowStart: -5, window: 8)
    #expect(before.source(of: 0..<5) == nil)
    #expect(before.source(of: 0..<6) == 0..<3)
    #expect(before.source(of: 0..<8) == 0..<9)
    #expect(before.view(of: 0..<30) == 5..<8)
    #expect(before.view(of: 9..<30) == nil)
    #expect(before.pictureShare(of: 4..<6) == 0.5)
    #expect(before.shownShare == 0.3)
    let behind = ResizingAxis(length: 30, scaled: 10, windowStart: 6, window: 8)
    #expect(behind.source(of: 0..<8) == 18..<30)
    #expect(behind.source(of: 4..<8) == nil)
    #expect(behind.view(of: 0..<30) == 0..<4)
    #expect(behind.pictureShare(of: 0..<8) == 0.5)
    for start in [-8, 10, 99, -70] {
      let missing = ResizingAxis(length: 30, scaled: 10, windowStart: start, window: 8)
      #expect(missing.source(of: 0..<8) == nil && missing.view(of: 0..<30) == nil)
      #expect(missing.pictureShare(of: 0..<8) == 0 && missing.shownShare == 0)
    }
  }

  @Test func losesWhatAWindowCutsAway() {
    // 30 pixels brought to 10, of which 4 in the middle are taken.
    let cropped = ResizingAxis(length: 30, scaled: 10, windowStart: 3, window: 4)
    #expect(cropped.source(of: 0..<4) == 9..<21)
    #expect(cropped.view(of: 0..<9) == nil)
    #expect(cropped.view(of: 0..<10) == 0..<1)
    #expect(cropped.view(of: 0..<30) == 0..<4)
    #expect(cropped.pictureShare(of: 0..<4) == 1)
    #expect(cropped.shownShare == 0.4)
  }
}

@Suite struct AreaAveragingTests {
  @Test func averagesWholeBlocks() {
    let picture = Image(
      width: 4, height: 2,
      samples: [0, 0, 0, 10, 20, 30, 100, 0, 0, 101, 0, 0]
        + [0, 0, 0, 10, 20, 30, 100, 0, 0, 101, 0, 1])
    let result = picture.averaged(width: 2, height: 1)
    #expect(result.samples == [5, 10, 15, 101, 0, 0])  // 100.5 rounds up, 0.25 down
  }

  @Test func splitsPixelsInProportion() {
    let picture = Image(width: 3, height: 1, samples: [0, 0, 0, 90, 90, 90, 240, 30, 0])
    // The middle pixel belongs half to either result: (2·0 + 90) / 3 and (90 + 2·240) / 3.
    #expect(
      picture.averaged(width: 2, height: 1).samples == [30, 30, 30, 190, 50, 30])
  }

  @Test func repeatsPixelsWhenItEnlarges() {
    let picture = Image(width: 1, height: 2, samples: [1, 2, 3, 7, 8, 9])
    #expect(
      picture.averaged(width: 2, height: 4).samples
        == [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 7, 8, 9, 7, 8, 9, 7, 8, 9, 7, 8, 9])
  }

  @Test(arguments: [(1, 1), (5, 3), (13, 40), (37, 1)])
  func keepsTheMeanUpToRounding(width: Int, height: Int) {
    let picture = Image.synthetic(seed: 6, width: 37, height: 23)
    func mean(_ image: Image) -> Double {
      image.samples.reduce(0) { $0 + Double($1) } / Double(image.samples.count)
    }
    let result = picture.averaged(width: width, height: height)
    #expect((result.width, result.height) == (width, height))
    #expect(abs(mean(result) - mean(picture)) <= 0.5)
  }
}
