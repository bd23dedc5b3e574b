internal import Analysis
internal import Imaging
internal import TerminalUI

/// How pins look: a letter on a ground of its own that no photo or heat has.
enum PinStyle {
  /// Light grounds: dark letters on them have a contrast above 10.
  private static let grounds: [Character: RGB] = ["P": RGB(0, 255, 255), "Q": RGB(255, 175, 255)]

  /// The letter of a pin, small on a patch that is not kept.
  static func letter(_ pin: Pin, isKept: Bool) -> Character {
    isKept ? pin.letter : Character(pin.letter.lowercased())
  }

  /// The style of a pin's letter.
  static func style(_ pin: Pin, tier: ColorTier) -> CellStyle {
    if tier == .mono { return CellStyle(bold: true, reverse: true) }
    return CellStyle(
      ink: .rgb(RGB(grey: 10)), ground: .rgb(grounds[pin.letter] ?? .white), bold: true)
  }
}

extension PicturePanel {
  private var isMono: Bool { state.traits.tier == .mono }

  /// The signs of sinks and of padding, beside what tells of the patch whether it is kept.
  func drawSinks(_ layout: PictureLayout, _ colors: PatchColors, on grid: inout CellGrid) {
    guard let summary = state.summary else { return }
    for (token, isPadding) in (summary.isPadding ?? []).enumerated() where isPadding {
      drawSign(Signs.padding, on: token, layout, colors, on: &grid)
    }
    for sink in summary.sinks?.all ?? [] {
      drawSign(Signs.sink, on: sink.token, layout, colors, on: &grid)
    }
  }

  /// A sign in the column of a patch that its other sign leaves free: the last of two, else the first.
  private func drawSign(
    _ sign: Character, on token: Int, _ layout: PictureLayout, _ colors: PatchColors,
    on grid: inout CellGrid
  ) {
    guard let place = layout.marks(of: token) else { return }
    if isMono {
      grid[place.last, place.row] = Cell(sign, CellStyle(bold: true))
      return
    }
    // Of two patches that share a cell each has an end of its own.
    let isLast = (place.last - place.first == 1) != (place.share == .lower)
    let column = isLast ? place.last : place.first
    // The ground of a cell that two patches share may be the other's.
    mark(sign, column, place.row, place.ownsCell ? nil : colors.heatColor(of: token), on: &grid)
  }

  /// The letters of pinned patches: also where patches share cells, and under the cursor's frame where
  /// that leaves no cell between its sides.
  func drawPins(_ layout: PictureLayout, _ colors: PatchColors, on grid: inout CellGrid) {
    for pin in state.pins {
      guard let place = layout.marks(of: pin.token) else { continue }
      var column = place.first + (place.last - place.first) / 2
      let isUnderCursor = pin.token == state.cursor
      // A patch that has only the lower half of its cell leaves the middle to the one above; of two
      // columns the frame leaves the right one.
      if !isMono, place.share == .lower || isUnderCursor && place.last - place.first < 2 {
        column = place.last
      }
      let fate = colors.fate(of: pin.token)
      var style = PinStyle.style(pin, tier: state.traits.tier)
      if isUnderCursor, !isMono, place.last - place.first < 2 {
        style.ground = .rgb(state.colors.cursor)
      }
      grid[column, place.row] = Cell(
        PinStyle.letter(pin, isKept: fate == nil || fate == .kept), style)
    }
  }
}
