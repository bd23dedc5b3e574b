/// Which keys the sequences of terminals stand for.
///
/// Modifiers are ignored, apart from Shift-Tab and what makes another character.
enum KeySequences {
  /// The key of a control character.
  static func control(_ byte: UInt8) -> Key {
    switch byte {
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x1B: .escape
    case 0x00: .control(" ")
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    default: .control(Character(Unicode.Scalar(byte + 0x40)))
    }
  }

  /// The key of `ESC [ parameters final`, or nil for what is no key.
  static func control(_ final: UInt8, parameters: ArraySlice<UInt8>) -> Key? {
    // A private marker or an intermediate byte makes it a reply, never a key.
    guard parameters.allSatisfy({ (0x30...0x3B).contains($0) }) else { return nil }
    let numbers = numbers(in: parameters)
    switch final {
    case 0x41, 0x61: return .up
    case 0x42, 0x62: return .down
    case 0x43, 0x63: return .right
    case 0x44, 0x64: return .left
    case 0x46: return .end
    case 0x48: return .home
    case 0x50, 0x51, 0x53: return .function(Int(final) - 0x4F)
    // `ESC [ 1 ; 2 R` is F3; with any other row it reports where the cursor is.
    case 0x52: return numbers.first ?? 1 == 1 ? .function(3) : nil
    case 0x5A: return .backTab
    case 0x7E, 0x5E, 0x40: return numbered(numbers)
    case 0x75: return coded(numbers.first ?? 0, modifier: numbers.dropFirst().first ?? 1)
    default: return nil
    }
  }

  /// The key of `ESC O final`, or nil for what is no key.
  static func shifted(_ final: UInt8) -> Key? {
    switch final {
    case 0x41, 0x61: return .up
    case 0x42, 0x62: return .down
    case 0x43, 0x63: return .right
    case 0x44, 0x64: return .left
    case 0x46: return .end
    case 0x48: return .home
    case 0x4D: return .enter
    case 0x50...0x53: return .function(Int(final) - 0x4F)
    case 0x58: return .character("=")
    // The keypad: `j` to `y` are the characters from `*` to `9`.
    case 0x6A...0x79: return .character(Character(Unicode.Scalar(final - 0x40)))
    default: return nil
    }
  }

  /// The key of `ESC [ number ~`.
  private static func numbered(_ numbers: [Int]) -> Key? {
    guard let number = numbers.first else { return nil }
    switch number {
    case 1, 7: return .home
    case 3: return .delete
    case 4, 8: return .end
    case 5: return .pageUp
    case 6: return .pageDown
    case 11...15: return .function(number - 10)
    case 17...21: return .function(number - 11)
    case 23...26: return .function(number - 12)
    case 28, 29: return .function(number - 13)
    case 31...34: return .function(number - 14)
    // xterm's modifyOtherKeys: `ESC [ 27 ; modifier ; code ~`.
    case 27 where numbers.count == 3: return coded(numbers[2], modifier: numbers[1])
    default: return nil
    }
  }

  /// The key of a character code with a modifier (1 plus 1 for Shift, 2 for Alt, 4 for Control).
  private static func coded(_ code: Int, modifier: Int) -> Key? {
    let flags = max(0, modifier - 1)
    switch code {
    case 9: return flags & 1 != 0 ? .backTab : .tab
    case 13: return .enter
    case 27: return .escape
    case 127, 8: return .backspace
    case 0x20...0x10FFFF:
      // Keys without a character sit in a private area in kitty's protocol.
      guard let scalar = Unicode.Scalar(UInt32(code)), !(0xE000...0xF8FF).contains(code),
        !(0x80...0x9F).contains(code)
      else { return nil }
      let character = Character(scalar)
      guard flags & 4 != 0 else {
        return .character(
          flags & 1 != 0 && character.isASCII ? Character(character.uppercased()) : character)
      }
      return .control(character.isASCII ? Character(character.lowercased()) : character)
    default: return nil
    }
  }

  /// The numbers between semicolons; sub-parameters after a colon are left out, none is 1.
  static func numbers(in parameters: ArraySlice<UInt8>) -> [Int] {
    guard !parameters.isEmpty else { return [] }
    return parameters.split(separator: 0x3B, omittingEmptySubsequences: false).map { part in
      var number: Int?
      for byte in part {
        guard (0x30...0x39).contains(byte) else { break }
        number = min((number ?? 0) * 10 + Int(byte - 0x30), 1 << 24)
      }
      return number ?? 1
    }
  }
}
