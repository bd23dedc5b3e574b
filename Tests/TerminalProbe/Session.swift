import Imaging
import TerminalUI

/// What the probe shows: a line about the screen, colours, styles, and the latest events.
struct Session {
  /// More frames of noise than there are pairs of colours for.
  static let noiseFrames = 60

  var showsNoise = false
  /// Which picture of pixels is shown; 0 for none.
  var picture = 0
  /// Whether something lies over a part of it.
  var showsPopup = false
  var batches = 0
  private var lines: [String] = []
  private var frames = 0

  mutating func log(_ event: TerminalEvent) {
    guard case .traits(let traits) = event else { return note("\(event)") }
    note("traits " + Self.text(traits))
  }

  /// What a screen can do, in a few words; what is not known is left out.
  static func text(_ traits: ScreenTraits) -> String {
    var words = [traits.tier.rawValue, traits.unicode ? "unicode" : "ascii"]
    if traits.background != .unknown { words.append(traits.background.rawValue) }
    if let cell = traits.cellPixels { words.append("\(cell.width)x\(cell.height)") }
    if traits.graphics.form != .none { words.append(traits.graphics.form.rawValue) }
    if traits.graphics.needsPassthrough { words.append("wrapped") }
    return words.joined(separator: " ")
  }

  mutating func note(_ line: String) { lines.append("\(lines.count + 1) \(line)") }

  mutating func screen(_ size: (width: Int, height: Int), _ traits: ScreenTraits) -> CellGrid {
    frames += 1
    if showsNoise { return Self.noise(size, Self.noiseFrames) }
    var grid = CellGrid(width: size.width, height: size.height)
    grid.write("probe \(size.width)x\(size.height) " + Self.text(traits), column: 0, row: 0)
    for column in 0..<64 {
      let style = CellStyle(
        ink: .rgb(RGB(UInt8(column * 4), 0, 255)),
        ground: .rgb(RGB(UInt8(column), UInt8(255 - column), 7)))
      grid[column, 1] = Cell("▀", style)
    }
    grid.write("bold", column: 0, row: 2, style: CellStyle(bold: true))
    grid.write("under", column: 5, row: 2, style: CellStyle(underline: true))
    grid.write("reverse", column: 11, row: 2, style: CellStyle(reverse: true))
    grid.write("black", column: 20, row: 2, style: CellStyle(ground: .rgb(RGB(0, 0, 3))))
    grid.write("漢字 e\u{301}! ok", column: 0, row: 3)
    // Half of a wide character drawn over, and one that hangs over the edge.
    grid.write("漢", column: 20, row: 3)
    grid.write("x", column: 21, row: 3)
    grid[size.width - 1, 3] = Cell("字")
    grid.write("batches \(batches)", column: 0, row: 4)
    let room = max(0, size.height - 5)
    for (row, line) in lines.suffix(room).enumerated() {
      grid.write(line, column: 0, row: 5 + row)
    }
    if picture > 0 { drawPicture(on: &grid, traits) }
    grid.cursor = CellGrid.CellPlace(column: 3, row: 2)
    return grid
  }

  /// Where the picture lies.
  static let pictureArea = CellRect(column: 60, row: 6, width: 20, height: 10)

  private func drawPicture(on grid: inout CellGrid, _ traits: ScreenTraits) {
    grid.fill(Self.pictureArea, with: Cell("▒"))
    let cell = traits.cellPixels
    let layer = cell.flatMap {
      PixelLayer(area: Self.pictureArea, cell: $0, source: ProbePicture(number: picture))
    }
    if let layer { grid.lay(layer) }
    if showsPopup { grid.write("popup", column: 65, row: 8) }
  }

  /// A frame of which every cell has two colours of its own.
  static func noise(_ size: (width: Int, height: Int), _ frame: Int) -> CellGrid {
    var grid = CellGrid(width: size.width, height: size.height)
    for row in 0..<size.height {
      for column in 0..<size.width {
        grid[column, row] = Cell("▀", noiseStyle(column, row, frame))
      }
    }
    return grid
  }

  private static func noiseStyle(_ column: Int, _ row: Int, _ frame: Int) -> CellStyle {
    CellStyle(
      ink: .rgb(RGB(UInt8(column % 256), UInt8(row % 256), UInt8(frame))),
      ground: .rgb(RGB(UInt8(frame), UInt8(column % 256), UInt8(row % 256))))
  }
}

/// Pixels that differ everywhere; those of two pictures only in the upper left corner.
struct ProbePicture: PixelSource {
  let number: Int

  func image(width: Int, height: Int) -> Image {
    var image = Image(width: width, height: height, filledWith: .black)
    for y in 0..<height {
      for x in 0..<width { image[x, y] = RGB(UInt8(x % 256), UInt8(y % 256), UInt8(x * y % 256)) }
    }
    image[0, 0] = RGB(grey: UInt8(number % 256))
    return image
  }
}
