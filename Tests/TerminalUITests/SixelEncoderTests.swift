import Imaging
import TerminalTestSupport
import TerminalUI
import Testing

@Suite struct SixelEncoderTests {
  private func percent(_ color: RGB) -> [Int] {
    [color.red, color.green, color.blue].map { (Int($0) * 100 + 127) / 255 }
  }

  /// A picture of so many colours.
  private func picture(_ width: Int, _ height: Int, colors: Int) -> Image {
    var image = Image(width: width, height: height, filledWith: .black)
    for y in 0..<height {
      for x in 0..<width {
        let number = (y * width + x) % colors
        image[x, y] = RGB(UInt8(number % 256), UInt8(number / 256 * 5 % 256), UInt8(x % 3))
      }
    }
    return image
  }

  @Test(arguments: [(1, 1), (7, 5), (8, 6), (9, 7), (80, 60), (300, 13)])
  func keepsEveryPixelOfFewColours(width: Int, height: Int) throws {
    let image = picture(width, height, colors: 60)
    let read = try SixelReader(SixelEncoder.encode(image))
    #expect(read.width == width && read.height == height && read.pixels.count == width * height)
    for y in 0..<height {
      for x in 0..<width { #expect(read.pixels[[x, y]] == percent(image[x, y])) }
    }
  }

  @Test func leavesOutWhatIsNotDrawn() throws {
    let image = picture(20, 14, colors: 9)
    let isDrawn = (0..<280).map { $0 % 7 != 0 && $0 % 20 < 15 }
    let read = try SixelReader(SixelEncoder.encode(image, isDrawn: isDrawn))
    for y in 0..<14 {
      for x in 0..<20 {
        let wanted = isDrawn[y * 20 + x] ? percent(image[x, y]) : nil
        #expect(read.pixels[[x, y]] == wanted)
      }
    }
    #expect(SixelEncoder.encode(image, isDrawn: isDrawn.map { _ in false }) == [])
  }

  @Test func comesCloseWithManyColours() throws {
    let image = picture(100, 60, colors: 6000)
    let read = try SixelReader(SixelEncoder.encode(image))
    #expect(Set(read.pixels.values).count <= SixelEncoder.mostColors)
    var worst = 0
    for y in 0..<60 {
      for x in 0..<100 {
        let shown = try #require(read.pixels[[x, y]])
        worst = max(worst, zip(shown, percent(image[x, y])).map { abs($0 - $1) }.max() ?? 0)
      }
    }
    // 6000 colours on a plane of 256×120: boxes of 256 span a sixteenth of each side.
    #expect(worst <= 8, "\(worst) %")
  }

  @Test func flatPicturesAreShort() {
    let image = Image(width: 600, height: 600, filledWith: RGB(10, 20, 30))
    #expect(SixelEncoder.encode(image).count < 1200)
  }

  @Test func equalPicturesGiveEqualBytes() {
    let image = picture(64, 64, colors: 4000)
    #expect(SixelEncoder.encode(image) == SixelEncoder.encode(image))
  }
}
