import CNcurses
import Glibc
import TerminalUI

/// Shows layers of pixels in the way that the terminal can.
struct PixelPainter {
  private enum Way {
    case kitty(KittyPictures)
    case sixel(SixelPictures)
  }

  private var way: Way?
  private var graphics = PixelGraphics.none

  /// What stands in a cell in place of its character.
  enum Part {
    /// Nothing: pixels are painted over it.
    case blank
    /// A character that the terminal draws a part of a picture for, in an ink of the palette.
    case placeholder(scalars: [UInt32], ink: Int)
  }

  /// Whether the terminal has all pixels that it was shown.
  var isComplete: Bool {
    switch way {
    case .kitty(let pictures): pictures.isComplete
    case .sixel(let pictures): pictures.isComplete
    case nil: true
    }
  }

  /// Draws as a terminal of other abilities can from now on.
  ///
  /// - Parameters:
  ///   - traits: What the terminal can do.
  ///   - colors: How many colours ncurses counts.
  ///   - isInTmux: Whether tmux lies between.
  /// - Returns: What must be sent to free what the terminal kept.
  mutating func adopt(_ traits: ScreenTraits, colors: Int, isInTmux: Bool) -> [UInt8] {
    // A placeholder tells its picture by its colour and its marks.
    let canPlace = traits.unicode && colors >= 256 && traits.tier != .mono
    let new = traits.graphics.form == .kitty && !canPlace ? .none : traits.graphics
    guard new != graphics else { return [] }
    let bytes = clear()
    graphics = new
    switch new.form {
    case .none: way = nil
    case .kitty:
      way = .kitty(
        KittyPictures(
          graphics: KittyGraphics(isWrapped: new.needsPassthrough),
          numbers: KittyGraphics.Numbers(process: getpid())))
    case .sixel: way = .sixel(SixelPictures(isWholeBlocks: isInTmux))
    }
    return bytes
  }

  /// What must be sent before a frame's cells.
  mutating func prepare(
    _ grid: CellGrid, size: (columns: Int, rows: Int), allowance: Int?
  ) -> [UInt8] {
    switch way {
    case .kitty(var pictures):
      way = nil
      let bytes = pictures.prepare(grid, allowance: allowance)
      way = .kitty(pictures)
      return bytes
    case .sixel(var pictures):
      way = nil
      pictures.prepare(grid, size: size, allowance: allowance)
      way = .sixel(pictures)
      return []
    case nil: return []
    }
  }

  /// What stands in a cell of a layer; nil for its own character.
  func part(layer: UInt8, column: Int, row: Int) -> Part? {
    switch way {
    case .kitty(let pictures):
      pictures.placeholder(layer: layer, column: column, row: row)
        .map { .placeholder(scalars: $0.scalars, ink: $0.ink) }
    case .sixel(let pictures):
      pictures.showsPixels(layer: layer, column: column, row: row) ? .blank : nil
    case nil: nil
    }
  }

  /// What must be sent after a frame's cells.
  mutating func finish(_ frame: [UInt8], of grid: CellGrid) -> [UInt8] {
    switch way {
    case .kitty(var pictures):
      way = nil
      let bytes = pictures.cleanUp()
      way = .kitty(pictures)
      return bytes
    case .sixel(var pictures):
      way = nil
      let bytes = pictures.paint(after: frame, of: grid)
      way = .sixel(pictures)
      return bytes
    case nil: return []
    }
  }

  /// Frees what the terminal keeps and returns what must be sent for it.
  mutating func clear() -> [UInt8] {
    switch way {
    case .kitty(var pictures):
      way = nil
      let bytes = pictures.clear()
      way = .kitty(pictures)
      return bytes
    case .sixel, nil:
      forget()
      return []
    }
  }

  /// Begins anew with a terminal that has nothing.
  mutating func forget() {
    switch way {
    case .kitty:
      _ = clear()
    case .sixel(var pictures):
      way = nil
      pictures.forget()
      way = .sixel(pictures)
    case nil: break
    }
  }

  /// The numbers of pictures that the terminal may keep, all below a count; 0 for none.
  var keptNumbers: Int {
    if case .kitty(let pictures) = way, pictures.count > 0 { pictures.highest } else { 0 }
  }
}

extension NcursesTerminal {
  /// Shows pixels as the terminal can, by what is known now.
  mutating func adoptGraphics() {
    let bytes = pixels.adopt(
      traits, colors: colors, isInTmux: !(facts.environment["TMUX"] ?? "").isEmpty)
    countPictures()
    if !bytes.isEmpty { send(bytes: bytes) }
    shown = nil
  }

  /// Tells what must be freed when the screen is given back, however that comes about.
  func countPictures() {
    curses_keep_pictures(
      Int32(KittyGraphics.Numbers(process: getpid()).firstColor), Int32(pixels.keptNumbers),
      traits.graphics.needsPassthrough)
  }
}
