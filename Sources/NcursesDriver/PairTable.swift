import CNcurses

/// The pairs of colours that ncurses was told of, numbered as they are first used.
///
/// ncurses walks the whole screen when a pair that is in use changes, so pairs are never reused one
/// by one: when a frame might need more than are left, all are forgotten at once.
struct PairTable {
  private let limit: Int
  private var numbers: [UInt64: Int32] = [:]
  private var last: (key: UInt64, number: Int32) = (0, 0)

  /// Creates a table for the terminal that is open.
  init() { limit = Int(curses_pair_count()) }

  /// Makes room for a frame.
  ///
  /// - Parameter cells: How many cells the frame has.
  /// - Returns: Whether all pairs were forgotten, so that every row must be written again.
  mutating func makeRoom(cells: Int) -> Bool {
    // With so few pairs that a frame may use all, forgetting would not help.
    guard limit > 2 * cells, limit - numbers.count - 1 < cells else { return false }
    curses_forget_pairs()
    numbers.removeAll(keepingCapacity: true)
    last = (0, 0)
    return true
  }

  /// The number of a pair of colours.
  ///
  /// - Parameters:
  ///   - ink: The colour's number as ncurses counts it, −1 for the terminal's own.
  ///   - ground: Likewise, behind the ink.
  /// - Returns: 0, the terminal's own colours, when no number is left.
  mutating func number(ink: Int32, ground: Int32) -> Int32 {
    if ink < 0 && ground < 0 { return 0 }
    let key = UInt64(UInt32(bitPattern: ink)) << 32 | UInt64(UInt32(bitPattern: ground))
    if last.number > 0, last.key == key { return last.number }
    if let number = numbers[key] {
      last = (key, number)
      return number
    }
    let number = Int32(numbers.count + 1)
    guard number < limit, curses_define_pair(number, ink, ground) else { return 0 }
    numbers[key] = number
    last = (key, number)
    return number
  }
}
