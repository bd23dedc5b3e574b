/// What a screen can do, as far as drawing must know.
public struct ScreenTraits: Sendable, Hashable {
  /// How many colours to use.
  public var tier: ColorTier
  /// Whether characters beyond ASCII can be shown.
  public var unicode: Bool
  /// Whether the terminal's own ground is dark or light.
  public var background: ScreenBackground
  /// The size of a cell in pixels; nil when the terminal does not tell.
  public var cellPixels: CellPixels?
  /// How the screen draws pictures of pixels.
  public var graphics: PixelGraphics

  /// Creates traits; what is left out is not known.
  public init(
    tier: ColorTier, unicode: Bool, background: ScreenBackground = .unknown,
    cellPixels: CellPixels? = nil, graphics: PixelGraphics = .none
  ) {
    self.tier = tier
    self.unicode = unicode
    self.background = background
    self.cellPixels = cellPixels
    self.graphics = graphics
  }
}

/// Whether a terminal's own ground is dark or light.
public enum ScreenBackground: String, Sendable, Hashable, CaseIterable {
  /// Light text on dark.
  case dark
  /// Dark text on light.
  case light
  /// The terminal did not tell.
  case unknown
}

/// The size of one cell in pixels.
public struct CellPixels: Sendable, Hashable {
  /// Pixels from left to right, 1...512.
  public let width: Int
  /// Pixels from top to bottom, 1...512.
  public let height: Int

  /// Creates a size; nil when a side is not in 1...512, as terminals say that know no pixels.
  ///
  /// - Parameters:
  ///   - width: Pixels from left to right.
  ///   - height: Pixels from top to bottom.
  public init?(width: Int, height: Int) {
    guard (1...512).contains(width), (1...512).contains(height) else { return nil }
    self.width = width
    self.height = height
  }
}

/// How a screen draws pictures of pixels, if it does.
public struct PixelGraphics: Sendable, Hashable {
  /// The protocol.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// Cells only.
    case none
    /// kitty's protocol with Unicode placeholders: kitty itself from 0.28 on, and Ghostty.
    case kitty
    /// Sixel: bands of six pixels, as on a VT340.
    case sixel
  }

  /// The protocol.
  public var form: Form
  /// Whether its sequences must be wrapped in tmux's passthrough (`ESC P tmux; … ESC \`).
  public var needsPassthrough: Bool

  /// Creates a description.
  public init(form: Form, needsPassthrough: Bool = false) {
    self.form = form
    self.needsPassthrough = needsPassthrough
  }

  /// Cells only.
  public static let none = PixelGraphics(form: .none)
}
