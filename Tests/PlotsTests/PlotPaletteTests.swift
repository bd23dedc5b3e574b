import Imaging
import Plots
import TerminalUI
import Testing

@Suite struct PlotPaletteTests {
  private static func luminance(_ color: RGB) -> Double {
    let light = [color.red, color.green, color.blue].map { Double(LinearLight.table[Int($0)]) }
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
  }

  /// The contrast of two colours by WCAG 2.2.
  private static func contrast(_ one: RGB, _ other: RGB) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  @Test func everyColourCanBeReadOnBlackAndOnWhite() {
    for tier in ColorTier.allCases {
      for color in PlotPalette.colors(on: tier) + [PlotPalette.reference] {
        guard let shown = ColorQuantizer.shown(color, on: tier) else { continue }
        if tier == .ansi16 { continue }
        #expect(Self.contrast(shown, .black) >= 4.5, "\(shown) on \(tier)")
        #expect(Self.contrast(shown, .white) >= 4.5, "\(shown) on \(tier)")
      }
    }
  }

  @Test(arguments: [ColorTier.direct, .indexed256], [ScreenBackground.dark, .light])
  func everyColourCanBeReadOnAKnownGround(tier: ColorTier, ground: ScreenBackground) throws {
    let colors = PlotPalette.colors(on: tier, ground: ground)
    #expect(colors.count >= 7)
    for color in colors + [PlotPalette.reference(on: ground)] {
      let shown = try #require(ColorQuantizer.shown(color, on: tier))
      for edge in ground == .dark
        ? [RGB.black, PlotPalette.darkGround] : [.white, PlotPalette.lightGround]
      {
        #expect(Self.contrast(shown, edge) >= 4.5, "\(shown) on \(tier), \(ground)")
      }
    }
  }

  @Test(arguments: ScreenBackground.allCases)
  func coloursAreFarApart(ground: ScreenBackground) {
    for tier in [ColorTier.direct, .indexed256] {
      let colors = PlotPalette.colors(on: tier, ground: ground).map { Lab($0) }
      #expect(colors.count >= 5)
      for (index, one) in colors.enumerated() {
        for other in colors.dropFirst(index + 1) {
          let (a, b) = (one.a - other.a, one.b - other.b)
          #expect((a * a + b * b).squareRoot() >= 23, "\(tier)")
        }
      }
    }
    // The sixteen colours are the user's own.
    #expect(PlotPalette.colors(on: .mono).isEmpty && PlotPalette.colors(on: .ansi16).isEmpty)
  }
}
