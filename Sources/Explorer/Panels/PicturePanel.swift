internal import Analysis
internal import Encoders
internal import TokenPruning
internal import Imaging
internal import SampleSets
internal import TerminalUI

/// The picture with its heat and its kept patches.
///
/// Needs a column for each column of the grid; a larger grid scrolls with the cursor. Until a sample's
/// tokens are there it shows the picture alone; a refused sample shows its reason.
struct PicturePanel {
  let state: ExplorerState
  let area: CellRect
  /// How much of its height the picture may lose so that all its patches fit, in percent.
  var squeeze = PatchPlacement.usualSqueeze
  /// Whether patches are too small for marks.
  var isSmall = false
  /// About how many bytes the picture may take on its way to the terminal.
  var byteLimit = PixelRows.usualLimit
  /// Whether the hardware cursor is here, of several pictures with one cursor.
  var isFocused = true

  /// The places of the tiles and their patches; nil before the tokens are there.
  var layout: PictureLayout? {
    guard let grid = state.grid, area.width > 0, area.height > 0 else { return nil }
    return PictureLayout(
      grid: grid, area: area, cursor: state.cursor, zoom: state.zoom,
      isMono: state.traits.tier == .mono, isAlone: state.isTileAlone, squeeze: squeeze)
  }

  func draw(on grid: inout CellGrid) {
    if let refusal = state.refusal {
      drawText(refusal, on: &grid)
    } else if let layout {
      let colors = PatchColors(state)
      let share = byteLimit / max(layout.tiles.count, 1)
      for tile in layout.tiles { drawTile(tile.placement, colors, share, on: &grid) }
      drawBorders(layout, on: &grid)
      if state.marksSinks { drawSinks(layout, colors, on: &grid) }
      drawCursor(layout, on: &grid)
      drawPins(layout, colors, on: &grid)
    } else if let picture = state.picture, state.traits.tier != .mono {
      drawBare(picture, on: &grid)
    } else {
      drawText(state.samples.isEmpty ? "no samples" : "reading…", on: &grid)
    }
  }

  private func drawTile(
    _ layout: PatchPlacement, _ colors: PatchColors, _ byteLimit: Int, on grid: inout CellGrid
  ) {
    if layout.isMono {
      drawCharacters(layout, colors, on: &grid)
    } else if isSmall {
      drawMask(layout, colors, on: &grid)
    } else {
      drawPixels(layout, colors, byteLimit, on: &grid)
      drawMarks(layout, colors, on: &grid)
      if let layer = PatchRaster.layer(layout, colors, state) { grid.lay(layer) }
    }
  }

  // MARK: Pixels

  private func drawPixels(
    _ layout: PatchPlacement, _ colors: PatchColors, _ byteLimit: Int, on grid: inout CellGrid
  ) {
    let photo = state.photo.map { scaledPhoto($0, layout) }
    if photo == nil {
      drawFlat(layout, colors, on: &grid)
      return
    }
    var pixels = PixelRows(width: layout.area.width, patchWidth: layout.patchWidth)
    for row in 0..<layout.area.height {
      for column in 0..<layout.area.width {
        pixels.append(
          upper: pixel(column, 2 * row, layout, colors, photo),
          lower: pixel(column, 2 * row + 1, layout, colors, photo))
      }
    }
    if state.traits.tier == .direct { pixels.thin(to: byteLimit) }
    for row in 0..<layout.area.height {
      for column in 0..<layout.area.width {
        let (upper, lower) = pixels[column, row]
        grid[layout.area.column + column, layout.area.row + row] = halfBlock(upper, lower)
      }
    }
  }

  /// The part of the picture that is visible, one pixel for each half cell.
  private func scaledPhoto(_ picture: SamplePicture, _ layout: PatchPlacement) -> Photo {
    let pixelsPerRow = Double(layout.pixelHeight) / Double(layout.visibleRows)
    let width = layout.columns * layout.patchWidth
    let height = Int((pixelsPerRow * Double(layout.rows)).rounded())
    return Photo(
      image: picture.scaled(tile: layout.tile, width: width, height: max(1, height)),
      left: layout.firstColumn * layout.patchWidth,
      top: Int((pixelsPerRow * Double(layout.firstRow)).rounded()))
  }

