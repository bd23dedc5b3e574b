internal import Imaging
internal import Plots
internal import TerminalUI

/// All samples as dots over two axes, eight dots to a cell, or signs of density in ASCII.
///
/// Samples that do not pass the filter are faint, and left out where there are no colours. A cell has
/// the mean colour of its samples, or that of the thing most of them are.
struct ScatterPanel {
  let state: ExplorerState
  let scatter: Scatter
  /// The dots, without axes.
  let area: CellRect

  private var dotColumns: Int { state.traits.unicode ? 2 : 1 }
  private var dotRows: Int { state.traits.unicode ? 4 : 1 }

  // MARK: Places

  /// The place of a sample in dots from the upper left corner; nil where it has none.
  func dot(of sample: Int) -> (x: Double, y: Double)? {
    guard scatter.has(sample) else { return nil }
    return dot(x: scatter.x[sample], y: scatter.y[sample])
  }

  /// The place of values in dots.
  func dot(x: Double, y: Double) -> (x: Double, y: Double) {
    guard let xAxis = scatter.xAxis, let yAxis = scatter.yAxis else { return (0, 0) }
    return (
      xAxis.position(of: x) * Double(area.width * dotColumns - 1),
      (1 - yAxis.position(of: y)) * Double(area.height * dotRows - 1)
    )
  }

  /// The values at the middle of a cell, held to the axes.
  func place(column: Int, row: Int) -> (x: Double, y: Double)? {
    guard let xAxis = scatter.xAxis, let yAxis = scatter.yAxis, area.width > 1, area.height > 1
    else { return nil }
    let across = (Double(column - area.column) + 0.5) / Double(area.width)
    let down = (Double(row - area.row) + 0.5) / Double(area.height)
    return (
      xAxis.value(at: min(max(across, 0), 1)), yAxis.value(at: 1 - min(max(down, 0), 1))
    )
  }

  /// The cell of values.
  private func cell(x: Double, y: Double) -> (column: Int, row: Int) {
    let dot = dot(x: x, y: y)
    return (
      area.column + Self.held(dot.x, below: area.width * dotColumns) / dotColumns,
      area.row + Self.held(dot.y, below: area.height * dotRows) / dotRows
    )
  }

  /// The whole number next to a place, in 0..<end; 0 for what is not a number.
  private static func held(_ place: Double, below end: Int) -> Int {
    place > 0 ? Int(min(place.rounded(), Double(max(end - 1, 0)))) : 0
  }

  /// The most samples that have a sign of a cell each.
  private static let few = 150

  // MARK: Drawing

  func draw(on grid: inout CellGrid) {
    guard area.width > 1, area.height > 1, scatter.known > 0 else { return }
    ScatterLines(panel: self).draw(on: &grid)
    drawDots(on: &grid)
    ScatterLines(panel: self).label(on: &grid)
    drawBrush(on: &grid)
    drawSigns(on: &grid)
  }

  /// What lies in the cells of the plot.
  private struct Cells {
    var masks: [UInt8]
    var counts: [Int32]
    /// Sums of places on the ramp with how many there are, or counts of things, by cell.
    var sums: [Float]
    var coloured: [Int32]
    var faint: [UInt8]

    init(_ count: Int, things: Int) {
      masks = Array(repeating: 0, count: count)
      counts = Array(repeating: 0, count: count)
      sums = Array(repeating: 0, count: things == 0 ? count : 0)
      coloured = Array(repeating: 0, count: count * max(things, 1))
      faint = masks
    }
  }

