public import Imaging

/// What a layer of pixels shows: a value that knows how to draw itself.
///
/// A picture of a screen's size takes a while to draw and is only needed when it differs from the one
/// before, so that a layer holds what the picture depends on. Equal sources draw equal pictures.
public protocol PixelSource: Sendable, Equatable {
  /// Draws the picture.
  ///
  /// - Parameters:
  ///   - width: Pixels from left to right.
  ///   - height: Pixels from top to bottom.
  /// - Returns: A picture of just that size.
  func image(width: Int, height: Int) -> Image
}

extension PixelSource {
  fileprivate func isEqual(to other: any PixelSource) -> Bool { (other as? Self) == self }
}

/// Pixels on a rectangle of cells.
public struct PixelLayer: Sendable, Equatable {
  /// The most pixels of one layer: 24 MB of samples.
  public static let mostPixels = 8 << 20

  /// The cells.
  public let area: CellRect
  /// The size of a cell in pixels.
  public let cell: CellPixels
  /// What is shown on them.
  public let source: any PixelSource

  /// Declares a layer; nil when it has no cells, or more pixels than ``mostPixels``.
  ///
  /// - Parameters:
  ///   - area: The cells.
  ///   - cell: The size of a cell in pixels.
  ///   - source: What is shown on them.
  public init?(area: CellRect, cell: CellPixels, source: any PixelSource) {
    guard (1...4096).contains(area.width), (1...4096).contains(area.height),
      area.width * cell.width * area.height * cell.height <= Self.mostPixels
    else { return nil }
    self.area = area
    self.cell = cell
    self.source = source
  }

  /// Pixels from left to right.
  public var width: Int { area.width * cell.width }
  /// Pixels from top to bottom.
  public var height: Int { area.height * cell.height }

  /// Draws the picture; a source that draws one of another size traps.
  public func image() -> Image {
    let image = source.image(width: width, height: height)
    precondition(
      image.width == width && image.height == height,
      "a picture of \(image.width)×\(image.height) for a layer of \(width)×\(height)")
    return image
  }

  /// Whether another layer has the same pixels, wherever it lies.
  package func hasSamePixels(as other: PixelLayer) -> Bool {
    width == other.width && height == other.height && cell == other.cell
      && source.isEqual(to: other.source)
  }

  /// Whether two layers lie at one place and show the same.
  public static func == (one: PixelLayer, other: PixelLayer) -> Bool {
    one.area == other.area && one.hasSamePixels(as: other)
  }
}