  private func pixel(
    _ x: Int, _ y: Int, _ layout: PatchPlacement, _ colors: PatchColors, _ photo: Photo?
  ) -> RGB? {
    guard y < layout.pixelHeight else { return nil }
    return colors.color(of: layout.token(atPixel: x, y), photo: photo?[x, y])
  }

  /// Two pixels in a cell; equal ones need no character, which saves bytes and shows no seams.
  private func halfBlock(_ upper: RGB?, _ lower: RGB?) -> Cell {
    switch (upper, lower) {
    case (nil, nil): Cell()
    case (let only?, nil) where !state.traits.unicode, (nil, let only?) where !state.traits.unicode:
      Cell(" ", CellStyle(ground: .rgb(only)))
    case (let upper?, nil): Cell("▀", CellStyle(ink: .rgb(upper)))
    case (nil, let lower?): Cell("▄", CellStyle(ink: .rgb(lower)))
    case (let upper?, let lower?):
      if upper == lower || !state.traits.unicode {
        Cell(" ", CellStyle(ground: .rgb(upper)))
      } else {
        Cell("▀", CellStyle(ink: .rgb(upper), ground: .rgb(lower)))
      }
    }
  }

  /// Patches of one colour each: boundaries lie on eighths of a cell, so that all are equal.
  private func drawFlat(
    _ layout: PatchPlacement, _ colors: PatchColors, on grid: inout CellGrid
  ) {
    let eighths = ["▁", "▂", "▃", "▄", "▅", "▆", "▇"].map { Character($0) }
    let total = 4 * layout.pixelHeight
    for row in 0..<layout.area.height {
      let top = min(8 * row * layout.visibleRows / total, layout.visibleRows - 1)
      let next = top + 1
      // The boundary below the upper patch, in eighths of a row from the picture's top.
      let boundary = (2 * next * total + layout.visibleRows) / (2 * layout.visibleRows) - 8 * row
      for column in 0..<layout.area.width {
        let patchColumn = column / layout.patchWidth
        let upper = colors.color(
          of: layout.token(visibleRow: top, column: patchColumn), photo: nil)
        var cell = Cell(" ", CellStyle(ground: .rgb(upper)))
        if boundary < 8, next < layout.visibleRows, boundary > 0, state.traits.unicode {
          let lower = colors.color(
            of: layout.token(visibleRow: next, column: patchColumn), photo: nil)
          if lower != upper {
            cell = Cell(
              eighths[7 - boundary], CellStyle(ink: .rgb(lower), ground: .rgb(upper)))
          }
        }
        grid[layout.area.column + column, layout.area.row + row] = cell
      }
    }
  }

  /// What becomes of the patches and nothing else, in one pair of colours where two suffice: a
  /// terminal is told of a pair once, however many cells have it.
  private func drawMask(
    _ layout: PatchPlacement, _ colors: PatchColors, on grid: inout CellGrid
  ) {
    let most = colors.fates?.contains(.merged) == true ? PatchFate.merged : .pruned
    let (ink, ground) = (Self.color(of: .kept), Self.color(of: most))
    for row in 0..<layout.area.height {
      for column in 0..<layout.area.width {
        let (upper, lower) = (
          fate(column, 2 * row, layout, colors), fate(column, 2 * row + 1, layout, colors)
        )
        let pair: Set<PatchFate> = [.kept, most]
        let cell: Cell
        if let upper, let lower, state.traits.unicode, pair.isSuperset(of: [upper, lower]) {
          let character: Character =
            upper == lower ? (upper == .kept ? "█" : " ") : upper == .kept ? "▀" : "▄"
          cell = Cell(character, CellStyle(ink: .rgb(ink), ground: .rgb(ground)))
        } else {
          cell = halfBlock(upper.map(Self.color(of:)), lower.map(Self.color(of:)))
        }
        grid[layout.area.column + column, layout.area.row + row] = cell
      }
    }
  }

  /// What becomes of the patch at a pixel; nil below the picture.
  private func fate(
    _ x: Int, _ y: Int, _ layout: PatchPlacement, _ colors: PatchColors
  ) -> PatchFate? {
    guard y < layout.pixelHeight else { return nil }
    return colors.fates?[layout.token(atPixel: x, y)] ?? .kept
  }

