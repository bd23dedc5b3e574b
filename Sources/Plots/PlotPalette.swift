public import Imaging
public import TerminalUI

/// The colours and dashes of series.
///
/// Every colour has a contrast of at least 4.5 to 1 both against black and against white, so that it
/// can be read whatever the terminal's ground is, and so that a figure can be printed. That leaves
/// one lightness; hues differ as far as they can. Colour never tells series apart alone: signs stand
/// on the curves, and dashes take turns where there is no colour or no more of them.
public enum PlotPalette {
  /// The colours of 24 bits.
  public static let colors: [RGB] = [
    0x1F6BFF, 0xB75D01, 0x0F8902, 0xE00094, 0x008388, 0xEC0104, 0x8351FF, 0x907201,
  ].map { RGB(hex: $0) }

  /// The colour of what others are measured against.
  public static let reference = RGB(hex: 0x767676)

  /// Those of the 240 fixed colours of an indexed terminal that have the contrast: 63, 131, 29, 163
  /// and 98.
  static let indexedColors: [RGB] = [
    0x5F5FFF, 0xAF5F5F, 0x00875F, 0xD700AF, 0x875FD7,
  ].map { RGB(hex: $0) }

  /// The colours that a tier has; none where the sixteen are the user's own, or where there are none.
  public static func colors(on tier: ColorTier) -> [RGB] {
    switch tier {
    case .direct: colors
    case .indexed256: indexedColors
    case .ansi16, .mono: []
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
