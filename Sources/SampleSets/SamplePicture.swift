public import Encoders
public import Imaging
import Synchronization
public import TokenFields

/// The picture of a sample, prepared as the encoder sees it: one view, or one for each tile.
///
/// A reference, so that states stay small; two are equal when they are the same object. It keeps
/// the sizes that were drawn last, so that a frame does not scale it again.
public final class SamplePicture: Sendable, Equatable {
  /// The picture after preprocessing, with the map back to the source's pixels.
  public let prepared: PreparedImage

  /// What is drawn of each view: as much as its patches cover, which may be a few pixels less.
  public let views: [Image]

  private let scaled = Mutex<[(tile: Int, size: [Int], image: Image)]>([])

  private let windows = Mutex<[(tile: Int, axes: [ResizingAxis], image: Image)]>([])

  /// Wraps a prepared picture.
  ///
  /// - Parameters:
  ///   - prepared: The picture.
  ///   - grid: How the sample's tokens lie, so that what no patch covers is not drawn; nil to draw
  ///     everything.
  public init(_ prepared: PreparedImage, grid: TokenGrid? = nil) {
    self.prepared = prepared
    views = prepared.tiles.map { tile in grid.map { tile.view.covered(by: $0) } ?? tile.view }
  }

  /// Whether a grid has as many tiles as there are views.
  ///
  /// - Parameter grid: How the tokens of a sample lie.
  /// - Returns: Whether every tile has its picture.
  public func shows(_ grid: TokenGrid) -> Bool { grid.tiles == views.count }

  /// All views below one another, as figures draw tiles.
  public var stacked: Image {
    guard views.count > 1 else { return views[0] }
    return Image(
      width: views[0].width, height: views.reduce(0) { $0 + $1.height },
      samples: views.flatMap(\.samples))
  }

  /// A view averaged down (or enlarged) to a size.
  ///
  /// - Parameters:
  ///   - tile: The view, from 0.
  ///   - width: Pixels in a row of the result.
  ///   - height: Rows of the result.
  /// - Returns: A picture of that size.
  public func scaled(tile: Int = 0, width: Int, height: Int) -> Image {
    let size = [width, height]
    if let known = scaled.withLock({ $0.first { $0.tile == tile && $0.size == size } }) {
      return known.image
    }
    let image = views[tile].averaged(width: width, height: height)
    scaled.withLock { entries in
      entries.insert((tile, size, image), at: 0)
      if entries.count > 3 * views.count { entries.removeLast() }
    }
    return image
  }

  /// A window of a view at another size, smooth where it is enlarged.
  ///
  /// - Parameters:
  ///   - tile: The view, from 0.
  ///   - across: The horizontal axis; its length must be the view's width.
  ///   - down: The vertical axis; its length must be the view's height.
  /// - Returns: A picture of `across.window`×`down.window` pixels.
  public func window(tile: Int = 0, across: ResizingAxis, down: ResizingAxis) -> Image {
    let axes = [across, down]
    if let known = windows.withLock({ $0.first { $0.tile == tile && $0.axes == axes } }) {
      return known.image
    }
    let image = views[tile].resized(across: across, down: down, padding: RGB(grey: 0))
    windows.withLock { entries in
      entries.insert((tile, axes, image), at: 0)
      // The pictures of one screen are alike.
      if entries.count > views.count { entries.removeLast() }
    }
    return image
  }

  /// Whether both are one object.
  public static func == (one: SamplePicture, other: SamplePicture) -> Bool { one === other }
}

extension Image {
  /// The part that patches of whole pixels cover, from the upper left; all of it where there are more
  /// patches than pixels.
  fileprivate func covered(by grid: TokenGrid) -> Image {
    let (columns, rows) = (width / grid.columns * grid.columns, height / grid.rows * grid.rows)
    guard columns > 0, rows > 0, columns < width || rows < height else { return self }
    var samples: [UInt8] = []
    samples.reserveCapacity(3 * columns * rows)
    for row in 0..<rows {
      let start = 3 * row * width
      samples += self.samples[start..<(start + 3 * columns)]
    }
    return Image(width: columns, height: rows, samples: samples)
  }
}
