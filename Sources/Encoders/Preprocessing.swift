public import Imaging
public import TokenFields

/// An upright rectangle of whole pixels.
public struct PixelBox: Sendable, Hashable {
  /// Columns of pixels, counted from 0 at the left.
  public var columns: Range<Int>
  /// Rows of pixels, counted from 0 at the top.
  public var rows: Range<Int>

  /// Creates a rectangle from its columns and rows.
  public init(columns: Range<Int>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
  }
}

/// Where the pixels of an encoder's view come from.
public struct ViewGeometry: Sendable, Hashable {
  /// The horizontal axis: the image's columns, and the view's.
  public let across: ResizingAxis
  /// The vertical axis: the image's rows, and the view's.
  public let down: ResizingAxis

  /// Creates the way from an image to a view from its two axes.
  public init(across: ResizingAxis, down: ResizingAxis) {
    self.across = across
    self.down = down
  }

  /// Computes where the pixels of a view come from.
  ///
  /// For square views the formulas are those of the published processors. For other views the same
  /// formulas hold with "square" read as "the view's shape": `llava-pad` lengthens the axis that is
  /// too short to `Int(other · target / otherTarget)`, `hf-crop` scales the axis that is relatively
  /// shorter to its target and the other to `Int(target · length / shorter)`. Lengths truncate,
  /// offsets are floors of half the difference. Of `anyres` this is the first view, which shows the
  /// whole image stretched; ``TilePlan`` has the others.
  ///
  /// - Parameters:
  ///   - imageWidth: Pixels in a row of the image, 1 or more.
  ///   - imageHeight: Rows of the image, 1 or more.
  ///   - mode: How the image is brought to the view's size.
  ///   - width: Pixels in a row of the view, 1 or more.
  ///   - height: Rows of the view, 1 or more.
  public init(
    imageWidth: Int, imageHeight: Int, mode: PreprocessMode, width: Int, height: Int
  ) {
    precondition(
      imageWidth > 0 && imageHeight > 0 && width > 0 && height > 0,
      "no view of \(width)×\(height) pixels shows an image of \(imageWidth)×\(imageHeight)")
    // Wider than the view, relatively: then the height is the shorter side.
    let isWide = imageWidth * height > imageHeight * width
    switch mode {
    case .stretch, .anyres:
      across = ResizingAxis(length: imageWidth, scaled: width)
      down = ResizingAxis(length: imageHeight, scaled: height)
    case .llavaPad:
      across = .padding(
        imageWidth, to: isWide ? imageWidth : imageHeight * width / height, scaled: width)
      down = .padding(
        imageHeight, to: isWide ? imageWidth * height / width : imageHeight, scaled: height)
    case .hfCrop:
      across = .cropping(
        imageWidth, scaled: isWide ? height * imageWidth / imageHeight : width, to: width)
      down = .cropping(
        imageHeight, scaled: isWide ? height : width * imageHeight / imageWidth, to: height)
    }
  }

  /// The pixels of the image that a rectangle of the view shows, even in part.
  ///
  /// - Parameter box: A rectangle of the view; parts outside it are clipped.
  /// - Returns: A rectangle of the image, or nil when all of `box` is padding.
  public func source(of box: PixelBox) -> PixelBox? {
    guard let columns = across.source(of: box.columns), let rows = down.source(of: box.rows) else {
      return nil
    }
    return PixelBox(columns: columns, rows: rows)
  }

  /// The pixels of the view that a rectangle of the image reaches, even in part.
  ///
  /// - Parameter box: A rectangle of the image; parts outside it are clipped.
  /// - Returns: A rectangle of the view, or nil when all of `box` was cropped away.
  public func view(of box: PixelBox) -> PixelBox? {
    guard let columns = across.view(of: box.columns), let rows = down.view(of: box.rows) else {
      return nil
    }
    return PixelBox(columns: columns, rows: rows)
  }

  /// The rectangle of the view that one token of a grid looks at.
  ///
  /// Patches are as large as fit the view in whole pixels; what is left over at the right and at the
  /// bottom belongs to no patch (a view of 384 pixels has 27 patches of 14, and 6 pixels left).
  ///
  /// - Parameters:
  ///   - token: A token of the grid.
  ///   - grid: A grid of one tile, not finer than the view.
  /// - Returns: A rectangle of the view.
  public func patch(_ token: Int, of grid: TokenGrid) -> PixelBox {
    let width = across.window / grid.columns
    let height = down.window / grid.rows
    precondition(
      grid.tiles == 1 && width > 0 && height > 0,
      "a view of \(across.window)×\(down.window) pixels has no \(grid) patches")
    let (_, row, column) = grid.position(of: token)
    return PixelBox(
      columns: (column * width)..<((column + 1) * width),
      rows: (row * height)..<((row + 1) * height))
  }

  /// The share of each patch that shows padding.
  ///
  /// - Parameter grid: A grid of one tile, not finer than the view.
  /// - Returns: n shares of area, each in 0...1; all 0 unless the mode pads.
  public func paddingFraction(grid: TokenGrid) -> [Double] {
    (0..<grid.count).map { token in
      let box = patch(token, of: grid)
      return 1 - across.pictureShare(of: box.columns) * down.pictureShare(of: box.rows)
    }
  }

  /// The part of the view that shows the image, even in part; the rest is padding.
  ///
  /// Empty, 0×0 pixels, for a tile that lies on padding only.
  public var picture: PixelBox {
    guard let columns = across.view(of: 0..<across.length),
      let rows = down.view(of: 0..<down.length)
    else { return PixelBox(columns: 0..<0, rows: 0..<0) }
    return PixelBox(columns: columns, rows: rows)
  }

  /// The share of the image's area that the view shows, in 0...1; less than 1 after a crop and for
  /// a tile.
  public var shownShare: Double { across.shownShare * down.shownShare }
}

extension ResizingAxis {
  fileprivate static func padding(_ length: Int, to canvas: Int, scaled: Int) -> ResizingAxis {
    let canvas = max(canvas, length)
    return ResizingAxis(
      length: length, canvas: canvas, offset: (canvas - length) / 2, scaled: scaled)
  }

  fileprivate static func cropping(_ length: Int, scaled: Int, to window: Int) -> ResizingAxis {
    ResizingAxis(
      length: length, scaled: scaled, windowStart: (scaled - window) / 2, window: window)
  }
}