  private static let bits: [UInt8] = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80]

  private func drawDots(on grid: inout CellGrid) {
    let cells = gathered()
    let look = ScatterLook(state, scatter.color)
    for row in 0..<area.height {
      for column in 0..<area.width {
        let index = row * area.width + column
        let isFaint = cells.counts[index] == 0
        guard !isFaint || cells.faint[index] != 0 else { continue }
        let style =
          isFaint
          ? look.faint : look.style(value: value(index, cells), things: things(index, cells))
        grid[area.column + column, area.row + row] = Cell(
          sign(isFaint ? cells.faint[index] : cells.masks[index], Int(cells.counts[index])), style)
      }
    }
  }

  private func sign(_ mask: UInt8, _ count: Int) -> Character {
    guard state.traits.unicode else { return count < 2 ? "." : count < 5 ? ":" : "#" }
    // A single dot of eight is hardly seen; where there is room, a sample has a whole sign.
    if scatter.known <= Self.few { return "•" }
    return Unicode.Scalar(0x2800 + UInt32(mask)).map(Character.init) ?? "*"
  }

  private func value(_ index: Int, _ cells: Cells) -> Double? {
    guard !cells.sums.isEmpty, cells.coloured[index] > 0 else { return nil }
    return Double(cells.sums[index]) / Double(cells.coloured[index])
  }

  private func things(_ index: Int, _ cells: Cells) -> Int? {
    guard cells.sums.isEmpty, let count = scatter.color?.things.count, count > 0 else { return nil }
    var best: (thing: Int, count: Int32) = (0, 0)
    for thing in 0..<count where cells.coloured[index * count + thing] > best.count {
      best = (thing, cells.coloured[index * count + thing])
    }
    return best.count > 0 ? best.thing : nil
  }

  /// Goes through all samples once.
  private func gathered() -> Cells {
    let color = scatter.color
    let thingCount = color?.things.count ?? 0
    var cells = Cells(area.width * area.height, things: thingCount)
    guard let xAxis = scatter.xAxis, let yAxis = scatter.yAxis else { return cells }
    let (width, height) = (area.width * dotColumns, area.height * dotRows)
    let (unicode, showsFaint) = (state.traits.unicode, state.traits.tier != .mono)
    let arrangement = state.shelf.arrangement
    for sample in scatter.x.indices where !scatter.x[sample].isNaN {
      let across = (xAxis.position(of: scatter.x[sample]) * Double(width - 1)).rounded()
      let down = ((1 - yAxis.position(of: scatter.y[sample])) * Double(height - 1)).rounded()
      guard (0..<Double(width)).contains(across), (0..<Double(height)).contains(down) else {
        continue
      }
      let (x, y) = (Int(across), Int(down))
      let index = unicode ? y / 4 * area.width + x / 2 : y * area.width + x
      let bit = unicode ? Self.bits[x % 2 * 4 + y % 4] : 1
      guard arrangement.place(of: sample) != nil else {
        if showsFaint { cells.faint[index] |= bit }
        continue
      }
      cells.masks[index] |= bit
      cells.counts[index] += 1
      guard let color, !color.values[sample].isNaN else { continue }
      if thingCount > 0 {
        cells.coloured[index * thingCount + Int(color.values[sample])] += 1
      } else {
        cells.sums[index] += Float(color.values[sample])
        cells.coloured[index] += 1
      }
    }
    return cells
  }

  private func drawBrush(on grid: inout CellGrid) {
    guard let brush = state.datasetView.brush else { return }
    let from = cell(x: brush.x.lowerBound, y: brush.y.upperBound)
    let to = cell(x: brush.x.upperBound, y: brush.y.lowerBound)
    let signs: [Character] =
      state.traits.unicode ? ["─", "│", "┌", "┐", "└", "┘"] : ["-", "|", "+", "+", "+", "+"]
    let style = CellStyle(bold: true)
    for column in from.column...to.column {
      grid[column, from.row] = Cell(signs[0], style)
      grid[column, to.row] = Cell(signs[0], style)
    }
    for row in from.row...to.row {
      grid[from.column, row] = Cell(signs[1], style)
      grid[to.column, row] = Cell(signs[1], style)
    }
    guard from != to else { return }
    grid[from.column, from.row] = Cell(signs[2], style)
    grid[to.column, from.row] = Cell(signs[3], style)
    grid[from.column, to.row] = Cell(signs[4], style)
    grid[to.column, to.row] = Cell(signs[5], style)
  }

  /// The sample on screen and the one under the cursor.
  private func drawSigns(on grid: inout CellGrid) {
    let unicode = state.traits.unicode
    if scatter.has(state.sampleIndex) {
      let place = cell(x: scatter.x[state.sampleIndex], y: scatter.y[state.sampleIndex])
      grid[place.column, place.row] = Cell(unicode ? "◇" : "o", CellStyle(bold: true))
    }
    guard let sample = state.underCursor else { return }
    let place = cell(x: scatter.x[sample], y: scatter.y[sample])
    var style = CellStyle(bold: true, reverse: state.traits.tier == .mono)
    if state.traits.tier != .mono {
      style.ground = .rgb(state.colors.cursor)
      style.ink = .rgb(state.colors.cursor.contrasting)
    }
    grid[place.column, place.row] = Cell(unicode ? "◆" : "@", style)
    grid.cursor = .init(column: place.column, row: place.row)
  }
}

/// The colours of dots.
struct ScatterLook {
  private let ramp: ColorRamp
  private let plain: CellStyle
  private let palette: [RGB]
  private let isMono: Bool
  private let ground: ScreenBackground
  /// Dots that do not pass the filter.
  let faint: CellStyle

  init(_ state: ExplorerState, _ color: ScatterColor?) {
    let traits = state.traits
    isMono = traits.tier == .mono
    ground = traits.background
    let ramp = ColorRamp(state.colorMap, on: traits.tier)
    self.ramp = ramp
    let colors = PlotPalette.colors(on: traits.tier, ground: traits.background)
    let wanted = color?.things.count ?? 0
    // Sixteen colours, or too few: steps of the ramp tell as well.
    palette =
      colors.count >= wanted
      ? colors
      : (0..<wanted).map {
        ramp.color(at: Self.seen(Double($0) / Double(max(wanted - 1, 1)), traits.background))
      }
    plain =
      colors.isEmpty || color != nil
      ? CellStyle() : CellStyle(ink: .rgb(colors[0]))
    faint =
      isMono
      ? CellStyle(dim: true)
      : CellStyle(ink: .rgb(PlotPalette.reference(on: traits.background)), dim: true)
  }

  /// Places of the ramp whose colours stand out from the ground.
  static func seen(_ position: Double, _ ground: ScreenBackground) -> Double {
    ground == .light ? position * 0.8 : 0.2 + position * 0.8
  }

  /// The style of a cell.
  ///
  /// - Parameters:
  ///   - value: The mean place on the ramp; nil where nothing is known, or there is none.
  ///   - things: The thing most samples are.
  /// - Returns: The ink of its dots.
  func style(value: Double?, things: Int?) -> CellStyle {
    if isMono { return CellStyle() }
    if let value { return CellStyle(ink: .rgb(color(at: value))) }
    if let things, palette.indices.contains(things) {
      return CellStyle(ink: .rgb(palette[things]))
    }
    return plain
  }

  /// The colour at a place of the ramp.
  func color(at position: Double) -> RGB { ramp.color(at: Self.seen(position, ground)) }
}