  private static func color(of fate: PatchFate) -> RGB {
    switch fate {
    case .kept: RGB(grey: 218)
    case .merged: RGB(grey: 98)
    case .pruned: RGB(grey: 48)
    }
  }

  /// The picture before its tokens are there.
  private func drawBare(_ picture: SamplePicture, on grid: inout CellGrid) {
    let view = picture.views[0]
    let side = min(
      Double(area.width) / Double(view.width), Double(2 * area.height) / Double(view.height))
    let width = max(1, Int(side * Double(view.width)))
    let height = max(1, Int(side * Double(view.height)))
    let image = picture.scaled(width: width, height: height)
    let left = area.column + (area.width - width) / 2
    for row in 0..<((height + 1) / 2) {
      for column in 0..<width {
        let lower = 2 * row + 1 < height ? image[column, 2 * row + 1] : nil
        grid[left + column, area.row + row] = halfBlock(image[column, 2 * row], lower)
      }
    }
  }

  // MARK: Marks

  /// Signs of what became of the patches, and the letters of their groups.
  ///
  /// Lightness is not all that tells: they stand on every patch of two columns or more. Of two patches
  /// that share a cell the upper one's stands in the first column, the lower one's in the last.
  private func drawMarks(
    _ layout: PatchPlacement, _ colors: PatchColors, on grid: inout CellGrid
  ) {
    let signs = Signs(state)
    // Where all is kept there is nothing to tell.
    let tellsFates =
      colors.difference != nil || colors.fates.map { $0.contains { $0 != .kept } } ?? false
    for row in 0..<layout.visibleRows {
      for column in 0..<layout.visibleColumns {
        let token = layout.token(visibleRow: row, column: column)
        let isFellow = colors.groups?.marked.contains(token) == true
        guard let place = layout.marks(of: token), isFellow || layout.patchWidth > 1 else {
          continue
        }
        var at = place.first + (place.last - place.first) / 2
        if isFellow || tellsFates, let sign = sign(of: token, isFellow: isFellow, colors, signs) {
          // A patch that has only the lower half of its cell leaves the middle to the one above.
          if place.share == .lower { at = place.last }
          mark(sign, at, place.row, own(place.share, of: grid[at, place.row]), on: &grid)
        }
        if place.ownsCell, at < place.last, let letter = colors.groups?.letter(of: token) {
          mark(letter, at + 1, place.row, nil, on: &grid)
        }
      }
    }
  }

  private func sign(
    of token: Int, isFellow: Bool, _ colors: PatchColors, _ signs: Signs
  ) -> Character? {
    if let difference = colors.difference {
      return DifferenceColors.letter(of: difference.fates[token])
    }
    let fate = colors.fate(of: token)
    if isFellow { return fate == .kept ? signs.keptFellow : signs.fellow }
    switch fate {
    case .kept: return signs.kept
    case .merged: return signs.merged
    case .pruned, nil: return nil
    }
  }

  /// The colour of a patch of two that share a cell: its ink or its ground, by the character that
  /// divides it; nil where nothing does.
  private func own(_ share: PatchPlacement.MarkPlace.Share, of cell: Cell) -> RGB? {
    guard share != .whole, let character = cell.character, "▀▁▂▃▄▅▆▇".contains(character) else {
      return nil
    }
    let color = (character == "▀") == (share == .upper) ? cell.style.ink : cell.style.ground
    if case .rgb(let own) = color { return own }
    return nil
  }

  func mark(
    _ sign: Character, _ column: Int, _ row: Int, _ own: RGB?, on grid: inout CellGrid
  ) {
    let ground = own ?? ground(of: grid[column, row])
    // What the terminal draws for the ground may be lighter or darker than what was asked for.
    let seen = ColorQuantizer.shown(ground, on: state.traits.tier) ?? ground
    grid[column, row] = Cell(
      sign, CellStyle(ink: .rgb(state.colors.markInk(on: seen)), ground: .rgb(ground)))
  }

