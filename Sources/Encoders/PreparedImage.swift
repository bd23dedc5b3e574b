public import Imaging
public import TokenFields

/// One view of an image, with the way back to the image's own pixels.
public struct PreparedTile: Sendable, Equatable {
  /// The pixels that the encoder sees.
  public let view: Image
  /// Where the view's pixels come from.
  public let geometry: ViewGeometry

  /// Creates a view.
  public init(view: Image, geometry: ViewGeometry) {
    self.view = view
    self.geometry = geometry
  }
}

/// An image as an encoder looks at it, with the way back to the image's own pixels.
///
/// Most ways of preparing make one view. `anyres` makes several of equal size: the whole image, then
/// the tiles of a larger picture of it, row after row.
public struct PreparedImage: Sendable, Equatable {
  /// The colour of padding: CLIP's mean colour, `int(255 · mean)` of each channel.
  public static let paddingColour = ImageProcessing.clip().paddingColour

  /// What the encoder sees: one view or several, of equal size.
  public let tiles: [PreparedTile]
  /// How the image was brought to the views' size.
  public let mode: PreprocessMode
  /// How the image was cut into tiles; nil where it was not.
  public let plan: TilePlan?

  /// The pixels of the first view, which is the only one unless there are tiles.
  public var view: Image { tiles[0].view }

  /// Where the first view's pixels come from.
  public var geometry: ViewGeometry { tiles[0].geometry }

  /// Brings an image to what an encoder sees, equal to the byte to the published code.
  ///
  /// - Parameters:
  ///   - image: An image of at least one pixel.
  ///   - mode: How; see ``ViewGeometry`` and ``TilePlan`` for the formulas.
  ///   - processing: The views' size, the colour of padding, and the sizes of pictures to cut.
  public init(_ image: Image, mode: PreprocessMode, processing: ImageProcessing) {
    var geometries = [
      ViewGeometry(
        imageWidth: image.width, imageHeight: image.height, mode: mode, width: processing.width,
        height: processing.height)
    ]
    plan =
      mode == .anyres
      ? TilePlan(imageWidth: image.width, imageHeight: image.height, processing: processing) : nil
    geometries += plan?.geometries ?? []
    // Tiles are pasted on black, whatever the model's mean colour is.
    let padding = mode == .anyres ? RGB(grey: 0) : processing.paddingColour
    self.mode = mode
    tiles = geometries.map { geometry in
      let view = image.resized(across: geometry.across, down: geometry.down, padding: padding)
      return PreparedTile(view: view, geometry: geometry)
    }
  }

  /// Brings an image to what an encoder with CLIP's colours sees.
  ///
  /// - Parameters:
  ///   - image: An image of at least one pixel.
  ///   - mode: How; see ``ViewGeometry`` and ``TilePlan`` for the formulas.
  ///   - width: Pixels in a row of a view.
  ///   - height: Rows of a view.
  public init(_ image: Image, mode: PreprocessMode, width: Int = 336, height: Int = 336) {
    self.init(
      image, mode: mode, processing: .clip(width: width, height: height, mode: mode))
  }

  /// The same views with red and blue exchanged, as a library that reads blue first would show them.
  public var blueGreenRed: PreparedImage {
    PreparedImage(
      tiles: tiles.map { tile in
        var samples = tile.view.samples
        for pixel in stride(from: 0, to: samples.count, by: 3) {
          samples.swapAt(pixel, pixel + 2)
        }
        return PreparedTile(
          view: Image(width: tile.view.width, height: tile.view.height, samples: samples),
          geometry: tile.geometry)
      }, mode: mode, plan: plan)
  }

  private init(tiles: [PreparedTile], mode: PreprocessMode, plan: TilePlan?) {
    self.tiles = tiles
    self.mode = mode
    self.plan = plan
  }

  /// The pixels of the image that a rectangle of the first view shows; see
  /// ``ViewGeometry/source(of:)``.
  public func source(of box: PixelBox) -> PixelBox? { geometry.source(of: box) }

  /// How the tokens of all views lie.
  ///
  /// - Parameter patches: How those of one view lie: a grid of one tile.
  /// - Returns: As many tiles of that grid as there are views.
  public func grid(of patches: TokenGrid) -> TokenGrid {
    precondition(patches.tiles == 1, "\(patches) patches are not those of one view")
    return TokenGrid(tiles: tiles.count, rows: patches.rows, columns: patches.columns)
  }

  /// The pixels of the image that one token of a grid looks at, or nil when it is all padding.
  ///
  /// - Parameters:
  ///   - token: A token of the grid.
  ///   - grid: A grid of as many tiles as there are views, not finer than a view.
  /// - Returns: A rectangle of the image.
  public func source(of token: Int, in grid: TokenGrid) -> PixelBox? {
    let patches = patches(of: grid)
    let (tile, place) = token.quotientAndRemainder(dividingBy: grid.tileCount)
    let geometry = tiles[tile].geometry
    return geometry.source(of: geometry.patch(place, of: patches))
  }

  /// The share of each patch that shows padding; see ``ViewGeometry/paddingFraction(grid:)``.
  ///
  /// - Parameter grid: A grid of as many tiles as there are views, not finer than a view.
  /// - Returns: n shares of area, each in 0...1.
  public func paddingFraction(grid: TokenGrid) -> [Double] {
    let patches = patches(of: grid)
    return tiles.flatMap { $0.geometry.paddingFraction(grid: patches) }
  }

  /// The patches of one view of a grid of all.
  private func patches(of grid: TokenGrid) -> TokenGrid {
    precondition(
      grid.tiles == tiles.count, "\(tiles.count) views do not show the tiles of \(grid) tokens")
    return TokenGrid(rows: grid.rows, columns: grid.columns)
  }
}
