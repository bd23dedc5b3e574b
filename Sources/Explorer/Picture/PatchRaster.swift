internal import Analysis
internal import Encoders
internal import Figures
internal import Imaging
internal import SampleSets
internal import TerminalUI
internal import TokenFields

extension ExplorerState {
  /// Why no pixels can be drawn here; nil where they can.
  var pixelRefusal: String? {
    if traits.graphics.form == .none { return "this terminal draws no pixels, or does not say so" }
    if traits.cellPixels == nil { return "this terminal does not tell how many pixels a cell has" }
    if traits.tier == .mono { return "pixels need colours" }
    if traits.graphics.form == .kitty, !traits.unicode { return "pixels need more than ASCII here" }
    return nil
  }

  /// The picture where it is to be drawn: every tile must have its own view.
  var photo: SamplePicture? {
    guard choices.showsImage, let picture, let grid, picture.shows(grid) else { return nil }
    return picture
  }
}

/// The picture with its patches in pixels, for screens that draw them.
///
/// Patches are as wide as in cells and their boundaries lie on whole pixels, so that a place of the
/// mouse or of the cursor is the same patch in both. What becomes of a patch is told by lines beside
/// lightness: a frame around what is kept, corners around what is merged, both thicker in the marked
/// group.
struct PatchRaster: PixelSource {
  private let colors: PatchColors
  private let photo: SamplePicture?
  private let layout: PatchPlacement
  private let cell: CellPixels
  private let telling: Telling

  /// What is told of patches by lines and letters.
  private enum Telling {
    case nothing, fates, sides
  }

  /// The layer of a placement; nil where cells are drawn.
  ///
  /// A last row of cells of which the picture has only the upper half stays cells.
  static func layer(
    _ layout: PatchPlacement, _ colors: PatchColors, _ state: ExplorerState
  ) -> PixelLayer? {
    guard state.choices.showsPixels, state.pixelRefusal == nil, let cell = state.traits.cellPixels
    else { return nil }
    var area = layout.area
    area.height = min(area.height, layout.pixelHeight / 2)
    let raster = PatchRaster(
      colors: colors, photo: state.photo, layout: layout, cell: cell)
    return PixelLayer(area: area, cell: cell, source: raster)
  }

  private init(
    colors: PatchColors, photo: SamplePicture?, layout: PatchPlacement, cell: CellPixels
  ) {
    self.colors = colors
    self.photo = photo
    self.layout = layout
    self.cell = cell
    if colors.difference != nil {
      telling = .sides
    } else {
      // Where all is kept there is nothing to tell.
      telling = colors.fates?.contains { $0 != .kept } == true ? .fates : .nothing
    }
  }

  func image(width: Int, height: Int) -> Image {
    var image = Image(width: width, height: height, filledWith: .black)
    let photo = photo.map { window(of: $0, width: width, height: height) }
    for row in 0..<layout.visibleRows {
      let rows = firstPixel(ofRow: row)..<min(firstPixel(ofRow: row + 1), height)
      guard !rows.isEmpty else { continue }
      for column in 0..<layout.visibleColumns {
        let start = column * patchWidth
        let token = layout.token(visibleRow: row, column: column)
        let patch = PixelBox(columns: start..<min(start + patchWidth, width), rows: rows)
        paint(token, patch, photo, on: &image)
        tell(token, patch, on: &image)
      }
    }
    return image
  }

  /// Pixels of a patch from left to right.
  private var patchWidth: Int { layout.patchWidth * cell.width }

  /// The first row of pixels of a visible row of patches, as in cells but finer.
  private func firstPixel(ofRow row: Int) -> Int {
    let whole = layout.pixelHeight * cell.height
    return (row * whole + 2 * layout.visibleRows - 1) / (2 * layout.visibleRows)
  }

  /// The part of the picture that is seen.
  private func window(of picture: SamplePicture, width: Int, height: Int) -> Image {
    let view = picture.views[layout.tile]
    let whole = max(
      height + firstPixel(ofRow: layout.firstRow), firstPixel(ofRow: layout.rows))
    return picture.window(
      tile: layout.tile,
      across: ResizingAxis(
        length: view.width, scaled: max(width, layout.columns * patchWidth),
        windowStart: min(
          layout.firstColumn * patchWidth, max(0, layout.columns * patchWidth - width)),
        window: width),
      down: ResizingAxis(
        length: view.height, scaled: whole, windowStart: firstPixel(ofRow: layout.firstRow),
        window: height))
  }

