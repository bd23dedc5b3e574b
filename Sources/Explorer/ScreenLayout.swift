internal import TokenFields
package import TerminalUI

/// Which part of the screen belongs to whom, for a size.
///
/// Below 24×8 nothing useful fits; below 60×16 there is the picture and a line of status; from there
/// on the picture has the left and the numbers the right.
package struct ScreenLayout: Equatable {
  /// How much fits.
  package enum Kind: Equatable {
    /// Nothing useful.
    case tooSmall
    /// The picture and one line.
    case pictureOnly
    /// Picture, numbers, title and hints.
    case full
  }

  /// The smallest screen on which anything is drawn.
  static let smallest = ScreenSize(width: 24, height: 8)

  /// How much fits.
  package let kind: Kind
  /// The title line.
  package let title: CellRect
  /// The line that names the layer; empty on low screens.
  package let layerName: CellRect
  /// The line with all tiles, above the picture; empty for samples of one.
  package let tiles: CellRect
  /// The picture.
  package let picture: CellRect
  /// The legend under the picture; empty where the panel on the right shows it.
  package let legend: CellRect
  /// The numbers on the right.
  package let panel: CellRect
  /// The reasons of strategies; empty where the view does not show them.
  package let why: CellRect
  /// Hints, messages and prompts.
  package let status: CellRect

  /// Divides a screen for a state.
  package init(_ state: ExplorerState) {
    let width = state.size.width
    let height = state.size.height
    let none = CellRect(column: 0, row: 0, width: 0, height: 0)
    guard width >= Self.smallest.width, height >= Self.smallest.height else {
      self.init(kind: .tooSmall, title: none, picture: none, panel: none, status: none)
      return
    }
    guard width >= 60, height >= 16 else {
      let strip = state.stripHeight
      self.init(
        kind: .pictureOnly, title: none,
        tiles: CellRect(column: 0, row: 0, width: width, height: strip),
        picture: CellRect(column: 0, row: strip, width: width, height: height - 1 - strip),
        panel: none,
        status: CellRect(column: 0, row: height - 1, width: width, height: 1))
      return
    }
    if state.view == .why {
      self.init(whyOfWidth: width, height: height, state: state)
      return
    }
    if state.view.plot != nil {
      self.init(plotOfWidth: width, height: height)
      return
    }
    if state.traits.tier == .mono, let grid = state.shownGrid,
      grid.rows > height - 2 - state.stripHeight
    {
      self.init(
        monoOfHeight: height, width: width, gridColumns: grid.columns, strip: state.stripHeight)
      return
    }
    self.init(fullOfWidth: width, height: height, state: state)
  }

  /// Mono with a tall grid: the picture has every row, title and hints move to the right.
  private init(monoOfHeight height: Int, width: Int, gridColumns: Int, strip: Int) {
    let pictureWidth = min(2 * gridColumns + 1, width - 31)
    let right = pictureWidth + 1
    self.init(
      kind: .full,
      title: CellRect(column: right, row: 0, width: width - right, height: 1),
      tiles: CellRect(column: right, row: 1, width: width - right, height: strip),
      picture: CellRect(column: 0, row: 0, width: pictureWidth, height: height),
      panel: CellRect(
        column: right, row: 1 + strip, width: width - right, height: height - 2 - strip),
      status: CellRect(column: right, row: height - 1, width: width - right, height: 1))
  }

  /// A small picture with the patch's numbers under it, and beside them a line for each strategy.
  private init(whyOfWidth width: Int, height: Int, state: ExplorerState) {
    let columns = state.grid?.columns ?? 24
    let isMono = state.traits.tier == .mono
    // One column for a patch, or two on wide screens; the numbers need 31 columns.
    let wanted = isMono ? 2 * columns + 1 : columns * (width >= 160 ? 2 : 1)
    let left = min(max(wanted, 31), isMono ? width * 2 / 5 : width / 2)
    // Of several tiles a page is shown, and a line names each.
    let rows = (state.grid?.rows ?? 24) * (width >= 160 ? 2 : 1)
    let pictureHeight = min(height - 9, (isMono ? rows : (rows + 1) / 2) + state.stripHeight)
    self.init(
      kind: .full,
      title: CellRect(column: 0, row: 0, width: width, height: 1),
      picture: CellRect(column: 0, row: 1, width: left, height: pictureHeight),
      panel: CellRect(
        column: 0, row: pictureHeight + 2, width: left, height: height - 3 - pictureHeight),
      why: CellRect(column: left + 1, row: 1, width: width - left - 1, height: height - 2),
      status: CellRect(column: 0, row: height - 1, width: width, height: 1))
  }

  /// A plot at the left and the numbers at the right; narrower screens are the plot's alone.
  private init(plotOfWidth width: Int, height: Int) {
    let panel = width >= 180 ? 70 : width >= 118 ? 46 : 0
    let left = panel > 0 ? width - panel - 1 : width
    self.init(
      kind: .full,
      title: CellRect(column: 0, row: 0, width: width, height: 1),
      picture: CellRect(column: 0, row: 1, width: left, height: height - 2),
      panel: CellRect(column: left + 1, row: 1, width: panel, height: height - 2),
      status: CellRect(column: 0, row: height - 1, width: width, height: 1))
  }

  private init(fullOfWidth width: Int, height: Int, state: ExplorerState) {
    let isTall = height >= 32
    let strip = state.stripHeight
    let top = (isTall ? 2 : 1) + strip
    let bottom = isTall ? 2 : 1
    let pictureHeight = height - top - bottom
    // The numbers need 31 columns; from 46 on they breathe. The picture takes what a square grid
    // can use: two columns for a row.
    // Three tiles of 24 columns take one column more than a square does.
    let leastPanel = width >= 118 ? (strip > 0 ? 45 : 46) : 31
    let room = CellRect(column: 0, row: 0, width: width - leastPanel - 1, height: pictureHeight)
    let pictureWidth = max(20, min(room.width, Self.useful(room, state)))
    let right = pictureWidth + 1
    self.init(
      kind: .full,
      title: CellRect(column: 0, row: 0, width: width, height: 1),
      layerName: CellRect(column: 0, row: 1, width: pictureWidth, height: isTall ? 1 : 0),
      tiles: CellRect(column: 0, row: top - strip, width: pictureWidth, height: strip),
      picture: CellRect(column: 0, row: top, width: pictureWidth, height: pictureHeight),
      legend: CellRect(
        column: 0, row: height - bottom, width: pictureWidth, height: isTall ? 1 : 0),
      panel: CellRect(
        column: right, row: 1, width: width - right,
        height: height - 2),
      status: CellRect(column: 0, row: height - 1, width: width, height: 1))
  }

  /// The columns that a picture of some height can use: two for a row of a tile that stands alone, and
  /// of several tiles as many as they take together, wherever the cursor is and however it is zoomed.
  private static func useful(_ room: CellRect, _ state: ExplorerState) -> Int {
    guard let grid = state.shownGrid, grid.tiles > 1 else {
      let (rows, columns) = (state.grid?.rows ?? 24, state.grid?.columns ?? 24)
      return max(24, 2 * room.height * columns / max(rows, 1) * 11 / 10)
    }
    let layout = PictureLayout(
      grid: grid, area: room, cursor: 0, zoom: 0, isMono: state.traits.tier == .mono)
    return max(24, layout.width)
  }

  private init(
    kind: Kind, title: CellRect,
    layerName: CellRect = CellRect(column: 0, row: 0, width: 0, height: 0),
    tiles: CellRect = CellRect(column: 0, row: 0, width: 0, height: 0), picture: CellRect,
    legend: CellRect = CellRect(column: 0, row: 0, width: 0, height: 0), panel: CellRect,
    why: CellRect = CellRect(column: 0, row: 0, width: 0, height: 0), status: CellRect
  ) {
    self.why = why
    self.kind = kind
    self.title = title
    self.layerName = layerName
    self.tiles = tiles
    self.picture = picture
    self.legend = legend
    self.panel = panel
    self.status = status
  }
}

extension ExplorerState {
  /// Lines of the tile strip: one where there are several tiles.
  fileprivate var stripHeight: Int { currentTile == nil ? 0 : 1 }
}
