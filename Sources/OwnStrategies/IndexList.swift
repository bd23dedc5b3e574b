internal import TensorFiles

/// Indices as somebody wrote them, and what must hold before they are tokens.
package enum IndexList {
  /// Reads whole numbers separated by white space or commas, all of them in square brackets or none.
  ///
  /// So are read: a JSON array, a list or an array as Python prints it, and numbers one a line.
  ///
  /// - Parameter text: The text; a byte order mark before it is passed over.
  /// - Returns: The numbers in their order; none for a text without any.
  /// - Throws: ``OwnStrategyError/Problem`` naming the first that is no whole number of 64 bits.
  package static func numbers(
    in text: [UInt8]
  ) throws(OwnStrategyError.Problem) -> [Int] {
    var rest = text[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    rest = rest.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    if rest.first == UInt8(ascii: "[") {
      guard rest.count > 1, rest.last == UInt8(ascii: "]") else { throw .openBracket }
      rest = rest.dropFirst().dropLast()
    }
    var numbers: [Int] = []
    for part in rest.split(whereSeparator: { isBlank($0) || $0 == UInt8(ascii: ",") }) {
      guard let number = number(part) else {
        throw .notANumber(
          position: numbers.count + 1, text: String(decoding: part.prefix(200), as: UTF8.self))
      }
      numbers.append(number)
    }
    return numbers
  }

  /// Holds numbers against a field.
  ///
  /// - Parameters:
  ///   - numbers: The numbers in their order.
  ///   - count: The number of tokens, n.
  /// - Throws: ``OwnStrategyError/Problem`` when there is none, one is outside of 0..<n, or one is
  ///   there twice.
  package static func check(
    _ numbers: [Int], of count: Int
  ) throws(OwnStrategyError.Problem) {
    guard !numbers.isEmpty else { throw .empty }
    var positions = [Int](repeating: 0, count: count)
    for (place, number) in numbers.enumerated() {
      guard positions.indices.contains(number) else {
        throw .outOfRange(position: place + 1, index: number, count: count)
      }
      guard positions[number] == 0 else {
        throw .duplicate(position: place + 1, first: positions[number], index: number)
      }
      positions[number] = place + 1
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    // No whole number of 64 bits is longer, and what is longer must not be copied.
    digits.count <= 20 ? Int(String(decoding: digits, as: UTF8.self)) : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
