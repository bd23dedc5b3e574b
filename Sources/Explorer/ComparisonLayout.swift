internal import TokenFields
package import TerminalUI

/// Where the pictures of several strategies lie on the screen.
///
/// Of all ways to arrange them in rows and columns the one with the largest patches is taken. The
/// budget and the patch under the cursor stand below, in as many lines as cost no picture its rows.
package struct ComparisonLayout: Equatable {
  /// One strategy's part of the screen.
  package struct Panel: Equatable {
    /// The strategy, an index into the state's rows.
    package let row: Int
    /// Its name and numbers.
    package let title: CellRect
    /// Its picture.
    package let picture: CellRect
  }

  /// The title line.
  package let title: CellRect
  /// The pictures that are shown, the current strategy's among them.
  package let panels: [Panel]
  /// The numbers of the strategies whose pictures are shown, where room is left for them; else empty.
  package let table: CellRect
  /// Why these strategies keep the patch under the cursor or not, where room is left; else empty.
  package let why: CellRect
  /// Whether patches are dots, because whole pixels would not fit.
  package let isDotted: Bool
  /// The budget and the patch under the cursor; may be empty.
  package let footer: CellRect
  /// Hints, messages and prompts.
  package let status: CellRect

  /// How much of its height a small picture may lose, in percent.
  static let squeeze = 20

  /// Divides a screen of at least 24×8 for a state whose view has several pictures.
  package init(_ state: ExplorerState) {
    let (width, height) = (state.size.width, state.size.height)
    let rows = state.panelRows
    let isMono = state.traits.tier == .mono
    title = CellRect(column: 0, row: 0, width: width, height: 1)
    status = CellRect(column: 0, row: height - 1, width: width, height: 1)
    let grid = state.shownGrid ?? TokenGrid(rows: 24, columns: 24)
    let footers = width >= 100 ? [2, 1, 0] : [3, 1, 0]
    func best(_ footer: Int) -> Arrangement {
      Arrangement(
        count: rows.count, width: width, height: height - 2 - footer, grid: grid, isMono: isMono,
        mayDot: state.view == .gallery, unicode: state.traits.unicode)
    }
    let smallest = best(0)
    let footer =
      height < 12
      ? 0 : footers.first { best($0).quality >= smallest.quality } ?? (height >= 16 ? 1 : 0)
    let arrangement = best(footer)
    self.footer = CellRect(column: 0, row: height - 1 - footer, width: width, height: footer)
    isDotted = arrangement.isDotted
    let place = rows.firstIndex(of: state.choices.current) ?? 0
    let perPage = max(1, arrangement.capacity)
    let first = place / perPage * perPage
    let shown = Array(rows.dropFirst(first).prefix(perPage))
    let loose = arrangement.panels(of: shown, height: nil)
    // A list of numbers would repeat the gallery's titles; a zoomed picture takes what there is.
    guard state.view != .gallery, state.choices.zoom == 0 else {
      panels = loose
      table = CellRect(column: 0, row: 0, width: 0, height: 0)
      why = table
      return
    }
    let isDotted = isDotted
    let needed =
      loose.map { panel in
        isDotted
          ? DottedArrangement(
            grid: grid, width: panel.picture.width, unicode: state.traits.unicode
          ).height
          : PictureLayout(
            grid: grid, area: panel.picture, cursor: 0, zoom: 0, isMono: isMono,
            squeeze: Self.squeeze
          ).height
      }.max() ?? 0
    panels = arrangement.panels(of: shown, height: needed)
    let end = (panels.last.map { $0.picture.row + $0.picture.height } ?? 0) + 1
    let room = self.footer.row - 1 - end
    table = CellRect(
      column: 0, row: end, width: width, height: room > shown.count ? shown.count + 1 : 0)
    let below = end + table.height + 1
    why = CellRect(
      column: 0, row: below, width: width,
      height: table.height > 0 && self.footer.row - 1 - below > shown.count ? shown.count + 1 : 0)
  }

  /// The panel at a place of the screen.
  package func panel(column: Int, row: Int) -> Panel? {
    panels.first {
      $0.title.contains(column: column, row: row) || $0.picture.contains(column: column, row: row)
    }
  }
}

/// Panels in rows and columns.
private struct Arrangement {
  let columns: Int
  let rows: Int
  let width: Int
  let height: Int
  /// Whether patches are dots.
  let isDotted: Bool
  /// The width of a patch in half-rows, or less than one where not all patches are visible at once.
  let quality: Double

