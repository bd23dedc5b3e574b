import Imaging
package import TerminalUI

/// What a terminal with sixel shows of layers.
///
/// Sixel paints on the screen and is forgotten: pixels that characters were written over are gone.
/// So it is known for each place which pixels are painted there, and what is missing is painted after
/// the cells. To ncurses a place with pixels is a blank of its own kind.
package struct SixelPictures {
  private let isWholeBlocks: Bool
  private var layers: [LayerPixels] = []
  /// What each cell of each layer must show.
  private var wanted: [[PixelMark]] = []
  /// Whether each block of each layer shows pixels, or still its characters.
  private var isOn: [[Bool]] = []
  /// What is painted at each place of the screen; nil for characters.
  private var painted: [PixelMark?] = []
  private var trace = FrameTrace(columns: 0, rows: 0)
  /// Whether all that is declared is painted, once the frame under way is.
  package private(set) var isComplete = true

  /// Creates a screen without pixels.
  ///
  /// - Parameter isWholeBlocks: Whether pixels are sent by whole blocks only, as tmux needs it: there
  ///   a picture is gone as soon as anything is written over a part of it.
  package init(isWholeBlocks: Bool) { self.isWholeBlocks = isWholeBlocks }

  /// Takes over what a frame declares, before its cells are drawn.
  ///
  /// - Parameters:
  ///   - grid: The frame.
  ///   - size: Columns and rows of the screen.
  ///   - allowance: About how many bytes may be painted anew; nil for none. One block at least is
  ///     painted if any is missing.
  package mutating func prepare(
    _ grid: CellGrid, size: (columns: Int, rows: Int), allowance: Int?
  ) {
    if trace.size != size {
      trace = FrameTrace(columns: size.columns, rows: size.rows)
      painted = Array(repeating: nil, count: size.columns * size.rows)
    }
    let old = layers
    layers = LayerPixels.updated(layers, to: grid.layers, block: Self.block)
    wanted = layers.enumerated().map { index, pixels in
      let isSame = index < old.count && old[index].layer.hasSamePixels(as: pixels.layer)
      return isSame ? wanted[index] : Self.marks(of: pixels)
    }
    isOn = layers.map { Array(repeating: true, count: $0.across * $0.down) }
    isComplete = true
    var left = allowance
    for index in layers.indices {
      let costs = missing(in: index, of: grid)
      for block in costs.indices where costs[block] > 0 {
        guard let room = left, room > 0 else {
          isOn[index][block] = false
          isComplete = false
          continue
        }
        left = room - costs[block]
      }
    }
  }

  /// Whether a cell shows pixels.
  func showsPixels(layer: UInt8, column: Int, row: Int) -> Bool {
    let index = Int(layer) - 1
    guard layers.indices.contains(index), row < trace.size.rows - 1, column < trace.size.columns
    else { return false }
    return isOn[index][layers[index].block(column: column, row: row).index]
  }

  /// Paints what a frame left unpainted.
  ///
  /// - Parameters:
  ///   - frame: The cells, as they are sent.
  ///   - grid: What they show.
  /// - Returns: What must be sent after them.
  package mutating func paint(after frame: [UInt8], of grid: CellGrid) -> [UInt8] {
    var isTouched: [Int] = []
    if trace.read(frame, write: { isTouched.append($0) }) {
      for place in isTouched { painted[place] = nil }
    } else {
      painted = Array(repeating: nil, count: painted.count)
    }
    var bytes: [UInt8] = []
    for index in layers.indices {
      for block in isOn[index].indices where isOn[index][block] {
        bytes += paint(block, of: index, grid)
      }
    }
    return bytes.isEmpty ? [] : Array("\u{1B}7".utf8) + bytes + Array("\u{1B}8".utf8)
  }

  /// Forgets what is painted, because the screen was cleared.
  package mutating func forget() {
    painted = Array(repeating: nil, count: painted.count)
    trace = FrameTrace(columns: trace.size.columns, rows: trace.size.rows)
  }

  // MARK: Blocks

  /// Whole bands of six pixels, at least two rows of cells.
  private static func block(_ layer: PixelLayer) -> (columns: Int, rows: Int) {
    let rows = (1...6).first { $0 * layer.cell.height % 6 == 0 } ?? 6
    return (8, rows == 1 ? 3 : rows)
  }

  private static func marks(of pixels: LayerPixels) -> [PixelMark] {
    let area = pixels.layer.area
    return (0..<(area.width * area.height)).map {
      pixels.mark(
        of: CellRect(column: $0 % area.width, row: $0 / area.width, width: 1, height: 1))
    }
  }

  /// About how many bytes each block of a layer needs, 0 for one that is painted.
  private func missing(in index: Int, of grid: CellGrid) -> [Int] {
    let pixels = layers[index]
    let cost = pixels.layer.cell.width * pixels.layer.cell.height
    var costs = Array(repeating: 0, count: pixels.across * pixels.down)
    forEachCell(of: index, grid) { place, block, mark in
      if painted[place] != mark { costs[block] += cost }
    }
    return costs
  }

  /// Calls for each cell of a layer that is seen, with its place on the screen, its block, and what
  /// it must show.
  private func forEachCell(
    of index: Int, _ grid: CellGrid, _ body: (Int, Int, PixelMark) -> Void
  ) {
    let pixels = layers[index]
    let area = pixels.layer.area
    // What is painted on the lowest row may scroll the screen.
    let bottom = min(area.row + area.height, grid.height, trace.size.rows - 1)
    let right = min(area.column + area.width, grid.width, trace.size.columns)
    for row in max(0, area.row)..<max(0, bottom, area.row) {
      for column in max(0, area.column)..<max(0, right, area.column)
      where Int(grid[column, row].layer) == index + 1 {
        let mark = wanted[index][(row - area.row) * area.width + column - area.column]
        body(
          row * trace.size.columns + column, pixels.block(column: column, row: row).index, mark)
      }
    }
  }

  // MARK: Painting

  /// Paints the columns of a block in which anything is missing.
  private mutating func paint(_ block: Int, of index: Int, _ grid: CellGrid) -> [UInt8] {
    let pixels = layers[index]
    let area = pixels.layer.area
    let cells = pixels.cells(ofBlock: block)
    var isMissing = (0..<cells.width).map { x in
      (0..<cells.height).contains { y in
        let place = (column: area.column + cells.column + x, row: area.row + cells.row + y)
        guard showsPixels(place, index, grid) else { return false }
        return painted[place.row * trace.size.columns + place.column]
          != wanted[index][(cells.row + y) * area.width + cells.column + x]
      }
    }
    if isWholeBlocks, isMissing.contains(true) { isMissing = isMissing.map { _ in true } }
    var bytes: [UInt8] = []
    var start = 0
    while let first = isMissing[start...].firstIndex(of: true) {
      let end = isMissing[first...].firstIndex(of: false) ?? cells.width
      bytes += paint(
        CellRect(
          column: cells.column + first, row: cells.row, width: end - first, height: cells.height),
        of: index, grid)
      start = end
    }
    return bytes
  }

  private func showsPixels(_ place: (column: Int, row: Int), _ index: Int, _ grid: CellGrid) -> Bool
  {
    let cell = grid[place.column, place.row]
    return Int(cell.layer) == index + 1
      && showsPixels(layer: cell.layer, column: place.column, row: place.row)
  }

  /// The pixels from top to bottom that are painted of a rectangle of a layer: none of a band of six
  /// that reaches into the lowest row, which would scroll the screen.
  private func paintedHeight(_ cells: CellRect, of layer: PixelLayer) -> Int {
    let left = trace.size.rows - 1 - layer.area.row - cells.row
    guard cells.height >= left else { return cells.height * layer.cell.height }
    let height = max(0, left) * layer.cell.height
    return height - height % 6
  }

  /// Paints a rectangle of a layer; what characters cover is left out.
  private mutating func paint(
    _ cells: CellRect, of index: Int, _ grid: CellGrid
  ) -> [UInt8] {
    let pixels = layers[index]
    let (area, cell) = (pixels.layer.area, pixels.layer.cell)
    let width = cells.width * cell.width
    let height = paintedHeight(cells, of: pixels.layer)
    var isDrawn = [Bool](repeating: false, count: width * cells.height * cell.height)
    for y in 0..<cells.height {
      for x in 0..<cells.width {
        let place = (column: area.column + cells.column + x, row: area.row + cells.row + y)
        guard showsPixels(place, index, grid) else { continue }
        painted[place.row * trace.size.columns + place.column] =
          wanted[index][(cells.row + y) * area.width + cells.column + x]
        for line in (y * cell.height)..<((y + 1) * cell.height) {
          let start = line * width + x * cell.width
          for pixel in start..<(start + cell.width) { isDrawn[pixel] = true }
        }
      }
    }
    guard height > 0 else { return [] }
    let samples = pixels.samples(of: cells).prefix(3 * width * height)
    let sixel = SixelEncoder.encode(
      Image(width: width, height: height, samples: Array(samples)),
      isDrawn: Array(isDrawn.prefix(width * height)))
    let place = "\u{1B}[\(area.row + cells.row + 1);\(area.column + cells.column + 1)H"
    return Array(place.utf8) + sixel
  }
}
