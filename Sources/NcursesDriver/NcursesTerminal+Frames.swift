import CNcurses
import Glibc
import TerminalUI

/// How frames reach the terminal.
extension NcursesTerminal {
  /// Hands over what the terminal takes, and draws the newest frame if it may be drawn now.
  mutating func advance() {
    pump()
    _ = drawNext()
  }

  /// Hands over what the terminal takes.
  mutating func pump() {
    queue.pump()
    if queue.isBroken { isGone = true }
  }

  /// Draws the frame that waits; false when none does or it must go on waiting.
  mutating func drawNext() -> Bool {
    let now = Self.milliseconds()
    guard let grid = next, !isGone, queue.delay(now: now) == 0 else { return false }
    next = nil
    let frame = composed(grid)
    // More pixels are sent when the terminal has taken these, unless there is something newer.
    if !pixels.isComplete { next = grid }
    if !frame.isEmpty { queue.append(frame: frame, now: now) }
    pump()
    return true
  }

  /// The bytes that make the terminal show a grid.
  private mutating func composed(_ grid: CellGrid) -> [UInt8] {
    // Cells first: a picture of pixels may take its time.
    let begun = pixels.prepare(
      grid, size: (size.width, size.height), allowance: shown == nil ? nil : pixelAllowance)
    if painter.begin(cells: size.width * size.height) { shown = nil }
    if let shown, shown.width != grid.width || shown.height != grid.height { self.shown = nil }
    for row in 0..<size.height
    where grid.hasPixels(row) || !(shown?.hasSameRow(row, as: grid) ?? false) {
      painter.put(row, of: grid, columns: size.width, pixels: pixels)
    }
    let cursor = grid.cursor.flatMap { place in
      place.column >= 0 && place.row >= 0 && place.column < size.width && place.row < size.height
        ? place : nil
    }
    let count = curses_compose(Int32(cursor?.column ?? -1), Int32(cursor?.row ?? -1))
    shown = grid
    let frame = [UInt8](unsafeUninitializedCapacity: count) { buffer, taken in
      taken = curses_take_frame(buffer.baseAddress, count)
    }
    let whole = begun + frame + pixels.finish(frame, of: grid)
    countPictures()
    guard options.synchronised, traits.tier != .mono, !whole.isEmpty else { return whole }
    return Array("\u{1B}[?2026h".utf8) + whole + Array("\u{1B}[?2026l".utf8)
  }

  /// How many bytes of pixels go with one frame: little where a line may be slow, so that keys are
  /// answered in between.
  private var pixelAllowance: Int { facts.isRemote ? 128 << 10 : 512 << 10 }
}

extension CellGrid {
  /// Whether pixels are shown in a row, of which the terminal may have had less before.
  fileprivate func hasPixels(_ row: Int) -> Bool {
    row < height && layers.contains { row >= $0.area.row && row < $0.area.row + $0.area.height }
  }

  /// Whether a row is the same in two grids of one size; rows below both are.
  fileprivate func hasSameRow(_ row: Int, as other: CellGrid) -> Bool {
    guard row < height else { return true }
    let range = (row * width)..<((row + 1) * width)
    return cells[range] == other.cells[range]
  }
}
