import CNcurses
import Imaging
import TerminalUI

/// Turns cells into what ncurses takes.
struct CellPainter {
  private let unicode: Bool
  private let colors: Int
  private var tier: ColorTier
  private var pairs: PairTable
  private var quantizer: ColorQuantizer?
  private var row: [curses_cell] = []

  /// Creates a painter for the terminal that is open.
  ///
  /// - Parameters:
  ///   - traits: What may be drawn.
  ///   - colors: How many colours ncurses counts.
  init(traits: ScreenTraits, colors: Int) {
    unicode = traits.unicode
    tier = traits.tier
    self.colors = colors
    pairs = PairTable()
    quantizer = Self.quantizer(for: tier, colors: colors)
  }

  /// Draws with another number of colours from now on; every row must be written again.
  mutating func adopt(_ tier: ColorTier) {
    self.tier = tier
    quantizer = Self.quantizer(for: tier, colors: colors)
  }

  private static func quantizer(for tier: ColorTier, colors: Int) -> ColorQuantizer? {
    switch tier {
    case .mono, .direct: nil
    case .ansi16: ColorQuantizer(palette: colors < 16 ? .ansi8 : .ansi16)
    case .indexed256: ColorQuantizer(palette: .fixed240)
    }
  }

  /// Makes room for a frame; true when every row must be written again.
  mutating func begin(cells: Int) -> Bool { pairs.makeRoom(cells: cells) }

  /// Writes a row of the screen: of the grid as many columns as fit, then blanks.
  ///
  /// - Parameters:
  ///   - index: The row.
  ///   - grid: What is shown.
  ///   - columns: The width of the screen.
  ///   - pixels: What the terminal has of the layers of pixels.
  mutating func put(_ index: Int, of grid: CellGrid, columns: Int, pixels: PixelPainter) {
    row.removeAll(keepingCapacity: true)
    var column = 0
    let cells = index < grid.height ? grid.drawnRow(index, unicode: unicode) : []
    for cell in cells {
      guard let character = cell.character else { continue }
      if cell.layer > 0, column < columns,
        let part = pixels.part(layer: cell.layer, column: column, row: index)
      {
        row.append(encoded(part))
        column += 1
        continue
      }
      let wide = DisplayWidth.columns(of: character) == 2
      guard column + (wide ? 2 : 1) <= columns else { break }
      row.append(encoded(character, cell.style, columns: wide ? 2 : 1))
      column += wide ? 2 : 1
    }
    // A grid narrower than the screen leaves blanks, never what stood there before.
    while column < columns {
      row.append(encoded(" ", .plain, columns: 1))
      column += 1
    }
    row.withUnsafeBufferPointer {
      curses_put_row(Int32(index), $0.baseAddress, Int32($0.count))
    }
  }

  /// A cell that shows a part of a picture.
  private mutating func encoded(_ part: PixelPainter.Part) -> curses_cell {
    switch part {
    case .blank:
      // Nothing else is drawn so, and what is no plain blank is never cleared with its neighbours.
      return encoded(unicode ? "\u{A0}" : " ", CellStyle(bold: true), columns: 1)
    case .placeholder(let scalars, let ink):
      var cell = curses_cell()
      cell.scalars.0 = scalars[0]
      cell.scalars.1 = scalars[1]
      cell.scalars.2 = scalars[2]
      cell.scalars.3 = scalars[3]
      cell.columns = 1
      cell.pair = pairs.number(ink: Int32(ink), ground: -1)
      return cell
    }
  }

  private mutating func encoded(
    _ character: Character, _ style: CellStyle, columns: UInt8
  ) -> curses_cell {
    var cell = curses_cell()
    let scalars = character.unicodeScalars
    cell.scalars.0 = scalars.first?.value ?? 0x20
    if scalars.count > 1 {
      var rest = scalars.dropFirst().map(\.value).makeIterator()
      cell.scalars.1 = rest.next() ?? 0
      cell.scalars.2 = rest.next() ?? 0
      cell.scalars.3 = rest.next() ?? 0
      cell.scalars.4 = rest.next() ?? 0
    }
    if style.bold { cell.attributes |= UInt8(CURSES_BOLD) }
    if style.dim { cell.attributes |= UInt8(CURSES_DIM) }
    if style.reverse { cell.attributes |= UInt8(CURSES_REVERSE) }
    if style.underline { cell.attributes |= UInt8(CURSES_UNDERLINE) }
    cell.columns = columns
    cell.pair = pairs.number(ink: number(style.ink), ground: number(style.ground))
    return cell
  }

  /// The number of a colour as ncurses counts it, −1 for the terminal's own.
  private mutating func number(_ color: CellColor) -> Int32 {
    guard case .rgb(let colour) = color else { return -1 }
    switch tier {
    case .mono: return -1
    case .direct:
      return TerminfoEntry.directFlag | Int32(colour.red) << 16 | Int32(colour.green) << 8
        | Int32(colour.blue)
    case .ansi16, .indexed256:
      guard let index = quantizer?.index(of: colour) else { return -1 }
      return Int32(index)
    }
  }
}
