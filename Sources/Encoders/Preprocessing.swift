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

  /// Computes where the pixels of a view come from.
  ///
  /// For square views the formulas are those of the published processors. For other views the same
  /// formulas hold with "square" read as "the view's shape": `llava-pad` lengthens the axis that is
  /// too short to `Int(other · target / otherTarget)`, `hf-crop` scales the axis that is relatively
  /// shorter to its target and the other to `Int(target · length / shorter)`. Lengths truncate,
  /// offsets are floors of half the difference.
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
    case .stretch:
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
  public var picture: PixelBox {
    // A picture always reaches the view: padding keeps all of it, and a crop is never empty.
    PixelBox(
      columns: across.view(of: 0..<across.length) ?? 0..<0,
      rows: down.view(of: 0..<down.length) ?? 0..<0)
  }

  /// The share of the image's area that the view shows, in 0...1; less than 1 after a crop.
  public var shownShare: Double {
    let across = Double(across.window) / Double(across.scaled)
    return across * Double(down.window) / Double(down.scaled)
  }
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

/// An image as an encoder looks at it, with the way back to the image's own pixels.
public struct PreparedImage: Sendable, Equatable {
  /// The colour of padding: CLIP's mean colour, `int(255 · mean)` of each channel.
  public static let paddingColour = RGB(122, 116, 104)

  /// The pixels that the encoder sees.
  public let view: Image
  /// How the image was brought to the view's size.
  public let mode: PreprocessMode
  /// Where the view's pixels come from.
  public let geometry: ViewGeometry

  /// Brings an image to the size of an encoder's view, equal to the byte to the published code.
  ///
  /// - Parameters:
  ///   - image: An image of at least one pixel.
  ///   - mode: How; see ``ViewGeometry`` for the formulas.
  ///   - width: Pixels in a row of the view.
  ///   - height: Rows of the view.
  public init(_ image: Image, mode: PreprocessMode, width: Int = 336, height: Int = 336) {
    geometry = ViewGeometry(
      imageWidth: image.width, imageHeight: image.height, mode: mode, width: width, height: height)
    self.mode = mode
    view = image.resized(
      across: geometry.across, down: geometry.down, padding: Self.paddingColour)
  }

  /// The pixels of the image that a rectangle of the view shows; see ``ViewGeometry/source(of:)``.
  public func source(of box: PixelBox) -> PixelBox? { geometry.source(of: box) }

  /// The pixels of the image that one token of a grid looks at, or nil when it is all padding.
  ///
  /// - Parameters:
  ///   - token: A token of the grid.
  ///   - grid: A grid of one tile, not finer than the view.
  /// - Returns: A rectangle of the image.
  public func source(of token: Int, in grid: TokenGrid) -> PixelBox? {
    geometry.source(of: geometry.patch(token, of: grid))
  }

  /// The share of each patch that shows padding; see ``ViewGeometry/paddingFraction(grid:)``.
  public func paddingFraction(grid: TokenGrid) -> [Double] { geometry.paddingFraction(grid: grid) }
}
