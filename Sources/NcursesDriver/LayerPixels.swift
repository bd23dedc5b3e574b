package import Imaging
package import TerminalUI

/// The picture of a layer, drawn, cut into blocks of cells.
///
/// A layer is sent block by block, so that a change costs what it changes.
package struct LayerPixels {
  /// What was declared.
  package private(set) var layer: PixelLayer
  /// Its picture.
  package let image: Image
  /// The columns of cells of a block; the last ones of a row may be narrower.
  package let blockWidth: Int
  /// The rows of cells of a block; the lowest may be lower.
  package let blockHeight: Int

  /// Draws a layer.
  ///
  /// - Parameters:
  ///   - layer: What was declared.
  ///   - block: Columns and rows of a block.
  package init(_ layer: PixelLayer, block: (columns: Int, rows: Int)) {
    self.layer = layer
    image = layer.image()
    (blockWidth, blockHeight) = block
  }

  /// Blocks from left to right.
  package var across: Int { (layer.area.width + blockWidth - 1) / blockWidth }
  /// Blocks from top to bottom.
  package var down: Int { (layer.area.height + blockHeight - 1) / blockHeight }

  /// Draws again what was declared anew, unless it is the same picture, wherever it lies.
  ///
  /// - Parameters:
  ///   - old: What is known, in the order of the layers.
  ///   - layers: What is declared now.
  ///   - block: Columns and rows of a block, for a size of cells and an area.
  /// - Returns: One for each layer.
  package static func updated(
    _ old: [LayerPixels], to layers: [PixelLayer], block: (PixelLayer) -> (columns: Int, rows: Int)
  ) -> [LayerPixels] {
    layers.enumerated().map { index, layer in
      guard index < old.count, old[index].layer.hasSamePixels(as: layer) else {
        return LayerPixels(layer, block: block(layer))
      }
      var same = old[index]
      same.layer = layer
      return same
    }
  }

  /// The block at a place of the screen, and the place within it.
  package func block(column: Int, row: Int) -> (index: Int, column: Int, row: Int) {
    let (x, y) = (column - layer.area.column, row - layer.area.row)
    return (y / blockHeight * across + x / blockWidth, x % blockWidth, y % blockHeight)
  }

  /// The cells of a block, counted from the layer's corner.
  package func cells(ofBlock index: Int) -> CellRect {
    let (y, x) = index.quotientAndRemainder(dividingBy: across)
    return CellRect(
      column: x * blockWidth, row: y * blockHeight,
      width: min(blockWidth, layer.area.width - x * blockWidth),
      height: min(blockHeight, layer.area.height - y * blockHeight))
  }

  /// The samples of a rectangle of cells, counted from the layer's corner, row after row.
  package func samples(of cells: CellRect) -> [UInt8] {
    var samples: [UInt8] = []
    samples.reserveCapacity(
      3 * cells.width * layer.cell.width * cells.height * layer.cell.height)
    forEachRow(of: cells) { samples += image.samples[$0] }
    return samples
  }

  /// What stands for the pixels of a rectangle of cells: equal pixels have equal marks, and others do
  /// not but for one chance in 2¹²⁸.
  package func mark(of cells: CellRect) -> PixelMark {
    var first = Hasher()
    var second = Hasher()
    first.combine(cells.width * layer.cell.width)
    second.combine(-1 - cells.width * layer.cell.width)
    image.samples.withUnsafeBytes { samples in
      forEachRow(of: cells) { range in
        let row = UnsafeRawBufferPointer(rebasing: samples[range])
        first.combine(bytes: row)
        second.combine(bytes: row)
      }
    }
    return PixelMark(first: first.finalize(), second: second.finalize())
  }

  private func forEachRow(of cells: CellRect, _ body: (Range<Int>) -> Void) {
    let cell = layer.cell
    let width = 3 * cells.width * cell.width
    for y in (cells.row * cell.height)..<((cells.row + cells.height) * cell.height) {
      let start = 3 * (y * image.width + cells.column * cell.width)
      body(start..<(start + width))
    }
  }
}

/// What stands for the pixels of a rectangle.
package struct PixelMark: Hashable {
  let first: Int
  let second: Int
}