  /// How many panels fit at once.
  var capacity: Int { columns * rows }
  /// Lines of a panel's name and numbers: two where they do not stand in one.
  var titleHeight: Int { cellWidth < 36 && height / rows > 4 ? 2 : 1 }
  private var cellWidth: Int { (width - (columns - 1)) / columns }

  /// The panels of strategies, in reading order.
  ///
  /// - Parameters:
  ///   - strategies: Indices into the state's rows, at most ``capacity``.
  ///   - height: The lines of each picture; nil for all that there are.
  /// - Returns: A panel for each strategy.
  func panels(of strategies: [Int], height: Int?) -> [ComparisonLayout.Panel] {
    // Rows may differ by a line; what is asked for is given to all alike.
    let same = height.map { min($0, self.height / rows - titleHeight) }
    return strategies.enumerated().map { index, strategy in
      let cell = cell(index)
      let top = 1 + (same.map { index / columns * (titleHeight + $0) } ?? cell.row)
      return ComparisonLayout.Panel(
        row: strategy,
        title: CellRect(column: cell.column, row: top, width: cell.width, height: titleHeight),
        picture: CellRect(
          column: cell.column, row: top + titleHeight, width: cell.width,
          height: same ?? cell.height - titleHeight))
    }
  }

  /// The cells of a panel, counted from the first.
  func cell(_ index: Int) -> CellRect {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    let left = column * (width + 1) / columns
    let right = (column + 1) * (width + 1) / columns - 1
    return CellRect(
      column: left, row: row * height / rows, width: right - left,
      height: (row + 1) * height / rows - row * height / rows)
  }

  /// The arrangement of `count` panels with the largest patches.
  init(
    count: Int, width: Int, height: Int, grid: TokenGrid, isMono: Bool, mayDot: Bool, unicode: Bool
  ) {
    let options = (1...max(count, 1)).map { columns in
      Arrangement(
        columns: columns, rows: (count + columns - 1) / columns, width: width, height: height,
        grid: grid, isMono: isMono)
    }
    // Of equally good ones that with the fewest places left over, then with the fewest titles.
    let best =
      options.max {
        ($0.quality, count - $0.capacity, $0.columns)
          < ($1.quality, count - $1.capacity, $1.columns)
      } ?? options[0]
    // Without colours a patch takes two columns: dots show more of a picture of which little would be
    // left.
    let mayDot = mayDot || isMono && best.quality < 0.7
    guard mayDot && best.quality < 1 || best.quality <= 0 else {
      self = best
      return
    }
    guard mayDot else {
      // Too small for all at once: a page of as many as can be made out.
      let columns = max(1, min(count, width / 12))
      self.init(
        columns: columns, rows: max(1, min(height / 3, (count + columns - 1) / columns)),
        width: width, height: height, isDotted: false, quality: 0)
      return
    }
    let dots = DottedArrangement(grid: grid, width: width, unicode: unicode)
    let fittingColumns = max(1, min(count, (width + 1) / (dots.width + 1)))
    let fittingRows = max(
      1, min(height / (dots.height + 2), (count + fittingColumns - 1) / fittingColumns))
    self.init(
      columns: fittingColumns, rows: fittingRows, width: width, height: height, isDotted: true,
      quality: 0.5)
  }

  private init(columns: Int, rows: Int, width: Int, height: Int, grid: TokenGrid, isMono: Bool) {
    let flat = Arrangement(
      columns: columns, rows: rows, width: width, height: height, isDotted: false, quality: 0)
    let room = flat.cell(0)
    let picture = CellRect(
      column: 0, row: 0, width: room.width, height: room.height - flat.titleHeight)
    let tiles = TileArrangement(
      grid: grid, width: picture.width, height: picture.height, isMono: isMono,
      squeeze: ComparisonLayout.squeeze)
    // Tiles that do not fit at once are worse than small patches.
    let quality = tiles.quality * Double(min(tiles.capacity, grid.tiles)) / Double(grid.tiles)
    self.init(
      columns: columns, rows: rows, width: width, height: height, isDotted: false,
      quality: picture.width < 1 || picture.height < 1 ? 0 : quality)
  }

  private init(
    columns: Int, rows: Int, width: Int, height: Int, isDotted: Bool, quality: Double
  ) {
    self.columns = columns
    self.rows = rows
    self.width = width
    self.height = height
    self.isDotted = isDotted
    self.quality = quality
  }
}
