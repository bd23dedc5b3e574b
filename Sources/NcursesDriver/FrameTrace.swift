import TerminalUI

/// Follows what a frame writes where, since whatever is written over pixels erases them.
///
/// ncurses tells what it changed only by what it sends: it may also repeat characters that stand
/// where they should, or clear the rest of a row. The trace reads the sequences that it uses for
/// that; anything else that could write makes all places count as written.
package struct FrameTrace {
  /// The size of the screen in cells.
  package var size: (columns: Int, rows: Int)
  /// Where the cursor is; nil until a frame says so.
  private var place: (column: Int, row: Int)?
  /// Where it goes when it is restored.
  private var saved: (column: Int, row: Int)?

  /// Creates a trace of a screen whose cursor may be anywhere.
  package init(columns: Int, rows: Int) { size = (columns, rows) }

  /// Reads a frame.
  ///
  /// - Parameters:
  ///   - frame: The bytes of a whole frame.
  ///   - write: Called for each place that is written, counted row after row; maybe several times.
  /// - Returns: False when anything may have been written anywhere.
  package mutating func read(_ frame: [UInt8], write: (Int) -> Void) -> Bool {
    var rest = frame[...]
    while let byte = rest.first {
      switch byte {
      case 0x1B:
        guard readSequence(&rest, write) else { return false }
        continue
      case 0x0D: move { $0.column = 0 }
      case 0x0A:
        let last = size.rows - 1
        move { $0.row = min($0.row + 1, last) }
      case 0x08: move { $0.column = max(0, $0.column - 1) }
      case 0x09:
        let last = size.columns - 1
        move { $0.column = min(($0.column / 8 + 1) * 8, last) }
      case 0x07, 0x0E, 0x0F: break
      case 0x80...0xBF: break
      default:
        guard writeCharacter(rest, write) else { return false }
      }
      rest = rest.dropFirst()
    }
    return true
  }

  private mutating func move(_ change: (inout (column: Int, row: Int)) -> Void) {
    guard var at = place else { return }
    change(&at)
    place = at
  }

  /// A character takes one place or two; a mark that joins the one before it takes none.
  private mutating func writeCharacter(_ rest: ArraySlice<UInt8>, _ write: (Int) -> Void) -> Bool {
    guard let at = place else { return false }
    // Two columns for all that is not Latin: what is too much is only sent once more.
    let width = (rest.first ?? 0) < 0xE0 ? 1 : 2
    for column in at.column..<min(at.column + width, size.columns) {
      write(at.row * size.columns + column)
    }
    if let first = rest.first, first >= 0xC0 {
      let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      guard let text = String(validating: rest.prefix(length), as: UTF8.self),
        let character = text.first
      else { return false }
      place?.column = min(at.column + DisplayWidth.columns(of: character), size.columns)
    } else {
      place?.column = min(at.column + 1, size.columns)
    }
    return true
  }

  /// Reads one sequence and drops it; false for one that is not understood.
  private mutating func readSequence(
    _ rest: inout ArraySlice<UInt8>, _ write: (Int) -> Void
  ) -> Bool {
    rest = rest.dropFirst()
    guard let kind = rest.first else { return false }
    guard kind == 0x5B else {
      rest = rest.dropFirst()
      // A character set takes one more byte; the keypad's modes and the cursor's memory none.
      switch kind {
      case 0x28, 0x29: rest = rest.dropFirst()
      case 0x37: saved = place
      case 0x38: place = saved
      default: break
      }
      return [0x28, 0x29, 0x37, 0x38, 0x3D, 0x3E].contains(kind)
    }
    rest = rest.dropFirst()
    var parameters: [Int?] = [nil]
    var isPrivate = false
    while let byte = rest.first {
      rest = rest.dropFirst()
      switch byte {
      case 0x30...0x39:
        let digit = Int(byte) - 0x30
        parameters[parameters.count - 1] = min(
          (parameters.last.flatMap { $0 } ?? 0) * 10 + digit, 1 << 20)
      case 0x3B: parameters.append(nil)
      case 0x3A: break
      case 0x3C...0x3F: isPrivate = true
      case 0x40...0x7E: return isPrivate || apply(byte, parameters, write)
      default: return false
      }
    }
    return false
  }

  private mutating func apply(
    _ final: UInt8, _ parameters: [Int?], _ write: (Int) -> Void
  ) -> Bool {
    let first = parameters[0]
    let count = max(1, first ?? 1)
    switch final {
    case 0x48, 0x66:
      let column = parameters.count > 1 ? parameters[1] ?? 1 : 1
      place = (min(max(column, 1), size.columns) - 1, min(count, size.rows) - 1)
      return true
    // Colours, modes, and the shape of the cursor write nothing.
    case 0x6D, 0x68, 0x6C, 0x71: return true
    default: break
    }
    guard let at = place else { return false }
    switch final {
    case 0x41: place?.row = max(0, at.row - count)
    case 0x42: place?.row = min(size.rows - 1, at.row + count)
    case 0x43: place?.column = min(size.columns - 1, at.column + count)
    case 0x44: place?.column = max(0, min(at.column, size.columns - 1) - count)
    case 0x47: place?.column = min(count, size.columns) - 1
    case 0x64: place?.row = min(count, size.rows) - 1
    case 0x58: clear(at.row, at.column..<min(at.column + count, size.columns), write)
    case 0x4B:
      switch first ?? 0 {
      case 0: clear(at.row, at.column..<max(at.column, size.columns), write)
      case 1: clear(at.row, 0..<min(at.column + 1, size.columns), write)
      default: clear(at.row, 0..<size.columns, write)
      }
    default: return false
    }
    return true
  }

  private func clear(_ row: Int, _ columns: Range<Int>, _ write: (Int) -> Void) {
    for column in columns { write(row * size.columns + column) }
  }
}
