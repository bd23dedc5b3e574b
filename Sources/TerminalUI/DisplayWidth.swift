/// How many columns of a terminal a text takes, and how to make it fit.
public enum DisplayWidth {
  /// The columns of one character: 0 for a lone combining mark, 2 for wide ones, else 1.
  public static func columns(of character: Character) -> Int {
    if isPlain(character) { return 1 }
    guard let scalar = character.unicodeScalars.first else { return 0 }
    if scalar.isASCII { return 1 }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    // Vowels and finals of Hangul join the syllable before them.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
    // Two letters of a flag are one picture.
    case 0x1F1E6...0x1F1FF: return character.unicodeScalars.count > 1 ? 2 : 1
    default: break
    }
    if isWide(scalar.value) { return 2 }
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

  /// The end of a text, as much as fits; it begins with `…` when the text takes more than `room`
  /// columns.
  public static func suffix(of text: some StringProtocol, into room: Int) -> String {
    guard columns(of: text) > room else { return String(text) }
    var kept: [Character] = []
    var taken = 1
    for character in text.reversed() {
      taken += columns(of: printable(character))
      if taken > room { break }
      kept.append(character)
    }
    return room > 0 ? "…" + String(kept.reversed()) : ""
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

  /// Whether a character of its own takes two columns.
  private static func isWide(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if wideRanges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].contains(scalar)
  }

  /// What takes two columns, ascending: East Asian Width W and F of Unicode 15.
  ///
  /// The C library has the same, and terminals and ncurses count by it. Unassigned places between
  /// two blocks stay with them.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
    0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F,
    0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5,
    0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5,
    0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
    0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
    0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
    0x2E80...0x3029, 0x302E...0x303E, 0x3041...0x3096, 0x309B...0xA4C6, 0xA960...0xA97C,
    0xAC00...0xD7A3, 0xF900...0xFAD9, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x16FE3, 0x16FF0...0x1B2FB, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF,
    0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C,
    0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4,
    0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E,
    0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F,
    0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EC,
    0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF,
    0x1FA70...0x1FAF6, 0x20000...0x3134A,
  ]
}
