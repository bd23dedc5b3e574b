public import Imaging

/// A terminal's answer to a question, read from bytes that may be anything.
///
/// Sources: "XTerm Control Sequences" for all but the last, kitty's graphics protocol for that.
public enum TerminalReply: Sendable, Hashable {
  /// Its name and version (XTVERSION), printable ASCII of at most 80 characters.
  case version(String)
  /// Whether it still knew the 24-bit ground 1, 2, 3 that it was given (DECRQSS of SGR).
  case directColor(Bool)
  /// The colour of its own ground (OSC 11).
  case background(RGB)
  /// The size of a cell in pixels (`CSI 16 t`).
  case cellPixels(CellPixels)
  /// The size of the text area in pixels, each side 1...65,535 (`CSI 14 t`).
  case textAreaPixels(width: Int, height: Int)
  /// What it can do, as numbers (DA1); 4 stands for sixel.
  case attributes([Int])
  /// It has taken in everything that was sent before the question (DSR 5).
  case ready
  /// Whether it accepts pictures in kitty's graphics protocol, for the picture of a number.
  case graphics(id: Int, isAccepted: Bool)

  /// Reads `CSI parameters final`; nil for what is no reply that was asked for.
  init?(final: UInt8, parameters: ArraySlice<UInt8>) {
    switch final {
    case 0x63:
      guard parameters.first == 0x3F, let numbers = Self.numbers(parameters.dropFirst()) else {
        return nil
      }
      self = .attributes(numbers)
    case 0x6E:
      guard let numbers = Self.numbers(parameters), numbers == [0] || numbers == [3] else {
        return nil
      }
      self = .ready
    case 0x74:
      guard let numbers = Self.numbers(parameters), numbers.count == 3 else { return nil }
      let (height, width) = (numbers[1], numbers[2])
      switch numbers[0] {
      case 6:
        guard let cell = CellPixels(width: width, height: height) else { return nil }
        self = .cellPixels(cell)
      case 4:
        guard (1...65_535).contains(width), (1...65_535).contains(height) else { return nil }
        self = .textAreaPixels(width: width, height: height)
      default: return nil
      }
    default: return nil
    }
  }

  /// Reads what stood between `ESC introducer` and the string's end; nil likewise.
  init?(introducer: UInt8, content: ArraySlice<UInt8>) {
    guard content.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    let text = String(decoding: content, as: UTF8.self)
    switch introducer {
    case 0x50:
      if text.hasPrefix(">|") {
        self = .version(String(text.dropFirst(2).prefix(80)))
      } else if text.hasPrefix("1$r"), text.hasSuffix("m") {
        self = .directColor(Self.namesTestColor(content.dropFirst(3).dropLast()))
      } else if text.hasPrefix("0$r") {
        self = .directColor(false)
      } else {
        return nil
      }
    case 0x5D:
      guard text.hasPrefix("11;"), let colour = Self.colour(text.dropFirst(3)) else { return nil }
      self = .background(colour)
    case 0x5F:
      guard let answer = Self.graphicsAnswer(text) else { return nil }
      self = .graphics(id: answer.id, isAccepted: answer.isAccepted)
    default: return nil
    }
  }

  /// The numbers between semicolons, at most 32 of at most six digits; an empty one is 0.
  private static func numbers(_ parameters: ArraySlice<UInt8>) -> [Int]? {
    let parts = parameters.split(separator: 0x3B, omittingEmptySubsequences: false)
    guard parts.count <= 32 else { return nil }
    var numbers: [Int] = []
    for part in parts {
      guard part.count <= 6, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      numbers.append(part.reduce(0) { $0 * 10 + Int($1 - 0x30) })
    }
    return numbers
  }

  /// Whether parameters of SGR set the ground to 1, 2, 3, in any of the ways this is written.
  private static func namesTestColor(_ parameters: ArraySlice<UInt8>) -> Bool {
    let numbers = parameters.split { $0 == 0x3B || $0 == 0x3A }
      .map { String(decoding: $0, as: UTF8.self) }
    // A colour space may stand before the components.
    return numbers.indices.contains { start in
      numbers[start] == "48" && numbers.dropFirst(start + 1).first == "2"
        && [2, 3].contains { numbers.dropFirst(start + $0).prefix(3) == ["1", "2", "3"] }
    }
  }

  /// A colour as X11 writes it: `rgb:` or `rgba:` with one to four digits for each component.
  private static func colour(_ text: Substring) -> RGB? {
    guard text.hasPrefix("rgb:") || text.hasPrefix("rgba:") else { return nil }
    let parts = text.drop { $0 != ":" }.dropFirst()
      .split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == (text.hasPrefix("rgba:") ? 4 : 3) else { return nil }
    var components: [UInt8] = []
    for part in parts {
      guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
        let value = Int(part, radix: 16)
      else { return nil }
      let most = 1 << (4 * part.utf8.count) - 1
      components.append(UInt8((value * 255 + most / 2) / most))
    }
    return RGB(components[0], components[1], components[2])
  }

  /// `Gi=31;OK`, or another word after the semicolon when it is refused.
  private static func graphicsAnswer(_ text: String) -> (id: Int, isAccepted: Bool)? {
    guard text.hasPrefix("G") else { return nil }
    let parts = text.dropFirst().split(
      separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2,
      let number = parts[0].split(separator: ",").first(where: { $0.hasPrefix("i=") }),
      let id = Int(number.dropFirst(2)), (1...Int(UInt32.max)).contains(id)
    else { return nil }
    return (id, parts[1] == "OK")
  }
}
