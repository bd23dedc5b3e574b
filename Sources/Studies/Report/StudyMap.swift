public import Figures
public import Imaging
public import TokenFields

/// How many of a set's images keep each patch of their grid, under one strategy at one budget.
public struct StudyMap: Sendable, Equatable {
  /// The strategy's label.
  public let strategy: String
  /// The budget as it was asked for.
  public let budget: String
  /// How the tokens lie.
  public let grid: TokenGrid
  /// How many images were counted.
  public let images: Int
  /// For each token of the grid the share of images that keep it, 0...1.
  public let shares: [Double]

  /// Creates a map; a share for each token of the grid.
  public init(
    strategy: String, budget: String, grid: TokenGrid, images: Int, shares: [Double]
  ) {
    precondition(shares.count == grid.count, "a map of \(grid) needs \(grid.count) shares")
    self.strategy = strategy
    self.budget = budget
    self.grid = grid
    self.images = images
    self.shares = shares
  }

  /// The map as colours from 0 to the largest share, to be drawn at any size; tiles are stacked.
  public var heatMap: HeatMap {
    HeatMap(
      values: shares, grid: grid, title: "\(strategy) at \(budget), \(StudyText.images(images))",
      range: 0...max(shares.max() ?? 0, 1e-9))
  }

  /// The map as a picture with title and legend, about 400 pixels wide.
  public func figure() -> Image {
    let side = max(1, 384 / max(grid.columns, grid.rows * grid.tiles))
    return heatMap.drawn(width: side * grid.columns, height: side * grid.rows * grid.tiles)
  }

  /// Several maps in one picture, with their strategies above them.
  ///
  /// - Parameters:
  ///   - maps: The maps, at least one.
  ///   - columns: How many stand side by side.
  /// - Returns: A picture on white; each map has its own scale, from 0 to its largest share, which
  ///   stands above it.
  public static func sheet(_ maps: [StudyMap], columns: Int = 6) -> Image {
    let panels = maps.map { map in
      let side = max(1, 192 / max(map.grid.columns, map.grid.rows * map.grid.tiles))
      return Strip.Panel(
        image: map.heatMap.drawnPatches(
          width: side * map.grid.columns, height: side * map.grid.rows * map.grid.tiles),
        lines: [
          map.strategy, "at \(map.budget), up to \(StudyText.fixed(map.shares.max() ?? 0, 2))",
        ])
    }
    return Strip(panels: panels, columns: columns).drawn()
  }
}
