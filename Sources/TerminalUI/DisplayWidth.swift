/// How many columns of a terminal a text takes, and how to make it fit.
public enum DisplayWidth {
  /// The columns of one character: 0 for a lone combining mark, 2 for wide ones, else 1.
  public static func columns(of character: Character) -> Int {
    if isPlain(character) { return 1 }
    guard let scalar = character.unicodeScalars.first else { return 0 }
    if scalar.isASCII { return 1 }
    let properties = scalar.properties
    if properties.generalCategory == .nonspacingMark || properties.generalCategory == .enclosingMark
    {
      return 0
    }
    if wideRanges.contains(where: { $0.contains(scalar.value) }) { return 2 }
    return character.unicodeScalars.contains { $0.value == 0xFE0F } ? 2 : 1
  }

  /// The columns of a text as it would be written.
  public static func columns(of text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + columns(of: printable($1)) }
  }

  /// The character itself, or `�` for one that would command the terminal instead of printing.
  public static func printable(_ character: Character) -> Character {
    if isPlain(character) { return character }
    for scalar in character.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate: return "\u{FFFD}"
      // Bidirectional overrides reorder a whole line; the joiner only binds emoji together.
      case .format: if scalar.value != 0x200D { return "\u{FFFD}" }
      default: continue
      }
    }
    return columns(of: character) == 0 ? "\u{FFFD}" : character
  }

  /// The text, shortened to end with `…` when it takes more than `room` columns.
  public static func fit(_ text: some StringProtocol, into room: Int) -> String {
    guard columns(of: text) > room else { return String(text) }
    guard room > 0 else { return "" }
    var kept = ""
    var taken = 0
    for character in text {
      let width = columns(of: printable(character))
      if taken + width > room - 1 { break }
      kept.append(character)
      taken += width
    }
    return kept + "…"
  }

  /// Whether a character is one scalar of ASCII, Latin, box drawing or blocks.
  ///
  /// Nearly all of a screen is; each of these prints in one column, and asking Unicode's tables for
  /// every cell of every frame would cost more than drawing them.
  private static func isPlain(_ character: Character) -> Bool {
    var scalars = character.unicodeScalars.makeIterator()
    guard let scalar = scalars.next(), scalars.next() == nil else { return false }
    switch scalar.value {
    case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF, 0x2500...0x259F: return true
    default: return false
    }
  }

  /// Blocks whose characters take two columns (Unicode's East Asian Width W and F, and the
  /// pictographs that terminals draw wide).
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
    0x1FA70...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}
