internal import Analysis
internal import Imaging

/// How the sides of a difference look: a colour and a letter for each.
///
/// Blue and orange stay apart for every common form of colour blindness and in the cube of 256
/// colours; the letters say the same without colour.
enum DifferenceColors {
  /// The colour of a side, over the picture where there is one.
  ///
  /// - Parameters:
  ///   - side: Who keeps the patch.
  ///   - photo: The picture's colour there.
  ///   - mixes: Whether the screen has enough colours for a mixture with the picture.
  ///   - colors: The colours that were chosen.
  /// - Returns: The colour of a pixel of the patch.
  static func color(
    of side: SelectionDifference.Fate, photo: RGB?, mixes: Bool, in colors: ScreenColors
  ) -> RGB {
    switch side {
    case .first, .second, .both:
      let tint = tint(of: side, in: colors)
      guard let photo, mixes else { return tint }
      return RGB(grey: stepped(photo.luma, by: 64)).mixed(with: tint, share: 0.65)
    case .neither:
      guard let photo else { return RGB(grey: 48) }
      return RGB(grey: stepped(UInt8(Double(photo.luma) * 0.35), by: 8))
    }
  }

  /// Lightness in steps: neighbours that look alike are sent as one, and letters stay legible.
  private static func stepped(_ luma: UInt8, by step: Int) -> UInt8 {
    UInt8(min(255, (Int(luma) + step / 2) / step * step))
  }

  /// The pure colour of a side, for the legend.
  static func tint(of side: SelectionDifference.Fate, in colors: ScreenColors) -> RGB {
    switch side {
    case .first: colors.onlyFirst
    case .second: colors.onlySecond
    case .both: colors.both
    case .neither: RGB(grey: 48)
    }
  }

  /// The letter of a side; nil where neither keeps the patch.
  static func letter(of side: SelectionDifference.Fate) -> Character? {
    switch side {
    case .first: "A"
    case .second: "B"
    case .both: "="
    case .neither: nil
    }
  }
}
