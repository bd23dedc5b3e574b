/// The two ways in which terminals report their mouse.
enum MouseReport {
  /// The event of `ESC [ < code ; column ; row M` (or `m` for a release).
  static func modern(_ final: UInt8, parameters: ArraySlice<UInt8>) -> MouseEvent? {
    guard final == 0x4D || final == 0x6D,
      parameters.allSatisfy({ (0x30...0x3B).contains($0) })
    else { return nil }
    let numbers = KeySequences.numbers(in: parameters)
    guard numbers.count == 3 else { return nil }
    return event(
      code: numbers[0], column: numbers[1] - 1, row: numbers[2] - 1, released: final == 0x6D)
  }

  /// The event of the three bytes after `ESC [ M`, each 32 more than its value.
  static func old(_ bytes: [UInt8]) -> MouseEvent? {
    guard bytes.count == 3, bytes.allSatisfy({ $0 >= 32 }) else { return nil }
    let code = Int(bytes[0]) - 32
    // This form does not tell which button was released.
    let released = code & 0b1110_0011 == 3
    return event(
      code: released ? 0 : code, column: Int(bytes[1]) - 33, row: Int(bytes[2]) - 33,
      released: released)
  }

  private static func event(code: Int, column: Int, row: Int, released: Bool) -> MouseEvent? {
    guard (0..<10_000).contains(column), (0..<10_000).contains(row), code < 128 else { return nil }
    let button = code & 3
    let action: MouseEvent.Action
    if code & 64 != 0 {
      guard !released, button < 2 else { return nil }
      action = button == 0 ? .wheelUp : .wheelDown
    } else if code & 32 != 0 {
      guard button == 0 || button == 3 else { return nil }
      action = button == 0 ? .drag : .hover
    } else {
      guard button == 0 else { return nil }
      action = released ? .release : .press
    }
    return MouseEvent(action, column: column, row: row)
  }
}
