package import TerminalUI

/// The pictures that a terminal with kitty's protocol keeps for us: blocks of layers.
///
/// Blocks are known by their pixels, not by their place: one that the terminal has is never sent
/// again, so that going back and forth between two pictures costs cells only. How many it keeps is
/// bounded, and without layers it keeps none.
package struct KittyPictures {
  /// Columns and rows of a block, of a layer that is not unusually large.
  package static let block = (columns: 8, rows: 4)
  /// The most blocks of a layer.
  static let mostBlocks = 400
  /// How many blocks the terminal may keep beside those that are seen.
  package static let mostKept = 1024

  private let graphics: KittyGraphics
  private let numbers: KittyGraphics.Numbers
  private var layers: [LayerPixels] = []
  /// What stands for each block of each layer.
  private var marks: [[PixelMark]] = []
  /// The picture of each block of each layer; nil for one that the terminal does not have.
  private var pictures: [[Int?]] = []
  private var kept: [PixelMark: (picture: Int, lastUsed: Int)] = [:]
  private var free: [Int] = []
  private var frame = 0
  /// The numbers that were ever used are those below this.
  package private(set) var highest = 0
  /// Whether all that can be sent has been.
  package private(set) var isComplete = true

  /// Creates a store of which the terminal has nothing.
  package init(graphics: KittyGraphics, numbers: KittyGraphics.Numbers) {
    self.graphics = graphics
    self.numbers = numbers
  }

  /// How many pictures the terminal keeps.
  package var count: Int { kept.count }

  /// Takes over what a frame declares.
  ///
  /// - Parameters:
  ///   - grid: The frame.
  ///   - allowance: About how many bytes may be sent; nil for none at all. One block at least is
  ///     sent if any is missing.
  /// - Returns: What must be sent before the frame's cells.
  package mutating func prepare(_ grid: CellGrid, allowance: Int?) -> [UInt8] {
    frame += 1
    let old = layers
    layers = LayerPixels.updated(old, to: grid.layers, block: Self.block)
    marks = layers.enumerated().map { index, pixels in
      let isSame = index < old.count && old[index].layer.hasSamePixels(as: pixels.layer)
      return isSame
        ? marks[index]
        : (0..<(pixels.across * pixels.down)).map { pixels.mark(of: pixels.cells(ofBlock: $0)) }
    }
    pictures = layers.map { Array(repeating: nil, count: $0.across * $0.down) }
    isComplete = true
    var bytes: [UInt8] = []
    for (layer, block) in seenBlocks(of: grid) {
      let cells = layers[layer].cells(ofBlock: block)
      let mark = marks[layer][block]
      if let known = kept[mark] {
        kept[mark] = (known.picture, frame)
        pictures[layer][block] = known.picture
        continue
      }
      guard let allowance, bytes.isEmpty || bytes.count < allowance else {
        isComplete = false
        continue
      }
      // On a screen of more blocks than there are numbers the rest stays cells.
      guard let picture = takeNumber() else { continue }
      bytes += upload(cells, of: layers[layer], as: picture).utf8
      kept[mark] = (picture, frame)
      pictures[layer][block] = picture
    }
    return bytes
  }

  /// What must be sent after the cells: blocks that nobody sees any more are freed.
  package mutating func cleanUp() -> [UInt8] {
    var unseen = kept.filter { $0.value.lastUsed < frame }
    if !layers.isEmpty {
      let excess = unseen.count - Self.mostKept
      guard excess > 0 else { return [] }
      let oldest = unseen.sorted {
        ($0.value.lastUsed, $0.value.picture) < ($1.value.lastUsed, $1.value.picture)
      }
      unseen = Dictionary(uniqueKeysWithValues: oldest.prefix(excess).map { ($0.key, $0.value) })
    }
    var bytes: [UInt8] = []
    for (mark, entry) in unseen.sorted(by: { $0.value.picture < $1.value.picture }) {
      bytes += graphics.deletion(of: numbers.id(entry.picture)).utf8
      kept[mark] = nil
      free.append(entry.picture)
    }
    return bytes
  }

  /// Frees everything and returns what must be sent for it.
  package mutating func clear() -> [UInt8] {
    layers = []
    frame += 1
    return cleanUp()
  }

  /// The character of a cell that shows pixels and the colour of its ink; nil where it must show its
  /// own.
  package func placeholder(layer: UInt8, column: Int, row: Int) -> (scalars: [UInt32], ink: Int)? {
    let index = Int(layer) - 1
    guard layers.indices.contains(index) else { return nil }
    let place = layers[index].block(column: column, row: row)
    guard let picture = pictures[index][place.index] else { return nil }
    let scalars = KittyGraphics.placeholder(
      row: place.row, column: place.column, id: numbers.id(picture))
    return (scalars, numbers.color(picture))
  }

  private static func block(_ layer: PixelLayer) -> (columns: Int, rows: Int) {
    var block = Self.block
    while (layer.area.width / block.columns) * (layer.area.height / block.rows) > mostBlocks {
      block = (2 * block.columns, 2 * block.rows)
    }
    return block
  }

  /// The blocks of which a cell is seen, each once, in reading order.
  private func seenBlocks(of grid: CellGrid) -> [(layer: Int, block: Int)] {
    var isSeen = pictures.map { Array(repeating: false, count: $0.count) }
    for (place, cell) in grid.cells.enumerated() where cell.layer > 0 {
      let index = Int(cell.layer) - 1
      let block = layers[index].block(column: place % grid.width, row: place / grid.width).index
      isSeen[index][block] = true
    }
    return isSeen.indices.flatMap { layer in
      isSeen[layer].indices.filter { isSeen[layer][$0] }.map { (layer, $0) }
    }
  }

  private mutating func takeNumber() -> Int? {
    if let picture = free.popLast() { return picture }
    guard highest < KittyGraphics.Numbers.count else { return nil }
    highest += 1
    return highest - 1
  }

  private func upload(_ cells: CellRect, of pixels: LayerPixels, as picture: Int) -> String {
    graphics.upload(
      compressed: Zlib.compressed(pixels.samples(of: cells)), id: numbers.id(picture),
      width: cells.width * pixels.layer.cell.width, height: cells.height * pixels.layer.cell.height,
      columns: cells.width, rows: cells.height)
  }
}
