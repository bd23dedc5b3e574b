public import Imaging

/// The colour of a cell's ink or ground.
public enum CellColor: Sendable, Hashable {
  /// Whatever the terminal's user chose, so that light and dark themes both work.
  case standard
  /// A 24-bit colour; drivers with fewer colours draw the nearest they have.
  case rgb(RGB)
}

/// How a cell is drawn, apart from its character.
public struct CellStyle: Sendable, Hashable {
  /// The colour of the character.
  public var ink: CellColor
  /// The colour behind it.
  public var ground: CellColor
  /// Bold ink.
  public var bold: Bool
  /// Faint ink.
  public var dim: Bool
  /// Ink and ground exchanged.
  public var reverse: Bool
  /// A line under the character.
  public var underline: Bool

  /// Creates a style; by default the terminal's own.
  public init(
    ink: CellColor = .standard, ground: CellColor = .standard, bold: Bool = false,
    dim: Bool = false, reverse: Bool = false, underline: Bool = false
  ) {
    self.ink = ink
    self.ground = ground
    self.bold = bold
    self.dim = dim
    self.reverse = reverse
    self.underline = underline
  }

  /// The terminal's own colours, unadorned.
  public static let plain = CellStyle()
}

/// One place of the screen.
public struct Cell: Sendable, Hashable {
  /// What stands here: one character of width 1 or 2, or nil for the right half of a wide one.
  public var character: Character?
  /// How it is drawn.
  public var style: CellStyle
  /// The layer of pixels that is seen here in place of the character, from 1; 0 for none.
  ///
  /// A screen that draws no pixels shows the character. Whatever is drawn over the cell later has no
  /// layer.
  public internal(set) var layer: UInt8 = 0

  /// Creates a cell.
  public init(_ character: Character? = " ", _ style: CellStyle = .plain) {
    self.character = character
    self.style = style
  }
}