  private func drawCursor(_ layout: PictureLayout, on grid: inout CellGrid) {
    guard let place = layout.marks(of: state.cursor) else { return }
    grid.cursor = .init(column: min(place.first + 1, place.last), row: place.row)
    if isSmall, !isFocused, state.traits.tier != .mono {
      // Many small pictures: a mark in their own colours costs a tenth of a coloured one.
      let style = CellStyle(ink: .rgb(Self.color(of: .kept)), ground: .rgb(Self.color(of: .pruned)))
      grid[place.first, place.row] = Cell(state.traits.unicode ? "┼" : "+", style)
      return
    }
    if place.first == place.last {
      grid[place.first, place.row] = narrowCursor(place.share, over: grid[place.first, place.row])
      return
    }
    // A patch that has only the lower half of its cell must not look like the one above it.
    let isLow = place.share == .lower
    let brackets: [Character] =
      isLow ? (state.traits.unicode ? ["⌊", "⌋"] : ["{", "}"]) : ["[", "]"]
    for (column, bracket) in zip([place.first, place.last], brackets) {
      if state.traits.tier == .mono {
        grid[column, place.row] = Cell(bracket, CellStyle(bold: true))
      } else {
        // A frame of its own two colours is seen on any picture.
        grid[column, place.row] = Cell(
          bracket,
          CellStyle(
            ink: .rgb(state.colors.cursor.contrasting), ground: .rgb(state.colors.cursor),
            bold: true
          ))
      }
    }
  }

  /// The cursor on a patch of one column: its half of the cell, or a sign at that height.
  private func narrowCursor(_ share: PatchPlacement.MarkPlace.Share, over cell: Cell) -> Cell {
    let under = ground(of: cell)
    guard state.traits.unicode, share != .whole else {
      let sign: Character = share == .lower ? "," : share == .upper ? "'" : "+"
      return Cell(sign, CellStyle(ink: .rgb(under.contrasting), ground: .rgb(under), bold: true))
    }
    // The other half keeps its colour, which may be the ink of what is drawn here.
    let isLow = share == .lower
    let otherIsInk = cell.character == (isLow ? "▀" : "▄") || cell.character == "█"
    return Cell(
      isLow ? "▄" : "▀",
      CellStyle(ink: .rgb(state.colors.cursor), ground: otherIsInk ? cell.style.ink : .rgb(under)))
  }

  private func ground(of cell: Cell) -> RGB {
    if case .rgb(let color) = cell.style.ground { return color }
    return RGB(grey: 0)
  }

  // MARK: Characters

  /// Mono: `#` kept, `+` merged, `.` pruned, and behind it the tenth of the heat from 0 to 9 or the
  /// letter of the group.
  private func drawCharacters(
    _ layout: PatchPlacement, _ colors: PatchColors, on grid: inout CellGrid
  ) {
    let signs = Signs(state)
    let bare: Character = state.traits.unicode ? "·" : ":"
    for row in 0..<layout.visibleRows {
      for column in 0..<layout.visibleColumns {
        let token = layout.token(visibleRow: row, column: column)
        let fate = colors.fate(of: token)
        let isFellow = colors.groups?.marked.contains(token) == true
        let isOut = fate == .pruned || colors.difference != nil
        let mark = sign(of: token, isFellow: isFellow, colors, signs) ?? (isOut ? "." : bare)
        let at = layout.area.column + 1 + 2 * column
        grid[at, layout.area.row + row] = Cell(
          mark, CellStyle(bold: fate == .kept || isFellow))
        let heat = colors.heat?.position(of: token).map { Character("\(min(9, Int($0 * 10)))") }
        if let second = heat ?? colors.groups?.letter(of: token) {
          grid[at + 1, layout.area.row + row] = Cell(second, CellStyle(dim: !isFellow))
        }
      }
    }
  }

  /// A text in the picture's place, broken into lines.
  private func drawText(_ text: String, on grid: inout CellGrid) {
    for (index, line) in wrapped(text, to: max(1, area.width - 2)).prefix(area.height).enumerated()
    {
      grid.write(
        line, column: area.column + 1, row: area.row + min(1, area.height - 1) + index,
        limit: area.width - 1)
    }
  }
}

/// A window on a scaled picture.
private struct Photo {
  let image: Image
  let left: Int
  let top: Int

  subscript(x: Int, y: Int) -> RGB {
    image[min(left + x, image.width - 1), min(top + y, image.height - 1)]
  }
}
