import Imaging
import TerminalUI
import Testing

/// Pixels that differ everywhere; a few cells are of one colour.
struct TestPixels: PixelSource {
  let seed: Int
  /// Cells, counted from the layer's corner, that are white.
  var white: [CellRect] = []
  static let cell = (width: 10, height: 20)

  func image(width: Int, height: Int) -> Image {
    var image = Image(width: width, height: height, filledWith: .white)
    for y in 0..<height {
      for x in 0..<width
      where !white.contains(where: {
        $0.contains(column: x / Self.cell.width, row: y / Self.cell.height)
      }) {
        image[x, y] = RGB(
          UInt8((x + seed) % 256), UInt8(y % 256), UInt8((x / 16 * y + seed) % 256))
      }
    }
    return image
  }

  /// A screen with these pixels on an area.
  static func grid(
    _ pixels: [TestPixels], at areas: [CellRect], width: Int = 60, height: Int = 20
  ) throws -> CellGrid {
    var grid = CellGrid(width: width, height: height)
    for (pixels, area) in zip(pixels, areas) {
      grid.fill(area, with: Cell("▒"))
      let size = try #require(CellPixels(width: cell.width, height: cell.height))
      grid.lay(try #require(PixelLayer(area: area, cell: size, source: pixels)))
    }
    return grid
  }

  /// The pixels that a place of the screen must show; nil for characters.
  static func wanted(_ column: Int, _ row: Int, of grid: CellGrid) -> Image? {
    let number = Int(grid[column, row].layer)
    guard number > 0 else { return nil }
    let layer = grid.layers[number - 1]
    let whole = layer.image()
    var image = Image(width: cell.width, height: cell.height, filledWith: .black)
    for y in 0..<cell.height {
      for x in 0..<cell.width {
        image[x, y] =
          whole[
            (column - layer.area.column) * cell.width + x, (row - layer.area.row) * cell.height + y]
      }
    }
    return image
  }
}
