import Imaging
import Testing
import TerminalUI
import TestSupport

@Suite struct ColorQuantizerTests {
  @Test(arguments: ColorQuantizer.Palette.allCases)
  func findsEveryColourOfItsPaletteExactly(palette: ColorQuantizer.Palette) {
    var quantizer = ColorQuantizer(palette: palette)
    for index in palette.indices {
      #expect(quantizer.index(of: ColorQuantizer.colour(of: index)) == index)
    }
  }

  @Test func numbersTheFixedColoursAsXtermDoes() {
    #expect(ColorQuantizer.colour(of: 16) == RGB(0, 0, 0))
    #expect(ColorQuantizer.colour(of: 67) == RGB(95, 135, 175))
    #expect(ColorQuantizer.colour(of: 196) == RGB(255, 0, 0))
    #expect(ColorQuantizer.colour(of: 231) == RGB(255, 255, 255))
    #expect(ColorQuantizer.colour(of: 232) == RGB(8, 8, 8))
    #expect(ColorQuantizer.colour(of: 255) == RGB(238, 238, 238))
  }

  @Test(arguments: ColorQuantizer.Palette.allCases)
  func keepsTheOrderOfGreys(palette: ColorQuantizer.Palette) {
    var quantizer = ColorQuantizer(palette: palette)
    var last = -1
    for level in 0...255 {
      let shown = ColorQuantizer.colour(of: quantizer.index(of: RGB(grey: UInt8(level))))
      if palette == .fixed240 { #expect(shown.red == shown.green && shown.green == shown.blue) }
      let sum = Int(shown.red) + Int(shown.green) + Int(shown.blue)
      #expect(sum >= last)
      last = sum
    }
    #expect(last == (palette == .ansi8 ? 3 * 229 : 3 * 255))
  }

  @Test func remembersWithoutMixingUp() {
    var quantizer = ColorQuantizer(palette: .fixed240)
    // More colours than are remembered, twice over: what was displaced is found anew.
    for _ in 0..<2 {
      for value in stride(from: 0, to: 1 << 24, by: 769) {
        let colour = RGB(
          UInt8(value >> 16), UInt8(truncatingIfNeeded: value >> 8),
          UInt8(truncatingIfNeeded: value))
        let index = quantizer.index(of: colour)
        if value % 97 == 0 { #expect(index == ColorQuantizer.nearest(to: colour, in: .fixed240)) }
      }
    }
  }

  @Test func neverUsesTheColoursThatUsersRedefine() {
    for value in stride(from: 0, to: 1 << 24, by: 30_011) {
      let colour = RGB(
        UInt8(value >> 16), UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value))
      #expect(ColorQuantizer.nearest(to: colour, in: .fixed240) >= 16)
    }
  }

  @Test func tellsWhatATierDraws() {
    let colour = RGB(100, 130, 180)
    #expect(ColorQuantizer.shown(colour, on: .mono) == nil)
    #expect(ColorQuantizer.shown(colour, on: .direct) == colour)
    #expect(ColorQuantizer.shown(colour, on: .indexed256) == RGB(95, 135, 175))
    #expect(ColorQuantizer.shown(RGB(250, 5, 5), on: .ansi16) == RGB(255, 0, 0))
  }
}
