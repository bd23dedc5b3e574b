public import Imaging

/// The colours of what is drawn over pictures.
///
/// Text on them is black or white, whichever stands out more: the contrast is at least 4.5 on each.
public struct ScreenColors: Sendable, Equatable {
  /// The ground of the brackets around the patch under the cursor.
  public var cursor = RGB(255, 214, 64)
  /// Patches that only the first of two strategies keeps.
  public var onlyFirst = RGB(95, 175, 255)
  /// Patches that only the second keeps.
  public var onlySecond = RGB(255, 175, 0)
  /// Patches that both keep.
  public var both = RGB(grey: 238)
  /// The ink of signs on patches; nil for black or white.
  public var mark: RGB?

  /// The colours as they are without a configuration.
  public init() {}

  /// The least contrast of text.
  public static let leastContrast = 4.5

  /// The ink of a sign on a patch: the chosen one where it can be read there, else black or white.
  func markInk(on ground: RGB) -> RGB {
    guard let mark, mark.contrast(with: ground) >= Self.leastContrast else {
      return ground.contrasting
    }
    return mark
  }
}
