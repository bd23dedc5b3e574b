/// Reads sixel as a terminal does, by the manual.
package struct SixelReader {
  /// Pixels from left to right, as the picture says.
  package private(set) var width = 0
  /// Pixels from top to bottom, as the picture says.
  package private(set) var height = 0
  /// The pixels that are drawn, by column and row, in percent.
  package private(set) var pixels: [[Int]: [Int]] = [:]

  /// What is read is no sixel, or draws a pixel twice.
  package struct Mistake: Error {
    /// Where, counted from the picture's end.
    let left: Int
  }

  private var rest: ArraySlice<UInt8>
  private var palette: [Int: [Int]] = [:]

  /// Reads one device control string.
  package init(_ bytes: [UInt8]) throws {
    let head = Array("\u{1B}P0;1;0q\"1;1;".utf8)
    guard bytes.starts(with: head), bytes.suffix(2) == [0x1B, 0x5C] else {
      throw Mistake(left: bytes.count)
    }
    rest = bytes.dropFirst(head.count).dropLast(2)
    width = number()
    rest = rest.dropFirst()
    height = number()
    try readPixels()
  }

  private mutating func number() -> Int {
    var value = 0
    while let byte = rest.first, (0x30...0x39).contains(byte) {
      value = 10 * value + Int(byte) - 0x30
      rest = rest.dropFirst()
    }
    return value
  }

  private mutating func readPixels() throws {
    var (x, y, color) = (0, 0, 0)
    while let byte = rest.popFirst() {
      switch byte {
      case 0x23:
        color = number()
        if rest.first == 0x3B { palette[color] = try readColor() }
      case 0x24: x = 0
      case 0x2D: (x, y) = (0, y + 6)
      default:
        let count = byte == 0x21 ? number() : 1
        let sixel = byte == 0x21 ? rest.popFirst() ?? 0 : byte
        guard (0x3F...0x7E).contains(sixel), let samples = palette[color], x + count <= width else {
          throw Mistake(left: rest.count)
        }
        for column in x..<(x + count) {
          for bit in 0..<6 where (sixel - 0x3F) >> bit & 1 == 1 {
            guard y + bit < height, pixels.updateValue(samples, forKey: [column, y + bit]) == nil
            else { throw Mistake(left: rest.count) }
          }
        }
        x += count
      }
    }
  }

  /// `;2;` and three samples in percent.
  private mutating func readColor() throws -> [Int] {
    let numbers = (0..<4).map { _ in
      rest = rest.dropFirst()
      return number()
    }
    guard numbers[0] == 2, numbers.dropFirst().allSatisfy({ $0 <= 100 }) else {
      throw Mistake(left: rest.count)
    }
    return Array(numbers.dropFirst())
  }
}
