package import TerminalUI
package import TokenFields

/// Where the patches of one tile lie on the screen.
///
/// In colour a cell holds two pixels, one above the other, and a
/// patch is `patchWidth` columns wide; in mono a patch is two cells, a character and a gap.
package struct PatchPlacement: Equatable {
  /// The cells that the picture takes.
  package let area: CellRect
  /// The tile's first token.
  package let firstToken: Int
  /// Rows of patches.
  package let rows: Int
  /// Columns of patches.
  package let columns: Int
  /// Columns of cells of one patch.
  package let patchWidth: Int
  /// Half-rows of cells (pixels) that all visible rows of patches take together.
  package let pixelHeight: Int
  /// The first row and column of patches that is visible, and how many are.
  package let firstRow: Int
  package let firstColumn: Int
  package let visibleRows: Int
  package let visibleColumns: Int
  /// Whether patches are characters, not pixels.
  package let isMono: Bool

  /// The tile, from 0.
  package var tile: Int { firstToken / (rows * columns) }

  /// The tile's tokens, visible or not.
  package var tokens: Range<Int> { firstToken..<(firstToken + rows * columns) }

  /// How much of its height a picture may lose so that all its patches fit, in percent: a 24×24 grid
  /// in 22 rows of an 80×24 terminal.
  package static let usualSqueeze = 10

  /// Fits a tile into an area, scrolled so that a place is visible.
  ///
  /// - Parameters:
  ///   - grid: How the sample's tokens lie.
  ///   - tile: The tile.
  ///   - area: The cells that may be used.
  ///   - cursor: A token whose row and column are to be seen, of whichever tile it is.
  ///   - zoom: How much larger than fitting it is drawn, in steps.
  ///   - isMono: Whether patches are characters.
  ///   - squeeze: How much of its height it may lose, in percent.
  package init(
    grid: TokenGrid, tile: Int = 0, area: CellRect, cursor: Int, zoom: Int, isMono: Bool,
    squeeze: Int = usualSqueeze
  ) {
    self.isMono = isMono
    firstToken = tile * grid.tileCount
    rows = grid.rows
    columns = grid.columns
    var width: Int
    if isMono {
      width = 2
      visibleRows = min(grid.rows, area.height)
      visibleColumns = min(grid.columns, max(1, (area.width - 1) / 2))
      pixelHeight = 2 * visibleRows
    } else {
      // The largest whole number of columns per patch at which the grid fits.
      let pixels = (100 + squeeze) * 2 * area.height
      width = max(1, area.width / grid.columns)
      while width > 1 && 100 * grid.rows * width > pixels { width -= 1 }
      width = min(width + zoom, area.width)
      visibleColumns = min(grid.columns, max(1, area.width / width))
      // Never more than there are pixels: every visible patch has one at least.
      let wanted = min(grid.rows, 2 * area.height, max(1, pixels / (100 * width)))
      visibleRows = wanted
      pixelHeight = min(2 * area.height, wanted * width)
    }
    patchWidth = width
    let (_, row, column) = grid.position(of: cursor)
    firstRow = Self.first(showing: row, visible: visibleRows, of: grid.rows)
    firstColumn = Self.first(showing: column, visible: visibleColumns, of: grid.columns)
    let usedWidth = isMono ? 2 * visibleColumns + 1 : visibleColumns * width
    let usedHeight = (pixelHeight + 1) / 2
    self.area = CellRect(
      column: area.column + max(0, (area.width - usedWidth) / 2), row: area.row,
      width: min(usedWidth, area.width), height: min(usedHeight, area.height))
  }

  /// The first visible line such that `line` is visible, in steps of half a screen, so that the
  /// picture does not creep with every move.
  private static func first(showing line: Int, visible: Int, of all: Int) -> Int {
    guard visible < all else { return 0 }
    let step = max(1, visible / 2)
    return min(max(0, line / step * step - step / 2), all - visible)
  }

  /// The row of patches at a pixel row of the picture, counted from its top.
  func patchRow(atPixel y: Int) -> Int { firstRow + y * visibleRows / max(pixelHeight, 1) }

  /// The first pixel row of a visible row of patches, counted from the picture's top.
  func firstPixel(ofVisibleRow row: Int) -> Int {
    (row * pixelHeight + visibleRows - 1) / visibleRows
  }

  /// The token in a visible row and column, counted from the first that are.
  func token(visibleRow row: Int, column: Int) -> Int {
    firstToken + (firstRow + row) * columns + firstColumn + column
  }

  /// The token at a pixel, counted from the picture's left and top.
  func token(atPixel x: Int, _ y: Int) -> Int {
    token(visibleRow: patchRow(atPixel: y) - firstRow, column: x / patchWidth)
  }

  /// The token under a cell; nil outside the picture.
  package func token(column: Int, row: Int) -> Int? {
    guard area.contains(column: column, row: row) else { return nil }
    let x = column - area.column
    let patchColumn = isMono ? (x - 1) / 2 : x / patchWidth
    let patchRow = isMono ? firstRow + row - area.row : patchRow(atPixel: 2 * (row - area.row))
    guard patchColumn >= 0, patchColumn < visibleColumns, patchRow < rows else { return nil }
    return token(visibleRow: patchRow - firstRow, column: patchColumn)
  }

  /// The cells on which marks of a token are set.
  package struct MarkPlace: Equatable {
    /// The row of cells.
    package let row: Int
    /// The leftmost column.
    package let first: Int
    /// The rightmost column.
    package let last: Int
    /// How much of the cells' height is the patch's own.
    package let share: Share

    /// The part of a cell that a patch has.
    package enum Share {
      /// All of it.
      case whole
      /// The upper half; the lower is the next patch's.
      case upper
      /// The lower half; marks of the patch above stand on the same cells.
      case lower
    }

    /// Whether nothing else is drawn on the cells.
    package var ownsCell: Bool { share == .whole }
  }

  /// The cells of a visible token on which marks are set; nil when it is not visible.
  ///
  /// The row is one that the patch owns whole if there is one, else one whose upper pixel it has. A
  /// patch of a single pixel may have neither; then it is the row that it shares with the patch above.
  package func marks(of token: Int) -> MarkPlace? {
    guard tokens.contains(token) else { return nil }
    let (tokenRow, tokenColumn) = (token - firstToken).quotientAndRemainder(dividingBy: columns)
    let row = tokenRow - firstRow
    let column = tokenColumn - firstColumn
    guard (0..<visibleRows).contains(row), (0..<visibleColumns).contains(column) else { return nil }
    if isMono {
      let first = area.column + 2 * column
      return MarkPlace(row: area.row + row, first: first, last: first + 2, share: .whole)
    }
    let top = firstPixel(ofVisibleRow: row)
    let bottom = firstPixel(ofVisibleRow: row + 1)
    let wholeRow = (top + 1) / 2
    let owns = 2 * wholeRow + 2 <= bottom
    let hasUpper = 2 * wholeRow < bottom
    let cellRow = owns ? (wholeRow + (bottom / 2 - 1)) / 2 : hasUpper ? wholeRow : top / 2
    let first = area.column + column * patchWidth
    return MarkPlace(
      row: area.row + min(cellRow, area.height - 1), first: first, last: first + patchWidth - 1,
      share: owns ? .whole : hasUpper ? .upper : .lower)
  }
}
