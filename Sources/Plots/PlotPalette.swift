public import Imaging
public import TerminalUI

/// The colours and dashes of series.
///
/// Every colour has a contrast of at least 4.5 to 1: where the terminal's ground is not known, and in
/// figures, both against black and against white, which leaves one lightness; where it is known,
/// against all dark grounds up to ``darkGround`` or all light ones from ``lightGround`` on. Hues
/// differ as far as they can. Colour never tells series apart alone: signs stand on the curves, and
/// dashes take turns where there is no colour or no more of them.
public enum PlotPalette {
  /// The colours of 24 bits.
  public static let colors: [RGB] = [
    0x1F6BFF, 0xB75D01, 0x0F8902, 0xE00094, 0x008388, 0xEC0104, 0x8351FF, 0x907201,
  ].map { RGB(hex: $0) }

  /// The colour of what others are measured against.
  public static let reference = RGB(hex: 0x767676)

  /// The lightest of the grounds that count as dark: usual themes have darker ones.
  public static let darkGround = RGB(hex: 0x333333)
  /// The darkest of the grounds that count as light.
  public static let lightGround = RGB(hex: 0xEEE8D5)

  /// Much the same hues on a dark ground, lighter.
  private static let colorsOnDark: [RGB] = [
    0x5B9BFF, 0xE8811A, 0x3FBA3F, 0xFF5FC4, 0x19B3B8, 0xFF6E64, 0xAD87FF, 0xB8A000,
  ].map { RGB(hex: $0) }

  /// The same hues on a light ground: mixed with black until they can be read.
  private static let colorsOnLight: [RGB] = [
    0x1C5FE3, 0xA35301, 0x0D7A02, 0xC70084, 0x007378, 0xD40104, 0x7548E3, 0x806501,
  ].map { RGB(hex: $0) }

  /// Those of the 240 fixed colours of an indexed terminal that have the contrast: 63, 131, 29, 163
  /// and 98.
  static let indexedColors: [RGB] = [
    0x5F5FFF, 0xAF5F5F, 0x00875F, 0xD700AF, 0x875FD7,
  ].map { RGB(hex: $0) }

  /// Of the same those for a dark ground: 75, 208, 77, 207, 44, 210, 141 and 142.
  private static let indexedOnDark: [RGB] = [
    0x5FAFFF, 0xFF8700, 0x5FD75F, 0xFF5FFF, 0x00D7D7, 0xFF8787, 0xAF87FF, 0xAFAF00,
  ].map { RGB(hex: $0) }

  /// And for a light one: 26, 94, 22, 127, 23, 124 and 93.
  private static let indexedOnLight: [RGB] = [
    0x005FD7, 0x875F00, 0x005F00, 0xAF00AF, 0x005F5F, 0xAF0000, 0x8700FF,
  ].map { RGB(hex: $0) }

  /// The colours that a tier has on a ground; none where the sixteen are the user's own, or where
  /// there are none.
  public static func colors(
    on tier: ColorTier, ground: ScreenBackground = .unknown
  ) -> [RGB] {
    switch (tier, ground) {
    case (.direct, .unknown): colors
    case (.direct, .dark): colorsOnDark
    case (.direct, .light): colorsOnLight
    case (.indexed256, .unknown): indexedColors
    case (.indexed256, .dark): indexedOnDark
    case (.indexed256, .light): indexedOnLight
    case (.ansi16, _), (.mono, _): []
    }
  }

  /// The colour of what others are measured against, on a ground.
  public static func reference(on ground: ScreenBackground) -> RGB {
    switch ground {
    case .dark: RGB(hex: 0x9E9E9E)
    case .light: RGB(hex: 0x626262)
    case .unknown: reference
    }
  }

  /// Dashes as lengths drawn and left out in turn, in dots or pixels; the first is a whole line.
  static let dashes: [[Int]] = [
    [], [4, 2], [1, 2], [7, 2, 1, 2], [2, 4], [4, 1, 1, 1, 1, 1], [8, 4], [1, 4],
  ]

  /// How a series is drawn with a number of colours: which colour, if any, and which dashes.
  ///
  /// Dashes change once colours are used up, so that a plot of few series has whole lines.
  static func style(of series: PlotSeries, among count: Int) -> (color: Int?, dashes: [Int]) {
    guard count > 0 else {
      return (nil, series.role == .reference ? [1, 1] : dashes[series.style % dashes.count])
    }
    if series.role == .reference { return (nil, [1, 1]) }
    let (turn, color) = series.style.quotientAndRemainder(dividingBy: count)
    return (color, dashes[turn % dashes.count])
  }
}
