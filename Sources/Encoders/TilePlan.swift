import Imaging
public import TokenFields

/// How LLaVA-NeXT cuts an image into tiles, so that more of its details are seen ("anyres").
///
/// Of some sizes (``ImageProcessing/GridPinpoint``) the one is taken on which most of the image's own
/// pixels are seen, and of those the one with the least padding; on a tie the first. The image is
/// resized to it as far as its shape allows, its other side rounded up, laid in the middle of a black
/// canvas of that size, and the canvas cut into views, row after row.
///
/// Arithmetic is in double precision exactly as published, since rounding decides some ties.
/// The original code reads each size as width and height; `LlavaNextImageProcessor` of transformers
/// reads the same numbers as height and width. The sizes of LLaVA-1.6 are the same set either way,
/// but not in the same order: of an image that has fewer pixels than one view and two sizes that
/// suit it alike, the original makes a tall canvas and transformers a wide one.
///
/// Source: `select_best_resolution` and `resize_and_pad_image` of LLaVA's `mm_utils.py`, and
/// `LlavaNextImageProcessor` of transformers 4.57.
public struct TilePlan: Sendable, Hashable {
  /// The canvas that the image is laid on.
  public let canvas: ImageProcessing.GridPinpoint
  /// The size of the image on the canvas.
  public let picture: ImageProcessing.GridPinpoint
  /// Tiles in a row of tiles.
  public let columns: Int
  /// Rows of tiles.
  public let rows: Int

  private let image: ImageProcessing.GridPinpoint

  /// Chooses a canvas for an image.
  ///
  /// - Parameters:
  ///   - imageWidth: Pixels in a row of the image, 1 or more.
  ///   - imageHeight: Rows of the image, 1 or more.
  ///   - processing: The views' size, and the sizes to choose from.
  /// - Complexity: O(sizes).
  public init(imageWidth: Int, imageHeight: Int, processing: ImageProcessing) {
    precondition(
      imageWidth > 0 && imageHeight > 0, "no tiles show an image of \(imageWidth)×\(imageHeight)")
    image = ImageProcessing.GridPinpoint(width: imageWidth, height: imageHeight)
    canvas = Self.best(of: processing.tileableSizes, for: image)
    picture = Self.fitted(image, on: canvas)
    columns = canvas.width / processing.width
    rows = canvas.height / processing.height
  }

  /// The size on which most of the image's own pixels are seen, then that with the least padding.
  private static func best(
    of sizes: [ImageProcessing.GridPinpoint], for image: ImageProcessing.GridPinpoint
  ) -> ImageProcessing.GridPinpoint {
    var best = sizes[0]
    var most = 0
    var leastWasted = Int.max
    for size in sizes {
      let scale = min(
        Double(size.width) / Double(image.width), Double(size.height) / Double(image.height))
      let scaled = Int(Double(image.width) * scale) * Int(Double(image.height) * scale)
      let effective = min(scaled, image.width * image.height)
      let wasted = size.width * size.height - effective
      if effective > most || effective == most && wasted < leastWasted {
        (best, most, leastWasted) = (size, effective, wasted)
      }
    }
    return best
  }

  /// The size of the image on a canvas: one side of the canvas's, the other rounded up.
  private static func fitted(
    _ image: ImageProcessing.GridPinpoint, on canvas: ImageProcessing.GridPinpoint
  ) -> ImageProcessing.GridPinpoint {
    let across = Double(canvas.width) / Double(image.width)
    let down = Double(canvas.height) / Double(image.height)
    if across < down {
      let height = Int((Double(image.height) * across).rounded(.up))
      return ImageProcessing.GridPinpoint(width: canvas.width, height: min(height, canvas.height))
    }
    let width = Int((Double(image.width) * down).rounded(.up))
    return ImageProcessing.GridPinpoint(width: min(width, canvas.width), height: canvas.height)
  }

  /// Where the pixels of each tile come from, row after row of tiles.
  public var geometries: [ViewGeometry] {
    let (width, height) = (canvas.width / columns, canvas.height / rows)
    let left = (canvas.width - picture.width) / 2
    let top = (canvas.height - picture.height) / 2
    return (0..<(rows * columns)).map { tile in
      let (row, column) = tile.quotientAndRemainder(dividingBy: columns)
      return ViewGeometry(
        across: ResizingAxis(
          length: image.width, scaled: picture.width, windowStart: column * width - left,
          window: width),
        down: ResizingAxis(
          length: image.height, scaled: picture.height, windowStart: row * height - top,
          window: height))
    }
  }

  /// How many visual tokens the language model receives when nothing is pruned.
  ///
  /// The tiles' patches are laid side by side, rows and columns of padding are cut off, a newline
  /// is added at the end of each row, and the patches of the whole image stand before them. The
  /// original code truncates without rounding first and may cut off one line more.
  ///
  /// Source: `unpad_image` and `pack_image_features` of transformers 4.57.
  ///
  /// - Parameter patches: How the patches of one view lie: a grid of one tile.
  /// - Returns: Patches of the whole image, patches of tiles, and newlines.
  public func receivedTokens(patches: TokenGrid) -> Int {
    var width = columns * patches.columns
    var height = rows * patches.rows
    // What is rounded to 7 places there are quotients of whole numbers, truncated here exactly.
    if image.width * height > width * image.height {
      height -= (height - image.height * width / image.width) / 2 * 2
    } else {
      width -= (width - image.width * height / image.height) / 2 * 2
    }
    return patches.count + height * (width + 1)
  }
}

extension ImageProcessing {
  /// The most tiles that an image is cut into: far more than any model asks for, and few enough that
  /// a damaged description does not take all memory.
  public static let mostTiles = 144

  /// The sizes that an image may be brought to before it is cut into views.
  ///
  /// Those of ``gridPinpoints`` that are whole views, no more than ``mostTiles`` of them; where there
  /// are none, LLaVA-1.6's in the order of its own code, which are 1×2, 2×1, 2×2, 3×1 and 1×3 views
  /// (columns and rows).
  public var tileableSizes: [GridPinpoint] {
    let usable = gridPinpoints.filter { size in
      guard size.width >= width, size.height >= height,
        size.width % width == 0, size.height % height == 0
      else { return false }
      let (columns, rows) = (size.width / width, size.height / height)
      return columns <= Self.mostTiles && rows <= Self.mostTiles && columns * rows <= Self.mostTiles
    }
    guard usable.isEmpty else { return usable }
    return [(1, 2), (2, 1), (2, 2), (3, 1), (1, 3)].map { columns, rows in
      GridPinpoint(width: columns * width, height: rows * height)
    }
  }
}