  private func paint(_ token: Int, _ patch: PixelBox, _ photo: Image?, on image: inout Image) {
    guard let photo else {
      let color = colors.color(of: token, photo: nil)
      for y in patch.rows {
        for x in patch.columns { image[x, y] = color }
      }
      return
    }
    var last: (photo: RGB, color: RGB)?
    for y in patch.rows {
      for x in patch.columns {
        let pixel = photo[x, y]
        if let last, last.photo == pixel {
          image[x, y] = last.color
        } else {
          let color = colors.color(of: token, photo: pixel)
          last = (pixel, color)
          image[x, y] = color
        }
      }
    }
  }

  // MARK: Lines and letters

  /// Patches that are smaller have no room for lines.
  private static let smallest = 6

  private func tell(_ token: Int, _ patch: PixelBox, on image: inout Image) {
    guard min(patch.columns.count, patch.rows.count) >= Self.smallest else { return }
    let isFellow = colors.groups?.marked.contains(token) == true
    if telling == .fates || isFellow {
      switch colors.fate(of: token) {
      case .kept: frame(patch, thickness: isFellow ? 2 : 1, share: 1, on: &image)
      case .merged: frame(patch, thickness: isFellow ? 2 : 1, share: 0.25, on: &image)
      case .pruned, nil: break
      }
    }
    if telling == .sides, let side = colors.difference?.fates[token],
      let letter = DifferenceColors.letter(of: side)
    {
      write(letter, patch, on: &image)
    } else if let letter = colors.groups?.letter(of: token) {
      write(letter, patch, on: &image)
    }
  }

  /// Lines along the inside of a patch, of each side a share from both corners.
  private func frame(_ patch: PixelBox, thickness: Int, share: Double, on image: inout Image) {
    let ink = ink(on: patch, of: image)
    let (width, height) = (patch.columns.count, patch.rows.count)
    let (across, down) = (
      max(2, Int(share * Double(width))), max(2, Int(share * Double(height)))
    )
    for y in 0..<height {
      for x in 0..<width {
        let toSide = min(x, width - 1 - x)
        let toEnd = min(y, height - 1 - y)
        guard
          toSide < thickness && toEnd < down || toEnd < thickness && toSide < across
        else { continue }
        let place = (x: patch.columns.lowerBound + x, y: patch.rows.lowerBound + y)
        image[place.x, place.y] = image[place.x, place.y].mixed(with: ink, share: 0.75)
      }
    }
  }

  /// A letter in the lower right corner, on the colour of its middle.
  private func write(_ letter: Character, _ patch: PixelBox, on image: inout Image) {
    let side = min(patch.columns.count, patch.rows.count)
    let scale = min(4, side / 14)
    guard scale > 0 else { return }
    let (width, height) = (
      (BitmapFont.glyphWidth + 2) * scale, (BitmapFont.glyphHeight + 1) * scale
    )
    let ground = mean(of: patch, on: image)
    let (left, top) = (patch.columns.upperBound - width - 1, patch.rows.upperBound - height - 1)
    for y in top..<(top + height) {
      for x in left..<(left + width) { image[x, y] = ground }
    }
    BitmapFont.draw(
      String(letter), on: &image, x: left + scale, y: top + scale, scale: scale,
      color: ground.contrasting)
  }

  private func ink(on patch: PixelBox, of image: Image) -> RGB {
    mean(of: patch, on: image).contrasting
  }

  /// The mean colour of a patch, by a sample of its pixels.
  private func mean(of patch: PixelBox, on image: Image) -> RGB {
    var sum = (red: 0, green: 0, blue: 0, count: 0)
    let step = max(1, min(patch.columns.count, patch.rows.count) / 6)
    for y in stride(from: patch.rows.lowerBound, to: patch.rows.upperBound, by: step) {
      for x in stride(from: patch.columns.lowerBound, to: patch.columns.upperBound, by: step) {
        let color = image[x, y]
        sum.red += Int(color.red)
        sum.green += Int(color.green)
        sum.blue += Int(color.blue)
        sum.count += 1
      }
    }
    let count = max(1, sum.count)
    return RGB(UInt8(sum.red / count), UInt8(sum.green / count), UInt8(sum.blue / count))
  }
}
